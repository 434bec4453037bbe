package store

import (
	"cmp"
	"database/sql"
	"errors"
	"strings"

	"tenantry/backend/domain"
)

const priceSnapshot = "SELECT json_object('cost', cost, 'price', price, 'product', product, 'changed_at', changed_at) FROM prices WHERE id = ?"

// savePrice stores a line of a price list; finish puts it onto subscriptions.
func (r *importRun) savePrice(row *domain.ImportRow) error {
	p := row.Price
	productKey := cmp.Or(strings.ToLower(p.SKU), fold(p.Product))
	args := []any{r.req.Vendor, productKey, string(p.Term), p.Currency, p.PricePeriod, string(p.ValidFrom)}
	if !r.once("sku", firstOf(p.SKU, p.Product), strings.Join([]string{productKey, string(p.Term), p.Currency, p.PricePeriod, string(p.ValidFrom)}, "\x00")) {
		return nil
	}
	return r.storePrice(p, args)
}

func (r *importRun) storePrice(p *domain.Price, key []any) error {
	type known struct {
		id          int64
		cost, price string
	}
	old, err := queryOne(r.ctx, r, `
SELECT id, cost, price
FROM prices
WHERE vendor = ? AND product_key = ? AND term = ? AND currency = ? AND price_period = ? AND valid_from = ?`, key,
		func(row scanner) (k known, err error) {
			err = row.Scan(&k.id, &k.cost, &k.price)
			return k, err
		})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		r.done.Added++
		_, err := r.exec(r.ctx, `
INSERT INTO prices (vendor, product_key, term, currency, price_period, valid_from, product, sku, cost, price, import_id, changed_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			append(key, p.Product, p.SKU, p.Cost, p.Price, r.done.ID, r.at)...)
		return err
	case err != nil:
		return err
	}
	cost, price := cmp.Or(p.Cost, old.cost), cmp.Or(p.Price, old.price)
	if cost == old.cost && price == old.price {
		r.done.Unchanged++
		return nil
	}
	r.done.Changed++
	return r.change(changedRow{table: "prices", id: old.id, snapshot: priceSnapshot},
		"UPDATE prices SET cost = ?, price = ?, changed_at = ? WHERE id = ?", cost, price, r.at, old.id)
}

func valueOf[T any](p *T) T {
	if p == nil {
		return *new(T)
	}
	return *p
}
