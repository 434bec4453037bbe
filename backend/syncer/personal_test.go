package syncer_test

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// whoIsNamed are the queries for the people that a sync with personal data stores.
var whoIsNamed = []string{
	"SELECT name FROM people UNION SELECT email FROM people",
	"SELECT name FROM administrators UNION SELECT email FROM administrators",
	"SELECT account FROM records UNION SELECT account FROM profiles UNION SELECT contact FROM profiles",
	"SELECT contact FROM service_requests UNION SELECT value ->> 'author' FROM service_requests, json_each(notes)",
	"SELECT contact FROM agreements UNION SELECT email FROM agreements",
	"SELECT operator FROM erasures",
}

// named finds the people of one connection. Words that are no full names, such as those of rooms, stand elsewhere, too.
func (r *rig) named() []string {
	r.tb.Helper()
	names := map[string]bool{}
	for _, query := range whoIsNamed {
		for _, name := range r.rows(query) {
			if name = strings.TrimSpace(name); strings.ContainsAny(name, " @") {
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// keepsNames is the one place that holds names although no personal data are wanted: a report of an erasure is the legal
// proof of it, and one without its operator would lose its signature.
const keepsNames = "erasures.raw"

// texts gives every text of the data file by its table and column, that of files and raw answers too. What the user said of
// the connection stays.
func (r *rig) texts() map[string]string {
	r.tb.Helper()
	all := map[string]string{}
	for _, table := range r.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'connections'") {
		for _, column := range r.rows("SELECT name FROM pragma_table_xinfo(?)", table) {
			rows := r.rows(fmt.Sprintf("SELECT DISTINCT %[1]q FROM %[2]q WHERE typeof(%[1]q) = 'text' AND %[1]q <> ''", column, table))
			for _, blob := range r.rows(fmt.Sprintf("SELECT DISTINCT hex(%[1]q) FROM %[2]q WHERE typeof(%[1]q) = 'blob'", column, table)) {
				rows = append(rows, plain(r.tb, blob))
			}
			all[table+"."+column] = strings.Join(rows, "\n")
		}
	}
	return all
}

// plain is what a blob holds, with the files of a ZIP unpacked.
func plain(tb testing.TB, digits string) string {
	tb.Helper()
	content, err := hex.DecodeString(digits)
	if err != nil {
		tb.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return string(content)
	}
	var text strings.Builder
	for _, file := range archive.File {
		member, err := file.Open()
		if err == nil {
			_, err = io.Copy(&text, member)
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	return text.String()
}

var mailAddress = regexp.MustCompile(`[A-Za-z0-9._%+#-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+`)

// expectNobody looks for people in all that is stored, but for the one exception.
func (r *rig) expectNobody(names []string) {
	r.tb.Helper()
	for column, text := range r.texts() {
		if column == keepsNames {
			continue
		}
		for _, name := range names {
			if strings.Contains(text, name) {
				r.tb.Errorf("%s names %s", column, name)
			}
		}
		if found := mailAddress.FindAllString(text, 3); found != nil {
			r.tb.Errorf("%s has addresses: %v", column, found)
		}
	}
}

func TestPersonal_WithoutPersonalData_NobodyIsNamedInTheFile(t *testing.T) {
	for _, vendor := range []domain.Vendor{domain.VendorWebex, domain.VendorMicrosoft, domain.VendorAvePoint, domain.VendorBlancco} {
		t.Run(string(vendor), func(t *testing.T) {
			t.Parallel()
			box := sandbox.Options{Customers: 14, AsOf: asOf, AllAccessible: true, Blancco: 20}
			read := func(r *rig) {
				r.sync(true, slices.DeleteFunc(slices.Clone(r.conns), func(c domain.Connection) bool { return c.Vendor != vendor })...)
			}
			open := newRig(t, box)
			read(open)
			names := open.named()
			if len(names) == 0 {
				t.Fatal("nobody is named with personal data either: this proves nothing")
			}
			private := newRig(t, box)
			private.private = true
			read(private)
			if private.count("SELECT count(*) FROM records") == 0 {
				t.Fatal("nothing was read")
			}
			private.expectNobody(names)
			proves := strings.Contains(private.texts()[keepsNames], names[0])
			if proves != (vendor == domain.VendorBlancco) {
				t.Errorf("%s names %s: %t", keepsNames, names[0], proves)
			}

			if err := open.store.ForgetPeople(t.Context()); err != nil {
				t.Fatal(err)
			}
			open.expectNobody(names)
			read(open)
			if again := open.named(); !slices.Equal(again, names) {
				t.Errorf("read again, %d are named, want %d", len(again), len(names))
			}
		})
	}
}
