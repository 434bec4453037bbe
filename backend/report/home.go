package report

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Home computes the first page over one state of the data file.
func (r *Reports) Home(ctx context.Context, f domain.HomeFilter) (domain.Home, error) {
	home := domain.Home{Today: f.Scope.Today}
	figures, err := store.NewFigures(f.Scope)
	if err != nil {
		return home, err
	}
	counts := countingOf(figures, f.Scope)
	on := func(tx *sql.Tx) homing { return homing{counting: counts(tx), f: f} }
	err = r.readParts(ctx, "compute home", partsOf(ctx, on, &home, homing.decisions, homing.changes, homing.jobs, homing.over,
		homing.questions, homing.access, homing.failures, homing.schedules)...)
	return home, err
}

// homing is one computation of the first page.
type homing struct {
	counting
	f domain.HomeFilter
}

// listed is how many of so many rows are given.
func (h homing) listed(total int) int {
	if h.f.Limit < 0 {
		return total
	}
	return min(total, h.f.Limit)
}

// query runs a .sql file with the moments of the page and hands its rows to scan.
func (h homing) query(ctx context.Context, file string, data any, scan func(*sql.Rows) error) error {
	return statement{file, h.figures, data, append(h.figures.Args(), store.HomeArgs(h.f)...)}.each(ctx, h.tx, scan)
}

// decisions lists what can still be acted on, or could have been, until the day looked at.
func (h homing) decisions(ctx context.Context, home *domain.Home) error {
	d := &home.Decide
	d.Until = h.f.Scope.Today.AddDays(domain.HomeDays)
	due, err := h.counting.decisions(ctx, domain.CalendarFilter{
		Scope: h.f.Scope, Now: h.f.Now, Zone: h.f.Zone, From: h.f.Scope.Today.AddDays(-domain.HomePastDays), To: d.Until,
	}, reading{due: true})
	if err != nil {
		return err
	}
	slices.SortStableFunc(due, moreUrgent)
	sum := fill(domain.CalendarFilter{}, due).Summary
	d.Total, d.Totals, d.Unpriced = len(due), sum.Totals, sum.Unpriced
	d.Overdue, _ = slices.BinarySearchFunc(due, 0, func(each domain.Decision, today int) int { return cmp.Compare(*each.DaysLeft, today) })
	d.Decisions = slices.Clone(due[:h.listed(len(due))])
	return h.query(ctx, "homeunclear.sql", nil, func(rows *sql.Rows) error { return rows.Scan(&d.Unclear) })
}

// moreUrgent orders by the last moment to act, then by money: the greatest amount of each currency in front, those without
// a price last.
func moreUrgent(a, b domain.Decision) int {
	if a.Amount == nil || b.Amount == nil {
		return cmp.Or(cmp.Compare(*a.DaysLeft, *b.DaysLeft), noneLast(a.Amount == nil, b.Amount == nil), cmp.Compare(a.Customer, b.Customer))
	}
	return cmp.Or(cmp.Compare(*a.DaysLeft, *b.DaysLeft), cmp.Compare(a.Amount.Currency, b.Amount.Currency),
		cmp.Compare(a.PricePeriod, b.PricePeriod), cmp.Compare(b.Amount.Minor, a.Amount.Minor), cmp.Compare(a.Customer, b.Customer))
}

