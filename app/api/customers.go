package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

type customersInput struct {
	ScopeParams
	PageParams
	Search  string `query:"search" maxLength:"200" doc:"part of a name or domain"`
	Figure  string `query:"figure" enum:"added,expiring,renewing,open,low,over,suspended,expired,trial,unmatched,failed"`
	Vendor  string `query:"vendor" enum:"webex,microsoft,avepoint,blancco"`
	Country string `query:"country" maxLength:"2"`
	Status  string `query:"status" enum:"suspended,expired,expiring,overage,trial,active,unknown"`
	Gone    bool   `query:"gone" doc:"also those that every vendor has stopped listing"`
}

func (s *server) registerCustomers() {
	const tag = "customers"
	register(s, operation{http.MethodGet, "/customers", "find-customers", "One page of customers", tag},
		func(ctx context.Context, in *customersInput) (app.CustomerPage, error) {
			return s.app.Customers.List(ctx, domain.CustomerFilter{
				Scope:   in.scope(),
				Search:  in.Search,
				Figure:  domain.Figure(in.Figure),
				Vendor:  domain.Vendor(in.Vendor),
				Country: in.Country,
				Status:  domain.CustomerStatus(in.Status),
				Gone:    in.Gone,
				Page:    in.page(),
			})
		})
	register(s, operation{http.MethodGet, "/customers/{id}", "get-customer", "Everything stored about one customer", tag},
		func(ctx context.Context, in *IDParam) (domain.CustomerDetail, error) {
			return s.app.Customers.Get(ctx, in.ID)
		})
}
