package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"strings"

	"tenantry/backend/domain"
)

// poolSorts are the columns the list of pools can be sorted by. Empty values come last.
var poolSorts = map[string]string{
	"":                "c.sort_name",
	"id":              "p.id",
	"customer_id":     "p.customer_id",
	"customer":        "c.sort_name",
	"connection_id":   "p.connection_id",
	"connection":      "co.name",
	"vendor":          "co.vendor",
	"key":             "p.key",
	"product_key":     "p.product_key",
	"product":         "p.product",
	"sku":             "NULLIF(p.sku, '')",
	"pool_name":       "NULLIF(p.name, '')",
	"family":          "p.family",
	"bought":          "p.bought",
	"assigned":        poolAssigned,
	"used":            "p.used",
	"excluded":        "NULLIF(p.excluded, '')",
	"over_seats":      poolOver,
	"available_seats": poolAvailable,
	"ratio":           "p.ratio",
	"median_ratio":    "m.median",
	"shared_by":       poolSharedBy,
	"source":          "p.source",
	"synced_at":       poolSyncedAt,
	"gone_at":         "p.gone_at",
}

// poolTests are the columns of the list of pools that can be tested.
var poolTests = testables{
	"customer":   {customerOf("p"), asFolded},
	"connection": {connectionOf("p"), asText},
	"product":    {"p.product", asText},
	"sku":        {"p.sku", asText},
	"pool_name":  {"p.name", asText},
	"synced_at":  {poolSyncedAt, asMoment},
}.and(numbers(poolSorts, "bought", "assigned", "used", "over_seats", "available_seats", "ratio", "shared_by"))

// What a vendor does not count is unknown, though a pool holds 0 for it.
const (
	poolCounts    = "p.excluded <> '" + string(domain.ExcludedUncounted) + "' OR p.assigned > 0"
	poolAssigned  = "CASE WHEN " + poolCounts + " THEN p.assigned END"
	poolOver      = "CASE WHEN " + poolCounts + " THEN p.over END"
	poolAvailable = "CASE WHEN " + poolCounts + " THEN MAX(p.bought - p.assigned, 0) END"
)

const (
	poolSharedBy = "(SELECT COUNT(*) FROM subscriptions o" +
		" WHERE o.record_id = p.record_id AND o.pool_key = p.key AND o.gone_at IS NULL)"
	poolSyncedAt = "(SELECT MAX(k.last_ok_at) FROM checkpoints k" +
		" WHERE k.connection_id = p.connection_id AND k.record_id = p.record_id AND k.sampled_on <> '')"
	selectPools = `
SELECT
    p.id,
    p.customer_id,
    c.name,
    p.connection_id,
    co.name,
    co.vendor,
    p.key,
    p.product_key,
    p.product,
    p.sku,
    p.name,
    p.family,
    p.bought,
    ` + poolAssigned + `,
    p.used,
    p.excluded,
    ` + poolOver + `,
    ` + poolAvailable + `,
    p.ratio,
    m.median,
    ` + poolSharedBy + `,
    ` + poolSyncedAt + `,
    p.source,
    p.gone_at
`
)

func scanPool(row scanner) (domain.PoolRow, error) {
	var p domain.PoolRow
	err := row.Scan(&p.ID, &p.CustomerID, &p.Customer, &p.ConnectionID, &p.Connection, &p.Vendor, &p.Key, &p.ProductKey,
		&p.Product, &p.SKU, &p.Name, &p.Family, &p.Bought, &p.Assigned, &p.Used, &p.Excluded, &p.OverSeats, &p.AvailableSeats, &p.Ratio,
		&p.MedianRatio, &p.SharedBy, intoOptionalTime{&p.SyncedAt}, &p.Source, intoOptionalTime{&p.GoneAt})
	return p, err
}

// joinPools joins to pools p what the list shows; the median stays empty where too few customers have the product.
func joinPools(f *Figures) string {
	return `
JOIN customers c ON c.id = p.customer_id
JOIN connections co ON co.id = p.connection_id
LEFT JOIN (` + f.Medians() + `) AS m ON m.product_id = p.product_id
`
}

// poolFilter is what a filter of pools comes to.
type poolFilter struct {
	figures *Figures
	conditions
}

func (s *Store) poolFilter(ctx context.Context, f domain.PoolFilter) (poolFilter, error) {
	if err := f.Check(); err != nil {
		return poolFilter{}, err
	}
	figures, err := NewFiguresWithMedians(ctx, s.reader, f.Scope)
	if err != nil {
		return poolFilter{}, err
	}
	counted, err := figures.Pools(f.Figure)
	if err != nil {
		return poolFilter{}, err
	}
	c := poolFilter{figures: figures}
	c.add(counted, figures.Args()...)
	c.add(listed)
	c.only("p.id", f.Page)
	c.searchBy(f.Search, func(_, word string) string {
		return holds(folded("p.product"), word) + " OR p.customer_id IN (SELECT id FROM customers WHERE " + holds("search", word) + ")"
	})
	asked := &narrowing{conditions: &c.conditions, prefix: "asked", except: f.Page.Except}
	asked.vendors("p", f.Vendors)
	either(asked, "excluded", f.Excluded, func(excluded domain.YesNo) string {
		if excluded == domain.Yes {
			return "p.excluded <> ''"
		}
		return "p.excluded = ''"
	})
	if err := asked.check(); err != nil {
		return c, err
	}
	return c, c.test(f.Page, f.Scope.Zone, poolTests)
}

