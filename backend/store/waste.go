package store

import (
	"context"
	"database/sql"
	"iter"
	"strconv"
	"strings"

	"tenantry/backend/domain"
)

// Waste turns the three sums of the waste finder into rows f, for one filter: lists show what reports add up. A row is
// the seats of a pool that people hold who do not need them, or the spare seats of a subscription, or of a pool where they
// are of no running subscription. Its values are in Args.
type Waste struct {
	*Figures
	f domain.WasteFilter
}

// NewWaste prepares the rows of a filter.
func NewWaste(f domain.WasteFilter) (Waste, error) {
	figures, err := NewFigures(f.Scope)
	return Waste{figures, f}, err
}

// Args are the values of the rows.
func (w Waste) Args() []any {
	quiet := w.scope.Thresholds.QuietDays
	return append([]any{
		sql.Named("now", timeText(w.f.Now)), sql.Named("horizon", string(w.scope.Today.AddDays(domain.ReduceDays))),
		sql.Named("inactive_before", string(w.scope.Today.AddDays(-quiet))),
		sql.Named("inactive_sure", string(w.scope.Today.AddDays(-quiet-freshDays))),
		sql.Named("fresh_from", string(w.scope.Today.AddDays(-freshDays))),
		sql.Named("inactive_days", "-"+strconv.Itoa(quiet)+" days"),
	}, w.Figures.Args()...)
}

// reducible is the condition on subscriptions s that it is known when they can be reduced, and not too far off: within
// their cancellation window, or at the end of a term of which it is known what comes then. It reads no generated column.
const reducible = "(COALESCE(s.cancel_until >= :now, FALSE)" +
	" OR COALESCE(s.typed_at_term_end, s.given_at_term_end, '') <> ''" +
	" AND COALESCE(COALESCE(s.typed_term_end_on, s.given_term_end_on) BETWEEN :today AND :horizon, FALSE))"

// freshDays is how long ago people may have been read for what is long past to count without a look at the day.
const freshDays = 7

// Idle is a table of the pools whose seats people hold who do not need them: pool_id, customer_id, line_id, seats. How long
// somebody was not active is counted to the day that people were last read; that is looked up for few: who was not active
// for a week longer counts wherever people were read in the past week. Line_id is the subscription whose price is that of
// each seat. Holders are walked in the order of their pools, so that nothing is sorted.
func (w Waste) Idle() string {
	from := "holders h CROSS JOIN pools p ON p.id = h.pool_id"
	if w.scope.CustomerID != 0 {
		from = "pools p CROSS JOIN holders h ON h.pool_id = p.id"
	}
	return `(
    SELECT
        h.pool_id,
        p.customer_id,
        p.priced_by AS line_id,
        SUM(h.seats) AS seats
    FROM ` + from + `
    WHERE h.last_on <= :inactive_before
      AND p.gone_at IS NULL
      AND p.excluded = ''` + w.Within("p") + `
      AND (h.last_on = '' OR h.last_on <= :inactive_sure AND p.record_id IN (
            SELECT k.record_id
            FROM checkpoints k
            WHERE k.connection_id IN (SELECT id FROM connections) AND k.dataset = 'people' AND k.error_key = ''
              AND k.last_ok_at >= :fresh_from
        ) OR h.last_on <= date((
            SELECT substr(k.last_ok_at, 1, 10)
            FROM checkpoints k
            WHERE k.connection_id = p.connection_id AND k.record_id = p.record_id AND k.dataset = 'people'
        ), :inactive_days))
    GROUP BY h.pool_id
)`
}

// The holders of the seats of a row f to reassign.
const (
	wasteDisabled = "CASE f.kind WHEN 'reassign' THEN (SELECT COALESCE(SUM(h.seats), 0) FROM holders h" +
		" WHERE h.pool_id = p.id AND h.state = 'disabled') ELSE 0 END"
	wasteShared = "CASE f.kind WHEN 'reassign' THEN (SELECT COALESCE(SUM(h.seats), 0) FROM holders h" +
		" WHERE h.pool_id = p.id AND h.state = 'shared') ELSE 0 END"
	wasteInactive = "CASE f.kind WHEN 'reassign' THEN f.seats - (SELECT COALESCE(SUM(h.seats), 0) FROM holders h" +
		" WHERE h.pool_id = p.id AND h.state > '') ELSE 0 END"
)

