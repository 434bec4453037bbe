package app

import (
	"context"

	"tenantry/backend/domain"
)

// Organisation is the company that runs Tenantry: who it is at each vendor, its people, and what is left to set up.
type Organisation struct{ app *App }

// OwnPage is all of it.
type OwnPage struct {
	Organisations []domain.OwnOrganisation `json:"organisations"`
	People        []domain.OwnPerson       `json:"people"`
	Checks        []domain.SetupCheck      `json:"checks"`
}

// tellsUs are the vendors whose sign-in says to which organisation we belong. What AvePoint's and Blancco's connections keep in
// its place, a host and a customer's tenant, tells logins apart only.
var tellsUs = map[domain.Vendor]bool{domain.VendorWebex: true, domain.VendorMicrosoft: true}

// Get gives the page about our own organisation.
func (o *Organisation) Get(ctx context.Context) (OwnPage, error) {
	ws, err := o.app.current()
	if err != nil {
		return OwnPage{}, err
	}
	var page OwnPage
	if page.Organisations, err = ws.store.FindOwnOrganisations(ctx); err != nil {
		return page, err
	}
	for i := range page.Organisations {
		own := &page.Organisations[i]
		if !tellsUs[own.Vendor] {
			own.Account.Org = ""
		}
		if own.Links, err = ws.ownLinks(ctx, *own); err != nil {
			return page, err
		}
	}
	if page.People, err = ws.store.FindOwnPeople(ctx); err != nil {
		return page, err
	}
	page.Checks, err = o.checks(ctx, ws, page.Organisations)
	return page, err
}

// partnerCenter is Microsoft's page about one customer; our own organisation has none.
const partnerCenter = "partnercenter"

// ownLinks are the templates that lead to a portal's home, or by a tenant's id to the tenant: ours.
func (w *workspace) ownLinks(ctx context.Context, own domain.OwnOrganisation) ([]domain.PortalLink, error) {
	templates, err := w.portalTemplates(ctx, own.ConnectionID, own.Vendor)
	if err != nil {
		return nil, err
	}
	links := []domain.PortalLink{}
	for _, t := range templates {
		url := t.Fill(domain.PortalPlaces{Tenant: own.Account.Org})
		if url == "" || t.Key == partnerCenter {
			continue
		}
		links = append(links, domain.PortalLink{
			ConnectionID: own.ConnectionID, Connection: own.Connection, Vendor: own.Vendor, Key: t.Key, Name: t.Name, URL: url,
		})
	}
	return links, nil
}

// checks derives the checklist from what is stored.
func (o *Organisation) checks(ctx context.Context, ws *workspace, all []domain.OwnOrganisation) ([]domain.SetupCheck, error) {
	checks := connectionChecks(all)
	noLogin := len(all) == 0
	for _, more := range []func(context.Context, *workspace) (domain.SetupCheck, error){
		o.scheduleCheck, o.backgroundCheck, o.matchingCheck, o.thresholdsCheck, o.accessCheck,
	} {
		check, err := more(ctx, ws)
		if err != nil {
			return nil, err
		}
		if check.Key == domain.CheckAccess {
			check.Done = check.Done && !noLogin
		}
		if check.Key != "" {
			checks = append(checks, check)
		}
	}
	return checks, nil
}

func connectionChecks(all []domain.OwnOrganisation) []domain.SetupCheck {
	in := domain.SetupCheck{Key: domain.CheckConnections, Of: len(all)}
	read := domain.SetupCheck{Key: domain.CheckFirstSync, Of: len(all)}
	for _, own := range all {
		if own.State == domain.ConnectionReady || own.State == domain.ConnectionPaused {
			in.Count++
		}
		if own.FirstFullAt != nil {
			read.Count++
		}
	}
	in.Done, read.Done = in.Of > 0 && in.Count == in.Of, read.Of > 0 && read.Count == read.Of
	return []domain.SetupCheck{in, read}
}

func (o *Organisation) scheduleCheck(ctx context.Context, ws *workspace) (domain.SetupCheck, error) {
	check := domain.SetupCheck{Key: domain.CheckSchedule}
	schedules, err := ws.store.FindSchedules(ctx)
	for _, schedule := range schedules {
		if schedule.Job != jobSync {
			continue
		}
		check.Of++
		if !schedule.Paused {
			check.Count++
		}
	}
	check.Done = check.Count > 0
	return check, err
}

// backgroundCheck is left out where the system has no scheduler that answers.
func (o *Organisation) backgroundCheck(ctx context.Context, _ *workspace) (domain.SetupCheck, error) {
	background, err := o.app.Schedules.Background(ctx)
	if err != nil || !background.Supported {
		return domain.SetupCheck{}, err
	}
	return domain.SetupCheck{Key: domain.CheckBackground, Done: background.Registered}, nil
}

func (o *Organisation) matchingCheck(ctx context.Context, ws *workspace) (domain.SetupCheck, error) {
	counts, err := ws.store.MatchCounts(ctx)
	return domain.SetupCheck{
		Key: domain.CheckMatching, Done: counts.Customers > 0 && counts.Unmatched == 0, Count: counts.Unmatched, Of: counts.Customers,
	}, err
}

func (o *Organisation) thresholdsCheck(ctx context.Context, ws *workspace) (domain.SetupCheck, error) {
	setup, err := ws.store.GetSetup(ctx)
	return domain.SetupCheck{Key: domain.CheckThresholds, Done: setup.ThresholdsAt != nil}, err
}

func (o *Organisation) accessCheck(ctx context.Context, _ *workspace) (domain.SetupCheck, error) {
	check := domain.SetupCheck{Key: domain.CheckAccess}
	all, err := o.app.Connections.Access(ctx)
	for _, access := range all {
		check.Of++
		switch access.State {
		case domain.AccessMissing, domain.AccessExpired, domain.AccessSoon:
			check.Count++
		}
	}
	check.Done = check.Count == 0
	return check, err
}
