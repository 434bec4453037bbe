package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

type rowsInput struct {
	ListParams
	WhoseParams
	ConnectionID int64    `query:"connection_id" minimum:"0"`
	Vendors      []string `query:"vendors,explode" enum:"webex,microsoft,avepoint,blancco" maxItems:"4"`
	Outcomes     []string `query:"outcomes,explode" enum:"ok,attention,failed,running,skipped,unknown" maxItems:"6" doc:"of kinds that have one"`
	Country      string   `query:"country" pattern:"^[A-Z]{2}$" doc:"ISO 3166-1 alpha-2"`
	Trouble      bool     `query:"trouble" doc:"failed or in need of attention; of kinds that have an outcome"`
	State        string   `query:"state" enum:"open,closed" doc:"of service requests and incidents"`
	Services     []string `query:"services,explode" maxItems:"100" doc:"of kinds that are about one"`
	Level        string   `query:"level" enum:"service,module,live" doc:"of storage: whole services, modules, which are parts of them, or what data take up in Microsoft 365"`
	Within       string   `query:"within" enum:"24h,7d,30d" doc:"ended, submitted or begun since; left out: all"`
	Search       string   `query:"search" maxLength:"200"`
	Gone         bool     `query:"gone" doc:"also what its source lists no longer"`
	Counted      bool     `query:"counted" doc:"only what figures count: of customers that are listed, each tenant once"`
}

func (in *rowsInput) request() app.RowRequest {
	req := app.RowRequest{
		RowFilter: domain.RowFilter{
			Scope: in.scope(), ConnectionID: in.ConnectionID, Vendors: wordsOf[domain.Vendor](in.Vendors),
			Outcomes: wordsOf[domain.Outcome](in.Outcomes), Trouble: in.Trouble, Country: in.Country, Services: in.Services, Level: domain.Level(in.Level),
			Search: in.Search, Gone: in.Gone, Counted: in.Counted, Page: in.page(),
		},
		Within: app.Within(in.Within),
	}
	if in.State != "" {
		open := in.State == "open"
		req.Open = &open
	}
	return req
}

// rowsOf registers the list of one kind of rows.
func rowsOf[T domain.Keyed](s *server, kind domain.Kind) {
	register(s, operation{http.MethodGet, "/" + string(kind), "find-" + string(kind), "Stored " + string(kind), "rows"},
		func(ctx context.Context, in *rowsInput) (app.RowPage[T], error) {
			return app.FindRows[T](ctx, s.app, in.request())
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
