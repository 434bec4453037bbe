package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"tenantry/backend/domain"
)

// ImportRequest is a file to store.
type ImportRequest struct {
	FileName string
	FileHash string
	Kind     domain.ImportKind
	Mapping  string        // JSON, kept with the import
	Vendor   domain.Vendor // of the rows; "" where the rows' subscriptions tell
	// ConnectionID is the connection that rows are stored under; 0 for kinds that have none, and for subscriptions that are
	// looked for at every connection.
	ConnectionID int64
	// NewConnection is a connection that only files feed, to be made where ConnectionID is 0; nil makes none.
	NewConnection *domain.Connection
	// Name gives a company's name in the one spelling names are compared in, and its legal form, "" without one.
	Name func(string) (key, form string)
	At   time.Time
	Day  domain.Date // the calendar day that samples belong to
	// CustomerID is whose all rows are, whatever they say of it; 0 has each say.
	CustomerID int64
	// Typed says that a user typed the rows in, where the kind keeps that apart from a file.
	Typed bool
	// ReplaceTyped lets the file's values replace those that a user typed in.
	ReplaceTyped bool
	// GoodRows stores the rows that have no problems; without it one problem leaves everything as it was.
	GoodRows bool
	DryRun   bool // finds all problems and counts all changes, and changes nothing
	// Problem is told of every problem as it is found.
	Problem func(domain.ImportProblem)
}

// datasetImport is the dataset of all rows that come from files: a sync, which knows its own datasets, leaves them alone.
const datasetImport = "import"

// errNothingStored ends the transaction of an import that stores nothing.
var errNothingStored = errors.New("nothing is stored")

// Import stores the rows of a file in one transaction, or nothing where a row has a problem and not only the good rows
// are wanted, or in a dry run; the counts say what was, or would have been, done. Rows that the reader refused come with
// bad set: they count as problems. An import that stored something has an ID.
func (s *Store) Import(ctx context.Context, req ImportRequest, rows iter.Seq2[ImportRow, error]) (domain.Import, error) {
	var done domain.Import
	err := s.write(ctx, "import", func(inner context.Context, t tx) error {
		r := &importRun{tx: t, ctx: inner, req: &req, at: timeText(req.At)}
		err := r.run(ctx, rows)
		done = r.done
		if err != nil {
			return err
		}
		return centreMedians(inner, t)
	})
	if errors.Is(err, errNothingStored) {
		done.ID, err = 0, nil
	}
	return done, err
}

// ImportRow is a row, or the line of one that cannot be used.
type ImportRow struct {
	domain.ImportRow
	Bad bool
}

// importRun stores one file within a transaction.
type importRun struct {
	tx
	ctx     context.Context // of the transaction; not cancelled half-way
	req     *ImportRequest
	at      string
	done    domain.Import
	conn    importTarget
	match   *matcher
	lines   *subscriptionIndex
	insert  map[domain.Kind]string // prepared text of inserts
	touched map[int64]bool         // customers whose figures may have changed
	seen    map[string]int         // keys of this file, by the line they were on
	problem int                    // rows with problems
	line    int
	bad     bool // the present row has a problem
}

// importTarget is the connection that rows are stored under.
type importTarget struct {
	id       int64
	vendor   domain.Vendor
	fileOnly bool
}

func (r *importRun) run(outer context.Context, rows iter.Seq2[ImportRow, error]) error {
	r.touched, r.seen, r.insert = map[int64]bool{}, map[string]int{}, map[domain.Kind]string{}
	if err := r.begin(); err != nil {
		return err
	}
	for row, err := range rows {
		if err == nil {
			err = outer.Err() // reading ends with the caller, writing a statement does not
		}
		if err != nil {
			return err
		}
		if err := r.save(row); err != nil {
			return fmt.Errorf("row %d: %w", row.Line, err)
		}
	}
	if r.req.DryRun || r.problem > 0 && !r.req.GoodRows {
		r.done.Skipped = r.problem
		return errNothingStored
	}
	if r.done.Added+r.done.Changed == 0 {
		r.done.Skipped = r.problem
		return errNothingStored
	}
	return r.finish()
}

// begin reads what rows are matched with and makes the import's own row, which the rows it adds name.
func (r *importRun) begin() error {
	if err := r.connect(); err != nil {
		return err
	}
	var err error
	if r.req.ConnectionID != 0 {
		r.conn, err = queryOne(r.ctx, r, "SELECT id, vendor, state FROM connections WHERE id = ?", []any{r.req.ConnectionID},
			func(row scanner) (c importTarget, err error) {
				var state domain.ConnectionState
				err = row.Scan(&c.id, &c.vendor, &state)
				c.fileOnly = state == domain.ConnectionFile
				return c, err
			})
		if err != nil {
			return err
		}
		r.req.Vendor = r.conn.vendor
	}
	if r.req.Kind == domain.ImportCustomers && !r.conn.fileOnly {
		return domain.NewError(domain.CodeInvalid, "import_customers_connection")
	}
	if r.match, err = newMatcher(r.ctx, r.tx, r.req); err != nil {
		return err
	}
	r.done = domain.Import{
		FileName: r.req.FileName, FileHash: r.req.FileHash, Kind: r.req.Kind, Vendor: r.req.Vendor, Mapping: r.req.Mapping,
		CreatedAt: r.req.At.UTC().Truncate(time.Millisecond),
	}
	var connection any
	if r.req.ConnectionID != 0 {
		r.done.ConnectionID = &r.req.ConnectionID
		connection = r.req.ConnectionID
	}
	r.done.ID, err = r.tx.insert(r.ctx, `
INSERT INTO imports (file_name, file_hash, kind, vendor, connection_id, mapping, rows, added, changed, unchanged, skipped, notes, created_at)
VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, ?)`,
		r.req.FileName, r.req.FileHash, r.req.Kind, r.req.Vendor, connection, r.req.Mapping, r.at)
	return err
}

