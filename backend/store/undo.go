package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"tenantry/backend/domain"
)

// Before is how stored rows stood before somebody changed them; Restore makes them so again. It lives in memory only, and
// is remembered for what a user changes by hand: what a source says is never put back.
type Before struct {
	restore func(context.Context, tx) error
}

// Restore undoes a change. What does not exist any more stays so.
func (s *Store) Restore(ctx context.Context, before Before) error {
	return s.write(ctx, "undo", before.restore)
}

// BeforeView remembers the view that saving one would replace, or that there is none.
func (s *Store) BeforeView(ctx context.Context, v domain.View) (Before, error) {
	v, err := domain.CleanView(v)
	if err != nil {
		return Before{}, err
	}
	return s.beforeRows(ctx, "views", "page = ? AND name = ?", v.Page, v.Name)
}

// BeforeViewDeleted remembers a view.
func (s *Store) BeforeViewDeleted(ctx context.Context, id int64) (Before, error) {
	return s.beforeRows(ctx, "views", "id = ?", id)
}

// BeforeSchedule remembers a schedule with when it last ran and how that ended.
func (s *Store) BeforeSchedule(ctx context.Context, id int64) (Before, error) {
	return s.beforeRows(ctx, "schedules", "id = ?", id)
}

// BeforePortalTemplates remembers the links of a connection that differ from the vendor's.
func (s *Store) BeforePortalTemplates(ctx context.Context, connectionID int64) (Before, error) {
	return s.beforeRows(ctx, "portal_links", "connection_id = ?", connectionID)
}

// beforeRows remembers whole rows from which nothing else follows.
func (s *Store) beforeRows(ctx context.Context, table, where string, args ...any) (Before, error) {
	columns, err := queryAll(ctx, s.reader, "SELECT name FROM pragma_table_info(?)", []any{table}, scanOne[string])
	if err != nil {
		return Before{}, wrap("remember "+table, err)
	}
	named := strings.Join(columns, ", ")
	rows, err := queryAll(ctx, s.reader, "SELECT "+named+" FROM "+table+" WHERE "+where, args, scanRow(len(columns)))
	return Before{func(ctx context.Context, t tx) error {
		if _, err := t.exec(ctx, "DELETE FROM "+table+" WHERE "+where, args...); err != nil {
			return err
		}
		insert := "INSERT INTO " + table + " (" + named + ") VALUES (?" + strings.Repeat(", ?", len(columns)-1) + ")"
		for _, values := range rows {
			if _, err := t.exec(ctx, insert, values...); err != nil {
				return err
			}
		}
		return nil
	}}, wrap("remember "+table, err)
}

func scanRow(columns int) func(scanner) ([]any, error) {
	return func(row scanner) ([]any, error) {
		values, targets := make([]any, columns), make([]any, columns)
		for i := range values {
			targets[i] = &values[i]
		}
		return values, row.Scan(targets...)
	}
}

// typedColumns are all that typing in changes of a subscription: what was typed, what files say and which is which.
var typedColumns = []string{
	"typed_term_end_on", "typed_at_term_end", "typed_term", "typed_status", "typed_trial", "typed_cancel_until", "typed_created_on",
	"typed_billing_cycle",
	"typed_unit_price", "typed_currency", "typed_price_period", "imported_term_end_on", "imported_at_term_end", "imported_term",
	"imported_status", "imported_trial", "imported_created_on", "imported_unit_price", "filed_unit_price", "filed_currency", "filed_price_period",
	"filed_at", "typed_at", "typed_times",
}

// BeforeTyped remembers what was typed in for subscriptions, each with its own.
func (s *Store) BeforeTyped(ctx context.Context, ids []int64) (Before, error) {
	columns := append(slices.Clone(typedColumns), "id")
	rows, err := queryAll(ctx, s.reader, "SELECT "+strings.Join(columns, ", ")+" FROM subscriptions WHERE id IN (SELECT value FROM json_each(?))",
		[]any{jsonText(ids)}, scanRow(len(columns)))
	update := "UPDATE subscriptions SET " + strings.Join(typedColumns, " = ?, ") + " = ? WHERE id = ? RETURNING customer_id"
	return Before{func(ctx context.Context, t tx) error {
		touched := map[int64]bool{}
		for _, values := range rows {
			customer, err := queryOne(ctx, t, update, values, scanOne[int64])
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if id, ok := values[len(values)-1].(int64); err == nil && ok {
				err = recountTyped(ctx, t, id, true)
			}
			if err != nil {
				return err
			}
			touched[customer] = true
		}
		for customer := range touched {
			if err := refreshCustomer(ctx, t, customer); err != nil {
				return err
			}
		}
		return nil
	}}, wrap("remember typed values", err)
}

