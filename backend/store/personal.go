package store

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"tenantry/backend/domain"
)

// ForgetPeople deletes what is stored about people, customers' and our own, and that it was ever read. What names them
// beside other things is taken out of it, but of what the user's own files gave. Should they be wanted again, the next
// reads find that all rows differ.
func (s *Store) ForgetPeople(ctx context.Context) error {
	return s.write(ctx, "forget people", func(ctx context.Context, t tx) error {
		for _, statement := range []string{
			"DELETE FROM checkpoints WHERE dataset IN (SELECT dataset FROM people UNION SELECT dataset FROM administrators)",
			"DELETE FROM people",
			"DELETE FROM administrators",
			"DELETE FROM holders",
			"UPDATE checkpoints SET page_hash = ''",
		} {
			if _, err := t.exec(ctx, statement); err != nil {
				return err
			}
		}
		for _, kind := range storedKinds {
			if err := kind.forgetPeople(ctx, t); err != nil {
				return fmt.Errorf("%s: %w", kind.kindName(), err)
			}
		}
		if err := forgetAccounts(ctx, t); err != nil {
			return err
		}
		return writeSetting(ctx, t, peopleForgotten, forgottenBy)
	})
}

const (
	// peopleForgotten names the setting that holds by which rules people were forgotten last.
	peopleForgotten = "people_forgotten"
	// forgottenBy are the rules of now. A new one is for what was stored under those before it.
	forgottenBy = 2
)

// ForgotPeople reports whether ForgetPeople was run as it is now; older rules left more behind.
func (s *Store) ForgotPeople(ctx context.Context) (bool, error) {
	by := 0
	err := s.loadSetting(ctx, peopleForgotten, &by)
	return by == forgottenBy, err
}

// forgetPeople takes the names out of the rows of the kind that sources gave.
func (k *rowKind[T]) forgetPeople(ctx context.Context, t tx) error {
	if k.named == "" {
		return nil
	}
	var columns, sets []string
	for _, f := range k.fields(new(T)) {
		if !f.heavy {
			columns, sets = append(columns, f.name), append(sets, f.name+" = ?")
		}
	}
	values := func(row *T) (args []any) {
		for _, f := range k.fields(row) {
			if !f.heavy {
				args = append(args, f.value)
			}
		}
		return args
	}
	type named struct {
		id  int64
		row T
	}
	rows, err := queryAll(ctx, t, "SELECT id, "+strings.Join(columns, ", ")+" FROM "+k.table+" WHERE source = ? AND ("+k.named+")",
		[]any{domain.SourceAPI}, func(from scanner) (n named, err error) {
			targets := []any{&n.id}
			for _, f := range k.fields(&n.row) {
				if !f.heavy {
					targets = append(targets, f.target)
				}
			}
			return n, from.Scan(targets...)
		})
	if err != nil {
		return err
	}
	for i := range rows {
		before := values(&rows[i].row)
		if of, ok := any(&rows[i].row).(interface{ ForgetPeople() }); ok {
			of.ForgetPeople()
		}
		args := values(&rows[i].row)
		if reflect.DeepEqual(args, before) {
			continue
		}
		_, err := t.exec(ctx, "UPDATE "+k.table+" SET "+strings.Join(sets, ", ")+", digest = X'00' WHERE id = ?", append(args, rows[i].id)...)
		if err != nil {
			return err
		}
	}
	return nil
}

// forgetAccounts leaves the companies' part of the registered accounts.
func forgetAccounts(ctx context.Context, t tx) error {
	customers, err := queryAll(ctx, t, `
UPDATE records
SET account = CASE WHEN instr(account, '@') > 0 THEN substr(account, instr(account, '@')) ELSE '' END
WHERE account <> '' AND account NOT LIKE '@%'
  AND connection_id IN (SELECT id FROM connections WHERE state <> ?)
RETURNING customer_id`, []any{domain.ConnectionFile}, scanOne[int64])
	if err != nil {
		return err
	}
	renewed := map[int64]bool{}
	for _, customer := range customers {
		if renewed[customer] {
			continue
		}
		renewed[customer] = true
		if err := refreshIdentity(ctx, t, customer); err != nil {
			return err
		}
	}
	return nil
}