func noneLast(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (h homing) over(ctx context.Context, home *domain.Home) error {
	n := &home.Decide.Over
	return h.row(ctx, "over.sql", nil, &n.Count, &n.Pools, &n.Seats)
}

func (h homing) questions(ctx context.Context, home *domain.Home) error {
	d := &home.Decide
	err := h.query(ctx, "homequestions.sql", nil, func(rows *sql.Rows) error { return rows.Scan(&d.Matches) })
	if err != nil {
		return err
	}
	d.Gone = []domain.HomeName{}
	return h.query(ctx, "homegone.sql", nil, func(rows *sql.Rows) error {
		var name domain.HomeName
		err := rows.Scan(&name.ID, &name.Name)
		d.Gone = append(d.Gone, name)
		return err
	})
}

// access lists what lets us in no more, or soon.
func (h homing) access(ctx context.Context, home *domain.Home) error {
	n := &home.Decide.Access
	n.Items = []domain.Access{}
	err := h.query(ctx, "access.sql", true, func(rows *sql.Rows) error {
		a, err := store.ScanAccess(rows)
		if err != nil || !h.f.Scope.Includes(a.CustomerID) {
			return err
		}
		a.Judge(h.f.Scope.Today, h.f.Zone)
		switch a.State {
		case domain.AccessMissing:
			n.Missing++
		case domain.AccessExpired:
			n.Expired++
		case domain.AccessSoon:
			n.Soon++
		default:
			return nil
		}
		n.Items = append(n.Items, a)
		return nil
	})
	sortAccess(n.Items)
	n.Total = len(n.Items)
	n.Items = n.Items[:h.listed(n.Total)]
	return err
}

func (h homing) failures(ctx context.Context, home *domain.Home) error {
	home.Failed.Connections = []domain.HomeFailure{}
	return h.query(ctx, "homefailures.sql", nil, func(rows *sql.Rows) error {
		n, err := store.ScanHomeFailure(rows)
		home.Failed.Connections = append(home.Failed.Connections, n)
		return err
	})
}

// schedules lists exports that were not written: of all, or of the customers in scope.
func (h homing) schedules(ctx context.Context, home *domain.Home) error {
	home.Failed.Schedules = []domain.HomeSchedule{}
	scope := h.f.Scope
	return h.query(ctx, "homeschedules.sql", nil, func(rows *sql.Rows) error {
		n, err := store.ScanHomeSchedule(rows)
		if scope.Everybody() || n.CustomerID != 0 && scope.Includes(n.CustomerID) || n.Tag != "" && n.Tag == scope.Tag {
			home.Failed.Schedules = append(home.Failed.Schedules, n)
		}
		return err
	})
}

// jobsOf are the conditions on jobs, of those that ended since where that is given.
func (h homing) jobsOf(since time.Time) store.Operations {
	return store.NewOperations(domain.OperationsFilter{Scope: h.f.Scope, JobsSince: since})
}

func (h homing) jobs(ctx context.Context, home *domain.Home) error {
	n := &home.Failed
	return h.query(ctx, "homejobs.sql", h.jobsOf(h.f.Now.AddDate(0, 0, -domain.HomeJobDays)), func(rows *sql.Rows) error {
		return rows.Scan(&n.Jobs, &n.JobCustomers)
	})
}

func (h homing) changes(ctx context.Context, home *domain.Home) error {
	if h.f.Since == nil {
		return nil
	}
	n := &domain.HomeChanged{Since: *h.f.Since}
	home.Changed = n
	for file, to := range map[string]*domain.HomeChanges{
		"homenew.sql": &n.NewCustomers, "homegonecustomers.sql": &n.GoneCustomers,
		"homesubscriptions.sql": &n.NewSubscriptions, "homeseats.sql": &n.Seats,
	} {
		if err := h.changed(ctx, file, nil, to); err != nil {
			return err
		}
	}
	if err := h.changed(ctx, "homenewjobs.sql", h.jobsOf(time.Time{}), &n.FailedJobs); err != nil {
		return err
	}
	n.FailedJobsInTotal, n.FailedJobs.Total = int64(n.FailedJobs.Total), n.FailedJobs.Customers
	err := h.query(ctx, "homefirst.sql", nil, func(rows *sql.Rows) error { return rows.Scan(&n.FirstRead) })
	n.FirstRead -= n.NewCustomers.Total
	return err
}

func (h homing) changed(ctx context.Context, file string, data any, to *domain.HomeChanges) error {
	to.Items = []domain.HomeChange{}
	return h.query(ctx, file, data, func(rows *sql.Rows) error {
		n, err := store.ScanHomeChange(rows, &to.Total, &to.Customers)
		to.Items = append(to.Items, n)
		return err
	})
}
