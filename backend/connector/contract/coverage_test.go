package contract_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tenantry/backend/connector/contract"
)

// lines notes what a test would have printed and failed with.
type lines struct {
	recorder
	printed []string
}

func (l *lines) Log(args ...any) { l.printed = append(l.printed, fmt.Sprint(args...)) }

// moment decodes itself.
type moment struct{ time.Time }

func (m *moment) UnmarshalJSON([]byte) error { return nil }

var _ json.Unmarshaler = (*moment)(nil)

type wireThing struct {
	ID      string `json:"id"`
	Created moment `json:"created"`
	Parts   []*struct {
		Name string `json:"name"`
	} `json:"parts"`
}

func TestReport_SaysWhatBecomesOfEachField(t *testing.T) {
	for name, test := range map[string]struct {
		coverage contract.Coverage
		fields   string
		want     string // in the line, or in the problem
		fails    bool
	}{
		"stored": {contract.Coverage{Wire: wireThing{}}, "ID created parts", "3 stored: ID created parts", false},
		"used":   {contract.Coverage{Wire: wireThing{}, Used: "created"}, "id created parts.name", "1 used on the way: created", false},
		"ignored": {contract.Coverage{Wire: wireThing{}, Ignored: map[string]string{"why": "more parts.size"}},
			"id created parts.name parts.size more", "2 ignored on purpose: more parts.size (why)", false},
		"the rest":            {contract.Coverage{Wire: wireThing{}, Ignored: map[string]string{"why": "*"}}, "id created parts a b", "a b (why)", false},
		"everything":          {contract.Coverage{Wire: map[string]int{}}, "a b", "2 stored: a b", false},
		"beyond":              {contract.Coverage{Wire: wireThing{}, Beyond: "parts"}, "id created", "2 stored: created id", false},
		"without fields":      {contract.Coverage{Note: "a file"}, "", "no documented fields; a file", false},
		"left out":            {contract.Coverage{Wire: wireThing{}}, "id created parts more", "more is documented, and neither read nor ignored", true},
		"not documented":      {contract.Coverage{Wire: wireThing{}}, "id parts", "created is read or named, and not documented", true},
		"ignored, not there":  {contract.Coverage{Wire: wireThing{}, Ignored: map[string]string{"why": "old"}}, "id created parts", "old is read or named", true},
		"used, but not there": {contract.Coverage{Wire: wireThing{}, Used: "old"}, "id created parts", "old is read or named", true},
	} {
		t.Run(name, func(t *testing.T) {
			rec := &lines{recorder: recorder{TB: t}}
			test.coverage.Report(rec, strings.Fields(test.fields))
			text := strings.Join(append(rec.printed, rec.problems...), "\n")
			if !strings.Contains(text, test.want) || (len(rec.problems) > 0) != test.fails {
				t.Errorf("want %q, fails %v; got:\n%s", test.want, test.fails, text)
			}
		})
	}
}

func TestCover_OperationsCalledAndListedAreTheSame(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "small.yaml"), []byte(small), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv(contract.FolderVariable, folder)
	sums := filepath.Join(folder, "sums")
	t.Setenv(contract.CoverageFile, "")
	spec := contract.Load(t, "small.yaml", "/v1")
	ids := contract.Coverage{Operation: "GET /things", At: "items", Wire: struct {
		ID string `json:"id"`
	}{}, Ignored: map[string]string{"why": "size tags"}}
	rec := &lines{recorder: recorder{TB: t}}
	spec.Cover(rec, []contract.Coverage{ids})
	if len(rec.problems) != 1 || !strings.Contains(rec.problems[0], "never called") {
		t.Errorf("problems %q", rec.problems)
	}
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	client := http.Client{Transport: spec.RoundTripper(nil, &recorder{TB: t})}
	answer, err := client.Get(server.URL + "/v1/things?owner=me")
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	rec = &lines{recorder: recorder{TB: t}}
	t.Setenv(contract.CoverageFile, sums)
	spec.Cover(rec, []contract.Coverage{ids})
	t.Setenv(contract.CoverageFile, "")
	told, err := os.ReadFile(sums)
	if want := ": 1 operations, 3 documented fields: 1 stored, 0 used on the way, 2 ignored on purpose\n"; err != nil || !strings.HasSuffix(string(told), want) {
		t.Errorf("noted %q, %v; want %q", told, err, want)
	}
	if len(rec.problems) != 0 || len(rec.printed) != 1 || !strings.Contains(rec.printed[0], "GET /things: 3 documented fields\n    1 stored: id") {
		t.Errorf("problems %q, printed %q", rec.problems, rec.printed)
	}
	spec.Cover(rec, nil)
	if len(rec.problems) != 1 || !strings.Contains(rec.problems[0], "nothing says") {
		t.Errorf("problems %q", rec.problems)
	}
}
