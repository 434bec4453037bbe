package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"tenantry/backend/domain"
)

// undoRun takes one import back within a transaction.
type undoRun struct {
	tx
	ctx      context.Context
	of       domain.Import
	at       string
	day      domain.Date // the day the import's samples belong to
	today    domain.Date
	restored int
	kept     []domain.ImportKept
	touched  map[int64]bool // customers whose figures may have changed
}

// storedChange is a row of import_changes.
type storedChange struct {
	table         string
	row           int64
	before, after string
}

// importTables hold rows that imports add, in the order they are deleted in: what hangs on others goes first.
var importTables = []string{"invoice_lines", "service_requests", "jobs", "storage", "subscriptions", "prices", "sku_names"}

// UndoImport takes an import back: rows it added go, rows it changed are what they were. Values that a user has changed
// since stay and are listed, with the rows they stand at. An import on whose rows a later one built is a conflict with the key "import_undo_later":
// that one has to be taken back first. Zone is the user's: samples belong to the day the import was made on there.
func (s *Store) UndoImport(ctx context.Context, id int64, at time.Time, zone *time.Location) (domain.ImportUndo, error) {
	result := domain.ImportUndo{Kept: []domain.ImportKept{}}
	err := s.write(ctx, "undo import", func(ctx context.Context, t tx) error {
		u := &undoRun{tx: t, ctx: ctx, at: timeText(at), today: domain.DateOf(at.In(zone)), touched: map[int64]bool{}}
		var err error
		if u.of, err = queryOne(ctx, t, selectImports+"WHERE i.id = ?", []any{id}, scanImport); err != nil {
			return err
		}
		if u.of.UndoneAt != nil {
			return domain.NewError(domain.CodeConflict, "import_undone")
		}
		u.day = domain.DateOf(u.of.CreatedAt.In(zone))
		if err := u.run(); err != nil {
			return err
		}
		if err := centreMedians(ctx, t); err != nil {
			return err
		}
		undone := at.UTC().Truncate(time.Millisecond)
		u.of.UndoneAt = &undone
		result = domain.ImportUndo{Import: u.of, Restored: u.restored, Kept: append(result.Kept, u.kept...)}
		return nil
	})
	return result, err
}

func (u *undoRun) run() error {
	if err := u.refuseBuiltOn(); err != nil {
		return err
	}
	changes, err := queryAll(u.ctx, u, "SELECT rows_of, row_id, before, after FROM import_changes WHERE import_id = ? ORDER BY id DESC",
		[]any{u.of.ID}, func(row scanner) (c storedChange, err error) {
			err = row.Scan(&c.table, &c.row, &c.before, &c.after)
			return c, err
		})
	if err != nil {
		return err
	}
	for _, c := range changes {
		if err := u.restore(c); err != nil {
			return fmt.Errorf("%s %d: %w", c.table, c.row, err)
		}
	}
	if err := u.dropAdded(); err != nil {
		return err
	}
	if _, err := applyPrices(u.ctx, u.tx, PriceRun{Day: u.today}); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(u.touched)) {
		if err := retireFiled(u.ctx, u.tx, id); err != nil {
			return err
		}
		if err := dropOrRefresh(u.ctx, u.tx, []int64{id}); err != nil {
			return err
		}
	}
	if _, err := u.exec(u.ctx, "DELETE FROM import_changes WHERE import_id = ?", u.of.ID); err != nil {
		return err
	}
	_, err = u.exec(u.ctx, "UPDATE imports SET undone_at = ? WHERE id = ?", u.at, u.of.ID)
	return err
}

// refuseBuiltOn looks for later imports that changed the same rows, changed rows this one added, or hung rows on records
// it added.
func (u *undoRun) refuseBuiltOn() error {
	queries := []string{`
SELECT MAX(c.import_id)
FROM import_changes c
WHERE c.import_id > ?1
  AND EXISTS (SELECT 1 FROM import_changes o WHERE o.import_id = ?1 AND o.rows_of = c.rows_of AND o.row_id = c.row_id)`}
	for _, table := range append([]string{"records", "pools"}, importTables...) {
		queries = append(queries, `
SELECT MAX(c.import_id)
FROM import_changes c
JOIN `+table+` x ON x.id = c.row_id AND x.import_id = ?1
WHERE c.import_id > ?1 AND c.rows_of = '`+table+"'")
	}
	for _, table := range []string{"pools", "subscriptions", "jobs", "storage", "service_requests", "invoice_lines"} {
		queries = append(queries, `
SELECT MAX(x.import_id)
FROM records r
JOIN `+table+` x ON x.record_id = r.id AND x.import_id <> ?1
WHERE r.import_id = ?1`)
	}
	for _, query := range queries {
		later, err := queryOne(u.ctx, u, query, []any{u.of.ID}, scanOne[*int64])
		if err != nil {
			return err
		}
		if later != nil {
			name, err := queryOne(u.ctx, u, "SELECT file_name FROM imports WHERE id = ?", []any{*later}, scanOne[string])
			if err != nil {
				return err
			}
			return domain.NewError(domain.CodeConflict, "import_undo_later", "id", fmt.Sprint(*later), "file", name)
		}
	}
	return nil
}

