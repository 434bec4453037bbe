package store

import (
	"context"

	"tenantry/backend/domain"
)

// SumOperationsByCountry adds up the customers that the filter selects, country by country: those with most customers
// first. The filter's page is left aside.
func (s *Store) SumOperationsByCountry(ctx context.Context, f domain.OperationsFilter) ([]domain.CountryOperations, error) {
	o := NewOperations(f)
	c, err := o.conditions()
	if err != nil {
		return nil, err
	}
	query := `
SELECT c.country, COUNT(*), COALESCE(SUM(f.n), 0), COALESCE(SUM(q.n), 0), COALESCE(SUM(t.n), 0)
FROM customers c
` + ofEachCustomer("f", o.FailedTally()) + ofEachCustomer("q", o.OpenTally()) + ofEachCustomer("t", o.TroubleTally()) +
		c.where() + `
GROUP BY c.country
ORDER BY COUNT(*) DESC, c.country`
	countries := []domain.CountryOperations{}
	for row, err := range queryEach(ctx, s.reader, query, c.args, scanCountry) {
		if err != nil {
			return nil, wrap("sum operations by country", err)
		}
		countries = append(countries, row)
	}
	return countries, nil
}

// ofEachCustomer joins a tally, added up by customer, under a name.
func ofEachCustomer(name, tally string) string {
	return "LEFT JOIN (SELECT r.customer_id, SUM(x.n) AS n FROM " + tally + " GROUP BY r.customer_id) AS " + name +
		" ON " + name + ".customer_id = c.id\n"
}

func scanCountry(row scanner) (domain.CountryOperations, error) {
	var c domain.CountryOperations
	err := row.Scan(&c.Country, &c.Customers, &c.FailedJobs, &c.OpenRequests, &c.Trouble)
	return c, err
}
