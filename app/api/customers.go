package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

// CustomerQueryParams narrow customers down: several values of one kind mean any of them, several kinds mean all.
type CustomerQueryParams struct {
	Managed   []string `query:"managed,explode" enum:"own,external,customer,unknown" maxItems:"4"`
	Products  []string `query:"products,explode" maxItems:"100" doc:"a family, or a vendor and the product's key with a colon between"`
	Statuses  []string `query:"statuses,explode" enum:"suspended,expired,expiring,overage,setup,quiet,trial,active,unknown" maxItems:"9"`
	Types     []string `query:"types,explode" enum:"subscription,trial,wholesale" maxItems:"3"`
	Vendors   []string `query:"vendors,explode" enum:"webex,microsoft,avepoint,blancco" maxItems:"4"`
	Countries []string `query:"countries,explode" maxItems:"250"`
	Tags      []string `query:"tags,explode" maxItems:"100"`
	Health    []string `query:"health,explode" enum:"failed,attention,ok,unknown" maxItems:"4"`
}

func (p *CustomerQueryParams) query() domain.CustomerQuery {
	return domain.CustomerQuery{
		Managed: wordsOf[domain.Management](p.Managed), Products: p.Products, Statuses: wordsOf[domain.CustomerStatus](p.Statuses),
		Types: wordsOf[domain.CustomerType](p.Types), Vendors: wordsOf[domain.Vendor](p.Vendors), Countries: p.Countries,
		Tags: p.Tags, Health: wordsOf[domain.Outcome](p.Health),
	}
}

func wordsOf[T ~string](values []string) []T {
	if len(values) == 0 {
		return nil // as one who asks for nothing writes it
	}
	words := make([]T, len(values))
	for i, value := range values {
		words[i] = T(value)
	}
	return words
}

type customersInput struct {
	ScopeParams
	ListParams
	CustomerQueryParams
	Search string `query:"search" maxLength:"200" doc:"part of a name, domain or account"`
	Figure string `query:"figure" enum:"added,expiring,renewing,open,low,over,suspended,expired,trial,unmatched,failed"`
	Gone   bool   `query:"gone" doc:"also those that every vendor has stopped listing"`
}

func (s *server) registerCustomers() {
	const tag = "customers"
	register(s, operation{http.MethodGet, "/customers", "find-customers", "One page of customers", tag},
		func(ctx context.Context, in *customersInput) (app.CustomerPage, error) {
			return s.app.Customers.List(ctx, domain.CustomerFilter{
				Scope:         in.scope(),
				Search:        in.Search,
				Figure:        domain.Figure(in.Figure),
				CustomerQuery: in.query(),
				Gone:          in.Gone,
				Page:          in.page(),
			})
		})
	register(s, operation{http.MethodGet, "/customer-choices", "find-customer-choices", "What customers can be filtered by", tag},
		func(ctx context.Context, _ *none) (domain.CustomerChoices, error) {
			return s.app.Customers.Choices(ctx)
		})
	register(s, operation{http.MethodGet, "/customers/{id}", "get-customer", "Everything stored about one customer", tag},
		func(ctx context.Context, in *IDParam) (domain.CustomerDetail, error) {
			return s.app.Customers.Get(ctx, in.ID)
		})
}
