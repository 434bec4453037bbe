package sandbox

import (
	"cmp"
	"slices"
	"time"
)

// Truth is what there is to find in the portfolio on its day, counted from the portfolio and not from any answer.
type Truth struct {
	AsOf      string          `json:"as_of"`
	Companies int             `json:"companies"` // customers at any vendor, each once
	Both      int             `json:"both"`      // customers at more than one vendor
	Totals    []VendorTotal   `json:"totals"`    // one per vendor
	Customers []CustomerTruth `json:"customers"` // one per customer and vendor, the partner itself left out
}

// VendorTotal sums one vendor's customers. The figures count readable ones only, and neither unlimited nor company-wide
// products.
type VendorTotal struct {
	Vendor        string `json:"vendor"`
	Customers     int    `json:"customers"`
	Readable      int    `json:"readable"` // customers whose licences the partner may read
	Bought        int    `json:"bought"`
	Assigned      int    `json:"assigned"`
	Subscriptions int    `json:"subscriptions"`
	Over          int    `json:"over"` // customers with a product of which more is assigned than bought
}

// CustomerTruth is one customer at one vendor.
type CustomerTruth struct {
	Vendor   string         `json:"vendor"`
	ID       string         `json:"id"` // as the vendor writes it
	Name     string         `json:"name"`
	Company  string         `json:"company"` // the same for one company at both vendors
	Access   string         `json:"access"`  // ok, or how the customer refuses
	Products []ProductTruth `json:"products"`
	Erasures int            `json:"erasures,omitempty"` // reports at Blancco
	// Denied names the lists that are refused although the customer gives access.
	Denied []string `json:"denied,omitempty"`
	People int      `json:"people,omitempty"` // in the directory, guests included
	// Stored is what data take up in a service of Microsoft's, in bytes, on the newest day that reports tell of.
	Stored map[string]int64 `json:"stored,omitempty"`
}

// ProductTruth sums one product of one customer. Bought is what may be assigned: at Microsoft the seats of subscriptions
// that are enabled or in their grace period. Subscriptions counts all that are listed, in whatever state.
type ProductTruth struct {
	Product       string `json:"product"` // licence name at Webex, SKU part number at Microsoft
	Bought        int    `json:"bought"`
	Assigned      int    `json:"assigned"`
	Subscriptions int    `json:"subscriptions"`
	Unlimited     bool   `json:"unlimited,omitempty"`
	CompanyWide   bool   `json:"company_wide,omitempty"`
}

// truthfulAccess is a tenant's access with the consents that were given and taken back since the start.
func (s *Sandbox) truthfulAccess(t *tenant) string {
	switch consented := s.consented(t); {
	case consented && t.access == accessNoConsent:
		return string(accessOK)
	case !consented:
		return string(accessNoConsent)
	}
	return string(t.access)
}

// Truth counts the portfolio.
func (s *Sandbox) Truth() Truth {
	p := s.portfolio()
	truth := Truth{AsOf: p.day.time().Format(time.DateOnly)}
	companies := map[string]int{}
	for _, vendor := range vendors {
		total := VendorTotal{Vendor: vendor}
		for _, c := range p.truths(vendor) {
			if t := p.tenantByID[c.ID]; t != nil {
				c.Access = s.truthfulAccess(t)
			}
			companies[c.Company]++
			total.add(c, c.Access == string(accessOK))
			truth.Customers = append(truth.Customers, c)
		}
		truth.Totals = append(truth.Totals, total)
	}
	truth.Companies = len(companies)
	for _, n := range companies {
		if n > 1 {
			truth.Both++
		}
	}
	return truth
}

// truths counts one vendor's customers.
func (p *portfolio) truths(vendor string) []CustomerTruth {
	switch vendor {
	case vendorWebex:
		return p.webexTruths()
	case vendorMicrosoft:
		return p.microsoftTruths()
	case vendorAvePoint:
		return p.avepointTruths()
	case vendorBlancco:
		return p.blanccoTruths()
	}
	return nil
}

func (p *portfolio) webexTruths() (out []CustomerTruth) {
	for _, o := range p.orgs {
		if o.company == nil {
			continue
		}
		out = append(out, CustomerTruth{Vendor: vendorWebex, ID: webexID("ORGANIZATION", o.uuid), Name: o.name,
			Company: o.company.name.String(), Access: string(o.access), Products: o.truth()})
	}
	return out
}

func (p *portfolio) microsoftTruths() (out []CustomerTruth) {
	for _, t := range p.tenants {
		out = append(out, CustomerTruth{Vendor: vendorMicrosoft, ID: t.id, Name: t.name,
			Company: t.company.name.String(), Access: string(t.access), Products: t.truth(),
			Denied: t.grants.denies(), People: len(t.persons()), Stored: t.storedTruth(p.day - reportLag)})
	}
	return out
}

func (t *tenant) storedTruth(d day) map[string]int64 {
	var all map[string]int64 // nil where there is nothing, as it comes over HTTP
	for report, service := range reportAbout {
		if !t.reported(report) {
			continue
		}
		if all == nil {
			all = map[string]int64{}
		}
		all[service] = t.stored(service, d)
	}
	return all
}

// blanccoTruths go by the name of the customer: the API knows no other.
func (p *portfolio) blanccoTruths() (out []CustomerTruth) {
	for _, e := range p.erasers {
		out = append(out, CustomerTruth{Vendor: vendorBlancco, ID: e.customer, Name: e.customer, Company: e.company.name.String(),
			Access: string(accessOK), Products: []ProductTruth{}, Erasures: len(e.reports())})
	}
	return out
}

func (v *VendorTotal) add(c CustomerTruth, readable bool) {
	v.Customers++
	if !readable {
		return
	}
	v.Readable++
	over := false
	for _, p := range c.Products {
		v.Subscriptions += p.Subscriptions
		if p.Unlimited || p.CompanyWide {
			continue
		}
		v.Bought += p.Bought
		v.Assigned += p.Assigned
		over = over || p.Assigned > p.Bought
	}
	if over {
		v.Over++
	}
}

func (o *org) truth() []ProductTruth {
	byName := map[string]*ProductTruth{}
	for _, l := range o.licences() {
		p := byName[l.name]
		if p == nil {
			p = &ProductTruth{Product: l.name}
			byName[l.name] = p
		}
		p.Bought += l.total
		p.Assigned += l.consumed()
		if l.subscription != "" {
			p.Subscriptions++
		}
	}
	return sorted(byName)
}

func (t *tenant) truth() []ProductTruth {
	byName := map[string]*ProductTruth{}
	for _, p := range t.pools() {
		byName[p.sku.part] = &ProductTruth{Product: p.sku.part, Bought: p.usable(), Assigned: p.assigned,
			Subscriptions: len(p.subscriptions), Unlimited: p.sku.unlimited > 0, CompanyWide: p.sku.company}
	}
	return sorted(byName)
}

func sorted(byName map[string]*ProductTruth) []ProductTruth {
	out := make([]ProductTruth, 0, len(byName))
	for _, p := range byName {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b ProductTruth) int { return cmp.Compare(a.Product, b.Product) })
	return out
}
