package app

import (
	"context"
	"errors"
	"time"

	"tenantry/backend/domain"
)

const (
	// readyAfter is how long nothing has to happen before figures are found ahead: in a sync something always does.
	readyAfter = 3 * time.Second
	// readyFrom is how many customers it takes until figures are worth finding ahead.
	readyFrom = 500
	// readyRows is how many rows a page of the interface asks for at first.
	readyRows = 200
)

// keepReady finds the figures and first rows that take longest a moment after the start and after anything has changed: they
// are remembered then, and whoever opens their pages has them at once.
func (w *workspace) keepReady(ctx context.Context) {
	events, stop := w.app.Events.Subscribe()
	defer stop()
	quiet := time.NewTimer(readyAfter)
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case _, open := <-events:
			if !open {
				return
			}
			quiet.Reset(readyAfter)
		case <-quiet.C:
			err := w.worthFinding(ctx)
			if err == nil {
				err = w.findAhead(ctx)
			}
			if err != nil && ctx.Err() == nil && !errors.Is(err, errNotNow) {
				w.app.log.WarnContext(ctx, "figures not found ahead", "error", err)
			}
		}
	}
}

// errNotNow says that figures need not be found ahead: there are few customers, or other data are shown.
var errNotNow = errors.New("nothing to find ahead")

func (w *workspace) worthFinding(ctx context.Context) error {
	if current, err := w.app.current(); err != nil || current != w {
		return errors.Join(err, errNotNow)
	}
	kpis, err := w.app.Dashboard.KPIs(ctx, domain.Scope{})
	if err == nil && kpis.Customers.Total < readyFrom {
		return errNotNow
	}
	return err
}

// findAhead asks what the interface asks for when nothing is narrowed down.
func (w *workspace) findAhead(ctx context.Context) error {
	a := w.app
	page := domain.PageRequest{Limit: readyRows}
	failed := OperationsRequest{OperationsFilter: domain.OperationsFilter{Page: domain.PageRequest{Sort: "failed_jobs", Desc: true, Limit: readyRows}}}
	questions := []func() (any, error){
		func() (any, error) { return a.Dashboard.KPIs(ctx, domain.Scope{}) },
		func() (any, error) { return a.Licences.WasteSummary(ctx, domain.WasteFilter{}) },
		func() (any, error) { return a.Calendar.Summary(ctx, CalendarRequest{}) },
		func() (any, error) { return a.Calendar.List(ctx, CalendarRequest{Page: page}) },
		func() (any, error) { return a.Operations.Summary(ctx, OperationsRequest{}) },
		func() (any, error) { return a.Operations.List(ctx, failed) },
		func() (any, error) { return a.Operations.Countries(ctx, OperationsRequest{}) },
	}
	for _, kind := range domain.WasteKinds {
		questions = append(questions, func() (any, error) { return a.Licences.Waste(ctx, domain.WasteFilter{Kind: kind, Page: page}) })
	}
	for _, section := range domain.LicenceSections {
		questions = append(questions,
			func() (any, error) { return a.Licences.Summary(ctx, domain.LicenceFilter{Section: section}) },
			func() (any, error) { return a.Licences.List(ctx, domain.LicenceFilter{Section: section, Page: page}) })
	}
	for _, ask := range questions {
		if current, err := a.current(); err != nil || current != w {
			return errors.Join(err, errNotNow)
		}
		if _, err := ask(); err != nil {
			return err
		}
	}
	return nil
}
