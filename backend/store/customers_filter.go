package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tenantry/backend/domain"
)

// customerList is the query for a list of customers.
type customerList struct {
	*conditions
	query string
	rules []tagRule
}

// newCustomerList finds the page by the columns it is sorted by and reads the rest for its rows only.
func newCustomerList(ctx context.Context, q Preparer, f domain.CustomerFilter) (*customerList, error) {
	order, err := orderBy(f.Page, customerSorts, "c.id")
	if err != nil {
		return nil, err
	}
	rules, err := findTagRules(ctx, q)
	if err != nil {
		return nil, err
	}
	c, err := customerConditions(ctx, q, f, rules)
	if err != nil {
		return nil, err
	}
	where := c.where()
	query := selectCustomers(rules) + "FROM (\n    SELECT c.id FROM customers c\n" + where + "\n" + order + "\n" + limit(f.Page) +
		"\n) AS page\nCROSS JOIN customers c ON c.id = page.id\n" + order
	return &customerList{conditions: c, query: query, rules: rules}, nil
}

// customerConditions is what a filter narrows the list of customers down to. Rules are those of the tags; their conditions
// are filled in.
func customerConditions(ctx context.Context, q Preparer, f domain.CustomerFilter, rules []tagRule) (*conditions, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	figures, err := customerFigures(ctx, q, f, rules)
	if err != nil {
		return nil, err
	}
	counted, err := figures.Customers(f.Figure)
	if err != nil {
		return nil, err
	}
	c := &conditions{}
	c.add(counted, figures.Args()...)
	for i := range rules {
		if err := rules[i].resolve(figures.everywhere(), c, fmt.Sprintf("rule%d", i)); err != nil {
			return nil, err
		}
	}
	if !f.Gone {
		c.add("c.gone_at IS NULL")
	}
	c.searchBy(f.Search, func(word, argument string) string { return named(argument) + taggedByRule(rules, word) })
	asked := customerQuery{narrowing: narrowing{conditions: c, prefix: "asked", except: f.Page.Except}, rules: rules}
	if err := asked.narrow(f.CustomerQuery); err != nil {
		return nil, err
	}
	return c, c.test(f.Page, f.Scope.Zone, customerTests)
}

func customerFigures(ctx context.Context, q Preparer, f domain.CustomerFilter, rules []tagRule) (*Figures, error) {
	if f.Figure == domain.FigureLow || slices.ContainsFunc(rules, func(r tagRule) bool { return r.rule.Figure == domain.FigureLow }) {
		return NewFiguresWithMedians(ctx, q, f.Scope)
	}
	return NewFigures(f.Scope)
}

// customerQuery turns the parts of a domain.CustomerQuery into conditions on customers c.
type customerQuery struct {
	narrowing
	rules []tagRule
}

func (c *customerQuery) narrow(q domain.CustomerQuery) error {
	either(&c.narrowing, "managed", q.Managed, func(m domain.Management) string {
		if m == domain.ManagedUnknown {
			return "c.managed = ''"
		}
		return c.among("c.managed", string(m))
	})
	either(&c.narrowing, "statuses", q.Statuses, Status)
	either(&c.narrowing, "types", q.Types, func(t domain.CustomerType) string { return c.among("c.types", string(t)) })
	either(&c.narrowing, "vendors", q.Vendors, func(v domain.Vendor) string { return c.among("c.vendors", string(v)) })
	either(&c.narrowing, "health", q.Health, func(h domain.Outcome) string {
		if h == domain.OutcomeUnknown {
			return "c.health IN ('', 'unknown')"
		}
		return "c.health = " + c.value(string(h))
	})
	either(&c.narrowing, "countries", q.Countries, func(country string) string { return "c.country = " + c.value(country) })
	either(&c.narrowing, "products", q.Products, c.product)
	either(&c.narrowing, "tags", q.Tags, c.tag)
	return c.check()
}

// among is the condition that a list with commas between holds a word.
func (c *customerQuery) among(column, word string) string {
	return "instr(',' || " + column + " || ',', " + c.value(","+word+",") + ") > 0"
}

// product is the condition that a customer has a product: one of a family, as the list shows them, or a single one,
// named by its vendor and key.
func (c *customerQuery) product(product string) string {
	vendor, key, single := strings.Cut(product, ":")
	if !single {
		return c.among("c.families", product)
	}
	v, k := c.value(vendor), c.value(key)
	return "c.id IN (SELECT p.customer_id FROM pools p WHERE p.gone_at IS NULL AND p.excluded NOT IN ('deleted', 'duplicate')" +
		" AND p.product_id = (SELECT id FROM products WHERE vendor = " + v + " AND key = " + k + ")" +
		" UNION SELECT s.customer_id FROM subscriptions s WHERE s.gone_at IS NULL AND s.excluded NOT IN ('deleted', 'duplicate')" +
		" AND s.product_key = " + k + " AND s.connection_id IN (SELECT id FROM connections WHERE vendor = " + v + "))"
}

// tag is the condition that a customer has a tag, by hand, from a vendor or by a rule.
func (c *customerQuery) tag(name string) string {
	line := c.value("\n" + name + "\n")
	condition := "instr(c.tags, " + line + ") > 0 OR instr(c.vendor_tags, " + line + ") > 0"
	for _, r := range c.rules {
		if r.name == name {
			condition += " OR " + r.condition
		}
	}
	return condition
}
