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
	CustomerID int64 `query:"customer_id" minimum:"0"`
}

type operationsInput struct {
	SummaryParams
	PageParams
	Search string `query:"search" maxLength:"200" doc:"part of a name, domain or registered account"`
	Figure string `query:"figure" enum:"failed_jobs,open_requests,trouble"`
}

type storageTrendInput struct {
	CustomerID int64 `query:"customer_id" minimum:"0"`
	Days       int   `query:"days" minimum:"1" maximum:"3660" default:"365"`
}

func (in *SummaryParams) request() app.OperationsRequest {
	return app.OperationsRequest{
		OperationsFilter: domain.OperationsFilter{CustomerID: in.CustomerID},
		JobsWithin:       app.Within(in.JobsWithin), RequestsWithin: app.Within(in.RequestsWithin),
	}
}

func (s *server) registerOperations() {
	const tag = "operations"
	register(s, operation{http.MethodGet, "/operations", "find-operations", "One page of customers with how their services do", tag},
		func(ctx context.Context, in *operationsInput) (app.OperationsPage, error) {
			req := in.request()
			req.Search, req.Figure, req.Page = in.Search, domain.OperationsFigure(in.Figure), in.page()
			return s.app.Operations.List(ctx, req)
		})
	register(s, operation{http.MethodGet, "/operations/summary", "get-operations", "How services do, in figures", tag},
		func(ctx context.Context, in *SummaryParams) (domain.OperationsSummary, error) {
			return s.app.Operations.Summary(ctx, in.request())
		})
	register(s, operation{http.MethodGet, "/operations/storage-trend", "get-storage-trend", "Storage over time", tag},
		func(ctx context.Context, in *storageTrendInput) (app.StorageTrend, error) {
			return s.app.Operations.StorageTrend(ctx, in.CustomerID, in.Days)
		})
}
