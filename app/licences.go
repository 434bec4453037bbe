package app

import (
	"context"
	"time"

	"tenantry/backend/domain"
)

// Licences is what the licence dashboards and the waste finder show.
type Licences struct{ app *App }

// LicencePage is a window on a section of the licence dashboards.
type LicencePage struct {
	Items []domain.LicenceRow `json:"items"`
	Total int                 `json:"total"`
}

// WastePage is a window on the seats that are paid for and not used.
type WastePage struct {
	Items []domain.WasteRow `json:"items"`
	Total int               `json:"total"`
}

// List gives one page of a section and its total. Day and thresholds are filled in here.
func (l *Licences) List(ctx context.Context, f domain.LicenceFilter) (LicencePage, error) {
	ws, err := l.app.current()
	if err != nil {
		return LicencePage{}, err
	}
	if f.Scope, err = ws.scope(ctx, f.Scope); err != nil {
		return LicencePage{}, err
	}
	return recall(ctx, ws, licenceQuestion("licences", f), time.Time{}, func() (LicencePage, error) {
		items, total, err := ws.reports.LicenceRows(ctx, f)
		return LicencePage{Items: items, Total: total}, err
	})
}

// Groups gives the customers of what List shows, with how many rows each has.
func (l *Licences) Groups(ctx context.Context, f domain.LicenceFilter) ([]domain.CustomerGroup, error) {
	ws, err := l.app.current()
	if err != nil {
		return nil, err
	}
	if f.Scope, err = ws.scope(ctx, f.Scope); err != nil {
		return nil, err
	}
	return recall(ctx, ws, licenceQuestion("customers of licences", f), time.Time{}, func() ([]domain.CustomerGroup, error) {
		return ws.reports.LicenceGroups(ctx, f)
	})
}

// Summary adds up what List shows.
func (l *Licences) Summary(ctx context.Context, f domain.LicenceFilter) (domain.LicenceSummary, error) {
	ws, err := l.app.current()
	if err != nil {
		return domain.LicenceSummary{}, err
	}
	if f.Scope, err = ws.scope(ctx, f.Scope); err != nil {
		return domain.LicenceSummary{}, err
	}
	return recall(ctx, ws, licenceQuestion("sums of licences", f), time.Time{}, func() (domain.LicenceSummary, error) {
		return ws.reports.Licences(ctx, f)
	})
}

func licenceQuestion(name string, f domain.LicenceFilter) string {
	scope := f.Scope
	f.Scope = domain.Scope{}
	return question(name, scope, f)
}

// Waste gives one page of the seats that are paid for and not used, and its total.
func (l *Licences) Waste(ctx context.Context, f domain.WasteFilter) (WastePage, error) {
	ws, err := l.app.current()
	if err != nil {
		return WastePage{}, err
	}
	if f, err = ws.wasteFilter(ctx, f); err != nil {
		return WastePage{}, err
	}
	return recall(ctx, ws, wasteQuestion("waste", f), f.Now, func() (WastePage, error) {
		items, total, err := ws.reports.WasteRows(ctx, f)
		return WastePage{Items: items, Total: total}, err
	})
}

// WasteGroups gives the customers of what Waste shows, with how many rows each has.
func (l *Licences) WasteGroups(ctx context.Context, f domain.WasteFilter) ([]domain.CustomerGroup, error) {
	ws, err := l.app.current()
	if err != nil {
		return nil, err
	}
	if f, err = ws.wasteFilter(ctx, f); err != nil {
		return nil, err
	}
	return recall(ctx, ws, wasteQuestion("customers of waste", f), f.Now, func() ([]domain.CustomerGroup, error) {
		return ws.reports.WasteGroups(ctx, f)
	})
}

// WasteSummary adds up what Waste shows, kind by kind.
func (l *Licences) WasteSummary(ctx context.Context, f domain.WasteFilter) (domain.WasteSummary, error) {
	ws, err := l.app.current()
	if err != nil {
		return domain.WasteSummary{}, err
	}
	if f, err = ws.wasteFilter(ctx, f); err != nil {
		return domain.WasteSummary{}, err
	}
	return recall(ctx, ws, wasteQuestion("sums of waste", f), f.Now, func() (domain.WasteSummary, error) {
		return ws.reports.Waste(ctx, f)
	})
}

func wasteQuestion(name string, f domain.WasteFilter) string {
	scope := f.Scope
	f.Scope, f.Now, f.Zone = domain.Scope{}, time.Time{}, nil // the scope's zone is the same
	return question(name, scope, f)
}

// wasteFilter fills in the time, day and thresholds.
func (w *workspace) wasteFilter(ctx context.Context, f domain.WasteFilter) (domain.WasteFilter, error) {
	zone, err := w.zone(ctx)
	if err != nil {
		return f, err
	}
	f.Now, f.Zone = w.now(), zone
	f.Scope, err = w.scope(ctx, f.Scope)
	return f, err
}
