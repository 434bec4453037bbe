package store

import (
	"context"
	"iter"
	"strings"
	"time"

	"tenantry/backend/domain"
)

// subscriptionSorts are the columns the list of subscriptions can be sorted by. Empty values come last.
var subscriptionSorts = map[string]string{
	"":                     "c.sort_name",
	"id":                   "s.id",
	"customer_id":          "s.customer_id",
	"customer":             "c.sort_name",
	"connection_id":        "s.connection_id",
	"connection":           "co.name",
	"vendor":               "co.vendor",
	"number":               "NULLIF(s.number, '')",
	"product":              "s.product",
	"sku":                  "NULLIF(s.sku, '')",
	"family":               "s.family",
	"status":               "s.status",
	"status_source":        sourceOf("status"),
	"trial":                "s.trial",
	"trial_source":         sourceOf("trial"),
	"cancel_until":         "s.cancel_until",
	"cancel_until_source":  cancelSource,
	"quantity":             "s.quantity",
	"assigned":             "s.assigned",
	"created_on":           "s.created_on",
	"created_on_source":    sourceOf("created_on"),
	"term_end_on":          "COALESCE(s.typed_term_end_on, s.given_term_end_on)",
	"term_end_source":      sourceOf("term_end_on"),
	"at_term_end":          "COALESCE(s.typed_at_term_end, s.given_at_term_end)",
	"at_term_end_source":   sourceOf("at_term_end"),
	"term":                 "COALESCE(s.typed_term, s.given_term)",
	"term_source":          sourceOf("term"),
	"billing_cycle":        billingCycle,
	"billing_cycle_source": billingSource,
	"deletes_on":           "s.deletes_on",
	"tags":                 "NULLIF(s.tags, '')",
	"unit_price":           "CAST(s.typed_unit_price AS REAL)",
	"currency":             "s.typed_currency",
	"price_period":         "s.typed_price_period",
	"price_source":         priceSource,
	"excluded":             "NULLIF(s.excluded, '')",
	"source":               "s.source",
	"synced_at":            subscriptionSyncedAt,
	"gone_at":              "s.gone_at",
	"typed_at":             "s.typed_at",
}

// sourceOf says where the value that counts came from.
func sourceOf(fact string) string {
	return "CASE WHEN s.typed_" + fact + " IS NOT NULL THEN IIF(s.imported_" + fact + ", 'import', 'typed')" +
		" WHEN s.given_" + fact + " IS NOT NULL THEN s.source END"
}

const (
	priceSource          = "CASE WHEN s.typed_unit_price IS NOT NULL THEN IIF(s.imported_unit_price, 'import', 'typed') END"
	billingCycle         = "COALESCE(s.typed_billing_cycle, NULLIF(s.billing_cycle, ''))"
	billingSource        = "CASE WHEN s.typed_billing_cycle IS NOT NULL THEN 'typed' WHEN s.billing_cycle <> '' THEN s.source END"
	cancelSource         = "CASE WHEN s.typed_cancel_until IS NOT NULL THEN 'typed' WHEN s.given_cancel_until IS NOT NULL THEN s.source END"
	subscriptionSyncedAt = "(SELECT MAX(k.last_ok_at) FROM checkpoints k" +
		" WHERE k.connection_id = s.connection_id AND k.record_id = s.record_id AND k.subscriptions = 1)"
)

// fromSubscriptions joins to subscriptions only what the text beside it names. Sorted by customer, the customers lead:
// their index gives the order, and a page ends the search.
func fromSubscriptions(text string) string {
	from := "\nFROM subscriptions s\n"
	if strings.Contains(text, "c.sort_name") {
		from = "\nFROM customers c\nCROSS JOIN subscriptions s ON s.customer_id = c.id\n"
	}
	if strings.Contains(text, "co.") {
		from += "JOIN connections co ON co.id = s.connection_id\n"
	}
	return from
}

func selectSubscriptions() string {
	return `
SELECT
    s.id,
    s.customer_id,
    c.name,
    s.connection_id,
    co.name,
    co.vendor,
    s.number,
    s.product,
    s.sku,
    s.family,
    s.status, ` + sourceOf("status") + `,
    s.trial,
    ` + sourceOf("trial") + `,
    s.cancel_until, ` + cancelSource + `,
    s.quantity, s.assigned,
    p.bought, ` + poolAssigned + `, p.used,
    (
        SELECT COUNT(*)
        FROM subscriptions o
        WHERE o.record_id = s.record_id AND o.pool_key = s.pool_key AND o.gone_at IS NULL
    ),
    s.created_on,
    ` + sourceOf("created_on") + `,
    s.term_end_on,
    ` + sourceOf("term_end_on") + `,
    s.at_term_end,
    ` + sourceOf("at_term_end") + `,
    s.term,
    ` + sourceOf("term") + `,
    s.given_term_end_on,
    s.given_at_term_end,
    s.given_term,
    IIF(` + tellsStatus + `, s.given_status, NULL),
    s.given_trial,
    s.given_cancel_until,
    s.given_created_on,
    s.billing_cycle, ` + billingCycle + `, ` + billingSource + `,
    s.deletes_on, s.tags,
    s.typed_unit_price,
    s.typed_currency,
    s.typed_price_period,
    ` + priceSource + `,
    s.excluded,
    s.source,
    ` + subscriptionSyncedAt + `,
    s.gone_at,
    s.typed_at, COALESCE(s.typed_times, 'null')
`
}

