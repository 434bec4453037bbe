package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

type subscriptionsInput struct {
	ScopeParams
	PageParams
	Search string `query:"search" maxLength:"200" doc:"part of customer, product or number"`
	Figure string `query:"figure" enum:"added,expiring,renewing,open,missing_dates,missing_price"`
	Vendor string `query:"vendor" enum:"webex,microsoft,avepoint,blancco"`
	Gone   bool   `query:"gone"`
}

type poolsInput struct {
	ScopeParams
	PageParams
	Search string `query:"search" maxLength:"200" doc:"part of customer or product"`
	Figure string `query:"figure" enum:"low,over"`
}

type typedInput struct {
	Body struct {
		IDs    []int64      `json:"ids" minItems:"1" maxItems:"10000"`
		Values domain.Typed `json:"values"`
	}
}

func (s *server) registerSubscriptions() {
	const tag = "subscriptions"
	register(s, operation{http.MethodGet, "/subscriptions", "find-subscriptions", "One page of subscriptions", tag},
		func(ctx context.Context, in *subscriptionsInput) (app.SubscriptionPage, error) {
			return s.app.Subscriptions.List(ctx, domain.SubscriptionFilter{
				Scope:  in.scope(),
				Search: in.Search,
				Figure: domain.Figure(in.Figure),
				Vendor: domain.Vendor(in.Vendor),
				Gone:   in.Gone,
				Page:   in.page(),
			})
		})
	register(s, operation{http.MethodGet, "/pools", "find-pools", "One page of pools of seats", tag},
		func(ctx context.Context, in *poolsInput) (app.PoolPage, error) {
			return s.app.Subscriptions.Pools(ctx, domain.PoolFilter{
				Scope:  in.scope(),
				Search: in.Search,
				Figure: domain.Figure(in.Figure),
				Page:   in.page(),
			})
		})
	register(s, operation{http.MethodGet, "/pools/{id}/assigned-users", "read-assigned-users",
		"Ask the vendor who holds the seats of a pool; nothing of it is stored", tag},
		func(ctx context.Context, in *IDParam) (app.AssignedUsers, error) {
			return s.app.Subscriptions.AssignedUsers(ctx, in.ID)
		})
	register(s, operation{http.MethodPatch, "/subscriptions/typed", "type-subscriptions",
		"Store typed values where no source gives them; a value left out stays, an empty one is taken back", tag},
		func(ctx context.Context, in *typedInput) (domain.TypedResult, error) {
			return s.app.Subscriptions.Type(ctx, in.Body.IDs, in.Body.Values)
		})
}
