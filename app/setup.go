package app

import (
	"context"
	"slices"
	"strings"

	"tenantry/backend/domain"
)

// Setup is the first start, step by step.
type Setup struct{ app *App }

// Get gives how far the first start has come, as far as it is still true: a connection that was made since is taken up,
// and one that was deleted is chosen anew.
func (s *Setup) Get(ctx context.Context) (domain.Setup, error) {
	ws, err := s.app.current()
	if err != nil {
		return domain.Setup{}, err
	}
	connections, err := ws.store.FindConnections(ctx)
	if err != nil {
		return domain.Setup{}, err
	}
	return ws.setup(ctx, connections)
}

func (w *workspace) setup(ctx context.Context, connections []domain.Connection) (domain.Setup, error) {
	setup, err := w.store.GetSetup(ctx)
	if err != nil {
		return setup, err
	}
	made := func(c domain.Connection) bool {
		if setup.ConnectionID != 0 {
			return c.ID == setup.ConnectionID
		}
		// The program may have ended between making the connection and noting it.
		return setup.Step == domain.StepTest && c.Vendor == setup.Vendor && strings.EqualFold(c.Name, setup.Name) &&
			setup.SavedAt != nil && !c.CreatedAt.Before(*setup.SavedAt)
	}
	at := slices.IndexFunc(connections, made)
	switch {
	case at >= 0 && setup.ConnectionID == 0:
		setup.ConnectionID, setup.Step = connections[at].ID, domain.StepSync
	case at < 0 && setup.State == domain.SetupDone && len(connections) > 0:
		// It was gone through once; which connection came first is of no interest any more.
	case at < 0 && setup.ConnectionID == 0 && len(connections) > 0:
		setup.State = domain.SetupNew // somebody went another way: nothing is unfinished
	case at < 0 && setup.ConnectionID != 0:
		fresh := domain.NewSetup()
		fresh.State, fresh.Step, fresh.ThresholdsAt = domain.SetupOpen, domain.StepVendor, setup.ThresholdsAt
		setup = fresh
	}
	return setup, nil
}

// Save notes how far the first start has come. Secrets are refused: they are stored with a connection only.
func (s *Setup) Save(ctx context.Context, setup domain.Setup) (domain.Setup, error) {
	ws, err := s.app.current()
	if err != nil {
		return setup, err
	}
	if err := checkSetup(setup); err != nil {
		return setup, err
	}
	if setup.ConnectionID != 0 && setup.State != domain.SetupDone {
		if _, err := ws.store.GetConnection(ctx, setup.ConnectionID); err != nil {
			return setup, err
		}
	}
	stored, err := ws.store.GetSetup(ctx)
	if err != nil {
		return setup, err
	}
	now := ws.now()
	setup.SavedAt, setup.ThresholdsAt = &now, stored.ThresholdsAt
	if err := ws.store.SaveSetup(ctx, setup); err != nil {
		return setup, err
	}
	return setup, nil
}

// checkSetup refuses fields that the vendor does not have, or that are secret.
func checkSetup(setup domain.Setup) error {
	if setup.Vendor == "" {
		return nil
	}
	spec, err := specOf(setup.Vendor)
	if err != nil {
		return err
	}
	for _, field := range spec.Fields {
		if _, given := setup.Fields[field.Name]; given && field.Secret {
			return domain.NewError(domain.CodeInvalid, "setup_secret", "vendor", string(setup.Vendor), "field", field.Name)
		}
	}
	return nil
}

// SeeThresholds notes that the user has looked at the thresholds and finds that they fit.
func (s *Setup) SeeThresholds(ctx context.Context) error {
	ws, err := s.app.current()
	if err != nil {
		return err
	}
	return ws.seeThresholds(ctx)
}

func (w *workspace) seeThresholds(ctx context.Context) error {
	setup, err := w.store.GetSetup(ctx)
	if err != nil {
		return err
	}
	now := w.now()
	setup.ThresholdsAt = &now
	return w.store.SaveSetup(ctx, setup)
}