func scanSubscription(row scanner) (domain.SubscriptionRow, error) {
	var s domain.SubscriptionRow
	var bought, assigned, used *int64
	var sharedBy int
	var given domain.GivenTerms
	var times map[string]time.Time
	err := row.Scan(&s.ID, &s.CustomerID, &s.Customer, &s.ConnectionID, &s.Connection, &s.Vendor, &s.Number, &s.Product, &s.SKU,
		&s.Family, &s.Status, orEmpty(&s.StatusSource), &s.Trial, orEmpty(&s.TrialSource), intoOptionalTime{&s.CancelUntil},
		orEmpty(&s.CancelSource), &s.Quantity, &s.Assigned, &bought, &assigned, &used, &sharedBy, orEmpty(&s.CreatedOn), orEmpty(&s.CreatedSource),
		orEmpty(&s.TermEndOn), orEmpty(&s.TermEndSource), &s.AtTermEnd, orEmpty(&s.AtTermEndSource), &s.Term,
		orEmpty(&s.TermSource), orEmpty(&given.TermEndOn), orEmpty(&given.AtTermEnd), orEmpty(&given.Term),
		orEmpty(&given.Status), &given.Trial, intoOptionalTime{&given.CancelUntil}, orEmpty(&given.CreatedOn),
		&given.BillingCycle, orEmpty(&s.BillingCycle), orEmpty(&s.BillingSource), orEmpty(&s.DeletesOn),
		orEmpty(&s.Tags), orEmpty(&s.UnitPrice), orEmpty(&s.Currency), orEmpty(&s.PricePeriod), orEmpty(&s.PriceSource),
		&s.Excluded, &s.Source, intoOptionalTime{&s.SyncedAt}, intoOptionalTime{&s.GoneAt}, intoOptionalTime{&s.TypedAt},
		intoJSON{&times})
	if bought != nil {
		s.Pool = &domain.SharedPool{Bought: *bought, Assigned: assigned, Used: used, SharedBy: sharedBy}
	}
	s.TimeTyped(times)
	if s.Contradicts(given) {
		s.Given = &given
	}
	return s, err
}

func subscriptionConditions(f domain.SubscriptionFilter) (*conditions, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	figures, err := NewFigures(f.Scope)
	if err != nil {
		return nil, err
	}
	counted, err := figures.Subscriptions(f.Figure)
	if err != nil {
		return nil, err
	}
	c := &conditions{}
	c.add(counted, figures.Args()...)
	if !f.Gone {
		c.add("s.gone_at IS NULL")
	}
	if !f.Duplicates {
		c.add("s.excluded <> 'duplicate'")
	}
	c.only("s.id", f.Page)
	c.searchSubscriptions(f.Search)
	if err := narrowSubscriptions(c, f); err != nil {
		return nil, err
	}
	return c, c.test(f.Page, f.Scope.Zone, subscriptionTests)
}

// FindSubscriptions gives one page of the subscriptions that the filter selects, and how many there are on all pages.
func (s *Store) FindSubscriptions(ctx context.Context, f domain.SubscriptionFilter) ([]domain.SubscriptionRow, int, error) {
	c, err := subscriptionConditions(f)
	if err != nil {
		return nil, 0, wrap("find subscriptions", err)
	}
	query, err := subscriptionsQuery(f, c)
	if err != nil {
		return nil, 0, wrap("find subscriptions", err)
	}
	rows, total, err := findPage(ctx, s.reader, f.Page, query, "SELECT COUNT(*)"+fromSubscriptions(c.where())+c.where(), c.args, scanSubscription)
	return rows, total, wrap("find subscriptions", err)
}

// EachSubscription yields the subscriptions that the filter selects without holding them all, for exports.
func EachSubscription(ctx context.Context, q Preparer, f domain.SubscriptionFilter) iter.Seq2[domain.SubscriptionRow, error] {
	return func(yield func(domain.SubscriptionRow, error) bool) {
		c, err := subscriptionConditions(f)
		if err != nil {
			yield(domain.SubscriptionRow{}, wrap("find subscriptions", err))
			return
		}
		query, err := subscriptionsQuery(f, c)
		if err != nil {
			yield(domain.SubscriptionRow{}, wrap("find subscriptions", err))
			return
		}
		for row, err := range queryEach(ctx, q, query, c.args, scanSubscription) {
			if !yield(row, wrap("find subscriptions", err)) {
				return
			}
		}
	}
}

// subscriptionsQuery finds the page by the columns it is sorted by and reads the rest for its rows only. Within a
// customer, lines stand by product.
func subscriptionsQuery(f domain.SubscriptionFilter, c *conditions) (string, error) {
	tie := "s.id"
	if f.Page.Sort == "" || f.Page.Sort == "customer" {
		tie = "c.id, s.product, s.id"
	}
	order, err := orderBy(f.Page, subscriptionSorts, tie)
	if err != nil {
		return "", err
	}
	where := c.where()
	if strings.Contains(order, "c.sort_name") && !f.Gone {
		where += "\n  AND c.gone_at IS NULL" // no line is without its customer; this lets the customers' index be used
	}
	return selectSubscriptions() + "FROM (\n    SELECT s.id" + fromSubscriptions(where+order) + where + "\n" + order + "\n" + limit(f.Page) + `
) AS page
CROSS JOIN subscriptions s ON s.id = page.id
JOIN customers c ON c.id = s.customer_id
JOIN connections co ON co.id = s.connection_id
LEFT JOIN pools p ON p.record_id = s.record_id AND p.key = s.pool_key AND p.gone_at IS NULL
` + order, nil
}
