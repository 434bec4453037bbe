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
		sql.Named("inactive_days", "-"+strconv.Itoa(quiet)+" days"),
	}, w.Figures.Args()...)
}

// reducible is the condition on subscriptions s that it is known when they can be reduced, and not too far off: within
// their cancellation window, or at the end of a term of which it is known what comes then. It reads no generated column.
const reducible = "(COALESCE(s.cancel_until >= :now, FALSE)" +
	" OR COALESCE(s.typed_at_term_end, s.given_at_term_end, '') <> ''" +
	" AND COALESCE(COALESCE(s.typed_term_end_on, s.given_term_end_on) BETWEEN :today AND :horizon, FALSE))"

// Idle is a table of the pools whose seats people hold who do not need them, with how many: pool_id, customer_id, line_id,
// disabled, shared, inactive. How long somebody was not active is counted to the day that people were last read. Line_id is
// the subscription whose price is that of each seat.
func (w Waste) Idle() string {
	return `(
    SELECT
        p.id AS pool_id,
        p.customer_id,
        p.priced_by AS line_id,
        SUM(CASE h.state WHEN 'disabled' THEN h.seats ELSE 0 END) AS disabled,
        SUM(CASE h.state WHEN 'shared' THEN h.seats ELSE 0 END) AS shared,
        SUM(CASE h.state WHEN '' THEN h.seats ELSE 0 END) AS inactive
    FROM (
        SELECT pool_id, state, last_on, seats FROM holders WHERE state > ''
        UNION ALL
        SELECT pool_id, state, last_on, seats FROM holders WHERE state = '' AND last_on <= :inactive_before
    ) AS h
    CROSS JOIN pools p ON p.id = h.pool_id
    WHERE p.gone_at IS NULL
      AND p.excluded = ''
      AND (h.state > '' OR h.last_on <= date((
            SELECT substr(k.last_ok_at, 1, 10)
            FROM checkpoints k
            WHERE k.connection_id = p.connection_id AND k.record_id = p.record_id AND k.dataset = 'people'
        ), :inactive_days))` + w.Within("p") + `
    GROUP BY p.id
)`
}

// Reducible is the condition on subscriptions s that their spare seats can be given back.
func (w Waste) Reducible() string { return reducible }

// parts are queries for the rows of the kinds asked for: kind, pool_id, line_id, seats, disabled, shared, inactive, of_line.
func (w Waste) parts() []string {
	var parts []string
	if w.f.Kind == "" || w.f.Kind == domain.WasteReassign {
		parts = append(parts, `SELECT 'reassign' AS kind, i.pool_id, i.line_id, i.disabled + i.shared + i.inactive AS seats, i.disabled, i.shared, i.inactive,
    0 AS of_line
FROM `+w.Idle()+` AS i`)
	}
	lines := `SELECT CASE WHEN ` + reducible + ` THEN 'reduce' ELSE 'exposure' END AS kind, NULL AS pool_id, s.id AS line_id, s.spare AS seats,
    0 AS disabled, 0 AS shared, 0 AS inactive, 1 AS of_line
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
		parts = append(parts, `SELECT 'exposure', p.id, NULL, p.spare, 0, 0, 0, 0
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
	"disabled":     "f.disabled",
	"shared":       "f.shared",
	"inactive":     "f.inactive",
	"act_on":       wasteActOn,
	"term_end_on":  "CASE WHEN f.of_line THEN s.term_end_on END",
	"unit_price":   "CAST(s.typed_unit_price AS REAL)",
	"amount":       "f.seats * CAST(s.typed_unit_price AS REAL)",
	"price_source": priceSource,
	"synced_at":    poolSyncedAt,
}

var selectWaste = `
SELECT
    CASE WHEN f.of_line THEN f.line_id WHEN f.kind = 'reassign' THEN p.id ELSE -p.id END,
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
    f.disabled,
    f.shared,
    f.inactive,
    CASE
        WHEN f.kind <> 'exposure' THEN ''
        WHEN NOT f.of_line THEN 'no_line'
        WHEN s.at_term_end <> '' AND s.term_end_on > :horizon THEN 'later'
        ELSE 'unknown'
    END,
    CASE WHEN f.kind = 'reduce' AND s.cancel_until >= :now THEN s.cancel_until END,
    ` + wasteActOn + `,
    CASE WHEN f.kind = 'reduce' THEN CASE WHEN s.cancel_until >= :now THEN s.source ELSE ` + sourceOf("term_end_on") + ` END END,
    CASE WHEN f.of_line THEN s.at_term_end ELSE '' END,
    CASE WHEN f.of_line THEN s.term_end_on END,
    s.typed_unit_price,
    s.typed_currency,
    s.typed_price_period,
    ` + priceSource + `,
    ` + poolSyncedAt + `
`

func (w Waste) scan(row scanner) (domain.WasteRow, error) {
	var r domain.WasteRow
	err := row.Scan(&r.ID, &r.Kind, &r.PoolID, &r.SubscriptionID, &r.CustomerID, &r.Customer, &r.ConnectionID, &r.Connection, &r.Vendor,
		&r.Number, &r.Product, &r.SKU, &r.Family, &r.Bought, &r.Assigned, &r.Seats, &r.Disabled, &r.Shared, &r.Inactive, &r.Reason,
		intoOptionalTime{&r.ActUntil}, orEmpty(&r.ActOn), orEmpty(&r.ActSource), &r.AtTermEnd, orEmpty(&r.TermEndOn),
		orEmpty(&r.UnitPrice), orEmpty(&r.Currency), orEmpty(&r.PricePeriod), orEmpty(&r.PriceSource), intoOptionalTime{&r.SyncedAt})
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

// query finds the page by the columns it is sorted by and reads the rest for its rows only.
func (w Waste) query() (list, count string, args []any, err error) {
	page := w.f.Page
	if page.Sort == "" {
		page.Desc = true
	}
	order, err := orderBy(page, wasteSorts, "f.line_id, f.pool_id, f.kind")
	if err != nil {
		return "", "", nil, err
	}
	c := &conditions{}
	c.add("TRUE", w.Args()...)
	c.searchBy(w.f.Search, func(word string) string {
		return holds("LOWER(p.product)", word) + " OR p.customer_id IN (SELECT id FROM customers WHERE " + holds("search", word) + ")" +
			" OR f.of_line AND s.id IN (SELECT o.id FROM subscriptions o WHERE " + holds("o.search", word) + ")"
	})
	found := "(\n" + strings.Join(w.parts(), "\nUNION ALL\n") + "\n) AS f"
	from := "FROM " + found
	if w.f.Search != "" {
		from += wasteJoins
	} else {
		from += wasteJoinsFor(order)
	}
	list = selectWaste + "FROM (\n    SELECT f.* " + from + "\n" + c.where() + "\n" + order + "\n" + limit(page) + "\n) AS f" + wasteJoins + order
	counted := "FROM " + found
	if w.f.Search != "" {
		counted = from
	}
	return list, "SELECT COUNT(*) " + counted + "\n" + c.where(), c.args, nil
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
	rows, total, err := findPage(ctx, q, f.Page, list, count, args, w.scan)
	return rows, total, wrap("find waste", err)
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
		for row, err := range queryEach(ctx, q, list, args, w.scan) {
			if !yield(row, wrap("find waste", err)) {
				return
			}
		}
	}
}
