package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"iter"
	"maps"
	"strings"

	"tenantry/backend/domain"
)

// The seats of a row: a subscription's own where the vendor counts them, else those of its pool. The use and the past are
// the pool's, so they are a subscription's only where all the pool's seats are.
const (
	seatPool     = "p.record_id = s.record_id AND p.key = s.pool_key AND p.gone_at IS NULL AND p.excluded = ''"
	lineBought   = "CASE WHEN s.assigned IS NULL THEN p.bought ELSE s.quantity END"
	lineAssigned = "COALESCE(s.assigned, p.assigned)"
	lineIsPool   = "(s.assigned IS NULL OR s.quantity = p.bought)"
	lineAdded    = "CASE WHEN " + addedForSure + " THEN s.added_on END"
	lineShared   = "CASE WHEN s.assigned IS NULL THEN " + poolSharedBy + " - 1 ELSE 0 END"

	// weekAgo is the day of the snapshot that a weekly change compares with.
	weekAgo = "d.pool_id = p.id AND d.day IN (:six_days_ago, :week_ago, :eight_days_ago)" +
		" ORDER BY d.day = :week_ago DESC, d.day DESC LIMIT 1)"
	assignedWeekAgo = "(SELECT d.assigned FROM pool_days d WHERE " + weekAgo
	usedWeekAgo     = "(SELECT d.used FROM pool_days d WHERE " + weekAgo
	assignedChange  = "p.assigned - " + assignedWeekAgo
	usedChange      = "p.used - " + usedWeekAgo
)

// licenceSorts are the columns that every section can be sorted by. Empty values come last.
var licenceSorts = map[string]string{
	"customer_id":   "c.id",
	"customer":      "c.sort_name",
	"connection":    "co.name",
	"connection_id": "co.id",
	"vendor":        "co.vendor",
}

func sortsWith(more map[string]string) map[string]string {
	all := maps.Clone(licenceSorts)
	maps.Copy(all, more)
	return all
}

var lineSorts = sortsWith(map[string]string{
	"id":              "s.id",
	"number":          "NULLIF(s.number, '')",
	"product":         "s.product",
	"sku":             "NULLIF(s.sku, '')",
	"family":          "s.family",
	"trial":           "s.trial",
	"quantity":        "s.quantity",
	"bought":          lineBought,
	"assigned":        lineAssigned,
	"available":       "MAX(" + lineBought + " - " + lineAssigned + ", 0)",
	"over":            "MAX(" + lineAssigned + " - " + lineBought + ", 0)",
	"share":           "1.0 * " + lineAssigned + " / NULLIF(" + lineBought + ", 0)",
	"used":            "CASE WHEN " + lineIsPool + " THEN p.used END",
	"used_share":      "CASE WHEN " + lineIsPool + " THEN 1.0 * p.used / NULLIF(p.bought, 0) END",
	"assigned_change": "CASE WHEN " + lineIsPool + " THEN " + assignedChange + " END",
	"used_change":     "CASE WHEN " + lineIsPool + " THEN " + usedChange + " END",
	"added_on":        lineAdded,
	"term_end_on":     "COALESCE(s.typed_term_end_on, s.given_term_end_on)",
	"at_term_end":     "COALESCE(s.typed_at_term_end, s.given_at_term_end)",
	"synced_at":       subscriptionSyncedAt,
})

var heldSorts = sortsWith(map[string]string{
	"id":              "p.id",
	"product":         "p.product",
	"sku":             "NULLIF(p.sku, '')",
	"family":          "p.family",
	"quantity":        "p.bought",
	"bought":          "p.bought",
	"assigned":        "p.assigned",
	"available":       "MAX(p.bought - p.assigned, 0)",
	"over":            "p.over",
	"share":           "p.ratio",
	"used":            "p.used",
	"used_share":      "1.0 * p.used / NULLIF(p.bought, 0)",
	"assigned_change": assignedChange,
	"used_change":     usedChange,
	"added_on":        "p.aged_on",
	"term_end_on":     "(SELECT s.term_end_on FROM subscriptions s WHERE s.id = " + nextLine + ")",
	"at_term_end":     "(SELECT NULLIF(s.at_term_end, '') FROM subscriptions s WHERE s.id = " + nextLine + ")",
	"synced_at":       poolSyncedAt,
})

