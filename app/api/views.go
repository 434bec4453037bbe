package api

import (
	"context"
	"net/http"

	"tenantry/backend/domain"
)

type viewsInput struct {
	Page string `query:"page" required:"true" minLength:"1" maxLength:"40"`
}

type viewInput struct {
	Body struct {
		Page  string         `json:"page" minLength:"1" maxLength:"40"`
		Name  string         `json:"name" minLength:"1" maxLength:"60"`
		Query map[string]any `json:"query"`
	}
}

func (s *server) registerViews() {
	const tag = "views"
	register(s, operation{http.MethodGet, "/views", "find-views", "The saved views of a page", tag},
		func(ctx context.Context, in *viewsInput) (listOf[domain.View], error) {
			return list(s.app.Views.List(ctx, in.Page))
		})
	register(s, operation{http.MethodPut, "/views", "save-view", "Save a view; one of the same name becomes this one", tag},
		func(ctx context.Context, in *viewInput) (undoable, error) {
			return undoableBy(s.app.Views.Save(ctx, domain.View{Page: in.Body.Page, Name: in.Body.Name, Query: in.Body.Query}))
		})
	register(s, operation{http.MethodDelete, "/views/{id}", "delete-view", "Delete a view", tag},
		func(ctx context.Context, in *IDParam) (undoable, error) {
			return undoableBy(s.app.Views.Delete(ctx, in.ID))
		})
}
