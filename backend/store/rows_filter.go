package store

import (
	"database/sql"
	"strings"

	"tenantry/backend/domain"
)

// conditions is what a filter narrows the rows x of a kind down to.
func (k *rowKind[T]) conditions(f domain.RowFilter) (*conditions, error) {
	c := &conditions{}
	if !f.Gone {
		c.add("x.gone_at IS NULL")
	}
	if f.Counted {
		c.add(countedRecord)
	}
	if whose := (Whose{f.Scope}); whose.Scoped() {
		c.add("TRUE"+whose.Of("r.customer_id"), whoseArgs(f.Scope)...)
	}
	if f.ConnectionID != 0 {
		c.add("x.connection_id = :connection", sql.Named("connection", f.ConnectionID))
	}
	if f.Country != "" {
		c.add("r.customer_id IN (SELECT id FROM customers WHERE country = :country)", sql.Named("country", f.Country))
	}
	if err := k.narrowed(f, c); err != nil {
		return nil, err
	}
	c.searchBy(f.Search, func(_, word string) string {
		return "r.customer_id IN (SELECT id FROM customers WHERE " + holds("search", word) + ")" + k.searched(word)
	})
	return c, c.test(f.Page, f.Scope.Zone, k.tests())
}

// tests are the columns a list can be tested by.
func (k *rowKind[T]) tests() testables {
	columns := testables{
		"key": {"x.key", asText}, "customer": {"c.sort_name", asFolded}, "connection": {"co.name", asText},
		"synced_at": {rowSyncedAt, asMoment}, "first_seen_at": {"x.first_seen_at", asMoment},
		"changed_at": {"x.changed_at", asMoment}, "gone_at": {"x.gone_at", asMoment},
	}
	for _, f := range k.fields(new(T)) {
		switch {
		case f.heavy || f.as == untested:
		case f.order != "":
			columns[f.name] = testable{f.order, f.as}
		default:
			columns[f.name] = testable{"x." + f.name, f.as}
		}
	}
	return columns
}

// countedRecord is the condition on records r that figures count their rows. A customer with such a record is listed.
const countedRecord = "r.gone_at IS NULL AND r.duplicate = 0"

// trouble is the condition on x that something of it is not well.
const trouble = "x.outcome IN ('failed', 'attention')"

// narrowed adds what only some kinds can be narrowed down by.
func (k *rowKind[T]) narrowed(f domain.RowFilter, c *conditions) error {
	asked := &narrowing{conditions: c, prefix: "asked", except: f.Page.Except}
	asked.vendors("x", f.Vendors)
	either(asked, "outcomes", f.Outcomes, func(outcome domain.Outcome) string { return "x.outcome = " + asked.value(string(outcome)) })
	either(asked, "services", f.Services, func(service string) string { return "x.service = " + asked.value(service) })
	if err := asked.check(); err != nil {
		return err
	}
	if f.Trouble {
		c.add(trouble)
	}
	if f.Open != nil {
		c.add(k.open[map[bool]int{false: 0, true: 1}[*f.Open]])
	}
	switch f.Level {
	case "":
	case domain.LevelService:
		c.add("x.module = ''") // as the index has it
		c.add("NOT " + live)
	case domain.LevelLive:
		c.add("x.module = ''")
		c.add(live)
	default:
		c.add("x.module <> ''")
	}
	if !f.Since.IsZero() {
		c.add("x."+k.newest+" >= :since", sql.Named("since", timeText(f.Since)))
	}
	for _, needed := range []struct {
		asked bool
		can   bool
		name  string
	}{
		{len(f.Outcomes) > 0 || f.Trouble, k.has("outcome"), "outcome"},
		{len(f.Services) > 0, k.has("service"), "service"},
		{f.Open != nil, k.open[0] != "", "open"},
		{f.Level != "", k.kind == domain.KindStorage, "level"},
		{!f.Since.IsZero(), k.newest != "", "since"},
	} {
		if needed.asked && !needed.can {
			return domain.NewError(domain.CodeInvalid, "invalid", "detail", needed.name)
		}
	}
	return nil
}

