package app

import (
	"context"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// PricePage is a window on the prices of all lists.
type PricePage struct {
	Items []domain.PriceRow `json:"items"`
	Total int               `json:"total"`
}

// Prices gives one page of the prices of all lists and their total.
func (i *Imports) Prices(ctx context.Context, f domain.PriceFilter) (PricePage, error) {
	ws, err := i.app.current()
	if err != nil {
		return PricePage{}, err
	}
	items, total, err := ws.store.FindPrices(ctx, f)
	return PricePage{Items: items, Total: total}, err
}

const priceTimeout = time.Minute

// price puts the prices that count today onto subscriptions.
func (w *workspace) price(ctx context.Context, run store.PriceRun) error {
	day, err := w.today(ctx)
	if err != nil {
		return err
	}
	run.Day = day
	_, err = w.store.ApplyPrices(ctx, run)
	return err
}

func (w *workspace) today(ctx context.Context) (domain.Date, error) {
	zone, err := w.zone(ctx)
	if err != nil {
		return "", err
	}
	return domain.DateOf(w.now().In(zone)), nil
}

// priceToday applies prices once a day: some are valid from that day on.
func (w *workspace) priceToday(ctx context.Context) error {
	day, err := w.today(ctx)
	if err != nil {
		return err
	}
	due, err := w.store.PricesDue(ctx, day)
	if err != nil || !due {
		return err
	}
	changed, err := w.store.ApplyPrices(ctx, store.PriceRun{Day: day})
	if changed > 0 {
		w.app.tell(w, Event{Type: EventDataChanged})
	}
	return err
}

// priceAfter gives subscriptions that a run has listed their prices.
func (w *workspace) priceAfter(run domain.Run) {
	if run.State != domain.RunDone && run.State != domain.RunPartial {
		return
	}
	ctx, stop := context.WithTimeout(context.Background(), priceTimeout)
	defer stop()
	if err := w.price(ctx, store.PriceRun{ConnectionID: run.ConnectionID}); err != nil {
		w.app.log.ErrorContext(ctx, "prices not applied", "run", run.ID, "error", err)
	}
}
