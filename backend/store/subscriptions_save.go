package store

import (
	"context"

	"tenantry/backend/domain"
)

// storedSubscription is a subscription as its source gave it. Typed values are not part of it: no sync touches
// them. It is excluded for the reason its source gives.
type storedSubscription struct {
	domain.Subscription
	id     int64
	gone   bool
	source domain.Source
}

func scanStoredSubscription(row scanner) (storedSubscription, error) {
	var s storedSubscription
	err := row.Scan(&s.id, &s.Key, &s.Number, &s.PoolKey, &s.ProductKey, &s.Product, &s.SKU, &s.Family, &s.Status, &s.Trial,
		&s.Quantity, &s.Assigned, orEmpty(&s.CreatedOn), orEmpty(&s.TermEndOn), orEmpty(&s.AtTermEnd), orEmpty(&s.Term),
		orEmpty(&s.DeletesOn), &s.Excluded, &s.BillingCycle, intoOptionalTime{&s.CancelUntil}, &s.Order, intoNextTerm{&s.Next}, &s.Tags, &s.gone, &s.source)
	return s, err
}

// saveSubscriptions compares the page's subscriptions with the stored ones, writes those that differ and marks those
// gone that a complete read did not list.
func (w *pageWriter) saveSubscriptions(ctx context.Context) error {
	p := w.page
	marking := p.marks(domain.KindSubscriptions)
	if len(p.Subscriptions) == 0 && !marking {
		return nil
	}
	stored, err := w.findStoredSubscriptions(ctx)
	if err != nil {
		return err
	}
	byKey := make(map[string]storedSubscription, len(stored))
	for _, s := range stored {
		byKey[s.Key] = s
	}
	for _, s := range p.Subscriptions {
		old, known := byKey[s.Key]
		if known && !old.gone && sameSubscription(old.Subscription, s) {
			continue
		}
		id, err := w.saveSubscription(ctx, s, old.id)
		if err != nil {
			return err
		}
		byKey[s.Key] = storedSubscription{Subscription: s, id: id, source: w.source()}
		w.written++
	}
	if !marking {
		return nil
	}
	return w.markSubscriptionsGone(ctx, stored)
}

func (w *pageWriter) findStoredSubscriptions(ctx context.Context) ([]storedSubscription, error) {
	return queryAll(ctx, w, `
SELECT
    id,
    key,
    number,
    pool_key,
    product_key,
    product,
    sku,
    family,
    COALESCE(given_status, 'unknown'),
    given_trial,
    quantity,
    assigned,
    given_created_on,
    given_term_end_on,
    given_at_term_end,
    given_term,
    deletes_on,
    given_excluded,
    billing_cycle,
    given_cancel_until,
    order_key,
    next_term,
    tags,
    gone_at IS NOT NULL,
    source
FROM subscriptions
WHERE record_id = ?`, []any{w.page.Record.ID}, scanStoredSubscription)
}

// sameSubscription compares what is stored with what was read. Tags of which nothing was read stay as they are.
func sameSubscription(a, b domain.Subscription) bool {
	if !equal(a.Trial, b.Trial) || !equal(a.Assigned, b.Assigned) || !equal(a.Next, b.Next) ||
		optionalTime(a.CancelUntil) != optionalTime(b.CancelUntil) || b.Tags != nil && !equal(a.Tags, b.Tags) {
		return false
	}
	a.Trial, a.Assigned, a.Next, a.CancelUntil, a.Tags = b.Trial, b.Assigned, b.Next, b.CancelUntil, b.Tags
	return a == b
}

// saveSubscription updates the line with an id, inserts one without, and gives its id.
func (w *pageWriter) saveSubscription(ctx context.Context, s domain.Subscription, id int64) (int64, error) {
	given := []any{
		s.Number, s.PoolKey, s.ProductKey, s.Product, s.SKU, s.Family, givenStatus(s.Status), optional(s.Trial), s.Quantity,
		optional(s.Assigned), orNull(s.CreatedOn), orNull(s.TermEndOn), orNull(s.AtTermEnd), orNull(s.Term),
		orNull(s.DeletesOn), w.owner.excluded(s.Excluded), s.Excluded, s.BillingCycle, optionalTime(s.CancelUntil), s.Order, nextTermText(s.Next), optional(s.Tags),
		fold(s.Product + " " + s.Number), w.at, w.source(),
	}
	if id != 0 {
		_, err := w.exec(ctx, `
UPDATE subscriptions
SET number = ?, pool_key = ?, product_key = ?, product = ?, sku = ?, family = ?, given_status = ?, given_trial = ?, quantity = ?,
    assigned = ?, given_created_on = ?, given_term_end_on = ?, given_at_term_end = ?, given_term = ?, deletes_on = ?,
    excluded = ?, given_excluded = ?, billing_cycle = ?, given_cancel_until = ?, order_key = ?, next_term = ?, tags = COALESCE(?, tags), search = ?, changed_at = ?,
    source = ?, gone_at = NULL
WHERE id = ?`, append(given, id)...)
		if err == nil {
			_, err = w.exec(ctx, countTyped, id)
		}
		return id, err
	}
	p := w.page
	// What appears between two reads of the same record, or with a record that is new itself, has just begun.
	sure := w.checkpoint.LastOKAt != nil || w.owner.recordIsNew
	return w.insert(ctx, `
INSERT INTO subscriptions (
    number, pool_key, product_key, product, sku, family, given_status, given_trial, quantity, assigned, given_created_on,
    given_term_end_on, given_at_term_end, given_term, deletes_on, excluded, given_excluded, billing_cycle, given_cancel_until, order_key,
    next_term, tags, search, changed_at, source, connection_id, record_id, customer_id, key, first_seen_at, first_seen_sure,
    status, trial, cancel_until, created_on)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		append(given, p.ConnectionID, p.Record.ID, w.owner.customerID, s.Key, w.at, sure,
			s.Status, optional(s.Trial), optionalTime(s.CancelUntil), orNull(s.CreatedOn))...)
}

// givenStatus is NULL where the source does not say.
func givenStatus(status domain.SubscriptionStatus) any {
	if status == domain.StatusUnknown {
		return nil
	}
	return orNull(status)
}

func (w *pageWriter) markSubscriptionsGone(ctx context.Context, stored []storedSubscription) error {
	for _, s := range stored {
		if s.gone || s.source != w.source() || w.page.Last.Seen[domain.KindSubscriptions][s.Key] {
			continue
		}
		if _, err := w.exec(ctx, "UPDATE subscriptions SET gone_at = ?, changed_at = ? WHERE id = ?", w.at, w.at, s.id); err != nil {
			return err
		}
		w.written++
	}
	return nil
}

func nextTermText(next *domain.NextTerm) any {
	if next == nil {
		return nil
	}
	return jsonText(next)
}

// intoNextTerm reads what was arranged for the end of a term; NULL is nil.
type intoNextTerm struct{ to **domain.NextTerm }

// Scan makes intoNextTerm an sql.Scanner.
func (s intoNextTerm) Scan(value any) error {
	*s.to = nil
	if value == nil {
		return nil
	}
	*s.to = &domain.NextTerm{}
	return intoJSON{*s.to}.Scan(value)
}
