package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"tenantry/backend/domain"
)

// given is what a subscription's source gives of the facts that can be typed in.
type given struct {
	termEndOn, atTermEnd, term            bool
	status, trial, cancelUntil, createdOn bool
	billingCycle                          bool
}

// SaveTyped stores what a user typed in for subscriptions. A subscription whose source gives one of the typed facts
// itself is skipped with the reason "typed_has_source", one that does not exist with "not_found"; the others are saved.
// Taking a typed value back is always possible.
func (s *Store) SaveTyped(ctx context.Context, ids []int64, values domain.Typed, at time.Time) (domain.TypedResult, error) {
	values, err := values.Normalize()
	if err != nil {
		return domain.TypedResult{}, wrap("save typed values", err)
	}
	result := domain.TypedResult{Skipped: []domain.TypedSkipped{}}
	if values == (domain.Typed{}) {
		return result, nil
	}
	err = s.write(ctx, "save typed values", func(ctx context.Context, t tx) error {
		touched := map[int64]bool{}
		for _, id := range ids {
			reason, err := saveTyped(ctx, t, id, values, at, touched)
			if err != nil {
				return err
			}
			if reason != "" {
				result.Skipped = append(result.Skipped, domain.TypedSkipped{ID: id, ReasonKey: reason})
				continue
			}
			result.Saved++
		}
		for customerID := range touched {
			if err := refreshCustomer(ctx, t, customerID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return domain.TypedResult{}, err
	}
	return result, nil
}

// saveTyped stores the values of one subscription, or gives the key of the reason not to.
func saveTyped(ctx context.Context, t tx, id int64, values domain.Typed, at time.Time, touched map[int64]bool) (string, error) {
	var customerID int64
	source, err := queryOne(ctx, t, `
SELECT
    customer_id,
    given_term_end_on IS NOT NULL,
    given_at_term_end IS NOT NULL,
    given_term IS NOT NULL,
    `+tellsStatus+`,
    given_trial IS NOT NULL,
    given_cancel_until IS NOT NULL,
    given_created_on IS NOT NULL,
    billing_cycle <> ''
FROM subscriptions s
WHERE id = ?`, []any{id}, func(row scanner) (g given, err error) {
		err = row.Scan(&customerID, &g.termEndOn, &g.atTermEnd, &g.term, &g.status, &g.trial, &g.cancelUntil, &g.createdOn, &g.billingCycle)
		return g, err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return "not_found", nil
	}
	if err != nil {
		return "", err
	}
	if source.refuses(values) {
		return "typed_has_source", nil
	}
	touched[customerID] = true
	return "", writeTyped(ctx, t, id, values, at)
}

// refuses reports whether a value is typed in for a fact the source gives.
func (g given) refuses(v domain.Typed) bool {
	return g.termEndOn && v.TermEndOn != nil && *v.TermEndOn != "" ||
		g.atTermEnd && v.AtTermEnd != nil && *v.AtTermEnd != "" ||
		g.term && v.Term != nil && *v.Term != "" ||
		g.status && v.Status != nil && *v.Status != "" ||
		g.trial && v.Trial != nil && *v.Trial != "" ||
		g.cancelUntil && v.CancelUntil != nil && *v.CancelUntil != "" ||
		g.createdOn && v.CreatedOn != nil && *v.CreatedOn != "" ||
		g.billingCycle && v.BillingCycle != nil && *v.BillingCycle != ""
}

// tellsStatus reports whether the source of a subscription s says its status. At a vendor that only lists what runs,
// being active is no more than being listed: nobody says there that a subscription is suspended.
const tellsStatus = `(s.given_status IS NOT NULL AND (s.source <> 'api' OR s.given_status <> 'active' OR EXISTS (
    SELECT 1 FROM connections co WHERE co.id = s.connection_id AND co.vendor = 'microsoft')))`

// countTyped makes what was typed in for a subscription count, else what its source gives.
const countTyped = `
UPDATE subscriptions
SET status = COALESCE(typed_status, given_status, 'unknown'),
    trial = COALESCE(typed_trial, given_trial),
    cancel_until = COALESCE(typed_cancel_until, given_cancel_until),
    created_on = COALESCE(typed_created_on, given_created_on)
WHERE id = ?`

// writeTyped replaces the typed values that are given. The newest change is forgotten with the last typed value. Taking
// back a price that a file names takes it from the file; one that was typed in over it gives way to it.
func writeTyped(ctx context.Context, t tx, id int64, v domain.Typed, at time.Time) error {
	if v.UnitPrice != nil && *v.UnitPrice == "" {
		if _, err := t.exec(ctx, `
UPDATE subscriptions
SET filed_unit_price = NULL, filed_currency = NULL, filed_price_period = NULL, filed_at = NULL
WHERE id = ? AND imported_unit_price = 1`, id); err != nil {
			return err
		}
	}
	_, err := t.exec(ctx, `
UPDATE subscriptions
SET typed_term_end_on = CASE WHEN :set_term_end THEN :term_end ELSE typed_term_end_on END,
    typed_at_term_end = CASE WHEN :set_at_term_end THEN :at_term_end ELSE typed_at_term_end END,
    typed_term = CASE WHEN :set_term THEN :term ELSE typed_term END,
    typed_unit_price = CASE WHEN :set_price THEN :price ELSE typed_unit_price END,
    typed_currency = CASE WHEN :set_price THEN :currency ELSE typed_currency END,
    typed_price_period = CASE WHEN :set_price THEN :period ELSE typed_price_period END,
    typed_status = CASE WHEN :set_status THEN :status ELSE typed_status END,
    typed_trial = CASE WHEN :set_trial THEN :trial ELSE typed_trial END,
    typed_cancel_until = CASE WHEN :set_cancel THEN :cancel ELSE typed_cancel_until END,
    typed_created_on = CASE WHEN :set_created THEN :created ELSE typed_created_on END,
    typed_billing_cycle = CASE WHEN :set_billing THEN :billing ELSE typed_billing_cycle END,
    imported_status = imported_status AND NOT :set_status,
    imported_trial = imported_trial AND NOT :set_trial,
    imported_term_end_on = imported_term_end_on AND NOT :set_term_end,
    imported_at_term_end = imported_at_term_end AND NOT :set_at_term_end,
    imported_term = imported_term AND NOT :set_term,
    imported_unit_price = imported_unit_price AND NOT :set_price,
    imported_created_on = imported_created_on AND NOT :set_created,
    typed_at = :at,
    typed_times = NULLIF(json_patch(COALESCE(typed_times, '{}'), :times), '{}')
WHERE id = :id`,
		sql.Named("set_term_end", v.TermEndOn != nil), sql.Named("term_end", orNullAt(v.TermEndOn)),
		sql.Named("set_at_term_end", v.AtTermEnd != nil), sql.Named("at_term_end", orNullAt(v.AtTermEnd)),
		sql.Named("set_term", v.Term != nil), sql.Named("term", orNullAt(v.Term)),
		sql.Named("set_price", v.UnitPrice != nil), sql.Named("price", orNullAt(v.UnitPrice)),
		sql.Named("currency", orNullAt(v.Currency)), sql.Named("period", orNullAt(v.PricePeriod)),
		sql.Named("set_status", v.Status != nil), sql.Named("status", orNullAt(v.Status)),
		sql.Named("set_trial", v.Trial != nil), sql.Named("trial", orNullTrial(v.Trial)),
		sql.Named("set_cancel", v.CancelUntil != nil), sql.Named("cancel", orNullMoment(v.CancelUntil)),
		sql.Named("set_created", v.CreatedOn != nil), sql.Named("created", orNullAt(v.CreatedOn)),
		sql.Named("set_billing", v.BillingCycle != nil), sql.Named("billing", orNullAt(v.BillingCycle)),
		sql.Named("at", timeText(at)), sql.Named("times", typedTimes(v, at)), sql.Named("id", id))
	if err != nil {
		return err
	}
	return recountTyped(ctx, t, id, v.CreatedOn != nil)
}

// recountTyped renews what follows from the typed values of a subscription; aged is that the day it was made on is among them.
func recountTyped(ctx context.Context, t tx, id int64, aged bool) error {
	for _, statement := range []string{countTyped, forgetTypedAt} {
		if _, err := t.exec(ctx, statement, id); err != nil {
			return err
		}
	}
	if !aged {
		return nil
	}
	record, err := queryOne(ctx, t, "SELECT record_id FROM subscriptions WHERE id = ?", []any{id}, scanOne[int64])
	if err != nil {
		return err
	}
	return refreshAges(ctx, t, record)
}

// forgetTypedAt forgets when something was typed in with the last typed value.
const forgetTypedAt = `
UPDATE subscriptions
SET typed_at = NULL,
    typed_times = NULL
WHERE id = ?
  AND COALESCE(typed_term_end_on, typed_at_term_end, typed_term, typed_status, typed_trial, typed_cancel_until, typed_created_on, typed_billing_cycle, filed_unit_price, IIF(imported_unit_price, NULL, typed_unit_price)) IS NULL`

// typedTimes is the change of when each fact was typed in: the facts that are set, null for those taken back.
func typedTimes(v domain.Typed, at time.Time) string {
	moments, moment := map[string]*string{}, timeText(at)
	for field, value := range v.Facts() {
		moments[field] = &moment
		if value == "" {
			moments[field] = nil
		}
	}
	return jsonText(moments)
}

// orNullTrial stores yes and no as a flag, everything else as NULL.
func orNullTrial(value *domain.YesNo) any {
	if value == nil || *value == "" {
		return nil
	}
	return *value == domain.Yes
}

// orNullMoment stores a moment as others are stored; what is none is NULL.
func orNullMoment(value *string) any {
	at, err := time.Parse(time.RFC3339, valueOf(value))
	if err != nil {
		return nil
	}
	return timeText(at)
}

// orNullAt stores nil and a pointer to "" as NULL.
func orNullAt[T ~string](value *T) any {
	if value == nil {
		return nil
	}
	return orNull(*value)
}
