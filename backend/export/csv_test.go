package export_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

func textTable(texts ...string) export.Table {
	return export.Table{
		Title:   "Texts",
		Columns: []export.Column{{Key: "text", Heading: "Text", Kind: export.KindText}},
		Rows:    export.Rows(texts, func(s string) []export.Value { return []export.Value{export.Text(s)} }),
	}
}

func TestWriteCSV_DialectFollowsTheLocale(t *testing.T) {
	moment := time.Date(2026, 11, 20, 22, 30, 0, 0, time.UTC)
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	cells := []export.Value{
		export.Text("Müller; Söhne, KG"), export.Int(-1234), export.Decimal(decimal.MustParse("1234.5")),
		export.Money(domain.Money{Minor: -123450, Currency: "EUR"}), export.Percent(0.125), export.Date("2026-11-20"),
		export.OptDateTime(&moment, berlin), export.Bool(true), export.Days(3), export.Empty(),
	}
	table := func() export.Table {
		columns := make([]export.Column, len(cells))
		for i := range columns {
			columns[i].Heading = string(rune('a' + i))
		}
		rows := export.Rows([]int{1}, func(int) []export.Value { return cells })
		return export.Table{Columns: columns, Rows: rows}
	}
	for locale, want := range map[string]string{
		"en": "\ufeffa,b,c,d,e,f,g,h,i,j\r\n\"Müller; Söhne, KG\",-1234,1234.5,-1234.50,12.5%,2026-11-20,2026-11-20 23:30,TRUE,3,\r\n",
		"de": "\ufeffa;b;c;d;e;f;g;h;i;j\r\n\"Müller; Söhne, KG\";-1234;1234,5;-1234,50;12,5%;20.11.2026;20.11.2026 23:30;TRUE;3;\r\n",
	} {
		var out bytes.Buffer
		if n, err := export.WriteCSV(&out, table(), export.DialectFor(locale)); err != nil || n != 1 {
			t.Errorf("%s: %d rows, %v", locale, n, err)
		}
		if out.String() != want {
			t.Errorf("%s:\n%q, want\n%q", locale, out.String(), want)
		}
	}
}

func TestWriteCSV_FormulasAreGuarded(t *testing.T) {
	for text, guarded := range map[string]bool{
		"=1+1": true, "+47 22 33": true, "-2": true, "@cmd": true, "\t=1": true, "\r=1": true, "\n=1": true, " =1": true, "＝1": true,
		"a=1": false, "1-2": false, "Ünal": false, "'": false,
	} {
		want := text
		if guarded {
			want = "'" + text
		}
		if got := readCSV(t, textTable(text), export.DialectFor("de"))[1][0]; got != want {
			t.Errorf("%q is written as %q, want %q", text, got, want)
		}
		vendor := export.Dialect{Separator: ',', Unguarded: true}
		if got := readCSV(t, textTable(text), vendor)[1][0]; got != text {
			t.Errorf("a vendor's file has %q for %q", got, text)
		}
	}
}

func readCSV(t testing.TB, table export.Table, d export.Dialect) [][]string {
	t.Helper()
	var out bytes.Buffer
	_, err := export.WriteCSV(&out, table, d)
	must(t, err)
	// Go's reader turns CRLF inside a field into LF; a bare CR it keeps.
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff")))
	r.Comma = rune(d.Separator)
	records, err := r.ReadAll()
	must(t, err)
	return records
}

// TestWriteCSV_AnyTextRoundTrips: no text is lost, split or turned into a formula, in the file's own dialect and
// in a foreign one.
func TestWriteCSV_AnyTextRoundTrips(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.RuneFrom([]rune("=+-@;,\t\"' \nx")))).Draw(rt, "text")
		text = strings.ReplaceAll(text, "\r", "")
		if text == "" {
			return // a line of one empty field is an empty line to Go's reader
		}
		for _, locale := range []string{"en", "de"} {
			got := readCSV(t, textTable(text), export.DialectFor(locale))[1]
			if len(got) != 1 || got[0] != text && got[0] != "'"+text {
				rt.Fatalf("%s: %q comes back as %q", locale, text, got)
			}
			if strings.ContainsAny(got[0][:1], "=+-@\t") {
				rt.Fatalf("%s: %q is a formula", locale, got[0])
			}
		}
	})
}

func TestWriteCSV_QuotesTheSeparatorsOfOtherDialects(t *testing.T) {
	var out bytes.Buffer
	_, err := export.WriteCSV(&out, textTable("a,=1+1"), export.DialectFor("de"))
	must(t, err)
	if want := "\ufeffText\r\n\"a,=1+1\"\r\n"; out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}

func TestWriteCSV_RowErrorEndsTheExport(t *testing.T) {
	broken := errors.New("database gone")
	table := textTable("one")
	table.Rows = failingAfter(table.Rows, broken)
	if n, err := export.WriteCSV(&bytes.Buffer{}, table, export.DialectFor("en")); !errors.Is(err, broken) || n != 1 {
		t.Errorf("%d rows, error %v", n, err)
	}
}

func failingAfter(rows iter.Seq2[export.Row, error], err error) iter.Seq2[export.Row, error] {
	return func(yield func(export.Row, error) bool) {
		for row, earlier := range rows {
			if !yield(row, earlier) {
				return
			}
		}
		yield(export.Row{}, err)
	}
}

func TestWriteCSV_FullDiskIsNoticed(t *testing.T) {
	table := textTable(slices.Repeat([]string{strings.Repeat("x", 1000)}, 1000)...)
	if _, err := export.WriteCSV(fullDisk{}, table, export.DialectFor("en")); !errors.Is(err, errFull) {
		t.Errorf("error %v", err)
	}
}

var errFull = errors.New("full")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }
