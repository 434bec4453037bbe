package importer_test

import (
	"testing"

	"tenantry/backend/domain"
)

// TestRead_Storage: a service's storage with units beside the amounts, in the heading, and with a decimal comma.
func TestRead_Storage(t *testing.T) {
	f := open(t, "Customer;Service;Module;Storage used;Protected capacity (GiB);Purchased capacity\r\n"+
		"Contoso;Cloud Backup;;96,2 GB;1,5;1 TB\r\n"+
		"Contoso;Cloud Backup;Exchange Online;1.024,5 MB;;N/A\r\n"+
		"Fabrikam;Cloud Backup;;0;0;-\r\n")
	if kind := f.GuessKind(); kind != domain.ImportStorage {
		t.Errorf("the file is taken for %s", kind)
	}
	rows, problems := read(t, f, domain.ImportStorage, nil)
	if len(rows) != 3 || len(problems) != 0 {
		t.Fatalf("%d rows, problems %+v", len(rows), problems)
	}
	n := func(bytes int64) *int64 { return &bytes }
	for i, want := range []domain.Storage{
		{Key: "cloud backup/", Service: "Cloud Backup", Consumed: n(96_200_000_000), Protected: n(1_610_612_736), Purchased: n(1_000_000_000_000), ConsumedText: "96,2 GB", ProtectedText: "1,5", PurchasedText: "1 TB"},
		{Key: "cloud backup/exchange online", Service: "Cloud Backup", Module: "Exchange Online", Consumed: n(1_024_500_000), ConsumedText: "1.024,5 MB", PurchasedText: "N/A"},
		{Key: "cloud backup/", Service: "Cloud Backup", Consumed: n(0), Protected: n(0), ConsumedText: "0", ProtectedText: "0", PurchasedText: "-"},
	} {
		got, _ := rows[i].Row.(domain.Storage)
		for _, amount := range []struct {
			name      string
			got, want *int64
		}{{"consumed", got.Consumed, want.Consumed}, {"protected", got.Protected, want.Protected}, {"purchased", got.Purchased, want.Purchased}} {
			if (amount.got == nil) != (amount.want == nil) || amount.got != nil && *amount.got != *amount.want {
				t.Errorf("row %d: %s differs: %v", i+1, amount.name, amount.got)
			}
		}
		got.Consumed, got.Protected, got.Purchased = want.Consumed, want.Protected, want.Purchased
		if got != want {
			t.Errorf("row %d is %+v, not %+v", i+1, got, want)
		}
	}
}

// TestRead_StorageWithoutUnit is refused: 96 of what nobody says. So are amounts below nothing and beyond belief.
func TestRead_StorageWithoutUnit(t *testing.T) {
	for _, amount := range []string{"96", "96 Gb/s", "many", "-1 GB", "99999999999 TB", "GB"} {
		f := open(t, "Customer,Service,Storage used\r\nContoso,Backup,\""+amount+"\"\r\n")
		_, problems := read(t, f, domain.ImportStorage, nil)
		if len(problems) != 1 || problems[0].Key != "size_invalid" || problems[0].Column != "Storage used" || problems[0].Value != amount {
			t.Errorf("%s: %+v", amount, problems)
		}
	}
}
