package microsoft

import (
	"context"
	"iter"
	"slices"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

const organizationPath = "/organization?$select=id,street,city,state,postalCode,countryLetterCode,preferredLanguage," +
	"businessPhones,technicalNotificationMails,verifiedDomains"

// fetchOrganization reads where a customer sits, and which domains it has proved to be its own.
func (m *microsoft) fetchOrganization(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	g := call{req.Customer.VendorID, organizationPath, rightsLicences}
	return pages(ctx, m.client, g, []domain.Kind{domain.KindProfiles}, func(items []wireOrganization, page *connector.Page) error {
		for _, o := range items {
			page.Profiles = append(page.Profiles, o.profile())
		}
		return nil
	})
}

// pages translates a Graph list, page by page.
func pages[T any](ctx context.Context, c *client, g call, kinds []domain.Kind, into func([]T, *connector.Page) error,
) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		for items, err := range list[T](ctx, c, g) {
			page := connector.Page{Kinds: kinds}
			if err == nil {
				if err = into(items, &page); err != nil {
					err = c.rest.Malformed("GET %s: %v", path(g.url), err)
				}
			}
			if err != nil {
				yield(connector.Page{}, err)
				return
			}
			if !yield(page, nil) {
				return
			}
		}
	}
}

// path leaves out a URL's query.
func path(url string) string {
	before, _, _ := strings.Cut(url, "?")
	return before
}

func (w wireOrganization) profile() domain.Profile {
	p := domain.Profile{
		Key:        "organization",
		Street:     strings.TrimSpace(w.Street),
		City:       strings.TrimSpace(w.City),
		PostalCode: strings.TrimSpace(w.PostalCode),
		Region:     strings.TrimSpace(w.State),
		Country:    countryCode(w.CountryLetterCode),
		Phone:      first(w.BusinessPhones),
		Contact:    first(w.TechnicalMails),
		Language:   w.PreferredLanguage,
	}
	for _, d := range w.VerifiedDomains {
		name := strings.ToLower(strings.TrimSpace(d.Name))
		if name == "" {
			continue
		}
		p.Domains = append(p.Domains, name)
		if d.IsDefault {
			p.Default = name
		}
		if d.IsInitial {
			p.Initial = name
		}
	}
	slices.Sort(p.Domains)
	p.Domains = slices.Compact(p.Domains)
	return p
}

// countryCode is a code of two letters, or nothing.
func countryCode(text string) string {
	text = strings.ToUpper(strings.TrimSpace(text))
	if len(text) != 2 || text[0] < 'A' || text[0] > 'Z' || text[1] < 'A' || text[1] > 'Z' {
		return ""
	}
	return text
}

func first(texts []string) string {
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			return text
		}
	}
	return ""
}
