package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

type windowInput struct {
	Limit  int `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Offset int `query:"offset" minimum:"0"`
}

func (w *windowInput) page() domain.PageRequest {
	return domain.PageRequest{Limit: w.Limit, Offset: w.Offset}
}

type twoCustomersInput struct {
	Body struct {
		A int64 `json:"a" minimum:"1" doc:"a customer"`
		B int64 `json:"b" minimum:"1" doc:"the other one"`
	}
}

type acceptMatchesInput struct {
	Body struct {
		PairIDs []int64 `json:"pair_ids" minItems:"1" maxItems:"10000"`
	}
}

type laterInput struct {
	IDParam
	Body struct {
		Later bool `json:"later"`
	}
}

func (s *server) registerMatches() {
	const tag = "matches"
	register(s, operation{http.MethodGet, "/matches", "find-matches", "Pairs of customers that may be one company", tag},
		func(ctx context.Context, in *windowInput) (app.MatchPage, error) {
			return s.app.Matches.Pairs(ctx, in.page())
		})
	register(s, operation{http.MethodPost, "/matches/accept", "accept-matches", "Join the customers of several pairs", tag},
		func(ctx context.Context, in *acceptMatchesInput) (listOf[app.MatchAccepted], error) {
			return list(s.app.Matches.Accept(ctx, in.Body.PairIDs))
		})
	registerSilent(s, operation{http.MethodPut, "/matches/{id}/later", "put-off-match", "Put a pair at the end of the queue, or back", tag},
		func(ctx context.Context, in *laterInput) error { return s.app.Matches.Later(ctx, in.ID, in.Body.Later) })
	register(s, operation{http.MethodPost, "/customers/join", "join-customers", "Make one company of two customers", tag},
		func(ctx context.Context, in *twoCustomersInput) (app.MatchDecided, error) {
			return s.app.Matches.Join(ctx, in.Body.A, in.Body.B)
		})
	register(s, operation{http.MethodPost, "/customers/apart", "keep-apart", "Say that two customers are different companies", tag},
		func(ctx context.Context, in *twoCustomersInput) (app.MatchDecided, error) {
			return s.app.Matches.KeepApart(ctx, in.Body.A, in.Body.B)
		})
	register(s, operation{http.MethodPost, "/records/{id}/split", "split-record", "Make a record a customer of its own", tag},
		func(ctx context.Context, in *IDParam) (app.MatchDecided, error) {
			return s.app.Matches.Split(ctx, in.ID)
		})
	register(s, operation{http.MethodGet, "/match-decisions", "find-match-decisions", "What was decided, newest first", tag},
		func(ctx context.Context, in *windowInput) (app.MatchDecisionPage, error) {
			return s.app.Matches.Decisions(ctx, in.page())
		})
	registerSilent(s, operation{http.MethodPost, "/match-decisions/{id}/undo", "undo-match", "Take a decision back", tag},
		func(ctx context.Context, in *IDParam) error { return s.app.Matches.Undo(ctx, in.ID) })
}