// nextLine is the running subscription of pool p whose term ends first.
const nextLine = "(SELECT n.id FROM subscriptions n WHERE n.record_id = p.record_id AND n.pool_key = p.key AND n.runs = 1" +
	" ORDER BY n.term_end_on IS NULL, n.term_end_on, n.id LIMIT 1)"

// licenceOrder sorts a section. By itself it begins with what was added last, ends first, is assigned least or is over most;
// days count the other way where they go back.
func licenceOrder(f domain.LicenceFilter) (string, error) {
	page, sorts, id := f.Page, lineSorts, "s.id"
	if f.Section.ListsPools() {
		sorts, id = heldSorts, "p.id"
	}
	if page.Sort == "customer" {
		id = "c.id, " + id // customers of one name stand apart
	}
	back := f.Section == domain.FigureAdded || f.Section == domain.FigureLow
	switch {
	case page.Sort == "days" || page.Sort == "months":
		page.Sort = "term_end_on"
		if back {
			page.Sort, page.Desc = "added_on", !page.Desc
		}
	case page.Sort != "":
	case f.Section == domain.FigureAdded:
		page.Sort, page.Desc = "added_on", true
	case f.Section == domain.FigureLow:
		page.Sort = "share"
	case f.Section == domain.FigureOver:
		page.Sort, page.Desc = "over", true
	default:
		page.Sort = "term_end_on"
	}
	return orderBy(page, sorts, id)
}

// useDaysOf are the newest day with samples in each of the past thirteen weeks of a connection. A day that was read has a
// sample of every pool of its connection.
const useDaysOf = `
WITH use_days AS MATERIALIZED (
    SELECT connection_id, MAX(day) AS day
    FROM (SELECT DISTINCT connection_id, day FROM family_days WHERE day > :use_from AND day <= :today)
    GROUP BY connection_id, CAST(julianday(:today) - julianday(day) AS INTEGER) / 7
)`

// usePoints is the use of pool p over time, as JSON.
const usePoints = `(
        SELECT json_group_array(json_object('day', u.day, 'used', d.used) ORDER BY u.day)
        FROM use_days u
        JOIN pool_days d ON d.day = u.day AND d.pool_id = p.id
        WHERE u.connection_id = p.connection_id
    )`

const licenceOf = `
    c.id,
    c.name,
    co.id,
    co.name,
    co.vendor,`

const selectLines = `
SELECT
    s.id,
    p.id,` + licenceOf + `
    json_array(s.number),
    s.trial,
    s.product,
    s.sku,
    s.family,
    s.quantity,
    ` + lineBought + `,
    ` + lineAssigned + `,
    CASE WHEN ` + lineIsPool + ` THEN p.used END,
    ` + lineShared + `,
    ` + lineAdded + `,
    IIF(s.created_on IS NULL, 'derived', s.source),
`

const selectHeld = `
SELECT
    p.id,
    p.id,` + licenceOf + `
    (
        SELECT json_group_array(DISTINCT o.number)
        FROM subscriptions o
        WHERE o.record_id = p.record_id AND o.pool_key = p.key AND o.gone_at IS NULL
    ),
    s.trial,
    p.product,
    p.sku,
    p.family,
    p.bought,
    p.bought,
    p.assigned,
    p.used,
    MAX(` + poolSharedBy + ` - 1, 0),
    p.aged_on,
    'derived',
`

func licenceFacts(whole, source, synced string) string {
	return `
    s.term_end_on,
    ` + sourceOf("term_end_on") + `,
    s.at_term_end,
    ` + sourceOf("at_term_end") + `,
    CASE WHEN ` + whole + ` THEN ` + assignedChange + ` END,
    CASE WHEN ` + whole + ` THEN ` + usedChange + ` END,
    CASE WHEN ` + whole + ` THEN ` + usePoints + ` END,
    ` + source + `,
    ` + synced + `
`
}