// Reducible is the condition on subscriptions s that their spare seats can be given back.
func (w Waste) Reducible() string { return reducible }

// parts are queries for the rows of the kinds asked for: kind, pool_id, line_id, seats, of_line.
func (w Waste) parts() []string {
	var parts []string
	if w.f.Kind == "" || w.f.Kind == domain.WasteReassign {
		parts = append(parts, "SELECT 'reassign' AS kind, i.pool_id, i.line_id, i.seats, 0 AS of_line\nFROM "+w.Idle()+" AS i")
	}
	lines := `SELECT CASE WHEN ` + reducible + ` THEN 'reduce' ELSE 'exposure' END AS kind, NULL AS pool_id, s.id AS line_id, s.spare AS seats, 1 AS of_line
FROM subscriptions s
WHERE s.spare > 0` + w.Within("s")
	switch w.f.Kind {
	case domain.WasteReduce:
		parts = append(parts, lines+" AND "+reducible)
	case domain.WasteExposure:
		parts = append(parts, lines+" AND NOT "+reducible)
	case "":
		parts = append(parts, lines)
	}
	if w.f.Kind == "" || w.f.Kind == domain.WasteExposure {
		parts = append(parts, `SELECT 'exposure', p.id, NULL, p.spare, 0
FROM pools p
WHERE p.spare > 0`+w.Within("p"))
	}
	return parts
}

const wasteActOn = "CASE WHEN f.kind = 'reduce' THEN CASE WHEN s.cancel_until >= :now THEN substr(s.cancel_until, 1, 10) ELSE s.term_end_on END END"

// wasteSorts are the columns the list can be sorted by. Empty values come last.
var wasteSorts = map[string]string{
	"":             "f.seats",
	"kind":         "f.kind",
	"customer_id":  "p.customer_id",
	"customer":     "c.sort_name",
	"connection":   "co.name",
	"vendor":       "co.vendor",
	"number":       "CASE WHEN f.of_line THEN NULLIF(s.number, '') END",
	"product":      "p.product",
	"sku":          "NULLIF(p.sku, '')",
	"family":       "p.family",
	"bought":       "p.bought",
	"assigned":     "p.assigned",
	"seats":        "f.seats",
	"disabled":     wasteDisabled,
	"shared":       wasteShared,
	"inactive":     wasteInactive,
	"act_on":       wasteActOn,
	"term_end_on":  "CASE WHEN f.of_line THEN s.term_end_on END",
	"unit_price":   "CAST(s.typed_unit_price AS REAL)",
	"amount":       "f.seats * CAST(s.typed_unit_price AS REAL)",
	"price_source": priceSource,
	"synced_at":    poolSyncedAt,
}

// wasteTests are the columns of the list that can be tested.
var wasteTests = testables{
	"customer":    {"c.sort_name", asFolded},
	"connection":  {"co.name", asText},
	"number":      {wasteSorts["number"], asText},
	"product":     {"p.product", asText},
	"sku":         {"p.sku", asText},
	"act_on":      {wasteActOn, asDay},
	"term_end_on": {wasteSorts["term_end_on"], asDay},
	"synced_at":   {poolSyncedAt, asMoment},
}.and(numbers(wasteSorts, "bought", "assigned", "seats", "disabled", "shared", "inactive", "unit_price", "amount"))

// wasteID names a row f within its kind: a subscription's seats by it, a pool's that are of none by its number below zero.
const wasteID = "CASE WHEN f.of_line THEN f.line_id WHEN f.kind = 'reassign' THEN f.pool_id ELSE -f.pool_id END"

