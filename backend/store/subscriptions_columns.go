package store

// subscriptionTests are the columns of lists of subscriptions that can be tested.
var subscriptionTests = testables{
	"customer":     {customerOf("s"), asFolded},
	"connection":   {connectionOf("s"), asText},
	"number":       {"s.number", asText},
	"product":      {"s.product", asText},
	"sku":          {"s.sku", asText},
	"created_on":   {"s.created_on", asDay},
	"term_end_on":  {"COALESCE(s.typed_term_end_on, s.given_term_end_on)", asDay},
	"deletes_on":   {"s.deletes_on", asDay},
	"tags":         {"s.tags", asText},
	"cancel_until": {"s.cancel_until", asMoment},
	"synced_at":    {subscriptionSyncedAt, asMoment},
	"gone_at":      {"s.gone_at", asMoment},
}.and(numbers(subscriptionSorts, "quantity", "assigned", "unit_price"))

// customerOf and connectionOf name, folded and as they are, whose a row is and who tells of it, without a join.
func customerOf(alias string) string {
	return "(SELECT sort_name FROM customers WHERE id = " + alias + ".customer_id)"
}

func connectionOf(alias string) string {
	return "(SELECT name FROM connections WHERE id = " + alias + ".connection_id)"
}
