package report

import (
	"context"
	"database/sql"
	"iter"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Licences adds up a section of the licence dashboards over one state of the data file.
func (r *Reports) Licences(ctx context.Context, f domain.LicenceFilter) (domain.LicenceSummary, error) {
	n := domain.LicenceSummary{AsOf: f.Scope.Today, Section: f.Section, Family: f.Scope.Family, Excluded: []domain.ExclusionCount{}}
	if n.Family == "" {
		n.Family = "all"
	}
	err := r.read(ctx, "add up licences", func(tx *sql.Tx) error {
		prepare := func() (*store.Figures, error) { return store.NewFigures(f.Scope) }
		if f.Section == domain.FigureLow {
			prepare = func() (*store.Figures, error) { return store.NewFiguresWithMedians(ctx, tx, f.Scope) }
		}
		figures, err := prepare()
		if err != nil {
			return err
		}
		c := counting{tx: tx, figures: figures, scope: f.Scope}
		if err := c.section(ctx, &n); err != nil {
			return err
		}
		about, err := c.about(ctx)
		n.Of, n.Outside, n.Unmatched, n.Excluded, n.Completeness = about.Customers.Count, about.Customers.Outside, about.Unmatched,
			about.Excluded, about.Completeness
		return err
	})
	return n, err
}

// section adds up the rows, and what cannot be judged.
func (c counting) section(ctx context.Context, n *domain.LicenceSummary) error {
	file, undated := "licencelines.sql", "undated.sql"
	if n.Section.ListsPools() {
		file = "licencepools.sql"
	}
	s := &n.Seats
	err := c.row(ctx, file, n.Section, &n.Customers, &n.Rows, &n.Trials, &n.Licences, &s.Unknown, &s.Units, &s.Bought, &s.Assigned,
		&s.Unassigned, &s.Over, &s.UseUnits, &s.UseBought, &s.UseAssigned, &s.Used)
	if err != nil {
		return err
	}
	s.Fill()
	switch n.Section {
	case domain.FigureOver:
		if n.Customers > 0 {
			average := float64(s.Over) / float64(n.Customers)
			n.AverageOver = &average
		}
		return nil
	case domain.FigureAdded:
		undated = "addedunknown.sql"
	case domain.FigureLow:
		undated = "ageunknown.sql"
	}
	return c.row(ctx, undated, nil, &n.Undated)
}

// about is what stands beside every figure: the customers it is out of, what is left out, and how complete the data are.
func (c counting) about(ctx context.Context) (domain.KPIs, error) {
	var k domain.KPIs
	for _, count := range []func(context.Context, *domain.KPIs) error{c.customers, c.excluded, c.coverage} {
		if err := count(ctx, &k); err != nil {
			return k, err
		}
	}
	return k, nil
}

// LicenceRows gives one page of a section, and how many rows there are on all pages.
func (r *Reports) LicenceRows(ctx context.Context, f domain.LicenceFilter) (rows []domain.LicenceRow, total int, err error) {
	err = r.read(ctx, "list licences", func(tx *sql.Tx) error {
		rows, total, err = store.FindLicences(ctx, tx, f)
		return err
	})
	return rows, total, err
}

// EachLicence yields the rows of a section, for exports.
func (r *Reports) EachLicence(ctx context.Context, f domain.LicenceFilter) iter.Seq2[domain.LicenceRow, error] {
	return store.EachLicence(ctx, r.db, f)
}
