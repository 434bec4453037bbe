package store

import "context"

// RebuildRollups recounts everything that is kept beside its rows: the sums per day and product, and the figures in the
// customers' rows. It is a repair; the transactions that change rows keep all of it exact.
func (s *Store) RebuildRollups(ctx context.Context) error {
	return s.write(ctx, "rebuild roll-ups", func(ctx context.Context, t tx) error {
		for _, statement := range []string{
			recountRatios,
			"DELETE FROM pool_days WHERE pool_id NOT IN (SELECT id FROM pools)",
			"DELETE FROM product_days",
			insertProductDays + `
SELECT p.connection_id, d.day, p.product_id, p.family, COUNT(*), SUM(d.bought), SUM(d.assigned), COALESCE(SUM(d.used), 0),
    COUNT(d.used), SUM(d.simulated)
FROM pool_days d
JOIN pools p ON p.id = d.pool_id
GROUP BY p.connection_id, d.day, p.product_id, p.family`,
		} {
			if _, err := t.exec(ctx, statement); err != nil {
				return err
			}
		}
		if err := centreMedians(ctx, t); err != nil {
			return err
		}
		return refreshAll(ctx, t)
	})
}

func refreshAll(ctx context.Context, t tx) error {
	records, err := queryAll(ctx, t, "SELECT id FROM records", nil, scanOne[int64])
	if err != nil {
		return err
	}
	for _, id := range records {
		if err := refreshAges(ctx, t, id); err != nil {
			return err
		}
		if err := refreshHolders(ctx, t, id); err != nil {
			return err
		}
	}
	customers, err := queryAll(ctx, t, "SELECT id FROM customers", nil, scanOne[int64])
	if err != nil {
		return err
	}
	for _, id := range customers {
		if err := refreshCustomer(ctx, t, id); err != nil {
			return err
		}
		if err := refreshTagSearch(ctx, t, id); err != nil {
			return err
		}
	}
	return nil
}
