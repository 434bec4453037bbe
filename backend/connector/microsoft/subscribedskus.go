package microsoft

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// maxUnits is more seats than there are people: beyond it an answer is not to be believed.
const maxUnits = 1 << 40

// fetchSubscribedSkus reads the pools of seats of one customer. Microsoft counts assigned seats per product only.
func (m *microsoft) fetchSubscribedSkus(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		for skus, err := range list[wireSku](ctx, m.client, call{req.Customer.VendorID, "/subscribedSkus", rightsLicences}) {
			page := connector.Page{Kinds: []domain.Kind{domain.KindPools}}
			if err == nil {
				page.Pools, err = m.client.pools(skus)
				if err != nil {
					err = m.client.rest.Malformed("GET subscribedSkus: %v", err)
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

func (c *client) pools(skus []wireSku) ([]domain.Pool, error) {
	pools := make([]domain.Pool, 0, len(skus))
	for _, sku := range skus {
		pool, err := sku.pool(c)
		if err != nil {
			return nil, err
		}
		pools = append(pools, pool)
	}
	return pools, nil
}

// pool counts the seats of the grace period as bought: they can still be assigned.
func (s wireSku) pool(c *client) (domain.Pool, error) {
	id := tenantKey(s.SkuID)
	if id == "" {
		return domain.Pool{}, errors.New("an item has no skuId")
	}
	enabled, warning, consumed := int64(s.PrepaidUnits.Enabled), int64(s.PrepaidUnits.Warning), int64(s.ConsumedUnits)
	for _, units := range []struct {
		name string
		n    int64
	}{{"prepaidUnits.enabled", enabled}, {"prepaidUnits.warning", warning}, {"consumedUnits", consumed}} {
		if units.n < 0 || units.n > maxUnits {
			return domain.Pool{}, fmt.Errorf("%s of an item is an impossible number of units", units.name)
		}
	}
	return domain.Pool{
		Key:        id,
		ProductKey: id,
		Product:    c.productName(id, s.SkuPartNumber),
		SKU:        s.SkuPartNumber,
		Family:     domain.FamilyMicrosoft365,
		Bought:     enabled + warning,
		Assigned:   consumed,
		Excluded:   s.excluded(id, enabled+warning),
	}, nil
}

func (s wireSku) excluded(id string, usable int64) domain.Exclusion {
	switch {
	case strings.EqualFold(s.CapabilityStatus, "Deleted"):
		return domain.ExcludedDeleted
	case strings.EqualFold(s.AppliesTo, "Company"):
		return domain.ExcludedCompanyWide
	}
	return excludedByNumber(id, usable)
}
