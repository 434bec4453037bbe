package blancco

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"tenantry/backend/connector/connectortest"
)

func zipOf(tb testing.TB, contents ...string) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i, content := range contents {
		file, err := z.Create(fmt.Sprintf("../../%d.json", i))
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := file.Write([]byte(content)); err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

const (
	oneJSON = `{"blancco_data":{"description":{"document_id":"A"}}}`
	oneXML  = `<report><blancco_data><description><document_id>A</document_id></description></blancco_data></report>`
)

func TestDecode_EveryForm(t *testing.T) {
	for body, want := range map[string]int{
		`{"reports":[]}`: 0, ` {"reports":[` + oneJSON + `,` + oneJSON + `]}`: 2, oneJSON: 1, `{"report":` + oneJSON + `}`: 1,
		`{"reports":[{"report":` + oneJSON + `}]}`: 1, "\xef\xbb\xbf" + oneJSON: 1,
		`<?xml version="1.0" encoding="UTF-8"?><root/>`: 0, "<root>" + oneXML + "\n" + oneXML + "</root>": 2, oneXML: 1,
		string(zipOf(t)): 0, string(zipOf(t, oneJSON, "<root>"+oneXML+"</root>", "\xef\xbb\xbf"+oneJSON)): 3,
	} {
		list, err := decode([]byte(body))
		if err != nil || len(list) != want {
			t.Errorf("%.60q: %d reports, %v; want %d", body, len(list), err, want)
		}
		for _, r := range list {
			if e, err := r.erasure(""); err != nil || e.Key != "A" || !bytes.Contains(e.Raw, []byte("document_id")) {
				t.Errorf("%.60q: %+v, %v", body, e, err)
			}
		}
	}
}

func TestDecode_WhatIsNoReports_IsRefused(t *testing.T) {
	if connectortest.Race {
		t.Skip("one decoder at work on much: done without the race detector")
	}
	deep := strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100)
	many := `{"a":1` + strings.Repeat(`,"a":1`, maxNodes) + "}"
	entity := `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><root>` + strings.Replace(oneXML, "A<", "&x;<", 1) + "</root>"
	for name, body := range map[string]string{
		"nothing": " ", "text": "OK", "another object": `{"message":"Forbidden"}`, "a list": `[` + oneJSON + `]`,
		"null": `{"reports":[null]}`, "a number": `{"reports":[1]}`, "cut": `{"reports":[` + oneJSON, "empty": `{"reports":[{}]}`,
		"a page": "<!DOCTYPE html><html><body>Sign in</body></html>", "a page without a type": "<html><body/></html>",
		"cut XML": "<root>" + oneXML, "another root": "<rot></rot>", "another element": "<root><x/></root>", "a comment": "<!-- x -->",
		"a type": entity, "an entity": "<root>" + strings.Replace(oneXML, "A<", "&lol;<", 1) + "</root>",
		"another encoding": `<?xml version="1.0" encoding="EBCDIC"?><root>` + oneXML + "</root>",
		"deep":             `{"reports":[` + deep + `]}`, "deep XML": "<root><report>" + strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100) + "</report></root>",
		"many values":   `{"reports":[` + many + `]}`,
		"a ZIP of text": string(zipOf(t, "OK")), "a ZIP in a ZIP": string(zipOf(t, string(zipOf(t, oneJSON)))), "half a ZIP": string(zipOf(t, oneJSON)[:40]),
	} {
		if list, err := decode([]byte(body)); err == nil {
			t.Errorf("%s gave %d reports", name, len(list))
		}
	}
}

func TestDecode_ZIPBomb_IsRefused(t *testing.T) {
	if connectortest.Race {
		t.Skip("one decoder at work on much: done without the race detector")
	}
	zeros := strings.Repeat(" ", 40<<20)
	if _, err := decode(zipOf(t, zeros+oneJSON, zeros+oneJSON)); err == nil || !strings.Contains(err.Error(), "unpacks") {
		t.Errorf("80 MB in %d bytes: %v", len(zipOf(t, zeros)), err)
	}
	if _, err := decode(zipOf(t, make([]string, maxFiles+1)...)); err == nil {
		t.Error("too many files are taken")
	}
}

// TestDecode_Raw_IsTheReportAsItCame: the signature covers its bytes.
func TestDecode_Raw_IsTheReportAsItCame(t *testing.T) {
	odd := "{ \"blancco_data\" :\t{\"description\": {\"document_id\":\"\\u0041\"}}}"
	list, err := decode([]byte(`{"reports":[` + oneJSON + `, ` + odd + `]}`))
	if err != nil || string(list[1].raw) != odd {
		t.Errorf("%s, %v", list[1].raw, err)
	}
	oddXML := strings.Replace(oneXML, "<blancco_data>", "<blancco_data \n a='&lt;'><!-- x -->", 1)
	list, err = decode([]byte("<root>\n " + oneXML + "\n " + oddXML + "</root>"))
	if err != nil || string(list[1].raw) != oddXML {
		t.Errorf("%s, %v", list[1].raw, err)
	}
}

func seeds(f *testing.F) {
	f.Helper()
	for _, name := range []string{"reports.json", "reports.xml"} {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add(zipOf(f, oneJSON, "<root>"+oneXML+"</root>"))
	f.Add([]byte(`{"reports":[{"blancco_data":[[[{"a":[1,[2]]}],{"a":1,"b":2}]]}]}`))
}

// FuzzDecode: whatever comes is read or refused, and what is read can be translated or refused.
func FuzzDecode(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		list, err := decode(body)
		if err != nil {
			if len(list) != 0 {
				t.Errorf("%d reports beside %v", len(list), err)
			}
			return
		}
		for _, r := range list {
			e, err := r.erasure("Technician")
			if err == nil && (e.Key == "" || e.Outcome == "" || e.Format == "" || len(e.Raw) == 0) {
				t.Errorf("%+v", e)
			}
		}
	})
}

// FuzzPosition: a cursor that is damaged starts from the beginning, and one that is read is written the same.
func FuzzPosition(f *testing.F) {
	f.Add(`{"high":"2026-11-20T09:00:00Z","wide":"2026-11-19T00:00:00Z"}`)
	f.Add(`{"at":{"route":"reports","list":1,"since":"2000-01-01T00:00:00Z","began":"2026-11-20T00:00:00Z","cursor":"1,a"}}`)
	f.Add(`{"at":{"route":"reports","list":-1}}`)
	f.Fuzz(func(t *testing.T, text string) {
		p := readPosition(text)
		again := readPosition(p.String())
		if again.String() != p.String() {
			t.Errorf("%s became %s", p, again)
		}
		at, _ := p.begin(routes[1], firstDay)
		if at.List < 0 || at.List >= len(routes[1].categories) {
			t.Errorf("begins at list %d", at.List)
		}
		_ = p.end(at).String()
	})
}

func FuzzValues(f *testing.F) {
	for _, text := range []string{"512110190592", "1e400", "-1", "00:06:41", "2026-05-04T09:12:44+0000", "9999-12-31", "NaN", "Inf", ":::"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if n := amount(text); n != nil && *n < 0 {
			t.Errorf("%q is %d", text, *n)
		}
		if n := clock(text); n != nil && *n < 0 {
			t.Errorf("%q takes %d s", text, *n)
		}
		if at := moment(text); at != nil && at.IsZero() {
			t.Errorf("%q is at %s", text, at)
		}
		_ = outcome(text)
	})
}
