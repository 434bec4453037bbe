package app_test

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// peakEnv names the file that the child process of importMemory imports.
const peakEnv = "TENANTRY_TEST_IMPORT"

// importMemory runs this test binary again, to import one file and nothing else.
func importMemory(t *testing.T, format string) {
	const rows, most = 200_000, 300 << 10 // kB
	path := importFile(t, rows, format)
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestImportChild$", "-test.v")
	cmd.Env = append(os.Environ(), peakEnv+"="+path)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, after, _ := strings.Cut(string(out), "peak=")
	peak, err := strconv.Atoi(strings.Fields(after)[0])
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%d rows of %s: %d MB at most", rows, format, peak>>10)
	if peak > most {
		t.Errorf("%s took %d MB, at most %d are allowed", format, peak>>10, most>>10)
	}
}

// TestImportChild is the child process of importMemory.
func TestImportChild(t *testing.T) {
	path := os.Getenv(peakEnv)
	if path == "" {
		t.Skip("only within another test")
	}
	importing(t, path, 200_000)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	t.Logf("peak=%s kB", strings.Fields(after)[0])
}