var selectWaste = `
SELECT
    ` + wasteID + `,
    f.kind,
    p.id,
    CASE WHEN f.of_line THEN f.line_id END,
    c.id,
    c.name,
    co.id,
    co.name,
    co.vendor,
    CASE WHEN f.of_line THEN s.number ELSE '' END,
    p.product,
    p.sku,
    p.family,
    p.bought,
    p.assigned,
    f.seats,
    ` + wasteDisabled + `,
    ` + wasteShared + `,
    ` + wasteInactive + `,
    CASE
        WHEN f.kind <> 'exposure' THEN ''
        WHEN NOT f.of_line THEN 'no_line'
        WHEN s.at_term_end <> '' AND s.term_end_on > :horizon THEN 'later'
        ELSE 'unknown'
    END,
    CASE WHEN f.kind = 'reduce' AND s.cancel_until >= :now THEN s.cancel_until END,
    ` + wasteActOn + `,
    CASE WHEN f.kind = 'reduce' THEN CASE WHEN s.cancel_until >= :now THEN ` + cancelSource + ` ELSE ` + sourceOf("term_end_on") + ` END END,
    CASE WHEN f.of_line THEN s.at_term_end ELSE '' END,
    CASE WHEN f.of_line THEN s.term_end_on END,
    s.typed_unit_price,
    s.typed_currency,
    s.typed_price_period,
    ` + priceSource + `,
    CASE WHEN f.of_line THEN s.source ELSE p.source END,
    ` + poolSyncedAt + `,
    `

// scan reads a row, and how many there are on all pages where the list tells.
func (w Waste) scan(row scanner, total *sql.NullInt64) (domain.WasteRow, error) {
	var r domain.WasteRow
	err := row.Scan(&r.ID, &r.Kind, &r.PoolID, &r.SubscriptionID, &r.CustomerID, &r.Customer, &r.ConnectionID, &r.Connection, &r.Vendor,
		&r.Number, &r.Product, &r.SKU, &r.Family, &r.Bought, &r.Assigned, &r.Seats, &r.Disabled, &r.Shared, &r.Inactive, &r.Reason,
		intoOptionalTime{&r.ActUntil}, orEmpty(&r.ActOn), orEmpty(&r.ActSource), &r.AtTermEnd, orEmpty(&r.TermEndOn),
		orEmpty(&r.UnitPrice), orEmpty(&r.Currency), orEmpty(&r.PricePeriod), orEmpty(&r.PriceSource), &r.Source, intoOptionalTime{&r.SyncedAt},
		total)
	if r.ActUntil != nil && w.f.Zone != nil {
		r.ActOn = domain.DateOf(r.ActUntil.In(w.f.Zone))
	}
	return r, err
}

// wasteJoins joins to rows f what the list shows.
const wasteJoins = wasteLine + wastePool + `
JOIN customers c ON c.id = p.customer_id
JOIN connections co ON co.id = p.connection_id
`

const (
	wasteLine = `
LEFT JOIN subscriptions s ON s.id = f.line_id`
	wastePool = `
CROSS JOIN pools p ON p.id = COALESCE(f.pool_id, (SELECT q.id FROM pools q WHERE q.record_id = s.record_id AND q.key = s.pool_key))`
)

// rows are a table f of the rows of the kinds asked for.
func (w Waste) rows() string { return "(\n" + strings.Join(w.parts(), "\nUNION ALL\n") + "\n) AS f" }

// conditions are what rows f, joined to what the list shows, are narrowed down by.
func (w Waste) conditions() (*conditions, error) {
	c := &conditions{}
	c.add("TRUE", w.Args()...)
	c.only(wasteID, w.f.Page)
	c.searchBy(w.f.Search, func(_, word string) string {
		return holds(folded("p.product"), word) + " OR p.customer_id IN (SELECT id FROM customers WHERE " + holds("search", word) + ")" +
			" OR f.of_line AND s.id IN (SELECT o.id FROM subscriptions o WHERE " + holds("o.search", word) + ")"
	})
	return c, c.test(w.f.Page, w.scope.Zone, wasteTests)
}

