package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"strings"

	"tenantry/backend/domain"
)

// customerSorts are the columns the list of customers can be sorted by. Empty values come last.
var customerSorts = map[string]string{
	"":               "c.sort_name",
	"id":             "c.id",
	"name":           "c.sort_name",
	"domain":         "NULLIF(c.domain, '')",
	"country":        "NULLIF(c.country, '')",
	"vendors":        "NULLIF(c.vendors, '')",
	"families":       "NULLIF(c.families, '')",
	"statuses":       statusRank(),
	"subscriptions":  "c.subscriptions",
	"bought":         knownSeats("bought"),
	"assigned":       knownSeats("assigned"),
	"available":      knownSeats("available"),
	"over_seats":     knownSeats("over_seats"),
	"next_ends_on":   nextDate("ends_on"),
	"next_renews_on": nextDate("renews_on"),
	"next_open_on":   nextDate("open_on"),
	"unmatched":      "c.unmatched",
	"no_access":      "NULLIF(c.no_access, '')",
	"synced_at":      "c.synced_at",
	"first_seen_at":  "c.first_seen_at",
	"gone_at":        "c.gone_at",
}

// nextDate is a customer's earliest date that is not past. The row keeps the earliest of all; only where that is past
// are the customer's subscriptions asked.
func nextDate(column string) string {
	return "CASE WHEN c.next_" + column + " < :today THEN (SELECT MIN(s." + column + ") FROM subscriptions s" +
		" WHERE s.customer_id = c.id AND s." + column + " >= :today) ELSE c.next_" + column + " END"
}

// statusRank sorts by the most urgent status.
func statusRank() string {
	var b strings.Builder
	b.WriteString("CASE")
	for rank, status := range statuses {
		fmt.Fprintf(&b, " WHEN %s THEN %d", Status(status), rank)
	}
	b.WriteString(" END")
	return b.String()
}

// knownSeats is a number of seats, or NULL where none were ever read.
func knownSeats(column string) string {
	return "CASE WHEN " + seatsKnown + " THEN c." + column + " END"
}

// seatsKnown tells a customer without seats from one whose seats were never read.
const seatsKnown = `c.bought > 0 OR c.assigned > 0
    OR EXISTS (SELECT 1 FROM pools p WHERE p.customer_id = c.id)
    OR NOT EXISTS (
        SELECT 1
        FROM records r
        LEFT JOIN checkpoints k ON k.connection_id = r.connection_id AND k.record_id = r.id
        WHERE r.customer_id = c.id AND r.gone_at IS NULL AND k.last_ok_at IS NULL
    )`

func selectCustomers() string {
	var b strings.Builder
	b.WriteString(`
SELECT
    c.id,
    c.name,
    c.domain,
    c.country,
    c.vendors,
    c.families,
    c.subscriptions,
    c.bought,
    c.assigned,
    c.available,
    c.over_seats,
    c.unmatched,
    c.no_access,
    c.synced_at,
    c.first_seen_at,
    c.gone_at,
    ` + seatsKnown)
	for _, column := range []string{"ends_on", "renews_on", "open_on"} {
		b.WriteString(",\n    " + nextDate(column))
	}
	for _, status := range statuses {
		b.WriteString(",\n    COALESCE(" + Status(status) + ", FALSE)")
	}
	return b.String() + "\n"
}

func scanCustomer(row scanner) (domain.CustomerRow, error) {
	var c domain.CustomerRow
	var vendors, families string
	holds := make([]bool, len(statuses))
	targets := []any{
		&c.ID, &c.Name, &c.Domain, &c.Country, &vendors, &families, &c.Subscriptions, &c.Bought, &c.Assigned, &c.Available,
		&c.OverSeats, &c.Unmatched, &c.NoAccess, intoOptionalTime{&c.SyncedAt}, intoTime{&c.FirstSeenAt},
		intoOptionalTime{&c.GoneAt}, &c.SeatsKnown, orEmpty(&c.NextEndsOn), orEmpty(&c.NextRenewsOn), orEmpty(&c.NextOpenOn),
	}
	for i := range holds {
		targets = append(targets, &holds[i])
	}
	err := row.Scan(targets...)
	c.Vendors, c.Families = split[domain.Vendor](vendors), split[domain.Family](families)
	c.Statuses = []domain.CustomerStatus{}
	for i, held := range holds {
		if held {
			c.Statuses = append(c.Statuses, statuses[i])
		}
	}
	return c, err
}