func (u *undoRun) restore(c storedChange) error {
	switch {
	case c.table == "pools":
		u.restored++
		return u.restorePool(c)
	case c.table == "subscriptions" && strings.Contains(c.after, `"typed_term"`):
		return u.restoreTyped(c)
	case c.table == "subscriptions" && strings.Contains(c.after, `"given_term"`):
		return u.restoreFiled(c)
	}
	u.restored++
	if err := u.restoreColumns(c); err != nil || c.table != "storage" {
		return err
	}
	return u.restoreSample(c)
}

// restoreColumns sets the columns of a row that only imports change.
func (u *undoRun) restoreColumns(c storedChange) error {
	var before map[string]any
	if err := json.Unmarshal([]byte(c.before), &before); err != nil {
		return err
	}
	var sets []string
	args := []any{c.before}
	for _, column := range slices.Sorted(maps.Keys(before)) {
		value := "json_extract(?1, '$." + column + "')"
		if column == "digest" {
			value = "unhex(" + value + ")"
		}
		sets = append(sets, column+" = "+value)
	}
	args = append(args, c.row)
	if _, err := u.exec(u.ctx, "UPDATE "+c.table+" SET "+strings.Join(sets, ", ")+" WHERE id = ?2", args...); err != nil {
		return err
	}
	return u.touchOwner(c)
}

// restoredOf finds the record of a row that only imports change.
var restoredOf = map[string]string{
	"records": "?", "jobs": "(SELECT record_id FROM jobs WHERE id = ?)", "storage": "(SELECT record_id FROM storage WHERE id = ?)",
	"service_requests": "(SELECT record_id FROM service_requests WHERE id = ?)",
}

// touchOwner notes the customer of a row that was restored.
func (u *undoRun) touchOwner(c storedChange) error {
	owner, ok := restoredOf[c.table]
	if !ok {
		return nil
	}
	customers, err := queryAll(u.ctx, u, "SELECT customer_id FROM records WHERE id = "+owner, []any{c.row}, scanOne[int64])
	for _, id := range customers {
		u.touched[id] = true
	}
	return err
}

// typedGroups are the columns of a subscription that change together, by the field they are.
var typedGroups = map[string][]string{
	"term_end_on": {"typed_term_end_on", "imported_term_end_on"},
	"at_term_end": {"typed_at_term_end", "imported_at_term_end"},
	"term":        {"typed_term", "imported_term"},
	"status":      {"typed_status", "imported_status"},
	"trial":       {"typed_trial", "imported_trial"},
	"created_on":  {"typed_created_on", "imported_created_on"},
	"unit_price": {
		"typed_unit_price", "typed_currency", "typed_price_period",
		"filed_unit_price", "filed_currency", "filed_price_period", "filed_at",
	},
}

// restoreTyped takes the values of a subscription back that are still those of the import; others were typed in since.
func (u *undoRun) restoreTyped(c storedChange) error {
	current, err := queryAll(u.ctx, u, typedSnapshot, []any{c.row}, scanOne[string])
	if err != nil || len(current) == 0 {
		return err
	}
	var before, after, now map[string]any
	for _, part := range []struct {
		text string
		into *map[string]any
	}{{c.before, &before}, {c.after, &after}, {current[0], &now}} {
		if err := json.Unmarshal([]byte(part.text), part.into); err != nil {
			return err
		}
	}
	times := typedTimesOf(before, now)
	delete(after, typedTimesColumn)
	back := map[string]any{}
	if reflect.DeepEqual(now, after) {
		back["typed_at"] = before["typed_at"]
	}
	for _, field := range slices.Sorted(maps.Keys(typedGroups)) {
		columns := typedGroups[field]
		is := func(then map[string]any) bool { return reflect.DeepEqual(pick(now, columns), pick(then, columns)) }
		switch {
		case reflect.DeepEqual(pick(before, columns), pick(after, columns)), is(before):
		case is(after):
			maps.Copy(back, pick(before, columns))
			times.restore(field)
		default:
			if err := u.keep(c.row, field, now[columns[0]]); err != nil {
				return err
			}
		}
	}
	if len(back) == 0 {
		return nil
	}
	u.restored++
	back[typedTimesColumn] = times.text()
	return u.setTyped(c.row, back)
}

