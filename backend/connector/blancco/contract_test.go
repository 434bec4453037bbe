package blancco_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"tenantry/backend/connector"
	"tenantry/backend/connector/contract"
)

// schemas reads the descriptions of requests and answers, written by hand after the documentation: there is no published
// one.
func schemas(t *testing.T) openapi3.Schemas {
	t.Helper()
	text, err := os.ReadFile("testdata/schemas.json")
	if err != nil {
		t.Fatal(err)
	}
	var all openapi3.Schemas
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// checker holds every request and answer that passes to the descriptions.
type checker struct {
	t       *testing.T
	schemas openapi3.Schemas
	next    http.RoundTripper
	reports int
}

var documentedPath = regexp.MustCompile(`^/blancco/v1(/report/export(/[0-9a-f-]{36})?|/reports/export|/reports/[0-9a-f-]{36}/export)$`)

func (c *checker) RoundTrip(r *http.Request) (*http.Response, error) {
	where := r.Method + " " + r.URL.Path
	if !documentedPath.MatchString(r.URL.Path) || r.Header.Get("X-Blancco-Api-Key") == "" || r.Header.Get("Authorization") != "" {
		c.t.Errorf("%s with %v is not documented", where, r.Header)
	}
	if r.Method == http.MethodPost {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(raw))
		name := "request"
		if strings.HasSuffix(r.URL.Path, "/reports/export") {
			name = "request_variant"
		}
		c.check(name, raw, where)
	}
	resp, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	c.answer(resp, body, where)
	return resp, nil
}

func (c *checker) answer(resp *http.Response, body []byte, where string) {
	if cursor := resp.Header.Get("X-Blancco-Cursor"); cursor != "" && !regexp.MustCompile(`^\d{13},[0-9a-f-]{36}$`).MatchString(cursor) {
		c.t.Errorf("%s: cursor %q", where, cursor)
	}
	switch kind := resp.Header.Get("Content-Type"); {
	case resp.StatusCode == http.StatusNoContent || kind == "application/pdf":
	case resp.StatusCode != http.StatusOK:
		c.check("error", body, where)
	case strings.HasPrefix(kind, "application/json"):
		c.check("answer", body, where)
		var list struct{ Reports []json.RawMessage }
		if err := json.Unmarshal(body, &list); err != nil {
			c.t.Error(err)
		}
		for _, one := range list.Reports {
			c.reports++
			c.check("report", one, where)
		}
	case kind == "application/xml;charset=UTF-8":
		for _, one := range reportsOf(c.t, body) {
			c.reports++
			c.check("report", one, where)
		}
	default:
		c.t.Errorf("%s: answer of the type %s", where, kind)
	}
}

func (c *checker) check(name string, raw []byte, where string) {
	var value any
	err := json.Unmarshal(raw, &value)
	if err == nil {
		err = c.schemas[name].Value.VisitJSON(value, openapi3.MultiErrors())
	}
	if err != nil {
		c.t.Errorf("%s: the %s: %v\n%.300s", where, name, err, raw)
	}
}

// element is XML as it is.
type element struct {
	XMLName  xml.Name
	Name     string    `xml:"name,attr"`
	Type     string    `xml:"type,attr"`
	Text     string    `xml:",chardata"`
	Children []element `xml:",any"`
}

// reportsOf gives the reports of an XML page in the form of JSON, which has the same tree.
func reportsOf(t *testing.T, body []byte) [][]byte {
	t.Helper()
	var root element
	if err := xml.Unmarshal(body, &root); err != nil || root.XMLName.Local != "root" {
		t.Fatalf("%v in %.80s", err, body)
	}
	var list [][]byte
	for _, report := range root.Children {
		raw, err := json.Marshal(report.value())
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, raw)
	}
	return list
}

func (e element) value() any {
	switch {
	case e.XMLName.Local == "document_log":
		list := []any{}
		for _, c := range e.Children {
			list = append(list, c.value())
		}
		return list
	case e.XMLName.Local == "entries", e.XMLName.Local == "description_entries":
		list := []any{}
		for _, c := range e.Children {
			list = append(list, map[string]any{c.Name: c.value()})
		}
		return list
	case len(e.Children) == 0:
		return strings.TrimSpace(e.Text)
	}
	object := map[string]any{}
	for _, c := range e.Children {
		name := c.XMLName.Local
		if c.Name != "" {
			name = c.Name
		}
		object[name] = c.value()
	}
	return object
}