// query finds the page by the columns it is sorted by and reads the rest for its rows only.
func (w Waste) query() (list, count string, args []any, err error) {
	page := w.f.Page
	if page.Sort == "" {
		page.Desc = true
	}
	tie := "f.line_id, f.pool_id, f.kind"
	if page.Sort == "customer" {
		tie = "c.id, " + tie // customers of one name stand apart
	}
	order, err := orderBy(page, wasteSorts, tie)
	if err != nil {
		return "", "", nil, err
	}
	c, err := w.conditions()
	if err != nil {
		return "", "", nil, err
	}
	narrowed := page.ID != 0 || w.f.Search != "" || len(page.Where) > 0
	with, found, total := "", w.rows(), "NULL"
	if w.f.Kind == domain.WasteReassign && !narrowed {
		// Finding these takes longer than keeping them, so the page and the count share them.
		with, found, total = "WITH found AS MATERIALIZED (\n"+w.parts()[0]+"\n)\n", "found AS f", "(SELECT COUNT(*) FROM found)"
	}
	from := "FROM " + found
	if narrowed {
		from += wasteJoins
	} else {
		from += wasteJoinsFor(order)
	}
	list = with + selectWaste + total + "\nFROM (\n    SELECT f.* " + from + "\n" + c.where() + "\n" + order + "\n" + limit(page) + "\n) AS f" + wasteJoins + order
	counted := "FROM " + found
	if narrowed {
		counted = from
	}
	return list, with + "SELECT COUNT(*) " + counted + "\n" + c.where(), c.args, nil
}

// wasteJoinsFor joins what an order names.
func wasteJoinsFor(order string) string {
	joins := ""
	customer, connection := strings.Contains(order, " c."), strings.Contains(order, " co.")
	if customer || connection || strings.Contains(order, "p.") {
		joins += wasteLine + wastePool
	} else if strings.Contains(order, "s.") {
		joins += wasteLine
	}
	if customer {
		joins += "\nJOIN customers c ON c.id = p.customer_id"
	}
	if connection {
		joins += "\nJOIN connections co ON co.id = p.connection_id"
	}
	return joins
}

// FindWaste gives one page of seats that are paid for and not used, the most in front, and how many rows there are on all
// pages. Amounts are left to reports.
func FindWaste(ctx context.Context, q Preparer, f domain.WasteFilter) ([]domain.WasteRow, int, error) {
	w, err := NewWaste(f)
	if err != nil {
		return nil, 0, wrap("find waste", err)
	}
	list, count, args, err := w.query()
	if err != nil {
		return nil, 0, wrap("find waste", err)
	}
	var total sql.NullInt64
	rows, err := queryAll(ctx, q, list, args, func(row scanner) (domain.WasteRow, error) { return w.scan(row, &total) })
	if err != nil || total.Valid {
		return rows, int(total.Int64), wrap("find waste", err)
	}
	counted, err := countPages(ctx, q, f.Page, len(rows), count, args)
	return rows, counted, wrap("find waste", err)
}

// EachWaste yields them without holding them all, for exports.
func EachWaste(ctx context.Context, q Preparer, f domain.WasteFilter) iter.Seq2[domain.WasteRow, error] {
	return func(yield func(domain.WasteRow, error) bool) {
		w, err := NewWaste(f)
		if err != nil {
			yield(domain.WasteRow{}, wrap("find waste", err))
			return
		}
		list, _, args, err := w.query()
		if err != nil {
			yield(domain.WasteRow{}, wrap("find waste", err))
			return
		}
		var total sql.NullInt64
		scan := func(row scanner) (domain.WasteRow, error) { return w.scan(row, &total) }
		for row, err := range queryEach(ctx, q, list, args, scan) {
			if !yield(row, wrap("find waste", err)) {
				return
			}
		}
	}
}