// FindPools gives one page of the pools that the filter selects, and how many there are on all pages.
func (s *Store) FindPools(ctx context.Context, f domain.PoolFilter) ([]domain.PoolRow, int, error) {
	c, err := s.poolFilter(ctx, f)
	if err != nil {
		return nil, 0, wrap("find pools", err)
	}
	query, err := poolsQuery(f, c)
	if err != nil {
		return nil, 0, wrap("find pools", err)
	}
	count := "SELECT COUNT(*) FROM pools p " + c.where()
	if f.Page.ID == 0 && f.Figure == "" && f.Search == "" && len(f.Vendors)+len(f.Excluded)+len(f.Page.Where) == 0 && c.figures.Within("p") == "" {
		count = countListed
	}
	rows, total, err := findPage(ctx, s.reader, f.Page, query, count, c.args, scanPool)
	return rows, total, wrap("find pools", err)
}

// GetPoolRecord gives whose seats a pool holds, by which connection's record, and the key of its product. A pool that is
// gone is not found.
func (s *Store) GetPoolRecord(ctx context.Context, id int64) (record domain.Record, productKey string, err error) {
	record, err = queryOne(ctx, s.reader, selectRecords+"WHERE r.id = (SELECT record_id FROM pools WHERE id = ? AND gone_at IS NULL)",
		[]any{id}, scanRecord)
	if err == nil {
		err = s.reader.QueryRowContext(ctx, "SELECT product_key FROM pools WHERE id = ?", id).Scan(&productKey)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return record, "", notFound("pool", id)
	}
	return record, productKey, wrap("get pool's record", err)
}

// EachPool yields the pools that the filter selects without holding them all, for exports.
func (s *Store) EachPool(ctx context.Context, f domain.PoolFilter) iter.Seq2[domain.PoolRow, error] {
	return func(yield func(domain.PoolRow, error) bool) {
		c, err := s.poolFilter(ctx, f)
		query := ""
		if err == nil {
			query, err = poolsQuery(f, c)
		}
		if err != nil {
			yield(domain.PoolRow{}, wrap("find pools", err))
			return
		}
		for row, err := range queryEach(ctx, s.reader, query, c.args, scanPool) {
			if !yield(row, wrap("find pools", err)) {
				return
			}
		}
	}
}

// listed is the condition on pools p that lists show them.
const listed = "p.gone_at IS NULL AND p.excluded <> 'duplicate'"

// countListed is the number of all pools that lists show: all but those that they do not, because those are few.
const countListed = "SELECT (SELECT COUNT(*) FROM pools)" +
	" - (SELECT COUNT(*) FROM pools WHERE gone_at IS NOT NULL)" +
	" - (SELECT COUNT(*) FROM pools INDEXED BY pools_excluded WHERE gone_at IS NULL AND excluded <> '' AND excluded = 'duplicate')"

// poolsQuery finds the page by the columns it is sorted by and reads the rest for its rows only.
func poolsQuery(f domain.PoolFilter, c poolFilter) (string, error) {
	tie := "p.id"
	if poolSorts[f.Page.Sort] == "c.sort_name" {
		tie = "c.id, p.id"
	}
	order, err := orderBy(f.Page, poolSorts, tie)
	if err != nil {
		return "", err
	}
	from, where := "pools p", c.where()
	switch {
	case poolSorts[f.Page.Sort] == "c.sort_name" && f.Figure == "":
		from = "customers c\nCROSS JOIN pools p ON p.customer_id = c.id"
		where += "\n  AND c.gone_at IS NULL" // no pool listed is without its customer; this lets the customers' index be used
	case strings.Contains(order, " c."):
		from += "\nJOIN customers c ON c.id = p.customer_id"
	}
	if strings.Contains(order, " co.") {
		from += "\nJOIN connections co ON co.id = p.connection_id"
	}
	if strings.Contains(order, " m.") {
		from += "\nLEFT JOIN (" + c.figures.Medians() + ") AS m ON m.product_id = p.product_id"
	}
	return selectPools + "FROM (\n    SELECT p.id FROM " + from + "\n" + where + "\n" + order + "\n" + limit(f.Page) +
		"\n) AS page\nCROSS JOIN pools p ON p.id = page.id" + joinPools(c.figures) + order, nil
}
