package app_test

import (
	"os"
	"path/filepath"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
)

// misleading is a file that seems to be cut by commas: its notes have more of them than its rows have columns. Its second
// row looks more like headings than the first.
const misleading = "Customer|Domain|Country|Note, of the last, full, calendar, year\n" +
	"Contoso GmbH|contoso.example|DE|one, two, three, four, five\n" +
	"Fabrikam AG|fabrikam.example|CH|one, two, three, four, five\n"

// TestImport_DialectChosen_IsUsedAndRemembered: what the user says about a file that is guessed wrong is how it is read, also
// the next one with these headings; a mapping from before that was kept still loads.
func TestImport_DialectChosen_IsUsedAndRemembered(t *testing.T) {
	folder := t.TempDir()
	a := start(t, filepath.Join(folder, "data"), nil)
	ctx := t.Context()
	write := func(name string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(misleading), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	guessed, err := a.Imports.Open(ctx, write("a.csv"), app.ImportOptions{})
	if err == nil && guessed.Dialect.Delimiter == "|" {
		t.Fatal("the file is guessed right: it shows nothing")
	}
	chosen, err := a.Imports.Open(ctx, write("a.csv"), app.ImportOptions{Kind: domain.ImportCustomers, Delimiter: "|", Encoding: "windows-1252", HeaderRow: 1})
	if err != nil || len(chosen.Columns) != 4 || chosen.Mapping.Columns["customer"] == "" || chosen.Mapping.Delimiter != "|" || chosen.Mapping.HeaderRow != 1 {
		t.Fatalf("read as %+v, %v", chosen, err)
	}
	result, err := a.Imports.Run(ctx, chosen.ID, app.ImportRequest{
		Kind: domain.ImportCustomers, Mapping: chosen.Mapping, Vendor: domain.VendorBlancco, Remember: "Partners",
	})
	if err != nil || !result.Stored || result.Import.Added != 2 {
		t.Fatalf("stored %+v, %v", result, err)
	}
	for name, opts := range map[string]app.ImportOptions{"by its headings": {}, "by name": {Kind: domain.ImportCustomers, Map: "Partners"}} {
		again, err := a.Imports.Open(ctx, write("b.csv"), opts)
		if err != nil || again.MappingName != "Partners" || again.Dialect.Delimiter != "|" || again.Dialect.Encoding != "windows-1252" || len(again.Columns) != 4 {
			t.Errorf("%s read as %+v, %v", name, again, err)
		}
	}
	back, err := a.Imports.Open(ctx, write("b.csv"), app.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if auto, err := a.Imports.Describe(ctx, back.ID, app.ImportOptions{}); err == nil && auto.Dialect.Delimiter == "|" {
		t.Error("whoever asks for the guess gets what is remembered")
	}
}
