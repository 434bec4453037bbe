package report

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// JobTrend counts for each of the past days the jobs that ended on it. Days are those of the scope's zone. It begins with the
// first day on which any did, and ends with the last on which any did or jobs were read: of later ones nothing is known.
func (r *Reports) JobTrend(ctx context.Context, scope domain.Scope, days int) ([]domain.JobPoint, error) {
	zone := cmp.Or(scope.Zone, time.UTC)
	points, spans := make([]domain.JobPoint, days), make([][2]string, days)
	for i := range points {
		day := scope.Today.AddDays(i + 1 - days)
		points[i].Day = day
		spans[i] = [2]string{store.DayBegins(day, zone), store.DayEnds(day, zone)}
	}
	text, err := json.Marshal(spans)
	if err != nil {
		return nil, err
	}
	op := store.NewOperations(domain.OperationsFilter{Scope: scope})
	first, last := days, -1
	err = r.read(ctx, "compute job trend", func(tx *sql.Tx) error {
		var read domain.Coverage
		if err := operatingOf(op)(tx).coverageOf(ctx, domain.KindJobs, &read); err != nil {
			return err
		}
		if read.Newest != nil {
			last = min(days-1, days-1-domain.DateOf(read.Newest.In(zone)).DaysUntil(scope.Today))
		}
		asked := statement{file: "jobtrend.sql", data: op, args: append(op.Args(), sql.Named("days", string(text)))}
		return asked.each(ctx, tx, func(rows *sql.Rows) error {
			var at int
			var p domain.JobPoint
			if err := rows.Scan(&at, &p.OK, &p.Attention, &p.Failed, &p.Other); err != nil {
				return err
			}
			p.Day = points[at].Day
			points[at], first, last = p, min(first, at), max(last, at)
			return nil
		})
	})
	return points[first:max(first, last+1)], err
}