func scanLicence(row scanner) (domain.LicenceRow, error) {
	var l domain.LicenceRow
	var bought, assigned, used *int64
	var sharedWith int
	var numbers, use, atTermEnd sql.NullString
	err := row.Scan(&l.ID, &l.PoolID, &l.CustomerID, &l.Customer, &l.ConnectionID, &l.Connection, &l.Vendor, &numbers, &l.Trial,
		&l.Product, &l.SKU, &l.Family, &l.Quantity, &bought, &assigned, &used, &sharedWith, orEmpty(&l.AddedOn),
		orEmpty(&l.AddedSource), orEmpty(&l.TermEndOn), orEmpty(&l.TermEndSource), &atTermEnd, orEmpty(&l.AtTermEndSource),
		&l.AssignedChange, &l.UsedChange, &use, &l.Source, intoOptionalTime{&l.SyncedAt})
	if err != nil {
		return l, err
	}
	l.AtTermEnd = domain.AtTermEnd(atTermEnd.String)
	if l.AddedOn == "" {
		l.AddedSource = domain.SourceNone
	}
	if bought != nil && assigned != nil {
		l.Seats = &domain.Seats{Bought: *bought, Assigned: *assigned, Used: used, SharedWith: sharedWith}
		l.Seats.Fill()
	}
	for text, to := range map[*sql.NullString]any{&numbers: &l.Numbers, &use: &l.Use} {
		if !text.Valid {
			continue
		}
		if err := json.Unmarshal([]byte(text.String), to); err != nil {
			return l, err
		}
	}
	l.Numbers = withoutEmpty(l.Numbers)
	l.Average()
	return l, nil
}

func withoutEmpty(words []string) []string {
	kept := []string{}
	for _, word := range words {
		if word != "" {
			kept = append(kept, word)
		}
	}
	return kept
}

// licenceQuery is a list of a section, and where its rows come from.
type licenceQuery struct {
	list, from string
	*conditions
}

func newLicenceQuery(ctx context.Context, q Preparer, f domain.LicenceFilter) (licenceQuery, error) {
	figures, err := figuresFor(ctx, q, f)
	if err != nil {
		return licenceQuery{}, err
	}
	order, err := licenceOrder(f)
	if err != nil {
		return licenceQuery{}, err
	}
	c := &conditions{}
	c.add("TRUE", append(figures.Args(), licenceArgs(f.Scope.Today)...)...)
	build := linesQuery
	if f.Section.ListsPools() {
		build = heldQuery
	}
	return build(f, figures, c, order)
}

// figuresFor prepares the conditions; only low assignment needs the medians.
func figuresFor(ctx context.Context, q Preparer, f domain.LicenceFilter) (*Figures, error) {
	if f.Section == domain.FigureLow {
		return NewFiguresWithMedians(ctx, q, f.Scope)
	}
	return NewFigures(f.Scope)
}

func licenceArgs(today domain.Date) []any {
	return []any{
		sql.Named("week_ago", string(today.AddDays(-7))), sql.Named("six_days_ago", string(today.AddDays(-6))),
		sql.Named("eight_days_ago", string(today.AddDays(-8))), sql.Named("use_from", string(today.AddDays(-7*13))),
	}
}

