package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

// SubscriptionQueryParams narrow subscriptions down: several values of one kind mean any of them, several kinds mean all.
type SubscriptionQueryParams struct {
	States    []string `query:"states,explode" enum:"active,grace,suspended,expired,deleted,unknown" maxItems:"6"`
	Trial     []string `query:"trial,explode" enum:"yes,no,unknown" maxItems:"3"`
	Terms     []string `query:"terms,explode" enum:"P1M,P1Y,P2Y,P3Y,P5Y,unknown" maxItems:"6" doc:"ISO 8601 durations"`
	AtTermEnd []string `query:"at_term_end,explode" enum:"renews,ends,unknown" maxItems:"3"`
	Sources   []string `query:"sources,explode" enum:"api,import,typed" maxItems:"3" doc:"of the subscription itself or of one of its values"`
	Missing   []string `query:"missing,explode" enum:"term_end_on,unit_price" maxItems:"2" doc:"what it is without"`
}

func (p *SubscriptionQueryParams) query() domain.SubscriptionQuery {
	return domain.SubscriptionQuery{
		States: wordsOf[domain.SubscriptionStatus](p.States), Trial: wordsOf[domain.YesNo](p.Trial), Terms: wordsOf[domain.Term](p.Terms),
		AtTermEnd: wordsOf[domain.AtTermEnd](p.AtTermEnd), Sources: wordsOf[domain.Source](p.Sources), Missing: wordsOf[domain.Missing](p.Missing),
	}
}

type subscriptionsInput struct {
	ScopeParams
	RowListParams
	SubscriptionQueryParams
	Search  string   `query:"search" maxLength:"200" doc:"part of customer, product or number"`
	Figure  string   `query:"figure" enum:"added,expiring,renewing,open,missing_dates,missing_price"`
	Vendors []string `query:"vendors,explode" enum:"webex,microsoft,avepoint,blancco" maxItems:"4"`
	Gone    bool     `query:"gone"`
}

type poolsInput struct {
	ScopeParams
	RowListParams
	Search   string   `query:"search" maxLength:"200" doc:"part of customer or product"`
	Figure   string   `query:"figure" enum:"low,over"`
	Vendors  []string `query:"vendors,explode" enum:"webex,microsoft,avepoint,blancco" maxItems:"4"`
	Excluded []string `query:"excluded,explode" enum:"yes,no" maxItems:"2" doc:"whether figures leave them out"`
}

func (in *subscriptionsInput) filter() domain.SubscriptionFilter {
	return domain.SubscriptionFilter{
		Scope:             in.scope(),
		Search:            in.Search,
		Figure:            domain.Figure(in.Figure),
		Vendors:           wordsOf[domain.Vendor](in.Vendors),
		SubscriptionQuery: in.query(),
		Gone:              in.Gone,
		Page:              in.page(),
	}
}

func (in *poolsInput) filter() domain.PoolFilter {
	return domain.PoolFilter{
		Scope:    in.scope(),
		Search:   in.Search,
		Figure:   domain.Figure(in.Figure),
		Vendors:  wordsOf[domain.Vendor](in.Vendors),
		Excluded: wordsOf[domain.YesNo](in.Excluded),
		Page:     in.page(),
	}
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
			return s.app.Subscriptions.List(ctx, in.filter())
		})
	register(s, operation{http.MethodGet, "/subscriptions/groups", "group-subscriptions", "The customers of subscriptions, as the list by customer has them", tag},
		func(ctx context.Context, in *subscriptionsInput) (listOf[domain.CustomerGroup], error) {
			return list(s.app.Subscriptions.Groups(ctx, in.filter()))
		})
	register(s, operation{http.MethodGet, "/pools", "find-pools", "One page of pools of seats", tag},
		func(ctx context.Context, in *poolsInput) (app.PoolPage, error) {
			return s.app.Subscriptions.Pools(ctx, in.filter())
		})
	register(s, operation{http.MethodGet, "/pools/groups", "group-pools", "The customers of pools of seats, as the list by customer has them", tag},
		func(ctx context.Context, in *poolsInput) (listOf[domain.CustomerGroup], error) {
			return list(s.app.Subscriptions.PoolGroups(ctx, in.filter()))
		})
	register(s, operation{http.MethodGet, "/pools/{id}/assigned-users", "read-assigned-users",
		"Ask the vendor who holds the seats of a pool; nothing of it is stored", tag},
		func(ctx context.Context, in *IDParam) (app.AssignedUsers, error) {
			return s.app.Subscriptions.AssignedUsers(ctx, in.ID)
		})
	register(s, operation{http.MethodPatch, "/subscriptions/typed", "type-subscriptions",
		"Store typed values where no source gives them; a value left out stays, an empty one is taken back", tag},
		func(ctx context.Context, in *typedInput) (app.TypedResult, error) {
			return s.app.Subscriptions.Type(ctx, in.Body.IDs, in.Body.Values)
		})
}
