package app

import (
	"context"
	"errors"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/syncer"
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
	conn, err := ws.store.GetConnection(ctx, record.ConnectionID)
	if err != nil {
		return AssignedUsers{}, err
	}
	vendor, spec, err := ws.connect(ctx, conn)
	if err != nil {
		return AssignedUsers{}, err
	}
	source, ok := vendor.(connector.AssignedUsers)
	if !ok {
		return AssignedUsers{}, domain.NewError(domain.CodeNotFound, "assigned_users_not_offered", "vendor", spec.Name)
	}
	ctx, stop := context.WithTimeout(connector.WithLastAnswer(ctx), checkTimeout)
	defer stop()
	users, err := source.AssignedUsers(ctx, record, product)
	if errors.Is(err, connector.ErrNotFound) {
		return AssignedUsers{}, domain.NewError(domain.CodeNotFound, "assigned_users_unknown", "product", product, "customer", record.Name)
	}
	if err != nil {
		key, _ := syncer.Explain(connector.Shown(ctx, err))
		return AssignedUsers{}, &domain.Error{Code: domain.CodeUnavailable, Key: key, Err: err}
	}
	return AssignedUsers{AssignedUsers: users, ReadAt: ws.now()}, nil
}
