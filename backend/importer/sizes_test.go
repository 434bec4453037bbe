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

// TestRead_StorageDecimalSign: the unit beside a number hides nothing of how the column writes its numbers, whatever stands
// between the columns.
func TestRead_StorageDecimalSign(t *testing.T) {
	for text, want := range map[string][2]int64{
		"Customer;Service;Storage used\r\nA;B;96.2 GB\r\nC;B;1.234 TB\r\n":         {96_200_000_000, 1_234_000_000_000},
		"Customer,Service,Storage used\r\nA,B,\"96,2 GB\"\r\nC,B,\"1.024 GB\"\r\n": {96_200_000_000, 1_024_000_000_000},
		"Customer,Service,Storage used\r\nA,B,96.2 GB\r\nC,B,\"1,024 GB\"\r\n":     {96_200_000_000, 1_024_000_000_000},
	} {
		rows, problems := read(t, open(t, text), domain.ImportStorage, nil)
		if len(rows) != 2 || len(problems) != 0 {
			t.Fatalf("%q: %d rows, problems %+v", text, len(rows), problems)
		}
		for i, row := range rows {
			if got, _ := row.Row.(domain.Storage); got.Consumed == nil || *got.Consumed != want[i] {
				t.Errorf("%q, row %d: %v, not %d", text, i+1, got.Consumed, want[i])
			}
		}
	}
}

// TestGuess_StorageHeadings: what is used, what is bought and what is free are not taken for one another.
func TestGuess_StorageHeadings(t *testing.T) {
	for headings, want := range map[string]map[string]string{
		"Customer;Service;Used capacity;Total capacity":       {"consumed": "Used capacity", "purchased": "Total capacity"},
		"Kunde;Dienst;Genutzte Kapazität;Gekaufte Kapazität":  {"consumed": "Genutzte Kapazität", "purchased": "Gekaufte Kapazität"},
		"Customer;Service;Free storage;Storage used":          {"consumed": "Storage used"},
		"Kunde;Dienst;Freier Speicher;Belegter Speicher (GB)": {"consumed": "Belegter Speicher (GB)"},
	} {
		got := open(t, headings+"\r\na;b;1 GB;2 GB\r\n").Guess(domain.ImportStorage).Columns
		for _, field := range []string{"consumed", "protected", "purchased"} {
			if got[field] != want[field] {
				t.Errorf("%s: %s is read from %q, not from %q", headings, field, got[field], want[field])
			}
		}
	}
}

// TestGuess_CountsOfJobs are taken where their cells can be read, and else left out: a job is worth more than its size.
func TestGuess_CountsOfJobs(t *testing.T) {
	const file = "Customer,Job ID,Status,Size,Failed,Objects\r\n"
	if got := open(t, file+"A,1,Done,12 GB,0,100\r\nA,2,Done,N/A,,7\r\n").Guess(domain.ImportJobs).Columns; got["size"] != "Size" || got["failed"] != "Failed" || got["objects"] != "Objects" {
		t.Errorf("counts: %v", got)
	}
	if got := open(t, file+"A,1,Done,12345,No,Mailbox A\r\n").Guess(domain.ImportJobs).Columns; got["size"]+got["failed"]+got["objects"] != "" || got["job"] != "Job ID" {
		t.Errorf("words: %v", got)
	}
}