// TestConnector_SpeaksAsDocumented holds requests and answers to the descriptions.
func TestConnector_SpeaksAsDocumented(t *testing.T) {
	for _, path := range []string{"report", "reports"} {
		for _, format := range []string{"json", "xml"} {
			w := start(t, path)
			check := &checker{t: t, schemas: schemas(t), next: w.Transport}
			conn := open(t, w, map[string]string{"format": format}, check)
			erasures, _ := mustRead(t, conn, "")
			documents, _ := conn.(connector.Documents)
			if _, err := documents.Document(t.Context(), connector.DocumentCertificate, erasures[0].Key); err != nil {
				t.Error(err)
			}
			if check.reports < len(erasures) || len(erasures) == 0 {
				t.Errorf("%s as %s: %d of %d reports checked", path, format, check.reports, len(erasures))
			}
		}
	}
}

// leaf is a documented field of a report.
type leaf struct {
	path    []string
	groups  []bool // whether the step is into a list of objects
	use     string
	example any
}

func leaves(s *openapi3.Schema, at leaf) (list []leaf) {
	if use, ok := s.Extensions["x-use"].(string); ok {
		at.use, at.example = use, s.Example
		return []leaf{at}
	}
	group := s.Items != nil
	if group {
		s = s.Items.Value
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		if name == "@type" {
			continue
		}
		next := leaf{path: append(slices.Clone(at.path), name), groups: append(slices.Clone(at.groups), group)}
		list = append(list, leaves(s.Properties[name].Value, next)...)
	}
	return list
}

// with writes a report that has this field and its UUID only.
func (l leaf) with(t *testing.T) string {
	t.Helper()
	value := l.example
	for i, name := range slices.Backward(l.path) {
		value = map[string]any{name: value}
		if l.groups[i] {
			value = []any{value}
		}
	}
	data, ok := value.(map[string]any)["blancco_data"].(map[string]any)
	if !ok {
		data = map[string]any{}
		value.(map[string]any)["blancco_data"] = data
	}
	description, ok := data["description"].(map[string]any)
	if !ok {
		description = map[string]any{}
		data["description"] = description
	}
	if l.path[len(l.path)-1] != "document_id" {
		description["document_id"] = "A"
	}
	text, err := json.Marshal(map[string]any{"reports": []any{value}})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestFields_AreUsedAsTheDescriptionSays prints how many documented fields are stored, read and left, proves each, and adds
// the sums to those of the other vendors.
func TestFields_AreUsedAsTheDescriptionSays(t *testing.T) {
	count := map[string]int{}
	reasons := map[string][]string{}
	for _, l := range leaves(schemas(t)["report"].Value, leaf{}) {
		use, reason, _ := strings.Cut(l.use, ": ")
		count[use]++
		if use == "ignored" {
			reasons[reason] = append(reasons[reason], l.path[len(l.path)-1])
		}
		name := strings.Join(l.path, ".")
		got := only(t, l.with(t))
		got.Raw = nil
		empty := only(t, bare(l))
		empty.Raw = nil
		if stored := fmt.Sprint(asJSON(t, got)) != fmt.Sprint(asJSON(t, empty)); use != "read" && stored != (use == "stored") {
			t.Errorf("%s is said to be %s, and is not", name, use)
		}
	}
	total := count["stored"] + count["read"] + count["ignored"]
	t.Logf("POST report/export: %d documented fields: %d stored, %d read, %d ignored (the original is kept)", total, count["stored"], count["read"], count["ignored"])
	for _, reason := range slices.Sorted(maps.Keys(reasons)) {
		t.Logf("ignored, %s: %s", reason, strings.Join(reasons[reason], ", "))
	}
	if count["stored"] < 20 || len(count) != 3 {
		t.Errorf("uses: %v", count)
	}
	sum := contract.Tally{Operations: 1, Stored: count["stored"], Used: count["read"], Ignored: count["ignored"]}
	if err := sum.Note("Blancco Management Portal"); err != nil {
		t.Error(err)
	}
}

// bare is the report without the field, but with the groups around it.
func bare(l leaf) string {
	inner := `{}`
	if slices.Contains(l.path, "erasure") {
		inner = `{"erasures":[{"erasure":[{"x":""}]}]}`
	}
	return `{"reports":[{"blancco_data":{"description":{"document_id":"A"},"blancco_erasure_report":` + inner + `}}]}`
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
