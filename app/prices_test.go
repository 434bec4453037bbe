package app_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// importPrices imports a price list of one product at 3 euros, and at 4 from the day after tomorrow.
func importPrices(t *testing.T, a *app.App, row domain.SubscriptionRow) {
	t.Helper()
	text := fmt.Sprintf("Product;Unit price;Currency;Price period;Valid from\n%[1]s;3.00;EUR;month;\n%[1]s;4.00;EUR;month;%[2]s\n",
		row.Product, time.Now().AddDate(0, 0, 2).Format(time.DateOnly))
	file, err := a.Imports.Upload(t.Context(), "prices.csv", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	done, err := a.Imports.Run(t.Context(), file.ID, app.ImportRequest{Kind: domain.ImportPrices, Mapping: file.Mapping, Vendor: row.Vendor})
	if err != nil || !done.Stored {
		t.Fatalf("import: %+v (%v)", done, err)
	}
}

func TestPrices_SyncAndNewDayApplyThem(t *testing.T) {
	folder := t.TempDir()
	_, url := vendors(t, sandbox.Options{Customers: 3, AllAccessible: true})
	other := start(t, t.TempDir(), nil)
	connectAndSync(t, other, url)
	prices := func(a *app.App) map[string]int {
		t.Helper()
		page, err := a.Subscriptions.List(t.Context(), domain.SubscriptionFilter{})
		if err != nil {
			t.Fatal(err)
		}
		counts := map[string]int{}
		for _, row := range page.Items {
			counts[row.UnitPrice]++
		}
		return counts
	}
	page, err := other.Subscriptions.List(t.Context(), domain.SubscriptionFilter{})
	if err != nil || len(page.Items) == 0 {
		t.Fatal(len(page.Items), err)
	}
	a := start(t, folder, nil)
	importPrices(t, a, page.Items[0])
	connectAndSync(t, a, url)
	today := prices(a)
	if today["3.00"] == 0 || today["4.00"] != 0 {
		t.Errorf("after the sync there are these prices: %v", today)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	for _, later := range []struct {
		days int
		want string
	}{{1, "3.00"}, {2, "4.00"}} {
		a := start(t, folder, func(cfg *app.Config) {
			cfg.Simulated, cfg.Now = true, func() time.Time { return time.Now().AddDate(0, 0, later.days) }
		})
		if got := prices(a); got[later.want] != today["3.00"] {
			t.Errorf("%d days later there are these prices: %v", later.days, got)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSubscriptions_TypedPriceTakenBack_GivesWayToTheLists(t *testing.T) {
	a, chosen := priced(t)
	importPrices(t, a, chosen[0])
	price := func() string {
		t.Helper()
		page, err := a.Subscriptions.List(t.Context(), domain.SubscriptionFilter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.Items {
			if row.ID == chosen[0].ID {
				return row.UnitPrice + " " + string(row.PriceSource)
			}
		}
		return "gone"
	}
	if got := price(); got != "5.105 typed" {
		t.Errorf("after the import of a list it is %s", got)
	}
	none := ""
	if _, err := a.Subscriptions.Type(t.Context(), []int64{chosen[0].ID}, domain.Typed{UnitPrice: &none}); err != nil {
		t.Fatal(err)
	}
	if got := price(); got != "3.00 import" {
		t.Errorf("taken back it is %s", got)
	}
}

func TestExports_Prices_AreTheListWithCosts(t *testing.T) {
	a := start(t, t.TempDir(), nil)
	importPrices(t, a, domain.SubscriptionRow{Vendor: domain.VendorWebex, Product: "Meetings"})
	var file bytes.Buffer
	req := app.ExportRequest{Kind: app.ExportPrices, Format: app.FormatCSV, Language: "en", CustomerID: 77}
	rows, err := a.Exports.Write(t.Context(), &file, req)
	if err != nil || rows != 2 {
		t.Fatalf("%d rows (%v)", rows, err)
	}
	for _, want := range []string{
		"Vendor,Product,Product code,Term,Our cost,Unit price,Currency,Price period,Valid from,File,",
		"Cisco Webex,Meetings,,All,,3.00,EUR,per month,,prices.csv,",
	} {
		if !strings.Contains(file.String(), want) {
			t.Errorf("there is no %q in\n%s", want, file.String())
		}
	}
	req.Format = app.FormatXLSX
	if rows, err := a.Exports.Write(t.Context(), &file, req); err != nil || rows != 2 {
		t.Errorf("the workbook has %d rows (%v)", rows, err)
	}
	if name, err := a.Exports.FileName(t.Context(), req); err != nil || !strings.HasPrefix(name, "tenantry-prices-2") {
		t.Errorf("the file is called %q (%v)", name, err)
	}
}