// BeforeTypedFact remembers what was typed in about a customer, also where a source says something else by now.
func (s *Store) BeforeTypedFact(ctx context.Context, customerID int64, field string) (Before, error) {
	type fact struct {
		record    int64
		value, at string
	}
	const ofCustomer = "field = ?2 AND record_id IN (SELECT id FROM records WHERE customer_id = ?1)"
	facts, err := queryAll(ctx, s.reader, "SELECT record_id, value, typed_at FROM typed_facts WHERE "+ofCustomer, []any{customerID, field},
		func(row scanner) (f fact, err error) {
			err = row.Scan(&f.record, &f.value, &f.at)
			return f, err
		})
	return Before{func(ctx context.Context, t tx) error {
		if _, err := t.exec(ctx, "DELETE FROM typed_facts WHERE "+ofCustomer, customerID, field); err != nil {
			return err
		}
		for _, f := range facts {
			if _, err := t.exec(ctx, `
INSERT INTO typed_facts (record_id, field, value, typed_at)
SELECT id, ?2, ?3, ?4
FROM records
WHERE id = ?1`, f.record, field, f.value, f.at); err != nil {
				return err
			}
		}
		return refreshIdentity(ctx, t, customerID)
	}}, wrap("remember typed fact", err)
}

// tagBefore is a tag with the records, of those that a change is about, which had it.
type tagBefore struct {
	name, created string // created is "" where there was no such tag
	rule          *string
	records, had  []int64
}

// BeforeTag remembers a tag, its rule and which of these customers' records have it; those of nobody are everybody's.
func (s *Store) BeforeTag(ctx context.Context, name string, customers []int64) (Before, error) {
	name, err := domain.CleanTagName(name)
	if err != nil {
		return Before{}, err
	}
	b, err := s.tagBefore(ctx, name, customers)
	if err != nil {
		return Before{}, wrap("remember tag", err)
	}
	return Before{b.restore}, nil
}

// BeforeTagDeleted does so for a tag that is about to go altogether.
func (s *Store) BeforeTagDeleted(ctx context.Context, id int64) (Before, error) {
	name, err := queryOne(ctx, s.reader, "SELECT name FROM tags WHERE id = ?", []any{id}, scanOne[string])
	if errors.Is(err, sql.ErrNoRows) {
		return Before{}, notFound("tag", id)
	}
	if err != nil {
		return Before{}, wrap("remember tag", err)
	}
	return s.BeforeTag(ctx, name, nil)
}

func (s *Store) tagBefore(ctx context.Context, name string, customers []int64) (*tagBefore, error) {
	b := &tagBefore{name: name}
	_, err := queryOne(ctx, s.reader, "SELECT name, rule, created_at FROM tags WHERE name = ?", []any{name},
		func(row scanner) (none struct{}, err error) { return none, row.Scan(&b.name, &b.rule, &b.created) })
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	const having = "SELECT x.record_id FROM record_tags x JOIN tags t ON t.id = x.tag_id WHERE t.name = ?"
	if customers == nil {
		b.had, err = queryAll(ctx, s.reader, having, []any{name}, scanOne[int64])
		b.records = b.had
		return b, err
	}
	const whose = "SELECT id FROM records WHERE customer_id IN (SELECT value FROM json_each(?))"
	if b.records, err = queryAll(ctx, s.reader, whose, []any{jsonText(customers)}, scanOne[int64]); err != nil {
		return nil, err
	}
	b.had, err = queryAll(ctx, s.reader, having+" AND x.record_id IN ("+whose+")", []any{name, jsonText(customers)}, scanOne[int64])
	return b, err
}

// restore leaves alone who got the tag otherwise since: a tag that was new goes only where nobody else has it.
func (b *tagBefore) restore(ctx context.Context, t tx) error {
	if b.created != "" {
		if _, err := t.exec(ctx, `
INSERT INTO tags (name, rule, created_at)
VALUES (?, ?, ?)
ON CONFLICT (name) DO UPDATE SET rule = excluded.rule`, b.name, b.rule, b.created); err != nil {
			return err
		}
	}
	records, had := jsonText(b.records), jsonText(b.had)
	for _, change := range []struct {
		statement string
		args      []any
	}{
		{`
DELETE FROM record_tags
WHERE tag_id = (SELECT id FROM tags WHERE name = ?) AND record_id IN (SELECT value FROM json_each(?))`, []any{b.name, records}},
		{`
INSERT INTO record_tags (tag_id, record_id)
SELECT t.id, r.id
FROM tags t
JOIN records r ON r.id IN (SELECT value FROM json_each(?2))
WHERE t.name = ?1`, []any{b.name, had}},
		{"DELETE FROM tags WHERE name = ?1 AND ?2 AND id NOT IN (SELECT tag_id FROM record_tags)", []any{b.name, b.created == ""}},
	} {
		if _, err := t.exec(ctx, change.statement, change.args...); err != nil {
			return err
		}
	}
	customers, err := queryAll(ctx, t, "SELECT DISTINCT customer_id FROM records WHERE id IN (SELECT value FROM json_each(?))", []any{records}, scanOne[int64])
	for _, customer := range customers {
		if err == nil {
			err = refreshTags(ctx, t, customer)
		}
	}
	return err
}
