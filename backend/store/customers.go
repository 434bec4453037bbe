package store

import (
	"context"
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
	"managed":        "NULLIF(c.managed, '')",
	"types":          "NULLIF(c.types, '')",
	"health":         "CASE c.health WHEN 'failed' THEN 1 WHEN 'attention' THEN 2 WHEN 'unknown' THEN 3 WHEN 'ok' THEN 4 END",
	"failed_jobs":    "c.failed_jobs",
	"open_requests":  "c.open_requests",
	"tags":           "NULLIF(c.tags || c.vendor_tags, '')",
	"health_at":      healthReadAt("r.gone_at IS NULL"),
	"synced_at":      "c.synced_at",
	"first_seen_at":  "c.first_seen_at",
	"gone_at":        "c.gone_at",
}

// customerTests are the columns of the list of customers that can be tested.
var customerTests = testables{
	"name":           {"c.sort_name", asFolded},
	"domain":         {"c.domain", asText},
	"next_ends_on":   {"(" + nextDate("ends_on") + ")", asDay},
	"next_renews_on": {"(" + nextDate("renews_on") + ")", asDay},
	"next_open_on":   {"(" + nextDate("open_on") + ")", asDay},
	"no_access":      {"c.no_access", asText},
	"synced_at":      {"c.synced_at", asMoment},
	"first_seen_at":  {"c.first_seen_at", asMoment},
	"gone_at":        {"c.gone_at", asMoment},
}.and(numbers(customerSorts, "subscriptions", "bought", "assigned", "available", "over_seats", "failed_jobs", "open_requests"))

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

// seatsKnown tells a customer without seats from one whose seats were never read: no data set that lists them was read, or
// one of its records could not be read.
const seatsKnown = `c.bought > 0 OR c.assigned > 0
    OR EXISTS (SELECT 1 FROM pools p WHERE p.customer_id = c.id)
    OR EXISTS (
        SELECT 1
        FROM records r
        JOIN checkpoints k ON k.connection_id = r.connection_id AND k.record_id = r.id
        WHERE r.customer_id = c.id AND r.gone_at IS NULL AND k.pools = 1
    )
    AND NOT EXISTS (
        SELECT 1
        FROM records r
        LEFT JOIN checkpoints k ON k.connection_id = r.connection_id AND k.record_id = r.id
        WHERE r.customer_id = c.id AND r.gone_at IS NULL AND k.last_ok_at IS NULL
    )`

// selectCustomers reads customers c; the last columns say which of the rules holds.
func selectCustomers(rules []tagRule) string {
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
    c.managed,
    c.types,
    c.health,
    ` + healthReadAt("r.gone_at IS NULL") + `,
    c.failed_jobs,
    c.open_requests,
    c.tags,
    c.vendor_tags,
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
	for _, rule := range rules {
		b.WriteString(",\n    COALESCE(" + rule.condition + ", FALSE)")
	}
	return b.String() + "\n"
}

// scan reads a row of the list.
func (l *customerList) scan(row scanner) (domain.CustomerRow, error) {
	var c domain.CustomerRow
	var vendors, families, managed, types, tags, vendorTags string
	holds, ruled := make([]bool, len(statuses)), make([]bool, len(l.rules))
	targets := []any{
		&c.ID, &c.Name, &c.Domain, &c.Country, &vendors, &families, &c.Subscriptions, &c.Bought, &c.Assigned, &c.Available,
		&c.OverSeats, &c.Unmatched, &c.NoAccess, &managed, &types, &c.Health, intoOptionalTime{&c.HealthAt}, &c.FailedJobs, &c.OpenRequests, &tags, &vendorTags,
		intoOptionalTime{&c.SyncedAt}, intoTime{&c.FirstSeenAt}, intoOptionalTime{&c.GoneAt}, &c.SeatsKnown,
		orEmpty(&c.NextEndsOn), orEmpty(&c.NextRenewsOn), orEmpty(&c.NextOpenOn),
	}
	for i := range holds {
		targets = append(targets, &holds[i])
	}
	for i := range ruled {
		targets = append(targets, &ruled[i])
	}
	err := row.Scan(targets...)
	c.Vendors, c.Families = split[domain.Vendor](vendors), split[domain.Family](families)
	c.Managed, c.Types = split[domain.Management](managed), split[domain.CustomerType](types)
	c.Statuses = []domain.CustomerStatus{}
	for i, held := range holds {
		if held {
			c.Statuses = append(c.Statuses, statuses[i])
		}
	}
	c.Tags = l.tags(tags, vendorTags, ruled)
	return c, err
}

// tags puts the tags of a customer together: by hand, by rules and from vendors.
func (l *customerList) tags(byHand, byVendor string, ruled []bool) []domain.CustomerTag {
	all := []domain.CustomerTag{}
	add := func(names string, origin domain.TagOrigin) {
		for name := range strings.SplitSeq(names, "\n") {
			if name != "" {
				all = append(all, domain.CustomerTag{Name: name, Origin: origin})
			}
		}
	}
	add(byHand, domain.TagByHand)
	for i, held := range ruled {
		if held {
			add(l.rules[i].name, domain.TagByRule)
		}
	}
	add(byVendor, domain.TagByVendor)
	return all
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

// FindCustomers gives one page of the customers that the filter selects, and how many there are on all pages.
func (s *Store) FindCustomers(ctx context.Context, f domain.CustomerFilter) ([]domain.CustomerRow, int, error) {
	l, err := newCustomerList(ctx, s.reader, f)
	if err != nil {
		return nil, 0, wrap("find customers", err)
	}
	rows, total, err := findPage(ctx, s.reader, f.Page, l.query, "SELECT COUNT(*) FROM customers c "+l.where(), l.args, l.scan)
	return rows, total, wrap("find customers", err)
}

// EachCustomer yields the customers that the filter selects without holding them all, for exports.
func EachCustomer(ctx context.Context, q Preparer, f domain.CustomerFilter) iter.Seq2[domain.CustomerRow, error] {
	return func(yield func(domain.CustomerRow, error) bool) {
		l, err := newCustomerList(ctx, q, f)
		if err != nil {
			yield(domain.CustomerRow{}, wrap("find customers", err))
			return
		}
		for row, err := range queryEach(ctx, q, l.query, l.args, l.scan) {
			if !yield(row, wrap("find customers", err)) {
				return
			}
		}
	}
}
