package store

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"tenantry/backend/domain"
)

// PriceRun says for which day prices are put onto which subscriptions; without a connection or lines, onto all.
type PriceRun struct {
	Day          domain.Date
	ConnectionID int64
	Lines        []int64 // ids of subscriptions
}

// ApplyPrices puts onto every listed subscription the price that counts on the day, and gives how many prices changed.
//
// What a user typed in stays. Else the newest price of the vendor's lists counts that is valid on the day, is of the
// subscription's SKU or product, and names its term or none; a price that a file names for the subscription itself counts
// instead of those of lists imported before it. Where there is none, a price that once came from a list goes. Doing it
// twice changes nothing.
func (s *Store) ApplyPrices(ctx context.Context, run PriceRun) (int, error) {
	listed, err := s.hasPrices(ctx)
	if err != nil || !listed && len(run.Lines) == 0 {
		return 0, wrap("apply prices", err)
	}
	changed := 0
	err = s.write(ctx, "apply prices", func(ctx context.Context, t tx) error {
		var err error
		if changed, err = applyPrices(ctx, t, run); err != nil || run.ConnectionID != 0 || len(run.Lines) > 0 {
			return err
		}
		return writeSetting(ctx, t, settingPriced, run.Day)
	})
	return changed, err
}

// PricesDue reports whether prices were not applied yet for that day.
func (s *Store) PricesDue(ctx context.Context, day domain.Date) (bool, error) {
	listed, err := s.hasPrices(ctx)
	if err != nil || !listed {
		return false, wrap("look for prices", err)
	}
	var last domain.Date
	err = s.loadSetting(ctx, settingPriced, &last)
	return last != day, err
}

func (s *Store) hasPrices(ctx context.Context) (bool, error) {
	return queryOne(ctx, s.reader, "SELECT EXISTS (SELECT 1 FROM prices)", nil, scanOne[bool])
}

// unitPrice is a price as it stands at a subscription; all parts are "" where there is none.
type unitPrice struct{ price, currency, period string }

// listPrice is a price of a list. Of several that fit a subscription the one with the lowest rank counts.
type listPrice struct {
	unitPrice
	rank      int
	term      domain.Term
	changedAt string
}

// pricedLine is a subscription that no user typed a price in for.
type pricedLine struct {
	id, customer int64
	vendor       domain.Vendor
	product, sku string
	term         domain.Term
	counts       unitPrice
	filed        unitPrice
	filedAt      string
}

// priceKey is what a price is found by.
type priceKey struct {
	vendor domain.Vendor
	name   string // the SKU or, where the list names none, the product; folded
}

// priceLists finds prices that are valid on one day.
type priceLists struct {
	prices map[priceKey][]listPrice // best first
	folded map[string]string
}

func applyPrices(ctx context.Context, t tx, run PriceRun) (int, error) {
	lists, err := readPriceLists(ctx, t, run.Day)
	if err != nil {
		return 0, err
	}
	changed := map[int64]unitPrice{}
	customers := map[int64]bool{}
	for line, err := range queryEach(ctx, t, `
SELECT
    s.id, s.customer_id, co.vendor, s.product, s.sku, s.term,
    s.typed_unit_price, s.typed_currency, s.typed_price_period,
    s.filed_unit_price, s.filed_currency, s.filed_price_period, s.filed_at
FROM subscriptions s
JOIN connections co ON co.id = s.connection_id
WHERE s.gone_at IS NULL AND (s.typed_unit_price IS NULL OR s.imported_unit_price = 1)
  AND (?1 = 0 OR s.connection_id = ?1)
  AND (?2 = 'null' OR s.id IN (SELECT value FROM json_each(?2)))`,
		[]any{run.ConnectionID, idList(run.Lines)}, scanPricedLine) {
		if err != nil {
			return 0, err
		}
		if price := lists.priceOf(line); price != line.counts {
			changed[line.id], customers[line.customer] = price, true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(changed)) {
		p := changed[id]
		if _, err := t.exec(ctx, `
UPDATE subscriptions
SET typed_unit_price = ?1, typed_currency = ?2, typed_price_period = ?3, imported_unit_price = ?1 IS NOT NULL
WHERE id = ?4`, orNull(p.price), orNull(p.currency), orNull(p.period), id); err != nil {
			return 0, err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(customers)) {
		if _, err := t.exec(ctx, refreshPoolSpare, id); err != nil { // of a customer's figures only this knows prices
			return 0, err
		}
	}
	return len(changed), nil
}

// idList is a list of ids as JSON, "null" for all.
func idList(ids []int64) string {
	text, _ := json.Marshal(ids) // numbers: it cannot fail
	return string(text)
}

func scanPricedLine(row scanner) (pricedLine, error) {
	var l pricedLine
	err := row.Scan(&l.id, &l.customer, &l.vendor, &l.product, &l.sku, &l.term,
		orEmpty(&l.counts.price), orEmpty(&l.counts.currency), orEmpty(&l.counts.period),
		orEmpty(&l.filed.price), orEmpty(&l.filed.currency), orEmpty(&l.filed.period), orEmpty(&l.filedAt))
	return l, err
}

// readPriceLists reads what is valid on a day. The newest price comes first: by the day it is valid from, that of its
// import where the list names none. Of one day, a price for the term goes before one for any, one of the SKU before one
// of the product, then what was imported last, then the order of the list.
func readPriceLists(ctx context.Context, q querier, day domain.Date) (*priceLists, error) {
	lists := &priceLists{prices: map[priceKey][]listPrice{}, folded: map[string]string{}}
	rank := 0
	for p, err := range queryEach(ctx, q, `
SELECT vendor, product, sku, term, price, currency, price_period, changed_at
FROM prices
WHERE price <> '' AND price_period <> '' AND valid_from <= ?
ORDER BY IIF(valid_from = '', substr(changed_at, 1, 10), valid_from) DESC, term = '', sku = '', changed_at DESC, id`,
		[]any{day}, func(row scanner) (p keyedPrice, err error) {
			var product, sku string
			err = row.Scan(&p.key.vendor, &product, &sku, &p.term, &p.price, &p.currency, &p.period, &p.changedAt)
			p.key.name = fold(firstOf(sku, product))
			return p, err
		}) {
		if err != nil {
			return nil, err
		}
		rank++
		p.rank = rank
		lists.prices[p.key] = append(lists.prices[p.key], p.listPrice)
	}
	return lists, nil
}

type keyedPrice struct {
	listPrice
	key priceKey
}

// priceOf gives the price that counts for a line.
func (l *priceLists) priceOf(line pricedLine) unitPrice {
	var best *listPrice
	for _, name := range []string{line.sku, line.product} {
		if found := l.find(line, name); found != nil && (best == nil || found.rank < best.rank) {
			best = found
		}
	}
	if best == nil {
		return line.filed
	}
	return best.unitPrice
}

// find gives the best price of that name for a line, nil without one.
func (l *priceLists) find(line pricedLine, name string) *listPrice {
	if name == "" {
		return nil
	}
	prices := l.prices[priceKey{line.vendor, l.fold(name)}]
	i := slices.IndexFunc(prices, func(p listPrice) bool {
		return (p.term == "" || p.term == line.term) && p.changedAt > line.filedAt
	})
	if i < 0 {
		return nil
	}
	return &prices[i]
}

func (l *priceLists) fold(name string) string {
	folded, known := l.folded[name]
	if !known {
		folded = fold(name)
		l.folded[name] = folded
	}
	return folded
}