// split reads a list stored with commas between.
func split[T ~string](text string) []T {
	list := []T{}
	for part := range strings.SplitSeq(text, ",") {
		if part != "" {
			list = append(list, T(part))
		}
	}
	return list
}

// customerConditions is what a filter narrows the list of customers down to.
func customerConditions(ctx context.Context, q Preparer, f domain.CustomerFilter) (*conditions, error) {
	newFigures := NewFigures
	if f.Figure == domain.FigureLow {
		newFigures = func(scope domain.Scope) (*Figures, error) { return NewFiguresWithMedians(ctx, q, scope) }
	}
	figures, err := newFigures(f.Scope)
	if err != nil {
		return nil, err
	}
	counted, err := figures.Customers(f.Figure)
	if err != nil {
		return nil, err
	}
	c := &conditions{}
	c.add(counted, figures.Args()...)
	if !f.Gone {
		c.add("c.gone_at IS NULL")
	}
	if f.Vendor != "" {
		c.add("',' || c.vendors || ',' LIKE '%,' || :vendor || ',%'", sql.Named("vendor", string(f.Vendor)))
	}
	if f.Country != "" {
		c.add("c.country = :country", sql.Named("country", f.Country))
	}
	if f.Status != "" {
		c.add(Status(f.Status))
	}
	c.searchFor("c.search", f.Search)
	return c, nil
}

// FindCustomers gives one page of the customers that the filter selects, and how many there are on all pages.
func (s *Store) FindCustomers(ctx context.Context, f domain.CustomerFilter) ([]domain.CustomerRow, int, error) {
	c, err := customerConditions(ctx, s.reader, f)
	if err != nil {
		return nil, 0, wrap("find customers", err)
	}
	query, err := customersQuery(f, c)
	if err != nil {
		return nil, 0, wrap("find customers", err)
	}
	rows, total, err := findPage(ctx, s.reader, f.Page, query, "SELECT COUNT(*) FROM customers c "+c.where(), c.args, scanCustomer)
	return rows, total, wrap("find customers", err)
}

// EachCustomer yields the customers that the filter selects without holding them all, for exports.
func EachCustomer(ctx context.Context, q Preparer, f domain.CustomerFilter) iter.Seq2[domain.CustomerRow, error] {
	return func(yield func(domain.CustomerRow, error) bool) {
		c, err := customerConditions(ctx, q, f)
		if err != nil {
			yield(domain.CustomerRow{}, wrap("find customers", err))
			return
		}
		query, err := customersQuery(f, c)
		if err != nil {
			yield(domain.CustomerRow{}, wrap("find customers", err))
			return
		}
		for row, err := range queryEach(ctx, q, query, c.args, scanCustomer) {
			if !yield(row, wrap("find customers", err)) {
				return
			}
		}
	}
}

// customersQuery finds the page by the columns it is sorted by and reads the rest for its rows only.
func customersQuery(f domain.CustomerFilter, c *conditions) (string, error) {
	order, err := orderBy(f.Page, customerSorts, "c.id")
	if err != nil {
		return "", err
	}
	return selectCustomers() + "FROM (\n    SELECT c.id FROM customers c\n" + c.where() + "\n" + order + "\n" + limit(f.Page) +
		"\n) AS page\nCROSS JOIN customers c ON c.id = page.id\n" + order, nil
}