// order is the ORDER BY clause of a list: latest first where the kind has a time, else by key.
func (k *rowKind[T]) order(page domain.PageRequest) (string, error) {
	if page.Sort == "" && k.newest != "" {
		return "ORDER BY x." + k.newest + " DESC NULLS LAST, x.id DESC", nil
	}
	return orderBy(page, k.sorts(), "x.id")
}

// sorts are the columns a list can be sorted by: all it shows.
func (k *rowKind[T]) sorts() map[string]string {
	columns := map[string]string{
		"": "x.key", "key": "x.key", "customer": "c.sort_name", "connection": "co.name", "vendor": "co.vendor",
		"source": "x.source", "synced_at": rowSyncedAt, "first_seen_at": "x.first_seen_at", "changed_at": "x.changed_at", "gone_at": "x.gone_at",
	}
	for _, f := range k.fields(new(T)) {
		switch _, text := f.value.(string); {
		case f.heavy:
		case f.order != "":
			columns[f.name] = f.order
		case f.name == "outcome":
			columns[f.name] = outcomeRank
		case text:
			columns[f.name] = "NULLIF(x." + f.name + ", '')"
		default:
			columns[strings.TrimSuffix(f.name, "_minor")] = "x." + f.name
		}
	}
	return columns
}

// outcomeRank sorts the worst first.
const outcomeRank = `CASE x.outcome WHEN 'failed' THEN 0 WHEN 'attention' THEN 1 WHEN 'unknown' THEN 2
    WHEN 'running' THEN 3 WHEN 'skipped' THEN 4 ELSE 5 END`

// fewCustomers are so few that looking through all of their rows is faster than looking for theirs among all rows.
const fewCustomers = 100

// listed is the FROM clause that finds a page in the order asked for: where the order or a customer narrows it down most,
// that leads. It joins only what the text names.
func (k *rowKind[T]) listed(f domain.RowFilter, where, order string) string {
	switch {
	case !f.Counted:
		return "\nFROM " + k.table + " x" + k.joined()
	case f.Scope.CustomerID != 0, f.Scope.Tag != "" && len(f.Scope.Tagged) <= fewCustomers:
		return k.byRecord(where + order)
	case strings.Contains(order, "c.sort_name"):
		return "\nFROM customers c\nCROSS JOIN records r ON r.customer_id = c.id\nCROSS JOIN " + k.table + " x ON x.record_id = r.id\n" +
			joins(where+order, "co")
	}
	return "\nFROM " + k.table + " x\nCROSS JOIN records r ON r.id = x.record_id\n" + joins(where+order, "c", "co")
}

// count is the query for how many rows there are on all pages: through an index of what they are narrowed down to, else
// as all but those that do not count.
func (k *rowKind[T]) count(f domain.RowFilter, c *conditions) string {
	where := c.where()
	switch {
	case f.Counted && len(c.sql) == 2 && !f.Gone: // that it is not gone, and that it counts
		return "SELECT " + allCounted(k.table)
	case f.Counted && len(f.Outcomes) == 0 && !f.Trouble && f.Open == nil && f.Level == "" && f.Since.IsZero():
		return "SELECT COUNT(*)" + k.byRecord(where) + where
	}
	return "SELECT COUNT(*)" + k.listed(f, where, "") + where
}

func (k *rowKind[T]) byRecord(text string) string {
	return "\nFROM records r\nCROSS JOIN " + k.table + " x ON x.record_id = r.id\n" + joins(text, "c", "co")
}

// joins adds the customer and the connection of a row where the text names them.
func joins(text string, aliases ...string) string {
	all := map[string]string{
		"c": "JOIN customers c ON c.id = r.customer_id\n", "co": "JOIN connections co ON co.id = x.connection_id\n",
	}
	from := ""
	for _, alias := range aliases {
		if strings.Contains(text, alias+".") {
			from += all[alias]
		}
	}
	return from
}

func (k *rowKind[T]) has(column string) bool {
	for _, f := range k.fields(new(T)) {
		if f.name == column {
			return true
		}
	}
	return false
}

// searched adds that one of the columns a search looks into holds a word.
func (k *rowKind[T]) searched(word string) string {
	var b strings.Builder
	for _, column := range k.search {
		b.WriteString(" OR " + holds(folded("x."+column), word))
	}
	return b.String()
}
