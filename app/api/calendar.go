package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

// SpanParams say which days are asked about, and which of the decisions then.
type SpanParams struct {
	From    string   `query:"from" format:"date" doc:"first day; left out: today"`
	To      string   `query:"to" format:"date" doc:"last day; left out: 90 days after the first"`
	States  []string `query:"states,explode" enum:"cancel_window,ends,paid_extension,renews,rolls_over,locked,unknown,rights_end,access_ends" maxItems:"9"`
	Unclear bool     `query:"unclear" doc:"only what renews, or ends or renews, and no source tells the last moment to act"`
	Search  string   `query:"search" maxLength:"200" doc:"part of a product, number or customer"`
	Vendors []string `query:"vendors,explode" enum:"webex,microsoft,avepoint,blancco" maxItems:"4"`
	NarrowParams
}

// CalendarParams say which decisions of whom are asked about.
type CalendarParams struct {
	ScopeParams
	SpanParams
}

type decisionsInput struct {
	CalendarParams
	RowParam
	Sort   string `query:"sort" maxLength:"40" doc:"a column; left out: by day"`
	Desc   bool   `query:"desc"`
	Limit  int    `query:"limit" minimum:"1" maximum:"10000" default:"100"`
	Offset int    `query:"offset" minimum:"0"`
}

type summaryInput struct {
	CalendarParams
	Named bool `query:"named" doc:"also say whom each day concerns"`
}

func (in *CalendarParams) request() app.CalendarRequest {
	return app.CalendarRequest{
		Scope: in.scope(), From: domain.Date(in.From), To: domain.Date(in.To), States: wordsOf[domain.DecisionState](in.States), Unclear: in.Unclear,
		Search: in.Search, Vendors: wordsOf[domain.Vendor](in.Vendors), Page: domain.PageRequest{Where: in.Where, Except: in.Except},
	}
}

func (in *decisionsInput) list() app.CalendarRequest {
	req := in.request()
	req.Page.Sort, req.Page.Desc, req.Page.Limit, req.Page.Offset, req.Page.ID = in.Sort, in.Desc, in.Limit, in.Offset, in.RowID
	return req
}

func (s *server) registerCalendar() {
	const tag = "calendar"
	register(s, operation{http.MethodGet, "/calendar", "find-decisions", "One page of what happens to subscriptions, the earliest in front", tag},
		func(ctx context.Context, in *decisionsInput) (app.DecisionPage, error) {
			return s.app.Calendar.List(ctx, in.list())
		})
	register(s, operation{http.MethodGet, "/calendar/groups", "group-decisions", "The customers of what happens, as the list by customer has them", tag},
		func(ctx context.Context, in *decisionsInput) (listOf[domain.CustomerGroup], error) {
			return list(s.app.Calendar.Groups(ctx, in.list()))
		})
	register(s, operation{http.MethodGet, "/calendar/summary", "get-calendar", "What happens to subscriptions, by day and in sum", tag},
		func(ctx context.Context, in *summaryInput) (domain.CalendarSummary, error) {
			req := in.request()
			req.Named = in.Named
			return s.app.Calendar.Summary(ctx, req)
		})
}
