package webex

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

const (
	scopeAudit = "audit:events_read"
	auditDays  = 90 // how far back sign-ins are looked for
	auditMax   = 200
	auditTries = 20 // questions for one customer
	auditTime  = "2006-01-02T15:04:05.000Z"
)

// fetchSignIns looks for the last sign-in of one of the customer's own admins to Control Hub. Names are not kept.
func (w *webex) fetchSignIns(ctx context.Context, req connector.Request) (connector.Page, error) {
	c, page := w.client, connector.Page{}
	if err := c.ensureOpen(ctx, req.Customer.VendorID); err != nil { // a refused customer is no missing permission of ours
		return page, err
	}
	offered, err := c.optional(fieldSignIns, scopeAudit, func() error {
		profile, err := c.lastSignIn(ctx, req.Customer.VendorID)
		page.Kinds = []domain.Kind{domain.KindProfiles}
		page.Profiles = []domain.Profile{profile}
		return err
	})
	if err != nil || !offered {
		return connector.Page{}, err
	}
	return page, nil
}

// lastSignIn asks for events from a moment on, and again from the latest it found, until there are no more than fit in one
// answer: nobody says in which order they come.
func (c *client) lastSignIn(ctx context.Context, org string) (domain.Profile, error) {
	now := c.clock().UTC()
	from := now.AddDate(0, 0, -auditDays)
	profile := domain.Profile{Key: "sign-ins", SignInsFrom: domain.DateOf(from)}
	for range auditTries {
		events, err := c.events(ctx, org, from, now)
		if err != nil {
			return profile, err
		}
		latest := from
		for _, e := range events {
			if e.Created.After(latest) {
				latest = e.Created.Time
			}
			if e.ActorOrgID == "" || orgKey(e.ActorOrgID) == orgKey(org) {
				profile.LastSignInAt = later(profile.LastSignInAt, e.Created.Time)
			}
		}
		if len(events) < auditMax || !latest.After(from) {
			break
		}
		from = latest.Add(time.Millisecond)
	}
	return profile, nil
}

func (c *client) events(ctx context.Context, org string, from, to time.Time) ([]wireEvent, error) {
	query := url.Values{
		"orgId": {org}, "from": {from.Format(auditTime)}, "to": {to.Format(auditTime)},
		"eventCategories": {"LOGINS"}, "max": {strconv.Itoa(auditMax)},
	}
	var page wireEvents
	if err := c.askFor(ctx, org, "/adminAudit/events?"+query.Encode(), &page); err != nil {
		return nil, err
	}
	if page.Items == nil {
		return nil, c.rest.Malformed("GET adminAudit/events: items is missing")
	}
	return page.Items, nil
}

func later(a *time.Time, b time.Time) *time.Time {
	if b.IsZero() || a != nil && !b.After(*a) {
		return a
	}
	return &b
}