// linesQuery finds the page by the columns it is sorted by and reads the rest for its rows only.
func linesQuery(f domain.LicenceFilter, figures *Figures, c *conditions, order string) (licenceQuery, error) {
	counted, err := figures.Subscriptions(f.Section)
	if err != nil {
		return licenceQuery{}, err
	}
	c.add(counted)
	c.only("s.id", f.Page)
	c.searchSubscriptions(f.Search)
	if err := c.narrowSection(f, "s", "s.at_term_end"); err != nil {
		return licenceQuery{}, err
	}
	seats := ""
	if strings.Contains(order, "p.") || len(f.Page.Where) > 0 {
		seats = "LEFT JOIN pools p ON " + seatPool + "\n"
	}
	from := "FROM subscriptions s\n" + joinsFor(order, "s") + seats
	return licenceQuery{
		list: useDaysOf + selectLines + licenceFacts(lineIsPool, "s.source", subscriptionSyncedAt) + "FROM (\n    SELECT s.id " + from + c.where() + "\n" +
			order + "\n" + limit(f.Page) + `
) AS page
CROSS JOIN subscriptions s ON s.id = page.id
JOIN customers c ON c.id = s.customer_id
JOIN connections co ON co.id = s.connection_id
LEFT JOIN pools p ON ` + seatPool + "\n" + order,
		from:       "subscriptions s\n" + seats,
		conditions: c,
	}, nil
}

func heldQuery(f domain.LicenceFilter, figures *Figures, c *conditions, order string) (licenceQuery, error) {
	counted, err := figures.Pools(f.Section)
	if err != nil {
		return licenceQuery{}, err
	}
	c.add(counted)
	c.only("p.id", f.Page)
	c.searchBy(f.Search, func(_, word string) string {
		return holds(folded("p.product"), word) + " OR p.customer_id IN (SELECT id FROM customers WHERE " + holds("search", word) + ")" +
			" OR EXISTS (SELECT 1 FROM subscriptions o WHERE o.record_id = p.record_id AND o.pool_key = p.key AND o.gone_at IS NULL AND " +
			holds("o.search", word) + ")"
	})
	if err := c.narrowSection(f, "p", "COALESCE("+heldSorts["at_term_end"]+", '')"); err != nil {
		return licenceQuery{}, err
	}
	return licenceQuery{
		list: useDaysOf + selectHeld + licenceFacts("TRUE", "p.source", poolSyncedAt) + "FROM (\n    SELECT p.id FROM pools p\n" + joinsFor(order, "p") +
			c.where() + "\n" + order + "\n" + limit(f.Page) + `
) AS page
CROSS JOIN pools p ON p.id = page.id
JOIN customers c ON c.id = p.customer_id
JOIN connections co ON co.id = p.connection_id
LEFT JOIN subscriptions s ON s.id = ` + nextLine + "\n" + order,
		from:       "pools p\n",
		conditions: c,
	}, nil
}

// joinsFor joins what an order names.
func joinsFor(order, alias string) string {
	joins := ""
	if strings.Contains(order, " c.") {
		joins += "JOIN customers c ON c.id = " + alias + ".customer_id\n"
	}
	if strings.Contains(order, " co.") {
		joins += "JOIN connections co ON co.id = " + alias + ".connection_id\n"
	}
	return joins
}

// FindLicences gives one page of a section of the licence dashboards, and how many rows there are on all pages.
func FindLicences(ctx context.Context, q Preparer, f domain.LicenceFilter) ([]domain.LicenceRow, int, error) {
	query, err := newLicenceQuery(ctx, q, f)
	if err != nil {
		return nil, 0, wrap("find licences", err)
	}
	rows, total, err := findPage(ctx, q, f.Page, query.list, "SELECT COUNT(*) FROM "+query.from+query.where(), query.args, scanLicence)
	for i := range rows {
		rows[i].Count(f.Section, f.Scope.Today)
	}
	return rows, total, wrap("find licences", err)
}

// EachLicence yields the rows of a section without holding them all, for exports.
func EachLicence(ctx context.Context, q Preparer, f domain.LicenceFilter) iter.Seq2[domain.LicenceRow, error] {
	return func(yield func(domain.LicenceRow, error) bool) {
		query, err := newLicenceQuery(ctx, q, f)
		if err != nil {
			yield(domain.LicenceRow{}, wrap("find licences", err))
			return
		}
		for row, err := range queryEach(ctx, q, query.list, query.args, scanLicence) {
			row.Count(f.Section, f.Scope.Today)
			if !yield(row, wrap("find licences", err)) {
				return
			}
		}
	}
}
