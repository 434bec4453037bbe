package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tenantry/backend/domain"
)

// givenFact is what a source says of a field of the customer :customer; "" where none does. Domains of people's addresses
// say nothing for sure: another may be typed in over them.
func givenFact(field string) string {
	column := field
	if field == "domain" {
		column = "default_domain"
	}
	fromProfile := "SELECT p." + column + " FROM records r JOIN profiles p ON p.record_id = r.id" +
		" WHERE r.customer_id = ?1 AND r.gone_at IS NULL AND p.gone_at IS NULL AND p." + column + " <> '' ORDER BY r.id, p.dataset, p.key LIMIT 1"
	fromRecord := "SELECT r." + field + " FROM records r WHERE r.customer_id = ?1 AND r.gone_at IS NULL AND r." + field + " <> '' ORDER BY r.id LIMIT 1"
	switch field {
	case "domain", "country", "account":
		return "COALESCE((" + fromRecord + "), (" + fromProfile + "), '')"
	}
	return "COALESCE((" + fromProfile + "), '')"
}

// FindTypedFacts gives what was typed in about a customer, with what a source says by now.
func (s *Store) FindTypedFacts(ctx context.Context, customerID int64) ([]domain.TypedFact, error) {
	facts := []domain.TypedFact{}
	for _, field := range domain.TypedFields() {
		found, err := queryAll(ctx, s.reader, `
SELECT t.value, t.typed_at, `+givenFact(field)+`
FROM records r
JOIN typed_facts t ON t.record_id = r.id AND t.field = ?2
WHERE r.customer_id = ?1
ORDER BY r.id
LIMIT 1`, []any{customerID, field}, func(row scanner) (f domain.TypedFact, err error) {
			err = row.Scan(&f.Value, intoTime{&f.TypedAt}, &f.Given)
			f.Field = field
			return f, err
		})
		if err != nil {
			return nil, wrap("find typed facts", err)
		}
		facts = append(facts, found...)
	}
	return facts, nil
}

// FindFacts gives every fact of a customer that can be typed in: what was, and what a source says.
func (s *Store) FindFacts(ctx context.Context, customerID int64) ([]domain.CustomerFact, error) {
	typed, err := s.FindTypedFacts(ctx, customerID)
	if err != nil {
		return nil, err
	}
	facts := []domain.CustomerFact{}
	for _, field := range domain.TypedFields() {
		at := slices.IndexFunc(typed, func(t domain.TypedFact) bool { return t.Field == field })
		if at >= 0 {
			t := typed[at]
			facts = append(facts, domain.CustomerFact{Field: field, Typed: t.Value, TypedAt: &t.TypedAt, Given: t.Given})
			continue
		}
		given, err := queryOne(ctx, s.reader, "SELECT "+givenFact(field), []any{customerID}, scanOne[string])
		if err != nil {
			return nil, wrap("find facts", err)
		}
		facts = append(facts, domain.CustomerFact{Field: field, Given: given})
	}
	return facts, nil
}

// SaveTypedFact stores what was typed in about a customer, "" takes it back. A fact that a source gives is refused. A sync
// never touches it.
func (s *Store) SaveTypedFact(ctx context.Context, customerID int64, field, value string, at time.Time) error {
	value, err := domain.CleanTypedFact(field, value)
	if err != nil {
		return err
	}
	return s.write(ctx, fmt.Sprintf("type in about customer %d", customerID), func(ctx context.Context, t tx) error {
		if _, err := t.exec(ctx,
			"DELETE FROM typed_facts WHERE field = ?2 AND record_id IN (SELECT id FROM records WHERE customer_id = ?1)", customerID, field); err != nil {
			return err
		}
		if value != "" {
			given, err := queryOne(ctx, t, "SELECT "+givenFact(field), []any{customerID}, scanOne[string])
			if err != nil {
				return err
			}
			if given != "" {
				return domain.NewError(domain.CodeConflict, "typed_has_source")
			}
			n, err := t.exec(ctx, "INSERT INTO typed_facts (record_id, field, value, typed_at) SELECT id, ?2, ?3, ?4 FROM records WHERE customer_id = ?1",
				customerID, field, value, timeText(at))
			if err != nil {
				return err
			}
			if n == 0 {
				return notFound("customer", customerID)
			}
		}
		return refreshIdentity(ctx, t, customerID)
	})
}

// typedIdentity gives the domain and country that were typed in for a customer, "" where nothing was.
func typedIdentity(ctx context.Context, t tx, customerID int64) (name, country string, err error) {
	rows, err := queryAll(ctx, t, `
SELECT t.field, MIN(t.value)
FROM records r
JOIN typed_facts t ON t.record_id = r.id AND t.field IN ('domain', 'country')
WHERE r.customer_id = ?
GROUP BY t.field`, []any{customerID}, func(row scanner) (f domain.TypedFact, err error) {
		err = row.Scan(&f.Field, &f.Value)
		return f, err
	})
	for _, f := range rows {
		if f.Field == "domain" {
			name = f.Value
		} else {
			country = f.Value
		}
	}
	return name, country, err
}
