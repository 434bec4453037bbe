package report

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// monthDays is how far back "about a month ago" is.
const monthDays = 30

// KPIs computes the dashboard's figures over one state of the data file.
func (r *Reports) KPIs(ctx context.Context, scope domain.Scope) (domain.KPIs, error) {
	k := domain.KPIs{AsOf: scope.Today, Family: scope.Family}
	if k.Family == "" {
		k.Family = "all"
	}
	figures, err := store.NewFigures(scope)
	if err != nil {
		return k, err
	}
	err = r.readParts(ctx, "compute figures", partsOf(ctx, countingOf(figures, scope), &k, counting.coverage, counting.low,
		counting.customers, counting.open, counting.renewing, counting.expiring, counting.families, counting.over,
		counting.totals, counting.undated, counting.excluded, counting.failed)...)
	return k, err
}

// counting is one computation of the figures.
type counting struct {
	tx      *sql.Tx
	figures *store.Figures
	scope   domain.Scope
}

func countingOf(figures *store.Figures, scope domain.Scope) func(*sql.Tx) counting {
	return func(tx *sql.Tx) counting { return counting{tx: tx, figures: figures, scope: scope} }
}

// row runs a .sql file that gives one row.
func (c counting) row(ctx context.Context, file string, data any, targets ...any) error {
	month := c.scope.Today.AddDays(-monthDays)
	args := append(c.figures.Args(), sql.Named("month_ago", string(month)), sql.Named("after_month_ago", string(month.AddDays(1))))
	return statement{file, c.figures, data, args}.row(ctx, c.tx, targets...)
}

// each runs a .sql file and hands its rows to scan.
func (c counting) each(ctx context.Context, file string, data any, scan func(*sql.Rows) error) error {
	return statement{file, c.figures, data, c.figures.Args()}.each(ctx, c.tx, scan)
}

func (c counting) customers(ctx context.Context, k *domain.KPIs) error {
	n := &k.Customers
	if err := c.row(ctx, "customers.sql", nil, &n.Count, &n.Total, &k.Unmatched, &n.Previous); err != nil {
		return err
	}
	n.Outside = n.Total - n.Count
	return nil
}

func (c counting) expiring(ctx context.Context, k *domain.KPIs) error {
	return c.dated(ctx, domain.FigureExpiring, &k.Expiring)
}

func (c counting) renewing(ctx context.Context, k *domain.KPIs) error {
	return c.dated(ctx, domain.FigureRenewing, &k.Renewing)
}

func (c counting) open(ctx context.Context, k *domain.KPIs) error {
	return c.dated(ctx, domain.FigureOpen, &k.Open)
}

func (c counting) dated(ctx context.Context, figure domain.Figure, n *domain.DatedFigure) error {
	return c.row(ctx, "dated.sql", figure, &n.Count, &n.Subscriptions, &n.Seats)
}

// undated counts the subscriptions that none of the dated figures can judge.
func (c counting) undated(ctx context.Context, k *domain.KPIs) error {
	missing := 0
	err := c.row(ctx, "undated.sql", nil, &missing)
	k.Expiring.MissingDates, k.Renewing.MissingDates, k.Open.MissingDates = missing, missing, missing
	return err
}

// withMedians finds what low assignment is measured by.
func (c counting) withMedians(ctx context.Context) (_ counting, err error) {
	c.figures, err = store.NewFiguresWithMedians(ctx, c.tx, c.scope)
	return c, err
}

func (c counting) low(ctx context.Context, k *domain.KPIs) error {
	c, err := c.withMedians(ctx)
	if err != nil {
		return err
	}
	var customers sql.NullString
	err = c.row(ctx, "low.sql", nil, &customers, &k.Low.Unassigned, &k.Low.AgeUnknown)
	k.Low.Count, k.Low.Pools = countListed(customers.String)
	return err
}

// countListed counts what GROUP_CONCAT listed: how many different ones there are, and how many in all. For some thousand
// rows that takes half the time of COUNT(DISTINCT), which puts each of them into a tree of its own.
func countListed(list string) (different, all int) {
	if list == "" {
		return 0, 0
	}
	seen := map[string]struct{}{}
	for item := range strings.SplitSeq(list, ",") {
		seen[item] = struct{}{}
		all++
	}
	return len(seen), all
}

func (c counting) over(ctx context.Context, k *domain.KPIs) error {
	return c.row(ctx, "over.sql", nil, &k.Over.Count, &k.Over.Pools, &k.Over.Seats)
}

func (c counting) excluded(ctx context.Context, k *domain.KPIs) error {
	k.Excluded = []domain.ExclusionCount{}
	return c.each(ctx, "excluded.sql", nil, func(rows *sql.Rows) error {
		var n domain.ExclusionCount
		err := rows.Scan(&n.Reason, &n.Pools)
		k.Excluded = append(k.Excluded, n)
		return err
	})
}

func (c counting) families(ctx context.Context, k *domain.KPIs) error {
	k.Families = []domain.FamilyCount{}
	return c.each(ctx, "families.sql", nil, func(rows *sql.Rows) error {
		var n domain.FamilyCount
		err := rows.Scan(&n.Family, &n.Customers)
		k.Families = append(k.Families, n)
		return err
	})
}

func (c counting) totals(ctx context.Context, k *domain.KPIs) error {
	return c.row(ctx, "totals.sql", nil, &k.Bought, &k.Assigned)
}

func (c counting) failed(ctx context.Context, k *domain.KPIs) error {
	return c.row(ctx, "failed.sql", nil, &k.FailedTasks)
}

// coverage says of how many customers the licence data are there that the figures rest on.
func (c counting) coverage(ctx context.Context, k *domain.KPIs) error {
	files := coverageFiles{"coverage.sql", "failures.sql", "gaps.sql"}
	return readCoverage(ctx, c, files, nil, &k.Completeness)
}

// querier runs the .sql files of a report.
type querier interface {
	row(ctx context.Context, file string, data any, targets ...any) error
	each(ctx context.Context, file string, data any, scan func(*sql.Rows) error) error
}

// coverageFiles count the customers expected and never read, with the oldest and newest read; those failed by reason; and
// what is missing per connection.
type coverageFiles struct{ counts, failures, gaps string }

func readCoverage(ctx context.Context, q querier, files coverageFiles, data any, n *domain.Coverage) error {
	n.Failed = []domain.FailureCount{}
	var oldest, newest sql.NullString
	if err := q.row(ctx, files.counts, data, &n.Expected, &n.Never, &oldest, &newest); err != nil {
		return err
	}
	n.Read = n.Expected - n.Never
	err := q.each(ctx, files.failures, data, func(rows *sql.Rows) error {
		var failed domain.FailureCount
		err := rows.Scan(&failed.ErrorKey, &failed.Count)
		n.Failed = append(n.Failed, failed)
		n.Read = max(0, n.Read-failed.Count)
		return err
	})
	if err != nil {
		return err
	}
	err = q.each(ctx, files.gaps, data, func(rows *sql.Rows) error {
		var gap domain.CoverageGap
		err := rows.Scan(&gap.Connection, &gap.ErrorKey)
		n.Gaps = append(n.Gaps, gap)
		return err
	})
	if err != nil || !oldest.Valid || !newest.Valid {
		return err
	}
	if n.Oldest, err = moment(oldest.String); err != nil {
		return err
	}
	n.Newest, err = moment(newest.String)
	return err
}

func moment(text string) (*time.Time, error) {
	t, err := store.ParseTime(text)
	return &t, err
}
