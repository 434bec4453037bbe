package store

import (
	"context"

	"tenantry/backend/domain"
)

// GroupSubscriptions gives the customers of the subscriptions that the filter selects, in the order in which the list sorted
// by customer has them.
func (s *Store) GroupSubscriptions(ctx context.Context, f domain.SubscriptionFilter) ([]domain.CustomerGroup, error) {
	c, err := subscriptionConditions(f)
	if err != nil {
		return nil, wrap("group subscriptions", err)
	}
	return groupRows(ctx, s.reader, grouping{"subscriptions s", "s.customer_id", c, f.Page.Desc})
}

// GroupPools does the same for pools.
func (s *Store) GroupPools(ctx context.Context, f domain.PoolFilter) ([]domain.CustomerGroup, error) {
	c, err := s.poolFilter(ctx, f)
	if err != nil {
		return nil, wrap("group pools", err)
	}
	return groupRows(ctx, s.reader, grouping{"pools p", "p.customer_id", &c.conditions, f.Page.Desc})
}

// GroupLicences does the same for a section of the licence dashboards.
func GroupLicences(ctx context.Context, q Preparer, f domain.LicenceFilter) ([]domain.CustomerGroup, error) {
	query, err := newLicenceQuery(ctx, q, f)
	if err != nil {
		return nil, wrap("group licences", err)
	}
	customer := "s.customer_id"
	if f.Section.ListsPools() {
		customer = "p.customer_id"
	}
	return groupRows(ctx, q, grouping{query.from, customer, query.conditions, f.Page.Desc})
}

// GroupWaste does the same for seats that are paid for and not used.
func GroupWaste(ctx context.Context, q Preparer, f domain.WasteFilter) ([]domain.CustomerGroup, error) {
	w, err := NewWaste(f)
	if err != nil {
		return nil, wrap("group waste", err)
	}
	c, err := w.conditions()
	if err != nil {
		return nil, wrap("group waste", err)
	}
	return groupRows(ctx, q, grouping{w.rows() + wasteJoins, "p.customer_id", c, f.Page.Desc})
}

// grouping is a list of rows whose customers are asked for.
type grouping struct {
	from, customer string // its rows, and the column that says whose they are
	*conditions
	desc bool
}

// groupRows counts rows by customer. The sign before the column keeps to the order of the table: by the index of customers
// each row would be looked up.
func groupRows(ctx context.Context, q Preparer, g grouping) ([]domain.CustomerGroup, error) {
	order, err := orderBy(domain.PageRequest{Sort: "customer", Desc: g.desc}, map[string]string{"customer": "c.sort_name"}, "c.id")
	if err != nil {
		return nil, err
	}
	query := `SELECT
    c.id,
    c.name,
    g.n
FROM (
    SELECT
        ` + g.customer + ` AS customer_id,
        COUNT(*) AS n
    FROM ` + g.from + "\n" + g.where() + `
    GROUP BY +` + g.customer + `
) AS g
JOIN customers c ON c.id = g.customer_id
` + order
	all, err := queryAll(ctx, q, query, g.args, func(row scanner) (domain.CustomerGroup, error) {
		var g domain.CustomerGroup
		err := row.Scan(&g.CustomerID, &g.Customer, &g.Rows)
		return g, err
	})
	return all, wrap("group by customer", err)
}
