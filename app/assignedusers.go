package app

import (
	"context"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// AssignedUsers are the people that hold a product at a customer, as its vendor says now.
type AssignedUsers struct {
	domain.AssignedUsers
	ReadAt time.Time `json:"read_at"`
}

// AssignedUsers asks the vendor who holds the seats of a pool. Nothing of it is stored; where the user wants no personal
// data, nobody is asked.
func (s *Subscriptions) AssignedUsers(ctx context.Context, poolID int64) (AssignedUsers, error) {
	ws, err := s.app.current()
	if err != nil {
		return AssignedUsers{}, err
	}
	if personal, err := ws.personal(ctx); err != nil || !personal {
		if err == nil {
			err = domain.NewError(domain.CodeConflict, "personal_data_off")
		}
		return AssignedUsers{}, err
	}
	record, product, err := ws.store.GetPoolRecord(ctx, poolID)
	if err != nil {
		return AssignedUsers{}, err
	}
	unknown := domain.NewError(domain.CodeNotFound, "assigned_users_unknown", "product", product, "customer", record.Name)
	users, err := askNow(ctx, ws, record.ConnectionID, "assigned_users_not_offered", unknown,
		func(ctx context.Context, source connector.AssignedUsers) (domain.AssignedUsers, error) {
			return source.AssignedUsers(ctx, record, product)
		})
	if err != nil {
		return AssignedUsers{}, err
	}
	return AssignedUsers{AssignedUsers: users, ReadAt: ws.now()}, nil
}
