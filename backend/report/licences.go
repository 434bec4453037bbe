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
	figures, err := store.NewFigures(f.Scope)
	if err != nil {
		return n, err
	}
	var about domain.KPIs
	parts := partsOf(ctx, countingOf(figures, f.Scope), &n, counting.section)
	err = r.readParts(ctx, "add up licences", append(parts, aboutParts(ctx, figures, f.Scope, &about)...)...)
	n.Of, n.Outside, n.Unmatched, n.Excluded, n.Completeness = about.Customers.Count, about.Customers.Outside, about.Unmatched,
		about.Excluded, about.Completeness
	return n, err
}

// section adds up the rows, and what cannot be judged.
func (c counting) section(ctx context.Context, n *domain.LicenceSummary) error {
	if n.Section == domain.FigureLow {
		var err error
		if c, err = c.withMedians(ctx); err != nil {
			return err
		}
	}
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

// aboutParts read what stands beside every figure: the customers it is out of, what is left out, and how complete the data
// are.
func aboutParts(ctx context.Context, figures *store.Figures, scope domain.Scope, k *domain.KPIs) []func(*sql.Tx) error {
	return partsOf(ctx, countingOf(figures, scope), k, counting.coverage, counting.customers, counting.excluded)
}

// LicenceRows gives one page of a section, and how many rows there are on all pages.
func (r *Reports) LicenceRows(ctx context.Context, f domain.LicenceFilter) (rows []domain.LicenceRow, total int, err error) {
	err = r.read(ctx, "list licences", func(tx *sql.Tx) error {
		rows, total, err = store.FindLicences(ctx, tx, f)
		return err
	})
	return rows, total, err
}

// LicenceGroups gives the customers of a section's rows, in the order in which the list sorted by customer has them.
func (r *Reports) LicenceGroups(ctx context.Context, f domain.LicenceFilter) (groups []domain.CustomerGroup, err error) {
	err = r.read(ctx, "group licences", func(tx *sql.Tx) error {
		groups, err = store.GroupLicences(ctx, tx, f)
		return err
	})
	return groups, err
}

// EachLicence yields the rows of a section, for exports.
func (r *Reports) EachLicence(ctx context.Context, f domain.LicenceFilter) iter.Seq2[domain.LicenceRow, error] {
	return store.EachLicence(ctx, r.db, f)
}
