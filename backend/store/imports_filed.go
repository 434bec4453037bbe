package store

import (
	"strconv"

	"tenantry/backend/domain"
)

// filedSnapshot holds what a later file changes of a subscription that only files know: what its source gives, which is
// the file.
const filedSnapshot = `
SELECT json_object(
    'quantity', quantity, 'given_created_on', given_created_on, 'given_term_end_on', given_term_end_on,
    'given_at_term_end', given_at_term_end, 'given_term', given_term, 'given_status', given_status, 'given_trial', given_trial,
    'changed_at', changed_at)
FROM subscriptions
WHERE id = ?`

// setLine sets what a row says of one line; alone says that the row is about no other one. Of a line that a vendor's API
// tells too, only what it does not tell is set.
func (r *importRun) setLine(row *domain.ImportRow, line *indexedLine, alone bool) (bool, error) {
	typed := typedFor(row, line)
	if line.filed {
		return r.renewLine(row, line, typed, alone && (r.conn.fileOnly || line.isOf(row)))
	}
	if alone && row.Quantity != nil && *row.Quantity != line.quantity {
		r.note("quantity", strconv.FormatInt(*row.Quantity, 10), "quantity_differs", "stored", strconv.FormatInt(line.quantity, 10))
	}
	return r.setTyped(line, typed)
}

// isOf reports whether a row names no product or the line's.
func (l *indexedLine) isOf(row *domain.ImportRow) bool {
	return row.SKU == "" && row.Product == "" || l.named(row)
}

// named reports whether a row names the line's product.
func (l *indexedLine) named(row *domain.ImportRow) bool {
	return row.SKU != "" && l.sku == fold(row.SKU) || row.Product != "" && l.product == fold(row.Product)
}

// renewLine makes a line that only files know what this file says. What the file does not say stays, and so does what a
// user typed in where no file said anything.
func (r *importRun) renewLine(row *domain.ImportRow, line *indexedLine, v domain.Typed, counted bool) (bool, error) {
	now := *line
	if counted && row.Quantity != nil {
		now.quantity = *row.Quantity
	}
	takeFiled(&now.given.TermEndOn, &v.TermEndOn, line.typed.TermEndOn)
	takeFiled(&now.given.AtTermEnd, &v.AtTermEnd, line.typed.AtTermEnd)
	takeFiled(&now.given.Term, &v.Term, line.typed.Term)
	takeFiled(&now.given.Status, &v.Status, line.typed.Status)
	takeFiled(&now.givenTrial, &v.Trial, line.typed.Trial)
	takeFiled(&now.given.CreatedOn, &v.CreatedOn, line.typed.CreatedOn)
	if row.NotRenewing && v.AtTermEnd == nil && now.given.AtTermEnd == domain.TermRenews {
		now.given.AtTermEnd = "" // what it is instead is not said
	}
	renewed := now.quantity != line.quantity || now.given != line.given || now.givenTrial != line.givenTrial
	if renewed {
		if err := r.writeFiled(&now); err != nil {
			return false, err
		}
		*line = now
	}
	set, err := r.setTyped(line, v)
	return renewed || set, err
}

// takeFiled takes the file's value of a fact that nothing was typed in for. Taken, it is nil.
func takeFiled[T ~string](given *T, v **T, typed *T) {
	if *v != nil && typed == nil {
		*given, *v = **v, nil
	}
}

// writeFiled stores what a file says of a line that only files know, and keeps what it was.
func (r *importRun) writeFiled(now *indexedLine) error {
	r.touched[now.customer] = true
	return r.changeBy(changedRow{table: "subscriptions", id: now.id, snapshot: filedSnapshot}, func() error {
		_, err := r.exec(r.ctx, `
UPDATE subscriptions
SET quantity = ?, given_created_on = ?, given_term_end_on = ?, given_at_term_end = ?, given_term = ?, given_status = ?, given_trial = ?,
    changed_at = ?
WHERE id = ?`,
			now.quantity, orNull(now.given.CreatedOn), orNull(now.given.TermEndOn), orNull(now.given.AtTermEnd), orNull(now.given.Term),
			orNull(now.given.Status), orNullTrial(&now.givenTrial), r.at, now.id)
		if err != nil {
			return err
		}
		return recountTyped(r.ctx, r.tx, now.id, true)
	})
}

// restoreFiled makes a line that only files know what the file before said.
func (u *undoRun) restoreFiled(c storedChange) error {
	customers, err := queryAll(u.ctx, u, "SELECT customer_id FROM subscriptions WHERE id = ?", []any{c.row}, scanOne[int64])
	if err != nil || len(customers) == 0 {
		return err
	}
	u.restored++
	u.touched[customers[0]] = true
	if err := u.restoreColumns(c); err != nil {
		return err
	}
	return recountTyped(u.ctx, u.tx, c.row, true)
}
