package webex

import (
	"context"
	"encoding/base64"
	"iter"
	"strings"

	"tenantry/backend/domain"
)

// Customers yields the organisations the administrator may see, but for the partner's own. The list has no pages.
func (w *webex) Customers(ctx context.Context) iter.Seq2[[]domain.Record, error] {
	return func(yield func([]domain.Record, error) bool) {
		records, err := w.client.customers(ctx)
		yield(records, err)
	}
}

func (c *client) customers(ctx context.Context) ([]domain.Record, error) {
	own, err := c.own(ctx)
	if err != nil {
		return nil, err
	}
	var list wireOrganizations
	if err := c.get(ctx, "/organizations", &list); err != nil {
		return nil, err
	}
	if list.Items == nil {
		return nil, c.rest.Malformed("GET organizations: items is missing")
	}
	// The same organisation may come in several encodings, so it is known by what is inside its id.
	seen := map[string]bool{orgKey(own.OrgID): true}
	ids := map[string]string{}
	records := make([]domain.Record, 0, len(list.Items))
	for _, org := range list.Items {
		if org.ID == "" {
			return nil, c.rest.Malformed("GET organizations: an item has no id")
		}
		if key := orgKey(org.ID); !seen[key] {
			seen[key], ids[key] = true, org.ID
			records = append(records, org.record())
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.orgIDs = ids
	return records, nil
}

// record keeps the id as it was given: other calls want it so. Another connection may be given it in another encoding.
func (o wireOrganization) record() domain.Record {
	r := domain.Record{
		VendorID: o.ID, Tenant: orgKey(o.ID), Name: strings.TrimSpace(o.DisplayName), CreatedOn: domain.DateOf(o.Created.Time),
	}
	if r.Name == "" {
		r.Name = orgKey(o.ID)
	}
	if len(o.CountryCode) == 2 {
		r.Country = strings.ToUpper(o.CountryCode)
	}
	return r
}

// orgKey is the UUID inside an organisation's id: the same organisation comes in several encodings.
func orgKey(id string) string { return strings.ToLower(inside(id)) }

// inside is the last part of an id, which is base64url of "ciscospark://us/ORGANIZATION/<uuid>", padded or not; an id of
// another form is taken as it is.
func inside(id string) string {
	decoded, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(id, "="))
	if err != nil {
		decoded, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(id, "="))
	}
	if err != nil || !strings.HasPrefix(string(decoded), "ciscospark://") {
		return id
	}
	return string(decoded[strings.LastIndexByte(string(decoded), '/')+1:])
}
