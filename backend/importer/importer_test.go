package importer_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"tenantry/backend/domain"
	"tenantry/backend/importer"
)

func write(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t testing.TB, content string) *importer.File {
	t.Helper()
	f, err := importer.Open(write(t, "list.csv", []byte(content)), importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// read gives the rows of a file with the guessed mapping, each as its typed form with its problems.
func read(t testing.TB, f *importer.File, kind domain.ImportKind, change func(*importer.Mapping)) ([]domain.ImportRow, []domain.ImportProblem) {
	t.Helper()
	m := f.Guess(kind)
	if change != nil {
		change(&m)
	}
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	r, err := f.Read(kind, m, zone)
	if err != nil {
		t.Fatal(err)
	}
	var rows []domain.ImportRow
	var problems []domain.ImportProblem
	typer := importer.NewTyper(kind)
	for row, err := range r.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		typed := typer.Type(row)
		problems = append(problems, row.Problems...)
		rows = append(rows, typed)
	}
	return rows, problems
}

const german = "Kunde;Abonnement-ID;Produkt;Anzahl;Verlängerungsdatum;Automatische Verlängerung;Laufzeit;Einzelpreis;Währung;Abrechnung\r\n" +
	"Müller & Söhne GmbH;0012345;Webex Suite;25;31.12.2026;WAHR;1 Jahr;1.234,50;EUR;jährlich\r\n" +
	"Nordhafen AG;+4711;Webex Calling;3;01.02.2027;FALSCH;12;12,5;€;monatlich\r\n"

func TestRead_EveryEncoding(t *testing.T) {
	ansi, err := charmap.Windows1252.NewEncoder().String(german)
	if err != nil {
		t.Fatal(err)
	}
	little, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(german)
	if err != nil {
		t.Fatal(err)
	}
	big, err := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(german)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct{ content, encoding string }{
		"UTF-8":                   {german, importer.UTF8},
		"UTF-8 with a BOM":        {"\xef\xbb\xbf" + german, importer.UTF8},
		"Windows-1252":            {ansi, importer.Windows1252},
		"UTF-16 with a BOM":       {little, importer.UTF16LE},
		"UTF-16 without a BOM":    {big, importer.UTF16BE},
		"with Excel's first line": {"\xef\xbb\xbfsep=;\r\n" + german, importer.UTF8},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := open(t, c.content)
			if f.Dialect.Encoding != c.encoding || f.Dialect.Delimiter != ";" {
				t.Errorf("dialect is %+v", f.Dialect)
			}
			rows, problems := read(t, f, domain.ImportSubscriptions, nil)
			if len(problems) > 0 || len(rows) != 2 {
				t.Fatalf("%d rows, problems %+v", len(rows), problems)
			}
			first, second := rows[0], rows[1]
			if first.Customer.Name != "Müller & Söhne GmbH" || first.Number != "0012345" || *first.Quantity != 25 {
				t.Errorf("first row is %+v", first)
			}
			if *first.Typed.TermEndOn != "2026-12-31" || *first.Typed.AtTermEnd != domain.TermRenews || *first.Typed.Term != "P1Y" {
				t.Errorf("first term is %v %v %v", *first.Typed.TermEndOn, *first.Typed.AtTermEnd, *first.Typed.Term)
			}
			if *first.Typed.UnitPrice != "1234.50" || *first.Typed.PricePeriod != "year" {
				t.Errorf("first price is %v per %v", *first.Typed.UnitPrice, *first.Typed.PricePeriod)
			}
			if second.Number != "+4711" || !second.NotRenewing || second.Typed.AtTermEnd != nil || *second.Typed.Currency != "EUR" {
				t.Errorf("second row is %+v", second)
			}
		})
	}
}

func TestOpen_EveryDelimiter(t *testing.T) {
	for _, delimiter := range []string{",", ";", "\t", "|", "^", "~"} {
		text := strings.ReplaceAll("Customer¦Subscription ID¦Description, long; with | all\n\"Contoso, Ltd.\"¦1¦\"a \"\"quoted\"\"\nword\"\nFabrikam¦2¦b\n", "¦", delimiter)
		text = strings.Replace(text, "Description, long; with | all", "\"Description, long; with | all\"", 1)
		f := open(t, text)
		if f.Dialect.Delimiter != delimiter || len(f.Columns) != 3 {
			t.Errorf("%q: dialect %+v, columns %v", delimiter, f.Dialect, f.Columns)
		}
		if got := f.Sample[0].Cells[2]; got != "a \"quoted\"\nword" || f.Sample[1].Number != 4 {
			t.Errorf("%q: cell %q, second row on line %d", delimiter, got, f.Sample[1].Number)
		}
	}
}

