package background

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestTexts_AreThoseOfTheGoldenFiles holds what the three systems are told, for paths with all they could stumble over.
func TestTexts_AreThoseOfTheGoldenFiles(t *testing.T) {
	unix := Job{
		Program: "/opt/Tenantry 100%/tenantry", Folder: "/home/u/Data & \"more\" $HOME",
		Args: []string{"sync", "--due", "--data", "/home/u/Data & \"more\" $HOME"},
	}
	windows := Job{
		Program: `C:\Program Files\Tenantry\tenantry.exe`, Folder: `C:\Users\u\R&D\`,
		Args: []string{"sync", "--due", "--data", `C:\Users\u\R&D data\`},
	}
	for name, text := range map[string]string{
		"systemd.service": unix.service(), "systemd.timer": unix.timer(), "launchd.plist": unix.agent(), "task.xml": windows.task(),
	} {
		path := filepath.Join("testdata", name+".golden")
		if *update {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil { //nolint:gosec // for everyone to read
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if text != string(want) {
			t.Errorf("%s differs; run with -update and look at the difference:\n%s", name, text)
		}
	}
	for name, text := range map[string]string{"launchd.plist": unix.agent(), "task.xml": strings.Replace(windows.task(), "UTF-16", "UTF-8", 1)} {
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s is no XML: %v", name, err)
			}
		}
	}
}

func TestJob_EachDataFolder_HasANameOfItsOwn(t *testing.T) {
	a, b := Job{Folder: "/a"}, Job{Folder: "/b"}
	if a.Name() == b.Name() || a.Name() != (Job{Folder: "/a", Program: "/other"}).Name() {
		t.Errorf("names %s and %s", a.Name(), b.Name())
	}
}

func TestWindowsWord_IsReadBackAsItWas(t *testing.T) {
	for word, want := range map[string]string{
		"plain": "plain", "": `""`, "two words": `"two words"`, `C:\a b\`: `"C:\a b\\"`, `say "hi"`: `"say \"hi\""`, `C:\x\`: `C:\x\`,
	} {
		if got := windowsWord(word); got != want {
			t.Errorf("%q became %s, want %s", word, got, want)
		}
	}
}
