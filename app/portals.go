package app

import (
	"context"
	"strings"

	"tenantry/backend/connector/all"
	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Portals is the way to a customer in the vendors' portals.
type Portals struct{ app *App }

// Links gives the pages of portals for one customer. Where a vendor documents no link to one customer, its portal's home
// is among them with what to put on the clipboard.
func (p *Portals) Links(ctx context.Context, customerID int64) ([]domain.PortalLink, error) {
	ws, err := p.app.current()
	if err != nil {
		return nil, err
	}
	if customerID, err = ws.store.ResolveCustomer(ctx, customerID); err != nil {
		return nil, err
	}
	tenants, err := ws.store.FindPortalTenants(ctx, customerID)
	if err != nil {
		return nil, err
	}
	links := []domain.PortalLink{}
	for _, tenant := range tenants {
		templates, err := ws.portalTemplates(ctx, tenant.ConnectionID, tenant.Vendor)
		if err != nil {
			return nil, err
		}
		links = append(links, linksOf(tenant, templates)...)
	}
	return links, nil
}

// linksOf fills the templates for one record. What the vendor gives itself comes after them.
func linksOf(tenant store.PortalTenant, templates []OfferedPortal) []domain.PortalLink {
	link := func(key, name, url string) domain.PortalLink {
		return domain.PortalLink{
			ConnectionID: tenant.ConnectionID, Connection: tenant.Connection, Vendor: tenant.Vendor, Key: key, Name: name, URL: url,
		}
	}
	var links []domain.PortalLink
	taken := map[string]bool{}
	for _, t := range templates {
		url := t.Fill(tenant.Places)
		if url == "" {
			continue
		}
		made := link(t.Key, t.Name, url)
		if !t.NamesCustomer() {
			made.Copy = tenant.Places.Name + "\t" + tenant.Places.CustomerID
		}
		taken[strings.ToLower(t.Name)] = true
		links = append(links, made)
	}
	for _, given := range tenant.Links {
		if taken[strings.ToLower(given.Name)] || !strings.HasPrefix(given.URL, "https://") {
			continue
		}
		made := link("given:"+given.Key, given.Name, given.URL)
		made.Given = true
		links = append(links, made)
	}
	return links
}

// OfferedPortal is a link of a connection, with the one that the vendor documents.
type OfferedPortal struct {
	domain.PortalTemplate
	Default string `json:"default"` // "" for one that users added
}

// Templates gives the links of a connection.
func (p *Portals) Templates(ctx context.Context, connectionID int64) ([]OfferedPortal, error) {
	ws, err := p.app.current()
	if err != nil {
		return nil, err
	}
	connection, err := ws.store.GetConnection(ctx, connectionID)
	if err != nil {
		return nil, err
	}
	return ws.portalTemplates(ctx, connectionID, connection.Vendor)
}

// SaveTemplates keeps those links of a connection that differ from the vendor's. It gives the number to undo that by.
func (p *Portals) SaveTemplates(ctx context.Context, connectionID int64, links []domain.PortalTemplate) (int64, error) {
	ws, err := p.app.current()
	if err != nil {
		return 0, err
	}
	connection, err := ws.store.GetConnection(ctx, connectionID)
	if err != nil {
		return 0, err
	}
	defaults := map[string]domain.PortalTemplate{}
	if spec, ok := all.Find(connection.Vendor); ok {
		for _, t := range spec.Portals {
			defaults[t.Key] = t
		}
	}
	var changed []domain.PortalTemplate
	for _, link := range links {
		link.Name, link.URL = strings.TrimSpace(link.Name), strings.TrimSpace(link.URL)
		if defaults[link.Key] != link {
			changed = append(changed, link)
		}
	}
	before, err := ws.store.BeforePortalTemplates(ctx, connectionID)
	if err == nil {
		err = ws.store.SavePortalTemplates(ctx, connectionID, changed)
	}
	if err != nil {
		return 0, err
	}
	p.app.tell(ws, Event{Type: EventDataChanged})
	return p.app.Undo.keep(change{ws: ws, before: before}, nil)
}

// portalTemplates are those of the vendor with what users changed, then those that users added.
func (w *workspace) portalTemplates(ctx context.Context, connectionID int64, vendor domain.Vendor) ([]OfferedPortal, error) {
	stored, err := w.store.FindPortalTemplates(ctx, connectionID)
	if err != nil {
		return nil, err
	}
	changed := map[string]domain.PortalTemplate{}
	for _, t := range stored {
		changed[t.Key] = t
	}
	templates := []OfferedPortal{}
	if spec, ok := all.Find(vendor); ok {
		for _, t := range spec.Portals {
			made := OfferedPortal{PortalTemplate: t, Default: t.URL}
			if other, ok := changed[t.Key]; ok {
				made.PortalTemplate = other
				delete(changed, t.Key)
			}
			templates = append(templates, made)
		}
	}
	for _, t := range stored {
		if _, own := changed[t.Key]; own {
			templates = append(templates, OfferedPortal{PortalTemplate: t})
		}
	}
	return templates, nil
}
