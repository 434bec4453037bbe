package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

type portalLinksInput struct {
	IDParam
	Body struct {
		Links []domain.PortalTemplate `json:"links" maxItems:"100"`
	}
}

type typedFactInput struct {
	IDParam
	Body struct {
		Field string `json:"field" enum:"domain,country,account,contact,phone,street,postal_code,city,language"`
		Value string `json:"value" maxLength:"200" doc:"empty takes it back"`
	}
}

func (s *server) registerPortals() {
	const tag = "portals"
	register(s, operation{http.MethodGet, "/customers/{id}/portal-links", "find-portal-links", "Pages of portals for one customer", tag},
		func(ctx context.Context, in *IDParam) (listOf[domain.PortalLink], error) {
			return list(s.app.Portals.Links(ctx, in.ID))
		})
	register(s, operation{http.MethodGet, "/connections/{id}/portal-links", "find-portal-templates", "The links into the portal of a connection", tag},
		func(ctx context.Context, in *IDParam) (listOf[app.OfferedPortal], error) {
			return list(s.app.Portals.Templates(ctx, in.ID))
		})
	register(s, operation{http.MethodPut, "/connections/{id}/portal-links", "save-portal-templates", "Change the links into the portal of a connection", tag},
		func(ctx context.Context, in *portalLinksInput) (undoable, error) {
			return undoableBy(s.app.Portals.SaveTemplates(ctx, in.ID, in.Body.Links))
		})
	register(s, operation{http.MethodGet, "/customers/{id}/facts", "find-facts", "What can be typed in about a customer, and what a source says of it", "customers"},
		func(ctx context.Context, in *IDParam) (listOf[domain.CustomerFact], error) {
			return list(s.app.Customers.Facts(ctx, in.ID))
		})
	register(s, operation{http.MethodPut, "/customers/{id}/typed", "type-fact", "Type in what no source says about a customer", "customers"},
		func(ctx context.Context, in *typedFactInput) (undoable, error) {
			return undoableBy(s.app.Customers.TypeFact(ctx, in.ID, in.Body.Field, in.Body.Value))
		})
	register(s, operation{http.MethodGet, "/customers/{id}/activity", "find-customer-activity", "What happened at a customer", "customers"},
		func(ctx context.Context, in *IDParam) (listOf[domain.Activity], error) {
			return list(s.app.Customers.Activity(ctx, in.ID))
		})
}