func TestOpen_TitleAboveTheHeadings(t *testing.T) {
	f := open(t, "Renewal report,,\nCreated,2026-11-20,\n\nCustomer name,Subscription ID,End date\nContoso,1,2027-01-31\n")
	if f.HeaderRow != 4 || f.Columns[0].Name != "Customer name" || len(f.Sample) != 1 {
		t.Errorf("headings in row %d: %v, %d rows", f.HeaderRow, f.Columns, len(f.Sample))
	}
	if f.GuessKind() != domain.ImportSubscriptions {
		t.Errorf("kind is %s", f.GuessKind())
	}
}

func TestOpen_MergedAndDoubleHeadings(t *testing.T) {
	f := open(t, "Customer,,Product,Product\nContoso,x,Webex,Calling\n")
	want := []string{"Customer", "Column B", "Product", "Product (2)"}
	for i, c := range f.Columns {
		if c.Name != want[i] {
			t.Errorf("column %d is %q, want %q", i, c.Name, want[i])
		}
	}
	if !f.Columns[1].Blank || !f.Columns[3].Twice {
		t.Errorf("columns are %+v", f.Columns)
	}
	if got := f.Guess(domain.ImportSubscriptions).Columns[importer.FieldProduct]; got != "Product" {
		t.Errorf("product is guessed from %q", got)
	}
}

func TestOpen_NoTable(t *testing.T) {
	cases := map[string]struct{ content, key string }{
		"empty":            {"", "import_empty"},
		"only white space": {" \r\n\t\n", "import_empty"},
		"only a BOM":       {"\xef\xbb\xbf", "import_empty"},
		"only headings":    {"Customer,Product\n", "import_no_rows"},
		"a PDF":            {"%PDF-1.7\n", "import_no_table"},
		"a web page":       {"\xef\xbb\xbf<!DOCTYPE html><html>", "import_no_table"},
		"the old Excel":    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "import_old_excel"},
		"a broken ZIP":     {"PK\x03\x04nothing", "import_no_workbook"},
		"a picture":        {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00", "import_no_table"},
		"numbers only":     {"1,2\n3,4\n", "import_no_headings"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := importer.Open(write(t, "x.csv", []byte(c.content)), importer.Options{})
			requireKey(t, err, c.key)
		})
	}
	_, err := importer.Open(filepath.Join(t.TempDir(), "nothing.csv"), importer.Options{})
	requireKey(t, err, "import_missing")
}

func requireKey(t *testing.T, err error, key string) {
	t.Helper()
	var known *domain.Error
	if err == nil {
		t.Fatalf("no error, want %s", key)
	}
	if !asDomain(err, &known) || known.Key != key {
		t.Fatalf("error is %v, want %s", err, key)
	}
}

