package avepoint

import (
	"context"
	"iter"
	"net/url"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// fetchProtected reads what is protected of each module of Microsoft 365. The sizes are those of the last job by one page of
// the vendor and those of all objects by another: what is billed is the protected capacity of the service.
func (a *avepoint) fetchProtected(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	customer := url.PathEscape(req.Customer.VendorID)
	l := listing{scope: "elements.cbprotected.read.all", path: v3 + "/general/customers/" + customer + "/cloud-backup-m365/overview", size: pageSize}
	if a.client.old.Load() {
		l = odata("partner.cbprotected.read.all", "/customers/"+customer+"/protected")
	}
	return pages(list[wireProtected](ctx, a.client, l), domain.KindStorage, func(page *connector.Page, w wireProtected) {
		page.Storage = append(page.Storage, w.row())
	})
}

// row adds up what lies at AvePoint and what lies in the customer's own storage.
func (w wireProtected) row() domain.Storage {
	s := domain.Storage{
		Key: w.key(), Service: given(w.ServiceType), Module: given(w.ServiceModule),
		Objects: count(given(w.Protected)), Scanned: count(given(w.Scanned)),
	}
	var texts, places []string
	for _, part := range []struct{ text, place string }{{given(w.SizeAvePoint), "AvePoint"}, {given(w.SizeBYOS), "BYOS"}} {
		if part.text == "" {
			continue
		}
		texts, places = append(texts, part.text), append(places, part.place)
		if n := size(part.text); n != nil {
			sum := known(s.Consumed) + *n
			s.Consumed = &sum
		}
	}
	s.ConsumedText, s.Place = strings.Join(texts, " + "), strings.Join(places, ", ")
	if len(texts) > 1 && (size(texts[0]) == nil || size(texts[1]) == nil) {
		s.Consumed = nil // a part of a sum is no sum
	}
	return s
}