const typedTimesColumn = "typed_times"

// factTimes are when the facts of a subscription were set, before an import and now.
type factTimes struct{ before, now map[string]any }

// typedTimesOf takes the times out of two snapshots: they go with their facts, not with each other.
func typedTimesOf(before, now map[string]any) factTimes {
	var times factTimes
	times.before, _ = before[typedTimesColumn].(map[string]any)
	times.now, _ = now[typedTimesColumn].(map[string]any)
	delete(before, typedTimesColumn)
	delete(now, typedTimesColumn)
	if times.now == nil {
		times.now = map[string]any{}
	}
	return times
}

func (t factTimes) restore(field string) {
	if at, ok := t.before[field]; ok {
		t.now[field] = at
	} else {
		delete(t.now, field)
	}
}

// text is what is stored: nil where no fact is left.
func (t factTimes) text() any {
	if len(t.now) == 0 {
		return nil
	}
	return jsonText(t.now)
}

func (u *undoRun) setTyped(id int64, back map[string]any) error {
	var sets []string
	var args []any
	for _, column := range slices.Sorted(maps.Keys(back)) {
		sets = append(sets, column+" = ?")
		args = append(args, back[column])
	}
	if _, prices := back["typed_unit_price"]; prices {
		sets = append(sets, "imported_unit_price = 0") // it is the user's or none; applying prices finds the others
	}
	if _, err := u.exec(u.ctx, "UPDATE subscriptions SET "+strings.Join(sets, ", ")+" WHERE id = ?", append(args, id)...); err != nil {
		return err
	}
	_, aged := back["typed_created_on"]
	if err := recountTyped(u.ctx, u.tx, id, aged); err != nil {
		return err
	}
	customer, err := queryOne(u.ctx, u, "SELECT customer_id FROM subscriptions WHERE id = ?", []any{id}, scanOne[int64])
	u.touched[customer] = true
	return err
}

func pick(values map[string]any, columns []string) map[string]any {
	picked := make(map[string]any, len(columns))
	for _, column := range columns {
		picked[column] = values[column]
	}
	return picked
}

// keep lists a value that stays.
func (u *undoRun) keep(id int64, field string, value any) error {
	kept := domain.ImportKept{Kind: "subscriptions", Field: field}
	if value != nil {
		kept.Value = fmt.Sprint(value)
	}
	named, err := queryOne(u.ctx, u, `
SELECT c.name, IIF(s.number = '', s.product, s.number)
FROM subscriptions s
JOIN customers c ON c.id = s.customer_id
WHERE s.id = ?`, []any{id}, func(row scanner) (k domain.ImportKept, err error) {
		k = kept
		err = row.Scan(&k.Customer, &k.What)
		return k, err
	})
	u.kept = append(u.kept, named)
	return err
}

// dropAdded deletes the rows that the import added, but for those that somebody typed something in for since.
func (u *undoRun) dropAdded() error {
	if err := u.dropPools(); err != nil {
		return err
	}
	if err := u.dropStorageSamples(); err != nil {
		return err
	}
	for _, table := range []string{"subscriptions", "records"} {
		customers, err := queryAll(u.ctx, u, "SELECT DISTINCT customer_id FROM "+table+" WHERE import_id = ?", []any{u.of.ID}, scanOne[int64])
		if err != nil {
			return err
		}
		for _, id := range customers {
			u.touched[id] = true
		}
	}
	if err := u.keepTyped(); err != nil {
		return err
	}
	for _, table := range append(slices.Clone(importTables), "records") {
		n, err := u.exec(u.ctx, "DELETE FROM "+table+" WHERE import_id = ?", u.of.ID)
		if err != nil {
			return err
		}
		u.restored += n
	}
	return nil
}
