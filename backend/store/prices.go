package store

import (
	"context"
	"database/sql"
	"iter"

	"tenantry/backend/domain"
)

// priceSorts are the columns the list of prices can be sorted by.
var priceSorts = map[string]string{
	"":             "p.product_key",
	"vendor":       "p.vendor",
	"product":      "NULLIF(p.product, '')",
	"sku":          "NULLIF(p.sku, '')",
	"term":         "NULLIF(p.term, '')",
	"cost":         "CAST(NULLIF(p.cost, '') AS REAL)",
	"unit_price":   "CAST(NULLIF(p.price, '') AS REAL)",
	"currency":     "p.currency",
	"price_period": "NULLIF(p.price_period, '')",
	"valid_from":   "NULLIF(p.valid_from, '')",
	"file":         "i.file_name",
	"changed_at":   "p.changed_at",
}

const fromPrices = "\nFROM prices p\nLEFT JOIN imports i ON i.id = p.import_id\n"

const selectPrices = `
SELECT
    p.id,
    p.vendor,
    p.product,
    p.sku,
    p.term,
    p.cost,
    p.price,
    p.currency,
    p.price_period,
    p.valid_from,
    COALESCE(p.import_id, 0),
    COALESCE(i.file_name, ''),
    p.changed_at` + fromPrices

func scanPrice(row scanner) (domain.PriceRow, error) {
	var p domain.PriceRow
	err := row.Scan(&p.ID, &p.Vendor, &p.Product, &p.SKU, &p.Term, &p.Cost, &p.Price.Price, &p.Currency, &p.PricePeriod, &p.ValidFrom,
		&p.ImportID, &p.File, intoTime{&p.ChangedAt})
	return p, err
}

func pricesQuery(f domain.PriceFilter) (string, *conditions, error) {
	c := &conditions{}
	c.only("p.id", f.Page)
	if f.Vendor != "" {
		c.add("p.vendor = :vendor", sql.Named("vendor", string(f.Vendor)))
	}
	c.searchBy(f.Search, func(_, word string) string {
		return holds("p.product_key", word) + " OR " + holds(folded("p.product"), word) + " OR " + holds(folded("COALESCE(i.file_name, '')"), word)
	})
	order, err := orderBy(f.Page, priceSorts, "p.vendor, p.product_key, p.term, p.valid_from, p.id")
	return selectPrices + c.where() + "\n" + order + "\n" + limit(f.Page), c, err
}

// FindPrices gives one page of the prices of all lists, by product, and how many there are on all pages.
func (s *Store) FindPrices(ctx context.Context, f domain.PriceFilter) ([]domain.PriceRow, int, error) {
	query, c, err := pricesQuery(f)
	if err != nil {
		return nil, 0, wrap("find prices", err)
	}
	rows, total, err := findPage(ctx, s.reader, f.Page, query, "SELECT COUNT(*)"+fromPrices+c.where(), c.args, scanPrice)
	return rows, total, wrap("find prices", err)
}

// EachPrice yields the prices that the filter selects without holding them all, for exports.
func (s *Store) EachPrice(ctx context.Context, f domain.PriceFilter) iter.Seq2[domain.PriceRow, error] {
	return func(yield func(domain.PriceRow, error) bool) {
		query, c, err := pricesQuery(f)
		if err != nil {
			yield(domain.PriceRow{}, wrap("find prices", err))
			return
		}
		for row, err := range queryEach(ctx, s.reader, query, c.args, scanPrice) {
			if !yield(row, wrap("find prices", err)) {
				return
			}
		}
	}
}
