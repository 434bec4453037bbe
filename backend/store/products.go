package store

import (
	"context"

	"tenantry/backend/domain"
)

// productID gives the id of a vendor's product and stores products that are new.
func productID(ctx context.Context, t tx, vendor domain.Vendor, key string) (int64, error) {
	known, err := queryAll(ctx, t, "SELECT id FROM products WHERE vendor = ? AND key = ?", []any{vendor, key}, scanOne[int64])
	if err != nil {
		return 0, err
	}
	if len(known) > 0 {
		return known[0], nil
	}
	return t.insert(ctx, "INSERT INTO products (vendor, key) VALUES (?, ?)", vendor, key)
}
