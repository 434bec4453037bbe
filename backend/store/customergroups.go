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
	return s.groups(ctx, "subscriptions s", c, f.Page.Desc)
}

// GroupPools does the same for pools.
func (s *Store) GroupPools(ctx context.Context, f domain.PoolFilter) ([]domain.CustomerGroup, error) {
	c, err := s.poolFilter(ctx, f)
	if err != nil {
		return nil, wrap("group pools", err)
	}
	return s.groups(ctx, "pools p", &c.conditions, f.Page.Desc)
}

// groups counts rows by customer. The sign before the column keeps to the order of the table: by the index of customers each
// row would be looked up.
func (s *Store) groups(ctx context.Context, rows string, c *conditions, desc bool) ([]domain.CustomerGroup, error) {
	order, err := orderBy(domain.PageRequest{Sort: "customer", Desc: desc}, map[string]string{"customer": "c.sort_name"}, "c.id")
	if err != nil {
		return nil, err
	}
	query := `SELECT
    c.id,
    c.name,
    g.n
FROM (
    SELECT
        customer_id,
        COUNT(*) AS n
    FROM ` + rows + "\n" + c.where() + `
    GROUP BY +customer_id
) AS g
JOIN customers c ON c.id = g.customer_id
` + order
	all, err := queryAll(ctx, s.reader, query, c.args, func(row scanner) (domain.CustomerGroup, error) {
		var g domain.CustomerGroup
		err := row.Scan(&g.CustomerID, &g.Customer, &g.Rows)
		return g, err
	})
	return all, wrap("group by customer", err)
}
