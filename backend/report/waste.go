package report

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"iter"
	"slices"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Waste adds up seats that are paid for and not used, over one state of the data file.
func (r *Reports) Waste(ctx context.Context, f domain.WasteFilter) (domain.WasteSummary, error) {
	n := domain.WasteSummary{AsOf: f.Scope.Today, Family: f.Scope.Family, InactiveDays: f.Scope.Thresholds.QuietDays}
	if n.Family == "" {
		n.Family = "all"
	}
	for _, kind := range domain.WasteKinds {
		n.Sums = append(n.Sums, domain.WasteSum{Kind: kind, Totals: []domain.PeriodTotal{}})
	}
	waste, err := store.NewWaste(f)
	if err != nil {
		return n, err
	}
	var about domain.KPIs
	people := operatingOf(store.NewOperations(domain.OperationsFilter{Scope: f.Scope}))
	parts := partsOf(ctx, func(tx *sql.Tx) wasting { return wasting{tx, waste} }, &n, wasting.idle, wasting.spare, wasting.customers)
	parts = append(parts, func(tx *sql.Tx) error { return people(tx).coverageOf(ctx, domain.KindPeople, &n.Holders) })
	err = r.readParts(ctx, "add up waste", append(parts, aboutParts(ctx, waste.Figures, f.Scope, &about)...)...)
	n.Of, n.Outside, n.Unmatched, n.Excluded, n.Completeness = about.Customers.Count, about.Customers.Outside, about.Unmatched,
		about.Excluded, about.Completeness
	for i := range n.Sums {
		slices.SortFunc(n.Sums[i].Totals, func(a, b domain.PeriodTotal) int {
			return cmp.Or(cmp.Compare(a.Amount.Currency, b.Amount.Currency), cmp.Compare(a.PricePeriod, b.PricePeriod))
		})
	}
	return n, err
}

// wasting is one computation of the sums.
type wasting struct {
	tx    *sql.Tx
	waste store.Waste
}

// The sums stand in the order of domain.WasteKinds.

func (w wasting) idle(ctx context.Context, n *domain.WasteSummary) error {
	reassign := &n.Sums[0]
	first := true
	return w.each(ctx, "wasteidle.sql", func(rows *sql.Rows) error {
		var p priced
		customers := 0
		err := rows.Scan(&p.price, &p.currency, &p.period, &p.seats, &p.rows, &customers)
		if first {
			first, reassign.Customers = false, customers
			reassign.Rows, reassign.Seats, reassign.Unpriced = p.rows, p.seats, p.seats
			return err
		}
		return errors.Join(err, addPriced(reassign, p))
	})
}

func (w wasting) spare(ctx context.Context, n *domain.WasteSummary) error {
	reduce, exposure := &n.Sums[1], &n.Sums[2]
	return w.each(ctx, "wastespare.sql", func(rows *sql.Rows) error {
		var p priced
		all := 0
		if err := rows.Scan(&p.price, &p.currency, &p.period, &p.seats, &p.rows, &all); err != nil {
			return err
		}
		if err := addPriced(reduce, p); err != nil {
			return err
		}
		p.rows = all - p.rows
		return addPriced(exposure, p)
	})
}

func (w wasting) customers(ctx context.Context, n *domain.WasteSummary) error {
	return w.each(ctx, "wastecustomers.sql", func(rows *sql.Rows) error {
		return rows.Scan(&n.Sums[1].Customers, &n.Sums[2].Customers)
	})
}

// priced are rows of one price, each of as many seats.
type priced struct {
	price, currency, period string
	seats                   int64
	rows                    int
}

func (w wasting) each(ctx context.Context, file string, scan func(*sql.Rows) error) error {
	return statement{file, w.waste.Figures, w.waste, w.waste.Args()}.each(ctx, w.tx, scan)
}

func addPriced(sum *domain.WasteSum, p priced) error {
	if p.rows == 0 {
		return nil
	}
	sum.Rows += p.rows
	sum.Seats += p.seats * int64(p.rows)
	if p.price == "" {
		sum.Unpriced += p.seats * int64(p.rows)
		return nil
	}
	amount, err := amountOf(0, p.seats, p.price, p.currency)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(sum.Totals, func(t domain.PeriodTotal) bool {
		return t.Amount.Currency == p.currency && t.PricePeriod == p.period
	})
	if at < 0 {
		at = len(sum.Totals)
		sum.Totals = append(sum.Totals, domain.PeriodTotal{Amount: domain.Money{Currency: p.currency}, PricePeriod: p.period})
	}
	sum.Totals[at].Amount.Minor += amount.Minor * int64(p.rows)
	sum.Totals[at].Count += p.rows
	return nil
}

// WasteGroups gives the customers of the rows, in the order in which the list sorted by customer has them.
func (r *Reports) WasteGroups(ctx context.Context, f domain.WasteFilter) (groups []domain.CustomerGroup, err error) {
	err = r.read(ctx, "group waste", func(tx *sql.Tx) error {
		groups, err = store.GroupWaste(ctx, tx, f)
		return err
	})
	return groups, err
}

// WasteRows gives one page of the rows, and how many there are on all pages.
func (r *Reports) WasteRows(ctx context.Context, f domain.WasteFilter) (rows []domain.WasteRow, total int, err error) {
	err = r.read(ctx, "list waste", func(tx *sql.Tx) error {
		if rows, total, err = store.FindWaste(ctx, tx, f); err != nil {
			return err
		}
		for i := range rows {
			if rows[i].Amount, err = amountOfWaste(rows[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return rows, total, err
}

// EachWaste yields the rows, for exports.
func (r *Reports) EachWaste(ctx context.Context, f domain.WasteFilter) iter.Seq2[domain.WasteRow, error] {
	return func(yield func(domain.WasteRow, error) bool) {
		for row, err := range store.EachWaste(ctx, r.db, f) {
			if err == nil {
				row.Amount, err = amountOfWaste(row)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

func amountOfWaste(row domain.WasteRow) (*domain.Money, error) {
	return amountOf(row.PoolID, row.Seats, row.UnitPrice, row.Currency)
}
