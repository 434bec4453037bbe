package sandbox

import (
	"cmp"
	"slices"
)

// CompanyTruth is one company of the portfolio with all that vendors know it by.
type CompanyTruth struct {
	Name    string         `json:"name"`
	Country string         `json:"country"` // ISO 3166 alpha-2
	Domain  string         `json:"domain"`  // of its people's addresses
	At      []VendorRecord `json:"at"`
}

// VendorRecord is what a vendor calls a company.
type VendorRecord struct {
	Vendor string `json:"vendor"`
	ID     string `json:"id"` // as the vendor writes it
	Name   string `json:"name"`
}

// Companies gives the companies that any vendor knows on the sandbox's day, by name.
func (s *Sandbox) Companies() []CompanyTruth {
	p := s.portfolio()
	byCompany := map[*company]*CompanyTruth{}
	add := func(c *company, at VendorRecord) {
		if c == nil {
			return
		}
		if byCompany[c] == nil {
			byCompany[c] = &CompanyTruth{Name: c.name.String(), Country: c.place.code, Domain: c.name.slug() + ".example"}
		}
		byCompany[c].At = append(byCompany[c].At, at)
	}
	for _, o := range p.orgs {
		add(o.company, VendorRecord{Vendor: vendorWebex, ID: webexID("ORGANIZATION", o.uuid), Name: o.name})
	}
	for _, t := range p.tenants {
		add(t.company, VendorRecord{Vendor: vendorMicrosoft, ID: t.id, Name: t.name})
	}
	list := make([]CompanyTruth, 0, len(byCompany))
	for _, c := range byCompany {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b CompanyTruth) int { return cmp.Compare(a.Name, b.Name) })
	return list
}
