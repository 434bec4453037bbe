package report

import (
	"context"
	"database/sql"
	"strings"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Operations computes how services do over all customers that the filter names, over one state of the data file.
func (r *Reports) Operations(ctx context.Context, f domain.OperationsFilter) (domain.OperationsSummary, error) {
	var n domain.OperationsSummary
	on := operatingOf(store.NewOperations(f))
	parts := partsOf(ctx, on, &n, operating.counts, operating.names, operating.storage)
	for kind, to := range map[domain.Kind]*domain.Coverage{
		domain.KindJobs: &n.Coverage.Jobs, domain.KindServiceRequests: &n.Coverage.Requests,
		domain.KindServiceStates: &n.Coverage.Health, domain.KindStorage: &n.Coverage.Storage,
		store.LiveStorage: &n.Coverage.Live,
	} {
		parts = append(parts, func(tx *sql.Tx) error { return on(tx).coverageOf(ctx, kind, to) })
	}
	err := r.readParts(ctx, "compute operations", parts...)
	return n, err
}

// operating is one computation of the figures.
type operating struct {
	tx *sql.Tx
	op store.Operations
}

func operatingOf(op store.Operations) func(*sql.Tx) operating {
	return func(tx *sql.Tx) operating { return operating{tx: tx, op: op} }
}

func (o operating) row(ctx context.Context, file string, data any, targets ...any) error {
	return statement{file: file, data: data, args: o.op.Args()}.row(ctx, o.tx, targets...)
}

func (o operating) each(ctx context.Context, file string, data any, scan func(*sql.Rows) error) error {
	return statement{file: file, data: data, args: o.op.Args()}.each(ctx, o.tx, scan)
}

func (o operating) counts(ctx context.Context, n *domain.OperationsSummary) error {
	return o.row(ctx, "operations.sql", o.op, &n.FailedJobs, &n.FailedCustomers, &n.OpenRequests, &n.Requesting, &n.Services,
		&n.Trouble, &n.Troubled, &n.OpenIncidents, &n.Unmatched)
}

func (o operating) storage(ctx context.Context, n *domain.OperationsSummary) error {
	s := &n.Storage
	return o.row(ctx, "storage.sql", o.op, &s.Services, &s.Consumed, &s.ConsumedKnown, &s.Protected, &s.ProtectedKnown,
		&s.Purchased, &s.PurchasedKnown, &n.Live.Services, &n.Live.Stored, &n.Live.Known)
}

// ofKind is what the queries about the completeness of a kind need to know.
type ofKind struct {
	Op                             store.Operations
	Datasets, DatasetRows, Vendors string
}

func kindData(op store.Operations, kind domain.Kind) ofKind {
	datasets := store.Datasets(kind)
	return ofKind{
		op, strings.Join(datasets, ", "), "(" + strings.Join(datasets, "), (") + ")", strings.Join(store.VendorsOf(kind), ", "),
	}
}

func (o operating) coverageOf(ctx context.Context, kind domain.Kind, n *domain.Coverage) error {
	files := coverageFiles{"kindcoverage.sql", "kindfailures.sql", "kindgaps.sql"}
	return readCoverage(ctx, o, files, kindData(o.op, kind), n)
}

func (o operating) names(ctx context.Context, n *domain.OperationsSummary) error {
	for table, to := range map[string]*[]string{
		"jobs": &n.ServiceNames.Jobs, "service_states": &n.ServiceNames.States, "incidents": &n.ServiceNames.Incidents,
		"storage": &n.ServiceNames.Storage,
	} {
		*to = []string{}
		err := o.each(ctx, "servicenames.sql", table, func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			*to = append(*to, name)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// StorageTrend gives the counted storage of each of the past days that has samples, or of one in step, as Trend does.
func (r *Reports) StorageTrend(ctx context.Context, scope domain.Scope, days int) (points []domain.StoragePoint, step int, err error) {
	points, step = []domain.StoragePoint{}, 1
	err = r.read(ctx, "compute storage trend", func(tx *sql.Tx) error {
		if !scope.Everybody() {
			points, step, err = store.ScopedStorageTrend(ctx, tx, scope, days)
			return err
		}
		args := []any{sql.Named("today", string(scope.Today)), sql.Named("from", string(scope.Today.AddDays(1-days)))}
		return statement{file: "storagetrend.sql", data: store.Live("s.connection_id"), args: args}.each(ctx, tx, func(rows *sql.Rows) error {
			point, err := store.ScanStoragePoint(rows)
			points = append(points, point)
			return err
		})
	})
	return points, step, err
}

// HasSimulatedStorage reports whether some of the past days of storage were read on a clock set by hand.
func (r *Reports) HasSimulatedStorage(ctx context.Context, scope domain.Scope, days int) (found bool, err error) {
	err = r.read(ctx, "look for simulated days", func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM storage_sums WHERE simulated > 0 AND day BETWEEN ? AND ?)",
			string(scope.Today.AddDays(1-days)), string(scope.Today)).Scan(&found)
	})
	return found, err
}
