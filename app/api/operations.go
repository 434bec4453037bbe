package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

// WithinParams say how far back operations are counted.
type WithinParams struct {
	JobsWithin     string `query:"jobs_within" enum:"24h,7d,30d" doc:"jobs that ended since; left out: all"`
	RequestsWithin string `query:"requests_within" enum:"24h,7d,30d" doc:"requests submitted since; left out: all"`
}

// SummaryParams say about whom and how far back operations are counted.
type SummaryParams struct {
	WithinParams
	WhoseParams
}

// CustomersParams say which customers a list of operations shows.
type CustomersParams struct {
	SummaryParams
	Search  string `query:"search" maxLength:"200" doc:"part of a name, domain or registered account"`
	Figure  string `query:"figure" enum:"failed_jobs,open_requests,trouble"`
	Country string `query:"country" pattern:"^[A-Z]{2}$" doc:"ISO 3166-1 alpha-2"`
	NarrowParams
}

type operationsInput struct {
	CustomersParams
	PageParams
}

type daysInput struct {
	WhoseParams
	Days int `query:"days" minimum:"1" maximum:"3660" default:"365"`
}

func (in *SummaryParams) request() app.OperationsRequest {
	return app.OperationsRequest{
		OperationsFilter: domain.OperationsFilter{Scope: in.scope()},
		JobsWithin:       app.Within(in.JobsWithin), RequestsWithin: app.Within(in.RequestsWithin),
	}
}

func (in *CustomersParams) customers() app.OperationsRequest {
	req := in.request()
	req.Search, req.Figure, req.Country = in.Search, domain.OperationsFigure(in.Figure), in.Country
	req.Page.Where = in.Where
	return req
}

func (s *server) registerOperations() {
	const tag = "operations"
	register(s, operation{http.MethodGet, "/operations", "find-operations", "One page of customers with how their services do", tag},
		func(ctx context.Context, in *operationsInput) (app.OperationsPage, error) {
			req := in.customers()
			req.Page = in.page()
			req.Page.Where = in.Where
			return s.app.Operations.List(ctx, req)
		})
	register(s, operation{http.MethodGet, "/operations/countries", "get-operations-by-country", "The same, added up by country", tag},
		func(ctx context.Context, in *CustomersParams) (listOf[domain.CountryOperations], error) {
			return list(s.app.Operations.Countries(ctx, in.customers()))
		})
	register(s, operation{http.MethodGet, "/operations/summary", "get-operations", "How services do, in figures", tag},
		func(ctx context.Context, in *SummaryParams) (domain.OperationsSummary, error) {
			return s.app.Operations.Summary(ctx, in.request())
		})
	register(s, operation{http.MethodGet, "/operations/job-trend", "get-job-trend", "How jobs ended, day by day", tag},
		func(ctx context.Context, in *daysInput) (listOf[domain.JobPoint], error) {
			return list(s.app.Operations.JobTrend(ctx, in.scope(), in.Days))
		})
	register(s, operation{http.MethodGet, "/operations/storage-trend", "get-storage-trend", "Storage over time", tag},
		func(ctx context.Context, in *daysInput) (app.StorageTrend, error) {
			return s.app.Operations.StorageTrend(ctx, in.scope(), in.Days)
		})
}
