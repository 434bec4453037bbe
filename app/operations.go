package app

import (
	"context"
	"time"

	"tenantry/backend/domain"
)

// Operations is what can be asked about how services do: jobs, requests for help, service health and storage.
type Operations struct{ app *App }

// OperationsPage is a window on the list of customers with how their services do.
type OperationsPage struct {
	Items []domain.OperationsRow `json:"items"`
	Total int                    `json:"total"`
}

// StorageTrend is the storage of services over time.
type StorageTrend struct {
	Points    []domain.StoragePoint `json:"points"`
	Step      int                   `json:"step"`      // 1: each day that was read; more: one in so many, the scope has too many customers
	Simulated bool                  `json:"simulated"` // some points were read on a clock set by hand
}

// Within is a time up to now that what is counted falls into.
type Within string

// The times to choose from.
const (
	WithinAll   Within = ""
	WithinDay   Within = "24h"
	WithinWeek  Within = "7d"
	WithinMonth Within = "30d"
)

// since gives when the time began, the zero time for all.
func (w Within) since(now time.Time) time.Time {
	lengths := map[Within]time.Duration{WithinDay: 24 * time.Hour, WithinWeek: 7 * 24 * time.Hour, WithinMonth: 30 * 24 * time.Hour}
	if length, ok := lengths[w]; ok {
		return now.Add(-length)
	}
	return time.Time{}
}

// OperationsRequest is a filter whose times are still words.
type OperationsRequest struct {
	domain.OperationsFilter
	JobsWithin     Within
	RequestsWithin Within
}

func (w *workspace) operationsFilter(ctx context.Context, req OperationsRequest) (domain.OperationsFilter, error) {
	f := req.OperationsFilter
	scope, err := w.scope(ctx, f.Scope)
	f.Scope = scope
	f.JobsSince, f.RequestsSince = req.JobsWithin.since(w.now()), req.RequestsWithin.since(w.now())
	return f, err
}

// List gives one page of customers with how their services do, and their total.
func (o *Operations) List(ctx context.Context, req OperationsRequest) (OperationsPage, error) {
	ws, err := o.app.current()
	if err != nil {
		return OperationsPage{}, err
	}
	f, err := ws.operationsFilter(ctx, req)
	if err != nil {
		return OperationsPage{}, err
	}
	return recallOperations(ctx, ws, "operations", f, func() (OperationsPage, error) {
		items, total, err := ws.store.FindOperations(ctx, f)
		return OperationsPage{Items: items, Total: total}, err
	})
}

// Countries adds up what List shows, country by country.
func (o *Operations) Countries(ctx context.Context, req OperationsRequest) ([]domain.CountryOperations, error) {
	ws, err := o.app.current()
	if err != nil {
		return nil, err
	}
	f, err := ws.operationsFilter(ctx, req)
	if err != nil {
		return nil, err
	}
	return recallOperations(ctx, ws, "countries", f, func() ([]domain.CountryOperations, error) {
		return ws.store.SumOperationsByCountry(ctx, f)
	})
}

// Summary adds up what List shows.
func (o *Operations) Summary(ctx context.Context, req OperationsRequest) (domain.OperationsSummary, error) {
	ws, err := o.app.current()
	if err != nil {
		return domain.OperationsSummary{}, err
	}
	f, err := ws.operationsFilter(ctx, req)
	if err != nil {
		return domain.OperationsSummary{}, err
	}
	return recallOperations(ctx, ws, "sums of operations", f, func() (domain.OperationsSummary, error) {
		return ws.reports.Operations(ctx, f)
	})
}

// recallOperations remembers what was asked for all times: what happened lately is another question at each moment.
func recallOperations[A any](ctx context.Context, ws *workspace, name string, f domain.OperationsFilter, find func() (A, error)) (A, error) {
	if !f.JobsSince.IsZero() || !f.RequestsSince.IsZero() {
		return find()
	}
	scope := f.Scope
	f.Scope = domain.Scope{}
	return recall(ctx, ws, question(name, scope, f), time.Time{}, find)
}

// JobTrend gives one point per day, from the first on which a job ended, over the days asked for.
func (o *Operations) JobTrend(ctx context.Context, scope domain.Scope, days int) ([]domain.JobPoint, error) {
	ws, err := o.app.current()
	if err != nil {
		return nil, err
	}
	if scope, err = ws.scope(ctx, scope); err != nil {
		return nil, err
	}
	return ws.jobTrend(ctx, scope, days)
}

func (w *workspace) jobTrend(ctx context.Context, scope domain.Scope, days int) ([]domain.JobPoint, error) {
	return recall(ctx, w, question("jobs by day", scope, days), time.Time{}, func() ([]domain.JobPoint, error) {
		return w.reports.JobTrend(ctx, scope, days)
	})
}

// StorageTrend gives one point per day with samples, over the days asked for.
func (o *Operations) StorageTrend(ctx context.Context, scope domain.Scope, days int) (StorageTrend, error) {
	ws, err := o.app.current()
	if err != nil {
		return StorageTrend{}, err
	}
	if scope, err = ws.scope(ctx, scope); err != nil {
		return StorageTrend{}, err
	}
	return ws.storageTrend(ctx, scope, days)
}

func (w *workspace) storageTrend(ctx context.Context, scope domain.Scope, days int) (StorageTrend, error) {
	return recall(ctx, w, question("storage trend", scope, days), time.Time{}, func() (StorageTrend, error) {
		return w.findStorageTrend(ctx, scope, days)
	})
}

func (w *workspace) findStorageTrend(ctx context.Context, scope domain.Scope, days int) (StorageTrend, error) {
	points, step, err := w.reports.StorageTrend(ctx, scope, days)
	if err != nil {
		return StorageTrend{}, err
	}
	simulated, err := w.invented(ctx) // only invented customers have such days
	if simulated && err == nil {
		simulated, err = w.reports.HasSimulatedStorage(ctx, scope, days)
	}
	return StorageTrend{Points: points, Step: step, Simulated: simulated}, err
}
