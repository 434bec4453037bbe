package avepoint

import (
	"context"
	"iter"
	"net/url"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// fetchScanProfiles reads what new objects of a customer are looked for in.
func (a *avepoint) fetchScanProfiles(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	customer := url.PathEscape(req.Customer.VendorID)
	l := batch("elements.scanprofiles.read.all", "/general/customers/"+customer+"/scan-profiles/batch")
	if a.client.old.Load() {
		l = odata("partner.scanprofiles.read.all", "/customers/"+customer+"/scanProfiles")
	}
	return pages(list[wireScanProfile](ctx, a.client, l), domain.KindScanProfiles, func(page *connector.Page, w wireScanProfile) {
		page.ScanProfiles = append(page.ScanProfiles, domain.ScanProfile{
			Key: w.key(), Name: given(w.Name), Mode: word(w.Mode, scanModes, "Mode"), ModifiedAt: moment(w.Modified),
		})
	})
}
