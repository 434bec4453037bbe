package report

import (
	"context"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// BenchmarkLicences measures what a section adds up to, and its first page, beside the statement for its figures run bare.
func BenchmarkLicences(b *testing.B) {
	ctx := context.Background()
	s := storetest.Large(b, storetest.BenchmarkScale())
	r := New(s.Reader())
	scope := domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}
	figures, err := store.NewFiguresWithMedians(ctx, s.Reader(), scope)
	if err != nil {
		b.Fatal(err)
	}
	for _, section := range domain.LicenceSections {
		file := "licencelines.sql"
		if section.ListsPools() {
			file = "licencepools.sql"
		}
		text, err := statement{file: file, figures: figures, data: section}.text()
		if err != nil {
			b.Fatal(err)
		}
		f := domain.LicenceFilter{Scope: scope, Section: section, Page: domain.PageRequest{Limit: 100}}
		bare := func() error { return storetest.Bare(s.Reader(), text, figures.Args()...) }
		b.Run(string(section)+" head", func(b *testing.B) {
			storetest.Beside(b, func() error {
				_, err := r.Licences(ctx, f)
				return err
			}, bare)
		})
		b.Run(string(section)+" rows", func(b *testing.B) {
			storetest.Beside(b, func() error {
				_, _, err := r.LicenceRows(ctx, f)
				return err
			}, bare)
		})
	}
}

// BenchmarkWaste measures the three sums and a page of each, beside the statement for spare seats run bare.
func BenchmarkWaste(b *testing.B) {
	ctx := context.Background()
	s := storetest.Large(b, storetest.BenchmarkScale())
	r := New(s.Reader())
	f := domain.WasteFilter{
		Scope: domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}, Now: storetest.Now, Zone: time.UTC,
		Page: domain.PageRequest{Limit: 100},
	}
	waste, err := store.NewWaste(f)
	if err != nil {
		b.Fatal(err)
	}
	text, err := statement{file: "wastespare.sql", figures: waste.Figures, data: waste}.text()
	if err != nil {
		b.Fatal(err)
	}
	bare := func() error { return storetest.Bare(s.Reader(), text, waste.Args()...) }
	b.Run("sums", func(b *testing.B) {
		storetest.Beside(b, func() error {
			_, err := r.Waste(ctx, f)
			return err
		}, bare)
	})
	for _, kind := range domain.WasteKinds {
		f.Kind = kind
		b.Run(string(kind), func(b *testing.B) {
			storetest.Beside(b, func() error {
				_, _, err := r.WasteRows(ctx, f)
				return err
			}, bare)
		})
	}
}
