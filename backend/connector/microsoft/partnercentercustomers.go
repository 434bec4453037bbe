package microsoft

import (
	"bytes"
	"context"
	"encoding/csv"
	"iter"
	"slices"
	"strconv"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// fetchUndelegated counts the customers that Partner Center lists and that never granted us delegated administration. They
// are no customers here, for nothing of them can be read, but one document names them.
func (m *microsoft) fetchUndelegated(ctx context.Context, _ connector.Request) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		o, err := m.center.offer(ctx)
		if err == nil && !o.made {
			return
		}
		left := map[string]wireReseller{}
		for tenant, customer := range o.resells {
			left[tenant] = customer
		}
		if err == nil {
			for page, failed := range m.Customers(ctx) {
				err = failed
				for _, customer := range page {
					delete(left, customer.VendorID)
				}
			}
		}
		page := connector.Page{Kinds: []domain.Kind{domain.KindDocuments}}
		if err == nil && len(left) > 0 {
			page.Documents = []domain.Document{undelegated(left)}
		}
		yield(page, err)
	}
}

// undelegated writes the list under Microsoft's own names; its state is how many they are.
func undelegated(left map[string]wireReseller) domain.Document {
	rows := make([][]string, 0, len(left))
	for tenant, c := range left {
		rows = append(rows, []string{domain.CellText(c.Profile.Name), domain.CellText(c.Profile.Domain), tenant, c.Relationship.word(relationships...)})
	}
	slices.SortFunc(rows, slices.Compare)
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write([]string{"companyName", "domain", "tenantId", "relationshipToPartner"}) // a buffer takes everything
	_ = w.WriteAll(rows)
	return domain.Document{
		Key: "customers-without-delegation", Kind: "customers-without-delegation", Title: "Partner Center", Service: "Partner Center",
		State: strconv.Itoa(len(left)), FileName: "customers-without-delegation.csv", Content: out.Bytes(),
	}
}
