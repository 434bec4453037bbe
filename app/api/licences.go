package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

// SectionParams name a section of the licence dashboards.
type SectionParams struct {
	ScopeParams
	Section string `path:"section" enum:"added,expiring,renewing,open,low,over" doc:"low and over list pools, the others subscriptions"`
}

type licencesInput struct {
	SectionParams
	RowListParams
	Search    string   `query:"search" maxLength:"200" doc:"part of a customer, product or subscription number"`
	Vendors   []string `query:"vendors,explode" enum:"webex,microsoft,avepoint,blancco" maxItems:"4"`
	AtTermEnd []string `query:"at_term_end,explode" enum:"renews,ends,unknown" maxItems:"3"`
}

type wasteInput struct {
	ScopeParams
	RowListParams
	Kind   string `query:"waste" enum:"reassign,reduce,exposure" doc:"left out: all"`
	Search string `query:"search" maxLength:"200" doc:"part of a customer, product or subscription number"`
}

func (in *SectionParams) filter() domain.LicenceFilter {
	return domain.LicenceFilter{Scope: in.scope(), Section: domain.Figure(in.Section)}
}

func (in *licencesInput) list() domain.LicenceFilter {
	f := in.filter()
	f.Search, f.Page = in.Search, in.page()
	f.Vendors, f.AtTermEnd = wordsOf[domain.Vendor](in.Vendors), wordsOf[domain.AtTermEnd](in.AtTermEnd)
	return f
}

func (in *wasteInput) filter() domain.WasteFilter {
	return domain.WasteFilter{Scope: in.scope(), Kind: domain.WasteKind(in.Kind), Search: in.Search, Page: in.page()}
}

func (s *server) registerLicences() {
	const tag = "licences"
	register(s, operation{http.MethodGet, "/licences/{section}", "find-licences", "One page of a section of the licence dashboards", tag},
		func(ctx context.Context, in *licencesInput) (app.LicencePage, error) {
			return s.app.Licences.List(ctx, in.list())
		})
	register(s, operation{http.MethodGet, "/licences/{section}/groups", "group-licences", "The customers of a section, as its list by customer has them", tag},
		func(ctx context.Context, in *licencesInput) (listOf[domain.CustomerGroup], error) {
			return list(s.app.Licences.Groups(ctx, in.list()))
		})
	register(s, operation{http.MethodGet, "/licences/{section}/summary", "get-licences", "What a section adds up to", tag},
		func(ctx context.Context, in *SectionParams) (domain.LicenceSummary, error) {
			return s.app.Licences.Summary(ctx, in.filter())
		})
	register(s, operation{http.MethodGet, "/waste", "find-waste", "One page of seats that are paid for and not used", tag},
		func(ctx context.Context, in *wasteInput) (app.WastePage, error) {
			return s.app.Licences.Waste(ctx, in.filter())
		})
	register(s, operation{http.MethodGet, "/waste/groups", "group-waste", "The customers of such seats, as the list by customer has them", tag},
		func(ctx context.Context, in *wasteInput) (listOf[domain.CustomerGroup], error) {
			return list(s.app.Licences.WasteGroups(ctx, in.filter()))
		})
	register(s, operation{http.MethodGet, "/waste/summary", "get-waste", "What they add up to, in three sums", tag},
		func(ctx context.Context, in *ScopeParams) (domain.WasteSummary, error) {
			return s.app.Licences.WasteSummary(ctx, domain.WasteFilter{Scope: in.scope()})
		})
}
