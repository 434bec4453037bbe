package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

type rowsInput struct {
	CustomerID   int64  `query:"customer_id" minimum:"0"`
	ConnectionID int64  `query:"connection_id" minimum:"0"`
	Outcome      string `query:"outcome" enum:"ok,attention,failed,running,skipped,unknown" doc:"of kinds that have one"`
	Search       string `query:"search" maxLength:"200"`
	Gone         bool   `query:"gone" doc:"also what its source lists no longer"`
	Limit        int    `query:"limit" minimum:"1" maximum:"10000" default:"100"`
	Offset       int    `query:"offset" minimum:"0"`
}

func (in *rowsInput) filter() domain.RowFilter {
	return domain.RowFilter{
		CustomerID: in.CustomerID, ConnectionID: in.ConnectionID, Outcome: domain.Outcome(in.Outcome), Search: in.Search,
		Gone: in.Gone, Page: domain.PageRequest{Limit: in.Limit, Offset: in.Offset},
	}
}

// rowsOf registers the list of one kind of rows.
func rowsOf[T domain.Keyed](s *server, kind domain.Kind) {
	register(s, operation{http.MethodGet, "/" + string(kind), "find-" + string(kind), "Stored " + string(kind), "rows"},
		func(ctx context.Context, in *rowsInput) (app.RowPage[T], error) {
			return app.FindRows[T](ctx, s.app, in.filter())
		})
}

func (s *server) registerRows() {
	rowsOf[domain.Profile](s, domain.KindProfiles)
	rowsOf[domain.Person](s, domain.KindPeople)
	rowsOf[domain.Administrator](s, domain.KindAdministrators)
	rowsOf[domain.Relationship](s, domain.KindRelationships)
	rowsOf[domain.Link](s, domain.KindLinks)
	rowsOf[domain.ServiceState](s, domain.KindServiceStates)
	rowsOf[domain.Incident](s, domain.KindIncidents)
	rowsOf[domain.ServiceRequest](s, domain.KindServiceRequests)
	rowsOf[domain.Job](s, domain.KindJobs)
	rowsOf[domain.Storage](s, domain.KindStorage)
	rowsOf[domain.Usage](s, domain.KindUsage)
	rowsOf[domain.ScanProfile](s, domain.KindScanProfiles)
	rowsOf[domain.Risk](s, domain.KindRisks)
	rowsOf[domain.Erasure](s, domain.KindErasures)
	rowsOf[domain.Order](s, domain.KindOrders)
	rowsOf[domain.Agreement](s, domain.KindAgreements)
	rowsOf[domain.Invoice](s, domain.KindInvoices)
	rowsOf[domain.InvoiceLine](s, domain.KindInvoiceLines)
	rowsOf[domain.SubPartner](s, domain.KindSubPartners)
	rowsOf[domain.Document](s, domain.KindDocuments)
	register(s, operation{http.MethodGet, "/customers/{id}/row-counts", "find-row-counts", "What else is stored of a customer", "customers"},
		func(ctx context.Context, in *IDParam) (listOf[app.KindCount], error) {
			return list(s.app.Customers.RowCounts(ctx, in.ID))
		})
}