// connect makes the connection that is to be made.
func (r *importRun) connect() error {
	c := r.req.NewConnection
	if c == nil || r.req.ConnectionID != 0 {
		return nil
	}
	id, err := r.tx.insert(r.ctx, `
INSERT INTO connections (vendor, name, state, sandbox, created_at, updated_at, first_full_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?5)`, c.Vendor, c.Name, domain.ConnectionFile, c.Sandbox, r.at)
	r.req.ConnectionID = id
	return nameTaken(err)
}

// save stores one row or tells what is wrong with it.
func (r *importRun) save(row ImportRow) error {
	r.done.Rows++
	r.line, r.bad = row.Line, row.Bad
	if !r.bad {
		if err := r.saveKind(&row.ImportRow); err != nil {
			return err
		}
	}
	if r.bad {
		r.problem++
	}
	return nil
}

func (r *importRun) saveKind(row *domain.ImportRow) error {
	switch r.req.Kind {
	case domain.ImportSubscriptions:
		return r.saveSubscription(row)
	case domain.ImportPrices:
		return r.savePrice(row)
	case domain.ImportCustomers:
		return r.saveCustomer(row)
	case domain.ImportLicencePools:
		return r.savePool(row)
	case domain.ImportSKUNames:
		return r.saveSKUName(row)
	case domain.ImportStorage:
		return r.saveStorage(row)
	case domain.ImportJobs, domain.ImportServiceRequests, domain.ImportInvoiceLines:
		return r.saveKept(row)
	}
	return domain.NewError(domain.CodeInvalid, "import_kind", "kind", string(r.req.Kind))
}

// finish stores the counts and renews the figures of the customers that changed.
func (r *importRun) finish() error {
	if err := r.nameProducts(); err != nil {
		return err
	}
	if r.req.Kind == domain.ImportPrices || r.req.Kind == domain.ImportSubscriptions {
		if _, err := applyPrices(r.ctx, r.tx, PriceRun{Day: r.req.Day, ConnectionID: r.req.ConnectionID}); err != nil {
			return err
		}
	}
	if err := r.carryFiled(); err != nil {
		return err
	}
	for id := range r.touched {
		if err := refreshCustomer(r.ctx, r.tx, id); err != nil {
			return err
		}
	}
	d := &r.done
	d.Skipped = r.problem
	_, err := r.exec(r.ctx,
		"UPDATE imports SET rows = ?, added = ?, changed = ?, unchanged = ?, skipped = ?, notes = ? WHERE id = ?",
		d.Rows, d.Added, d.Changed, d.Unchanged, d.Skipped, d.Notes, d.ID)
	return err
}

// carryFiled gives the other rows of the import's connection their last known state as the day's sample: a file may list some
// of the customers only.
func (r *importRun) carryFiled() error {
	c := carried{connectionID: r.conn.id, day: r.req.Day}
	switch r.req.Kind {
	case domain.ImportLicencePools:
		return carryDay(r.ctx, r.tx, c)
	case domain.ImportStorage:
		return carryStorage(r.ctx, r.tx, c)
	}
	return nil
}

// wrong tells of a problem with the present row, which is left out.
func (r *importRun) wrong(field, value, key string, params ...string) {
	r.bad = true
	r.tell(field, value, key, false, params)
}

// note tells of a value that is left as it is.
func (r *importRun) note(field, value, key string, params ...string) {
	r.done.Notes++
	r.tell(field, value, key, true, params)
}

func (r *importRun) tell(field, value, key string, note bool, pairs []string) {
	if r.req.Problem == nil {
		return
	}
	params := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		params[pairs[i]] = pairs[i+1]
	}
	r.req.Problem(domain.ImportProblem{Line: r.line, Field: field, Value: value, Key: key, Params: params, Note: note})
}

// once reports whether a key is new in this file; the second row with one is a problem, told by the field's value.
func (r *importRun) once(field, value, key string) bool {
	if first, ok := r.seen[key]; ok {
		r.wrong(field, value, "row_twice", "line", fmt.Sprint(first))
		return false
	}
	r.seen[key] = r.line
	return true
}

// changedRow is a stored row that an import changes, with the query for what it changes of it, as a JSON object.
type changedRow struct {
	table    string
	id       int64
	snapshot string
}

// change runs a statement on a stored row and keeps what the row was before and is then.
func (r *importRun) change(row changedRow, statement string, args ...any) error {
	return r.changeBy(row, func() error {
		_, err := r.exec(r.ctx, statement, args...)
		return err
	})
}

func (r *importRun) changeBy(row changedRow, do func() error) error {
	before, err := queryOne(r.ctx, r, row.snapshot, []any{row.id}, scanOne[string])
	if err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	after, err := queryOne(r.ctx, r, row.snapshot, []any{row.id}, scanOne[string])
	if err != nil {
		return err
	}
	_, err = r.exec(r.ctx, "INSERT INTO import_changes (import_id, rows_of, row_id, before, after) VALUES (?, ?, ?, ?, ?)",
		r.done.ID, row.table, row.id, before, after)
	return err
}
