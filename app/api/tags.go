package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

type tagRuleInput struct {
	Body struct {
		Name string              `json:"name" minLength:"1" maxLength:"40"`
		Rule domain.CustomerRule `json:"rule"`
	}
}

type tagGiveInput struct {
	Body struct {
		Name      string  `json:"name" minLength:"1" maxLength:"40"`
		Customers []int64 `json:"customers" minItems:"1" maxItems:"10000"`
		On        bool    `json:"on" doc:"false takes the tag away"`
	}
}

func (s *server) registerTags() {
	const tag = "tags"
	register(s, operation{http.MethodGet, "/tags", "find-tags", "The tags that users give", tag},
		func(ctx context.Context, _ *none) (listOf[domain.Tag], error) {
			return list(s.app.Tags.List(ctx))
		})
	register(s, operation{http.MethodGet, "/tags/counts", "find-tag-counts", "All tags, vendors' too, with how many customers have each", tag},
		func(ctx context.Context, _ *none) (listOf[domain.TagCount], error) {
			return list(s.app.Tags.Counts(ctx))
		})
	register(s, operation{http.MethodPut, "/tags/rule", "set-tag-rule", "Make a tag by rule, or change its rule", tag},
		func(ctx context.Context, in *tagRuleInput) (undoable, error) {
			return undoableBy(s.app.Tags.SetRule(ctx, in.Body.Name, in.Body.Rule))
		})
	register(s, operation{http.MethodPost, "/tags/customers", "tag-customers", "Give customers a tag by hand, or take it away", tag},
		func(ctx context.Context, in *tagGiveInput) (app.TagsGiven, error) {
			return s.app.Tags.Give(ctx, in.Body.Name, in.Body.Customers, in.Body.On)
		})
	register(s, operation{http.MethodDelete, "/tags/{id}", "delete-tag", "Delete a tag that users give", tag},
		func(ctx context.Context, in *IDParam) (undoable, error) {
			return undoableBy(s.app.Tags.Delete(ctx, in.ID))
		})
}
