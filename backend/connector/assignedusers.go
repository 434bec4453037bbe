package connector

import (
	"context"

	"tenantry/backend/domain"
)

// AssignedUsers is what a connector offers beside Connector where its vendor tells who holds the licences of one product.
type AssignedUsers interface {
	// AssignedUsers reads who holds a product at a customer, in the vendor's order; ErrNotFound where the customer has no such licence.
	// The product's key is that of its pool.
	AssignedUsers(ctx context.Context, customer domain.Record, productKey string) (domain.AssignedUsers, error)
}
