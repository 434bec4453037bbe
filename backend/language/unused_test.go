package language_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// assembled lists the keys that are put together at run time from a prefix and a word that no constant of the domain is.
var assembled = []string{
	"workbook.customers.title", "workbook.customer.title", "workbook.calendar.title", "workbook.billing.title", "workbook.operations.title", "workbook.jobs.title",
	"workbook.service-requests.title", "workbook.service-states.title", "workbook.incidents.title", "workbook.storage.title",
	"workbook.licences-added.title", "workbook.licences-expiring.title", "workbook.licences-renewing.title",
	"workbook.licences-open.title", "workbook.licences-low.title", "workbook.licences-over.title",
	"workbook.prices.title", "workbook.subscriptions.title", "workbook.pools.title", "workbook.trend.title", "workbook.storage-trend.title", "workbook.job-trend.title", "workbook.report.title",
}

var quoted = regexp.MustCompile("[\"'`]([a-z0-9_.]+)[\"'`]")

// TestCatalogue_NothingUnused finds sentences of errors, the command line and workbooks that nothing in Go or the
// frontend names. The other groups are words of the domain, which the rows of the API carry.
func TestCatalogue_NothingUnused(t *testing.T) {
	named := namedInSources(t, "..", "../../app", "../../frontend/src")
	for key := range readTexts(t, "en") {
		key = strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
		group, rest, _ := strings.Cut(key, ".")
		if !slices.Contains([]string{"error", "cli", "workbook"}, group) || slices.Contains(assembled, key) {
			continue
		}
		if !named[key] && (group != "error" || !named[rest]) {
			t.Errorf("nothing uses %s", key)
		}
	}
}

func namedInSources(t *testing.T, roots ...string) map[string]bool {
	t.Helper()
	named := map[string]bool{}
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !isSource(path) {
				return err
			}
			raw, err := os.ReadFile(path)
			for _, m := range quoted.FindAllSubmatch(raw, -1) {
				named[string(m[1])] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return named
}

func isSource(path string) bool {
	switch filepath.Ext(path) {
	case ".go":
		return !strings.HasSuffix(path, "_test.go")
	case ".ts", ".tsx":
		return !strings.Contains(path, ".test.") && !strings.HasSuffix(path, ".d.ts")
	}
	return false
}
