package app

import (
	"context"
	"errors"
	"slices"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// checkCompany keeps invented and real customers apart: a data folder holds the ones or the others.
func (w *workspace) checkCompany(ctx context.Context, conn domain.Connection) error {
	if w.sample && !conn.Sandbox {
		return domain.NewError(domain.CodeConflict, "sample_beside_real")
	}
	others, err := w.store.FindConnections(ctx)
	if err != nil {
		return err
	}
	for _, other := range others {
		if other.ID != conn.ID && other.Sandbox != conn.Sandbox {
			return domain.NewError(domain.CodeConflict, "sample_beside_real")
		}
	}
	if w.app.cfg.Simulated && !conn.Sandbox {
		return domain.NewError(domain.CodeConflict, "now_needs_sandbox", "connection", conn.Name)
	}
	return nil
}

// invented reports whether the customers come from simulated vendors.
func (w *workspace) invented(ctx context.Context) (bool, error) {
	connections, err := w.store.FindConnections(ctx)
	return slices.ContainsFunc(connections, func(c domain.Connection) bool { return c.Sandbox }), err
}

// refuseRealConnections keeps a clock set by hand away from real data.
func (w *workspace) refuseRealConnections(ctx context.Context) error {
	connections, err := w.store.FindConnections(ctx)
	if err != nil {
		return err
	}
	for _, conn := range connections {
		if !conn.Sandbox {
			return domain.NewError(domain.CodeConflict, "now_needs_sandbox", "connection", conn.Name)
		}
	}
	return nil
}

func sameAddresses(spec connector.Spec, a, b map[string]string) bool {
	return slices.Equal(addresses(spec, a), addresses(spec, b))
}

// labelled puts the vendor before the field of an error, by which the catalogue finds the field's label.
func labelled(err error) error {
	var e *domain.Error
	if !errors.As(err, &e) || e.Params["vendor"] == "" || e.Params["field"] == "" {
		return err
	}
	return domain.NewError(e.Code, e.Key, "field", e.Params["vendor"]+"."+e.Params["field"])
}
