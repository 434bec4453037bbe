package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
)

// filing imports files into a fresh set of data.
type filing struct {
	*testing.T
	a      *app.App
	folder string
}

func newFiling(t *testing.T) filing {
	folder := t.TempDir()
	f := filing{T: t, a: start(t, filepath.Join(folder, "data"), nil), folder: folder}
	f.file(domain.ImportCustomers, "Customer\nAcme GmbH\n")
	return f
}

// file imports a file of Blancco's as the mapping is guessed.
func (f filing) file(kind domain.ImportKind, content string) app.ImportResult {
	f.Helper()
	path := filepath.Join(f.folder, "list.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		f.Fatal(err)
	}
	opened, err := f.a.Imports.Open(f.Context(), path, app.ImportOptions{Kind: kind})
	if err != nil {
		f.Fatal(err)
	}
	done, err := f.a.Imports.Run(f.Context(), opened.ID, app.ImportRequest{
		Kind: kind, Mapping: opened.Mapping, Vendor: domain.VendorBlancco, GoodRows: true,
	})
	if err != nil {
		f.Fatal(err)
	}
	return done
}

// pools tells of each pool its name, product, seats and why it does not count.
func (f filing) pools() string {
	f.Helper()
	page, err := f.a.Subscriptions.Pools(f.Context(), domain.PoolFilter{Page: domain.PageRequest{Limit: 50}})
	if err != nil {
		f.Fatal(err)
	}
	var all []string
	for _, p := range page.Items {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s/%s %d of %d %s", p.Name, p.Product, *p.Assigned, p.Bought, p.Excluded)))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

func (f filing) expectPools(what, want string) {
	f.Helper()
	if got := f.pools(); got != want {
		f.Errorf("%s: pools are %q, want %q", what, got, want)
	}
}

// told tells of each problem its row, field, key and value.
func told(result app.ImportResult) string {
	var all []string
	for _, p := range result.Problems {
		all = append(all, fmt.Sprintf("%d %s %s %s", p.Line, p.Field, p.Key, p.Value))
	}
	return strings.Join(all, ", ")
}

// TestImport_PoolsOfOneProduct_AreToldApartByTheirNames, as Blancco's portal lists them; the same file renews them, and taking
// files back leaves what the one before said.
func TestImport_PoolsOfOneProduct_AreToldApartByTheirNames(t *testing.T) {
	f := newFiling(t)
	const heading = "Customer,License pool,Product,Total,Remaining\n"
	first := f.file(domain.ImportLicencePools, heading+"Acme,Default pool,Drive Eraser,200,80\nAcme,Workshop,Drive Eraser,100,20\n")
	if first.Import.Added != 2 || first.Total != 0 {
		t.Errorf("first: %+v, %s", first.Import, told(first))
	}
	f.expectPools("first", "Default pool/Drive Eraser 120 of 200, Workshop/Drive Eraser 80 of 100")
	second := f.file(domain.ImportLicencePools, heading+"Acme,default pool,Drive Eraser,200,80\nAcme,Workshop,Drive Eraser,100,10\nAcme,WORKSHOP,Drive Eraser,1,1\n")
	if got, want := told(second), "4 product row_twice Drive Eraser"; got != want {
		t.Errorf("second: problems are %q, want %q", got, want)
	}
	f.expectPools("second", "Workshop/Drive Eraser 90 of 100, default pool/Drive Eraser 120 of 200")
	mixed := f.file(domain.ImportLicencePools, "Customer,Product,Total,Remaining\nAcme,Drive Eraser,300,90\n")
	if got, want := told(mixed), "2 pool pool_names_differ Drive Eraser"; got != want {
		t.Errorf("without names: problems are %q, want %q", got, want)
	}
	if _, err := f.a.Imports.Undo(t.Context(), second.Import.ID); err != nil {
		t.Fatal(err)
	}
	f.expectPools("second undone", "Default pool/Drive Eraser 120 of 200, Workshop/Drive Eraser 80 of 100")
	if _, err := f.a.Imports.Undo(t.Context(), first.Import.ID); err != nil {
		t.Fatal(err)
	}
	f.expectPools("all undone", "")
	f.file(domain.ImportLicencePools, "Customer,Product,Total,Remaining\nAcme,Drive Eraser,300,90\n")
	again := f.file(domain.ImportLicencePools, "Customer,Product,Total,Remaining\nAcme,Drive Eraser,300,60\n")
	if again.Import.Changed != 1 || again.Total != 0 {
		t.Errorf("without names again: %+v, %s", again.Import, told(again))
	}
	f.expectPools("without names", "/Drive Eraser 240 of 300")
	named := f.file(domain.ImportLicencePools, heading+"Acme,Workshop,Drive Eraser,300,60\n")
	if got, want := told(named), "2 pool pool_names_differ Workshop"; got != want {
		t.Errorf("with names: problems are %q, want %q", got, want)
	}
}

// TestImport_CommonLicense_IsNotAddedUp: its products draw on one balance, each at a rate of its own.
func TestImport_CommonLicense_IsNotAddedUp(t *testing.T) {
	f := newFiling(t)
	result := f.file(domain.ImportLicencePools, "Customer,Product,Total,Remaining\nAcme,Drive Eraser,200,80\nAcme,Common License,500,400\n"+
		"Acme,Drive Eraser - Asset Profiler (Common Licence),1000,800\n")
	if got, want := told(result), "3 product pool_shares_balance Common License, 4 product pool_shares_balance Drive Eraser - Asset Profiler (Common Licence)"; got != want {
		t.Errorf("notes are %q, want %q", got, want)
	}
	f.expectPools("named", "/Common License 100 of 500 uncounted, /Drive Eraser - Asset Profiler (Common Licence) 200 of 1000 uncounted, /Drive Eraser 120 of 200")
	left := f.file(domain.ImportLicencePools, "Customer,Product,Total,Usage left\nAcme,Mobile,1000,800\n")
	if got, want := told(left), "2 product pool_shares_balance Mobile"; got != want {
		t.Errorf("by what is left to use: %q, want %q", got, want)
	}
	kpis, err := f.a.Dashboard.KPIs(t.Context(), domain.Scope{})
	if err != nil || kpis.Bought != 200 || kpis.Assigned != 120 {
		t.Errorf("counted are %d of %d, %v", kpis.Assigned, kpis.Bought, err)
	}
}

// TestImport_RowTwice_IsToldByWhatTheRowSays, not by the key it is kept under.
func TestImport_RowTwice_IsToldByWhatTheRowSays(t *testing.T) {
	f := newFiling(t)
	for kind, c := range map[domain.ImportKind]struct{ content, want string }{
		domain.ImportCustomers:     {"Customer\nNordhafen AG\nNORDHAFEN AG\n", "3 customer row_twice NORDHAFEN AG"},
		domain.ImportPrices:        {"SKU,Product,Price,Currency\nDE-1,Eraser,5,EUR\nDE-1,Eraser,6,EUR\n", "3 sku row_twice DE-1"},
		domain.ImportSubscriptions: {"Customer,Product,Seats\nAcme,Eraser,5\nAcme,Eraser,6\n", "3 number row_twice Eraser"},
		domain.ImportJobs:          {"Customer,Job ID,Status\nAcme,J1,Failed\nAcme,J1,Finished\n", "3 job row_twice J1"},
	} {
		result := f.file(kind, c.content)
		if got := told(result); got != c.want {
			t.Errorf("%s: problems are %q, want %q", kind, got, c.want)
		}
	}
}
