package store

import (
	"context"
	"database/sql"
	"strings"

	"tenantry/backend/domain"
)

// ScanTrendPoint reads day, bought, assigned and used.
func ScanTrendPoint(row scanner) (domain.TrendPoint, error) {
	var p domain.TrendPoint
	err := row.Scan(&p.Day, &p.Bought, &p.Assigned, &p.Used)
	return p, err
}

// namedFrom is the first of so many days up to today.
func namedFrom(scope domain.Scope, days int) sql.NamedArg {
	return sql.Named("from", string(scope.Today.AddDays(1-days)))
}

// trendSamples is how many samples a trend of some customers looks up at most. That of all customers rests on sums, which
// nobody keeps per tag; one of many customers shows fewer days instead of making people wait.
const trendSamples = 150_000

// scopedTrend is a query over the samples of some customers. On a day without samples of one of its connections, that
// connection's last ones before count. Of many days one in :step is shown, the newest always.
//
//	{owned} gives id and connection_id of the rows with samples, {days} is the table of the days on which a connection was
//	read, {samples} joins the samples s to rows o and days n, {sums} adds them up
const scopedTrend = `
WITH RECURSIVE owned AS MATERIALIZED (
    {owned}
),
read (connection_id, day) AS (
    SELECT o.connection_id, (SELECT MIN(f.day) FROM {days} f WHERE f.connection_id = o.connection_id AND f.day >= :from)
    FROM (SELECT DISTINCT connection_id FROM owned) AS o
    UNION ALL
    SELECT r.connection_id, (SELECT MIN(f.day) FROM {days} f WHERE f.connection_id = r.connection_id AND f.day > r.day)
    FROM read r
    WHERE r.day < :today
),
shown AS MATERIALIZED (
    SELECT day
    FROM (
        SELECT day, ROW_NUMBER() OVER (ORDER BY day DESC) AS n
        FROM (SELECT DISTINCT day FROM read WHERE day BETWEEN :from AND :today)
    )
    WHERE (n - 1) % :step = 0
),
counted AS MATERIALIZED (
    SELECT d.day, co.connection_id, (
        SELECT MAX(f.day)
        FROM {days} f
        WHERE f.connection_id = co.connection_id AND f.day <= d.day
    ) AS read_day
    FROM shown d
    CROSS JOIN (SELECT DISTINCT connection_id FROM owned) AS co
)
SELECT n.day, {sums}
FROM counted n
CROSS JOIN owned o ON o.connection_id = n.connection_id
CROSS JOIN {samples}
GROUP BY n.day
ORDER BY n.day`

// trendOf fills in a query over samples, and finds one in how many days it shows.
type trendOf struct{ owned, days, samples, sums string }

func (t trendOf) query() string {
	return strings.NewReplacer("{owned}", t.owned, "{days}", t.days, "{samples}", t.samples, "{sums}", t.sums).Replace(scopedTrend)
}

// count counts the samples that a trend of every day would look up.
func (t trendOf) count() string {
	return "SELECT (SELECT COUNT(*) FROM (" + t.owned + ")) * (SELECT COUNT(DISTINCT day) FROM " + t.days + " WHERE day BETWEEN :from AND :today)"
}

// trendAsked says of whom and how far back a trend is asked for, and how many samples may be looked up; 0 is all.
type trendAsked struct {
	scope   domain.Scope
	days    int
	samples int
	args    []any
}

// askTrend limits the samples of a tag. A customer has so few that each day is shown.
func askTrend(scope domain.Scope, days int, args []any) trendAsked {
	asked := trendAsked{scope: scope, days: days}
	if scope.Tag != "" {
		asked.samples = trendSamples
	}
	asked.args = append(args, sql.Named("today", string(scope.Today)), namedFrom(scope, days))
	return asked
}

// readTrend runs the query and gives with its points one in how many days they show.
func readTrend[T any](ctx context.Context, q querier, t trendOf, asked trendAsked, scan func(scanner) (T, error)) ([]T, int, error) {
	step := 1
	if asked.samples > 0 {
		n, err := queryOne(ctx, q, t.count(), asked.args, scanOne[int])
		if err != nil {
			return nil, 0, wrap("count samples", err)
		}
		step = max(1, (n+asked.samples-1)/asked.samples)
	}
	points, err := queryAll(ctx, q, t.query(), append(asked.args, sql.Named("step", step)), scan)
	return points, step, wrap("find history", err)
}

// ScopedTrend gives the counted seats of the customers of a scope that is not about all, for each of the past days that has
// samples, or for one in so many of them.
func ScopedTrend(ctx context.Context, q querier, scope domain.Scope, days int) ([]domain.TrendPoint, int, error) {
	figures, err := NewFigures(scope)
	if err != nil {
		return nil, 0, err
	}
	return readTrend(ctx, q, seatTrend(figures), askTrend(scope, days, figures.Args()), ScanTrendPoint)
}

func seatTrend(figures *Figures) trendOf {
	return trendOf{
		owned:   "SELECT p.id, p.connection_id FROM pools p WHERE TRUE" + figures.Within("p"),
		days:    "family_days",
		samples: "pool_days s ON s.day = n.read_day AND s.pool_id = o.id",
		sums:    "SUM(s.bought), SUM(s.assigned), SUM(s.used)",
	}
}

// ScanStoragePoint reads day, consumed, protected, purchased and live.
func ScanStoragePoint(row scanner) (domain.StoragePoint, error) {
	var p domain.StoragePoint
	err := row.Scan(&p.Day, &p.Consumed, &p.Protected, &p.Purchased, &p.Live)
	return p, err
}

// ScopedStorageTrend gives the counted storage likewise: services, not their modules.
func ScopedStorageTrend(ctx context.Context, q querier, scope domain.Scope, days int) ([]domain.StoragePoint, int, error) {
	return readTrend(ctx, q, trendOf{
		owned: "SELECT x.id, x.connection_id, " + live + " AS live FROM records r CROSS JOIN storage x ON x.record_id = r.id" +
			" WHERE r.duplicate = 0 AND x.module = ''" + Whose{scope}.Of("r.customer_id"),
		days:    "storage_sums",
		samples: "storage_days s ON s.day = n.read_day AND s.storage_id = o.id",
		sums: "SUM(s.consumed) FILTER (WHERE NOT o.live), SUM(s.protected) FILTER (WHERE NOT o.live)," +
			" SUM(s.purchased) FILTER (WHERE NOT o.live), SUM(s.consumed) FILTER (WHERE o.live)",
	}, askTrend(scope, days, whoseArgs(scope)), ScanStoragePoint)
}
