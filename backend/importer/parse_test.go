package importer_test

import (
	"errors"
	"strconv"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/importer"
)

func itoa(n int) string { return strconv.Itoa(n) }

func asDomain(err error, target **domain.Error) bool { return errors.As(err, target) }

func TestParseDecimal(t *testing.T) {
	cases := []struct {
		cell  string
		comma bool
		want  string // "": refused
	}{
		{"12", false, "12"}, {"12.5", false, "12.5"}, {"12,5", false, "12.5"}, {"12,50", true, "12.50"},
		{"1.234", true, "1234"}, {"1.234", false, "1.234"}, {"1,234", false, "1234"}, {"1,234", true, "1.234"},
		{"1.234,56", false, "1234.56"}, {"1,234.56", true, "1234.56"}, {"1.234.567", false, "1234567"}, {"1,234,567.8", true, "1234567.8"},
		{"1 234,50", true, "1234.50"}, {"1\u00a0234,50", true, "1234.50"}, {"1'234.50", false, "1234.50"}, {"1’234’567", false, "1234567"},
		{"0.123", true, "0.123"}, {".5", false, "0.5"}, {"5,", true, "5"}, {"-12,50", true, "-12.50"}, {"12,50-", true, "-12.50"},
		{"(12.50)", false, "-12.50"}, {"−3", false, "-3"}, {"+3", false, "3"}, {"€ 12,50", true, "12.50"}, {"12,50 €", true, "12.50"},
		{"12.50 EUR", false, "12.50"}, {"NOK 99", true, "99"}, {"kr 99,50", true, "99.50"}, {"-€5", false, "-5"}, {"$-5", false, "-5"},
		{"1.23.456", true, ""}, {"12,34,56", true, ""}, {"1 23", true, ""}, {"ten", false, ""}, {"1e5", false, ""}, {"", false, ""},
		{"12%", false, ""}, {"--5", false, ""}, {"1.2.3,4", true, ""}, {"=1+1", false, ""}, {"0x10", false, ""}, {"1_000", false, ""},
		{`="007"`, false, "7"}, {",", true, ""}, {"1234.567", true, "1234.567"}, {"100.000", true, "100000"},
	}
	for _, c := range cases {
		got, ok := importer.ParseDecimal(c.cell, c.comma)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("ParseDecimal(%q, %v) = %q, %v; want %q", c.cell, c.comma, got, ok, c.want)
		}
	}
}

func TestParseDay(t *testing.T) {
	cases := []struct {
		cell       string
		monthFirst bool
		want       string
	}{
		{"2026-12-31", false, "2026-12-31"}, {"31.12.2026", false, "2026-12-31"}, {"31/12/2026", false, "2026-12-31"}, {"31-12-26", false, "2026-12-31"},
		{"1.2.2026", false, "2026-02-01"}, {"1/2/2026", true, "2026-01-02"}, {"2026/12/31", false, "2026-12-31"}, {"46387", false, "2026-12-31"},
		{"46387.75", false, "2026-12-31"}, {"2026-12-31T23:30:00Z", false, "2026-12-31"}, {"2026-12-31 08:15:00", false, "2026-12-31"},
		{"31.12.2026, 14:05 Uhr", false, "2026-12-31"}, {"12/31/2026 2:05 PM", true, "2026-12-31"}, {"31 Dec 2026", false, "2026-12-31"},
		{"December 31, 2026", false, "2026-12-31"}, {"31. Dezember 2026", false, "2026-12-31"}, {"31 dicembre 2026", false, "2026-12-31"},
		{"31. desember 2026", false, "2026-12-31"}, {"1. März 2026", false, "2026-03-01"}, {"Do, 31.12.2026", false, "2026-12-31"}, {"1st May 2026", false, "2026-05-01"},
		{"30.02.2026", false, ""}, {"13/13/2026", false, ""}, {"31.12.0026", false, ""}, {"12345", false, ""}, {"tomorrow", false, ""}, {"", false, ""},
		{"2026-13-01", false, ""}, {"31.12.2026 25:00", false, ""}, {"2026", false, ""}, {"20261231", false, ""},
	}
	for _, c := range cases {
		got, ok := importer.ParseDay(c.cell, c.monthFirst)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("ParseDay(%q, %v) = %q, %v; want %q", c.cell, c.monthFirst, got, ok, c.want)
		}
	}
}

func TestParseBool(t *testing.T) {
	for _, yes := range []string{"TRUE", "WAHR", "VERO", "SANN", "ja", "sì", "Yes", "1", "x"} {
		if value, ok := importer.ParseBool(yes); !ok || !value {
			t.Errorf("%q is %v, %v", yes, value, ok)
		}
	}
	for _, no := range []string{"FALSE", "FALSCH", "FALSO", "USANN", "nein", "nei", "no", "0"} {
		if value, ok := importer.ParseBool(no); !ok || value {
			t.Errorf("%q is %v, %v", no, value, ok)
		}
	}
	for _, neither := range []string{"", "maybe", "2", "TRUEFALSE"} {
		if _, ok := importer.ParseBool(neither); ok {
			t.Errorf("%q was understood", neither)
		}
	}
}
