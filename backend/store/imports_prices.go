package store

import (
	"cmp"
	"database/sql"
	"errors"
	"strings"

	"tenantry/backend/domain"
)

const priceSnapshot = "SELECT json_object('cost', cost, 'price', price, 'product', product, 'changed_at', changed_at) FROM prices WHERE id = ?"

// savePrice stores a line of a price list. Its price becomes that of the vendor's subscriptions that have none.
func (r *importRun) savePrice(row *domain.ImportRow) error {
	p := row.Price
	productKey := cmp.Or(strings.ToLower(p.SKU), fold(p.Product))
	args := []any{r.req.Vendor, productKey, string(p.Term), p.Currency, p.PricePeriod, string(p.ValidFrom)}
	if !r.once("sku", strings.Join([]string{productKey, string(p.Term), p.Currency, p.PricePeriod, string(p.ValidFrom)}, "\x00")) {
		return nil
	}
	if err := r.storePrice(p, args); err != nil {
		return err
	}
	if p.Price == "" || p.PricePeriod == "" || string(p.ValidFrom) > string(r.req.Day) {
		return nil
	}
	return r.applyPrice(row)
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

// applyPrice gives the vendor's subscriptions of the product their price, where they have none or one from a file.
func (r *importRun) applyPrice(row *domain.ImportRow) error {
	if r.prices == nil {
		x, err := r.index()
		if err != nil {
			return err
		}
		r.prices = map[string][]*indexedLine{}
		for _, lines := range x.byProduct {
			for _, line := range lines {
				for _, name := range []string{line.sku, line.product} {
					if name != "" && !containsLine(r.prices[name], line) {
						r.prices[name] = append(r.prices[name], line)
					}
				}
			}
		}
	}
	p := row.Price
	set := domain.Typed{UnitPrice: &p.Price, Currency: &p.Currency, PricePeriod: &p.PricePeriod}
	for _, line := range r.prices[fold(cmp.Or(p.SKU, p.Product))] {
		own := cmp.Or(line.given.Term, valueOf(line.typed.Term))
		if p.Term != "" && own != p.Term || line.typed.UnitPrice != nil && !line.imported.price || r.priced[line.id] {
			continue
		}
		if equal(line.typed.UnitPrice, set.UnitPrice) && equal(line.typed.Currency, set.Currency) && equal(line.typed.PricePeriod, set.PricePeriod) {
			continue
		}
		r.priced[line.id] = true
		if err := r.writeImported(line, set); err != nil {
			return err
		}
	}
	return nil
}

func containsLine(lines []*indexedLine, line *indexedLine) bool {
	return len(lines) > 0 && lines[len(lines)-1].id == line.id
}

func valueOf[T any](p *T) T {
	if p == nil {
		return *new(T)
	}
	return *p
}