func TestRows_SayWhatIsWrong(t *testing.T) {
	huge := strings.Repeat("x", 200<<10)
	f := open(t, "Customer,Subscription ID,Product,Quantity,End date,Term,Unit price,Currency,Billing period,Auto-renew\n"+
		"Contoso,1,A,ten,2027-01-31,P1Y,1,EUR,month,yes\n"+ // 2
		"Contoso,2,A,1,31.31.2027,P1Y,1,EUR,month,yes\n"+ // 3
		"Contoso,3,A,1,2027-01-31,forever,1,EUR,month,yes\n"+ // 4
		"Contoso,4,A,1,2027-01-31,P1Y,-1,EUR,month,yes\n"+ // 5
		"Contoso,5,A,1,2027-01-31,P1Y,1,Mark,month,yes\n"+ // 6
		"Contoso,6,A,1,2027-01-31,P1Y,1,,month,yes\n"+ // 7
		",7,A,1,2027-01-31,P1Y,1,EUR,month,yes\n"+ // 8
		"Contoso, Ltd.,8,A,1,2027-01-31,P1Y,1,EUR,month,yes\n"+ // 9
		"Contoso,9,A,=1+1,2027-01-31,P1Y,1,EUR,month,yes\n"+ // 10
		"Contoso,10,A,#REF!,2027-01-31,P1Y,1,EUR,month,yes\n"+ // 11
		"Contoso,\"4,91512E+12\",A,1,2027-01-31,P1Y,1,EUR,month,perhaps\n"+ // 12
		"Contoso,11,"+huge+",1,,,,,,\n"+ // 13
		"Contoso,12,A,-3,,,,,,\n"+ // 14
		"Contoso,13,A\n"+ // 15: short, but nothing that has to be there is missing
		"\n"+
		"Contoso,14,=cmd|' /C calc'!A0,2,n/a,,,,,\n") // 17: text stays text
	rows, problems := read(t, f, domain.ImportSubscriptions, nil)
	want := []string{
		"2 Quantity integer_invalid ten", "3 End date date_invalid 31.31.2027", "4 Term term_invalid forever",
		"5 Unit price price_invalid -1", "6 Currency currency_invalid Mark", "6 Unit price price_incomplete 1",
		"7 Unit price price_incomplete 1", "8 Customer value_missing", "9  columns_more", "10 Quantity formula =1+1",
		"11 Quantity cell_error #REF!", "12 Subscription ID number_shortened 4,91512E+12",
		"12 Auto-renew at_term_end_invalid perhaps", "13  cell_huge", "14 Quantity negative -3",
	}
	var got []string
	for _, p := range problems {
		got = append(got, strings.TrimSpace(strings.Join([]string{itoa(p.Line), p.Column, p.Key, p.Value}, " ")))
	}
	if !slices.Equal(got, want) {
		t.Errorf("problems are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if last := rows[len(rows)-1]; last.Line != 17 || last.Product != "=cmd|' /C calc'!A0" {
		t.Errorf("last row is %+v", last)
	}
}

func TestRows_WrongEncoding(t *testing.T) {
	f := open(t, "\xef\xbb\xbfCustomer,Subscription ID\nM\xfcller,1\nContoso,2\n")
	_, problems := read(t, f, domain.ImportSubscriptions, nil)
	if len(problems) != 1 || problems[0].Key != "encoding" || problems[0].Line != 2 {
		t.Errorf("problems are %+v", problems)
	}
}

func TestRows_OpenQuotationMark(t *testing.T) {
	f := open(t, "Customer,Subscription ID\nContoso,1\n\"Fabrikam,2\n"+strings.Repeat("Nordhafen,3\n", 500_000))
	r, err := f.Read(domain.ImportSubscriptions, f.Guess(domain.ImportSubscriptions), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, err = range r.Rows() {
		if err != nil {
			break
		}
	}
	requireKey(t, err, "import_row_too_long")
}

func TestRead_DatesOfOneColumnAgree(t *testing.T) {
	days := func(text string, change func(*importer.Mapping)) []string {
		f := open(t, "Subscription ID,Customer,End date\n"+text)
		rows, problems := read(t, f, domain.ImportSubscriptions, change)
		var got []string
		for _, row := range rows {
			if row.Typed.TermEndOn != nil {
				got = append(got, string(*row.Typed.TermEndOn))
			}
		}
		for _, p := range problems {
			got = append(got, p.Key)
		}
		return got
	}
	if got := days("1,A,03/04/2026\n2,A,11/20/2026\n", nil); !slices.Equal(got, []string{"2026-03-04", "2026-11-20"}) {
		t.Errorf("month first: %v", got)
	}
	if got := days("1,A,03/04/2026\n2,A,20/11/2026\n", nil); !slices.Equal(got, []string{"2026-04-03", "2026-11-20"}) {
		t.Errorf("day first: %v", got)
	}
	if got := days("1,A,03/04/2026\n", nil); !slices.Equal(got, []string{"2026-04-03"}) {
		t.Errorf("either: %v", got)
	}
	if got := days("1,A,03/04/2026\n2,A,20/11/2026\n", func(m *importer.Mapping) { m.DateOrder = "mdy" }); !slices.Equal(got, []string{"2026-03-04", "date_invalid"}) {
		t.Errorf("chosen: %v", got)
	}
}

func TestOpen_Workbook(t *testing.T) {
	book := excelize.NewFile()
	rows := [][]any{
		{"Licence report"},
		{},
		{"Customer", "Subscription ID", "End date", "Unit price", "Currency", "Billing period", "Auto-renew", "Phone"},
		{"Contoso", "00123", time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC), 0.1 + 0.2, "EUR", "month", true, "+47 22"},
		{"Fabrikam", 4711, "31.12.2026", "12,50", "NOK", "year", false, ""},
	}
	for i, row := range rows {
		if err := book.SetSheetRow("Sheet1", "A"+itoa(i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "list.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	f, err := importer.Open(path, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	got, problems := read(t, f, domain.ImportSubscriptions, nil)
	if len(problems) > 0 || f.HeaderRow != 3 || len(got) != 2 {
		t.Fatalf("headings in row %d, rows %+v, problems %+v", f.HeaderRow, got, problems)
	}
	first, second := got[0], got[1]
	if first.Number != "00123" || *first.Typed.TermEndOn != "2026-12-31" || *first.Typed.UnitPrice != "0.3" || *first.Typed.AtTermEnd != domain.TermRenews {
		t.Errorf("first row: %s %s %s %s", first.Number, *first.Typed.TermEndOn, *first.Typed.UnitPrice, *first.Typed.AtTermEnd)
	}
	if second.Number != "4711" || *second.Typed.TermEndOn != "2026-12-31" || *second.Typed.UnitPrice != "12.50" || !second.NotRenewing {
		t.Errorf("second row: %+v", second)
	}
	_, err = importer.Open(path, importer.Options{Sheet: "Other"})
	requireKey(t, err, "import_sheet")
}
