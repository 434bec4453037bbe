package store

import (
	"context"
	"fmt"

	"tenantry/backend/domain"
)

// moveRecords makes records a customer's, with all that hangs on them, and renews the figures of all customers touched.
// A customer that no record is left of goes; its number leads to where the first of its records went.
func moveRecords(ctx context.Context, t tx, records []int64, to int64) error {
	left := map[int64]int64{} // customer → the first record that left it
	for _, id := range records {
		from, err := queryOne(ctx, t, "SELECT customer_id FROM records WHERE id = ?", []any{id}, scanOne[int64])
		if err != nil {
			return err
		}
		if from == to {
			continue
		}
		if left[from] == 0 {
			left[from] = id
		}
		for _, statement := range []string{
			"UPDATE records SET customer_id = ? WHERE id = ?",
			"UPDATE pools SET customer_id = ? WHERE record_id = ?",
			"UPDATE subscriptions SET customer_id = ? WHERE record_id = ?",
		} {
			if _, err := t.exec(ctx, statement, to, id); err != nil {
				return err
			}
		}
	}
	if err := refuseParting(ctx, t, records); err != nil {
		return err
	}
	for from, record := range left {
		if err := settleFiled(ctx, t, from); err != nil {
			return err
		}
		if err := closeOrRenew(ctx, t, from, record); err != nil {
			return err
		}
	}
	if err := settleFiled(ctx, t, to); err != nil {
		return err
	}
	return renew(ctx, t, to)
}

// refuseParting keeps the records of one tenant together.
func refuseParting(ctx context.Context, t tx, records []int64) error {
	for _, id := range records {
		parted, err := queryOne(ctx, t, `
SELECT COUNT(*)
FROM records o
JOIN connections oc ON oc.id = o.connection_id
JOIN records r ON r.tenant = o.tenant AND r.customer_id <> o.customer_id
JOIN connections c ON c.id = r.connection_id AND c.vendor = oc.vendor
WHERE o.id = ?`, []any{id}, scanOne[int])
		if err != nil {
			return err
		}
		if parted > 0 {
			return domain.Errorf(domain.CodeConflict, "match_same_tenant", nil, "record %d", id)
		}
	}
	return nil
}

func closeOrRenew(ctx context.Context, t tx, customer, record int64) error {
	dropped, err := dropOrRenew(ctx, t, customer)
	if err != nil || !dropped {
		return err
	}
	_, err = t.exec(ctx, "INSERT INTO former_customers (id, record_id) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record_id = excluded.record_id",
		customer, record)
	return err
}

// dropOrRenew deletes a customer that no record is left of, or renews it.
func dropOrRenew(ctx context.Context, t tx, customer int64) (dropped bool, err error) {
	n, err := t.exec(ctx,
		"DELETE FROM customers WHERE id = ? AND NOT EXISTS (SELECT 1 FROM records WHERE customer_id = customers.id)", customer)
	if err != nil || n > 0 {
		return n > 0, err
	}
	return false, renew(ctx, t, customer)
}

// renew renews everything kept in a customer's row after records came or went. It has been known since the first of its
// records was seen.
func renew(ctx context.Context, t tx, customer int64) error {
	_, err := t.exec(ctx,
		"UPDATE customers SET first_seen_at = (SELECT MIN(first_seen_at) FROM records WHERE customer_id = ?1) WHERE id = ?1", customer)
	if err != nil {
		return err
	}
	if err := refreshIdentity(ctx, t, customer); err != nil {
		return err
	}
	return refreshCustomer(ctx, t, customer)
}

// ResolveCustomer gives the number of the customer that a number leads to: itself, or the one it was joined to.
func (s *Store) ResolveCustomer(ctx context.Context, id int64) (int64, error) {
	now, err := currentCustomer(ctx, s.reader, id)
	return now, wrap(fmt.Sprintf("resolve customer %d", id), err)
}

// CustomerOfRecord gives the customer that a record belongs to.
func (s *Store) CustomerOfRecord(ctx context.Context, recordID int64) (int64, error) {
	id, err := queryOne(ctx, s.reader, "SELECT customer_id FROM records WHERE id = ?", []any{recordID}, scanOne[int64])
	return id, wrap(fmt.Sprintf("customer of record %d", recordID), err)
}

func currentCustomer(ctx context.Context, q querier, id int64) (int64, error) {
	found, err := queryAll(ctx, q, `
SELECT id FROM customers WHERE id = ?1
UNION ALL
SELECT r.customer_id FROM former_customers f JOIN records r ON r.id = f.record_id WHERE f.id = ?1`, []any{id}, scanOne[int64])
	if err == nil && len(found) == 0 {
		return 0, notFound("customer", id)
	}
	if err != nil {
		return 0, err
	}
	return found[0], nil
}

// leaveNumbers makes the numbers of former customers lead to records of other connections, before one is deleted.
const leaveNumbers = `
UPDATE former_customers
SET record_id = COALESCE((
    SELECT r.id
    FROM records o
    JOIN records r ON r.customer_id = o.customer_id AND r.connection_id <> o.connection_id
    WHERE o.id = former_customers.record_id
    ORDER BY r.id
    LIMIT 1
), record_id)
WHERE record_id IN (SELECT id FROM records WHERE connection_id = ?)`
