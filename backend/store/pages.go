package store

import (
	"context"
	"fmt"
	"time"

	"tenantry/backend/domain"
)

// PageSave is one page of a task. Pages of a task are saved in order; the last one carries Last.
type PageSave struct {
	RunID        int64
	ConnectionID int64
	Record       domain.Record // zero for a dataset of the whole connection
	Dataset      string
	Source       domain.Source // of the rows; "" is domain.SourceAPI
	domain.Rows
	Cursor    string      // "" keeps the stored one
	Hash      string      // with Last: of the whole dataset; equal to the stored one, its rows are not compared again
	Force     bool        // compare the rows even so
	At        time.Time   // the run's clock
	Day       domain.Date // the calendar day the samples belong to
	Simulated bool
	Last      *TaskEnd
}

// Seen holds the keys of rows by their kind.
type Seen map[domain.Kind]map[string]bool

// Add notes a row.
func (s Seen) Add(kind domain.Kind, key string) {
	if s[kind] == nil {
		s[kind] = map[string]bool{}
	}
	s[kind][key] = true
}

// TaskEnd ends a task that went well.
type TaskEnd struct {
	Complete bool                 // everything was listed: what was not seen is gone
	Keep     bool                 // but nothing is marked so: what is listed may not be what was listed before
	Lists    map[domain.Kind]bool // the kinds the dataset lists in full
	Seen     Seen                 // on all the task's pages, of kinds whose rows can go
	Task     domain.Task          // RowsWritten counts the earlier pages; those of this page are added
}

// Listed counts the rows that can go and reports whether the task listed all of a kind of them.
func (e *TaskEnd) Listed() (rows int, all bool) {
	for kind := range e.Lists {
		if !kind.Kept() {
			all = e.Complete && !e.Keep
			rows += len(e.Seen[kind])
		}
	}
	return rows, all
}

// Weighs reports whether the task listed what licences, money or figures rest on. Who of us has rights, and by which
// grants, changes for many customers at once when one person leaves.
func (e *TaskEnd) Weighs() bool {
	for kind := range e.Lists {
		if !kind.Kept() && kind != domain.KindAdministrators && kind != domain.KindRelationships {
			return true
		}
	}
	return false
}

// TaskFail ends a task that failed or was deferred.
type TaskFail struct {
	ConnectionID int64
	Record       domain.Record // zero for a dataset of the whole connection
	Task         domain.Task
	NoAccess     bool // the vendor refuses this customer as a whole
}

// refused reports whether the customer cannot be read at all.
func (f *TaskFail) refused() bool {
	return f.NoAccess && f.Task.State != domain.TaskDeferred
}

// SavePage stores a page's rows, its cursor and everything that follows from them (figures, history, checkpoint, task)
// in one transaction, and tells how many rows were new or had changed.
func (s *Store) SavePage(ctx context.Context, p PageSave) (int, error) {
	written := 0
	err := s.write(ctx, "save page", func(ctx context.Context, t tx) error {
		w := pageWriter{tx: t, page: &p, at: timeText(p.At)}
		err := w.save(ctx)
		written = w.written
		return err
	})
	if err != nil {
		return 0, err
	}
	return written, nil
}

// FailTask stores why a task failed. The rows read before stay.
func (s *Store) FailTask(ctx context.Context, f TaskFail) error {
	return s.write(ctx, "fail task", func(ctx context.Context, t tx) error {
		if err := saveFailure(ctx, t, &f); err != nil {
			return err
		}
		if err := insertTask(ctx, t, f.Task, f.Record.ID); err != nil {
			return err
		}
		if f.Record.ID == 0 {
			return nil
		}
		changed, err := refreshNoAccess(ctx, t, f.ConnectionID, f.Record.ID)
		if err != nil || !changed {
			return err
		}
		if err := settleTwins(ctx, t, f.Record.ID); err != nil {
			return err
		}
		return refreshCustomerOf(ctx, t, f.Record.ID)
	})
}

// pageWriter saves one page within a transaction.
type pageWriter struct {
	tx
	page       *PageSave
	at         string
	owner      pageOwner
	checkpoint Checkpoint
	rollup     rollup
	written    int
}

// pageOwner is what a page's rows hang on.
type pageOwner struct {
	customerID  int64
	vendor      domain.Vendor
	recordIsNew bool // it appeared after the connection's first complete read
	duplicate   bool // another record of the same tenant counts
}

// excluded says why a row that its source excludes for a reason, or for none, is left out of the figures.
func (o pageOwner) excluded(given domain.Exclusion) domain.Exclusion {
	if o.duplicate {
		return domain.ExcludedDuplicate
	}
	return given
}

var errRowsWithoutRecord = fmt.Errorf("%w: they need a record to belong to", ErrRows)

func (w *pageWriter) save(ctx context.Context) error {
	p := w.page
	var err error
	if w.checkpoint, err = getCheckpoint(ctx, w, p.ConnectionID, p.Record.ID, p.Dataset); err != nil {
		return err
	}
	if p.Record.ID == 0 {
		if len(p.Pools)+len(p.Subscriptions) > 0 {
			return errRowsWithoutRecord
		}
		if !w.unchanged() {
			if err := w.saveOthers(ctx); err != nil {
				return err
			}
		}
		return w.end(ctx)
	}
	if err := w.loadOwner(ctx); err != nil {
		return err
	}
	if err := w.saveRows(ctx); err != nil {
		return err
	}
	if w.written > 0 {
		if err := refreshAges(ctx, w.tx, p.Record.ID); err != nil {
			return err
		}
	}
	return w.end(ctx)
}

// source is where the page's rows come from.
func (w *pageWriter) source() domain.Source {
	if w.page.Source == domain.SourceNone {
		return domain.SourceAPI
	}
	return w.page.Source
}

func (w *pageWriter) loadOwner(ctx context.Context) error {
	var err error
	w.owner, err = queryOne(ctx, w, `
SELECT
    r.customer_id,
    c.vendor,
    c.first_full_at IS NOT NULL AND r.first_seen_at > c.first_full_at,
    r.duplicate
FROM records r
JOIN connections c ON c.id = r.connection_id
WHERE r.id = ? AND r.connection_id = ? AND r.gone_at IS NULL`,
		[]any{w.page.Record.ID, w.page.ConnectionID},
		func(row scanner) (o pageOwner, err error) {
			err = row.Scan(&o.customerID, &o.vendor, &o.recordIsNew, &o.duplicate)
			return o, err
		})
	return err
}

// unchanged reports whether the page ends a read of exactly what is stored.
func (w *pageWriter) unchanged() bool {
	p := w.page
	return p.Last != nil && !p.Force && p.Hash != "" && p.Hash == w.checkpoint.PageHash
}

func (w *pageWriter) saveRows(ctx context.Context) error {
	p := w.page
	listsPools := len(p.Pools) > 0 || p.lists(domain.KindPools)
	if err := w.nameProducts(ctx); err != nil {
		return err
	}
	if listsPools {
		if err := w.startDay(ctx); err != nil {
			return err
		}
	}
	if w.unchanged() && (w.checkpoint.SampledOn == p.Day || !p.samples()) {
		return nil
	}
	if listsPools {
		if err := w.savePools(ctx); err != nil {
			return err
		}
	}
	if w.unchanged() && !p.lists(domain.KindStorage) {
		return nil
	}
	if err := w.saveOthers(ctx); err != nil {
		return err
	}
	if w.unchanged() {
		return nil
	}
	if err := w.saveUse(ctx); err != nil {
		return err
	}
	return w.saveSubscriptions(ctx)
}

// lists reports whether the page ends a dataset that lists the kind in full.
func (p *PageSave) lists(kind domain.Kind) bool { return p.Last != nil && p.Last.Lists[kind] }

// marks reports whether rows of the kind that the task did not see are marked gone.
func (p *PageSave) marks(kind domain.Kind) bool {
	return p.lists(kind) && p.Last.Complete && !p.Last.Keep
}

// samples reports whether the page ends a dataset of which samples are taken every day.
func (p *PageSave) samples() bool { return p.lists(domain.KindPools) || p.lists(domain.KindStorage) }

// end stores the checkpoint and, with the last page, the task; then it renews the customer's figures.
func (w *pageWriter) end(ctx context.Context) error {
	p := w.page
	if p.Last == nil {
		if err := savePartial(ctx, w.tx, p, w.written > 0); err != nil {
			return err
		}
		if w.written == 0 {
			return nil
		}
		return refreshCustomer(ctx, w.tx, w.owner.customerID)
	}
	sampled := w.checkpoint.SampledOn
	if p.samples() {
		sampled = p.Day
	}
	if err := saveComplete(ctx, w.tx, p, sampled); err != nil {
		return err
	}
	task := p.Last.Task
	task.RowsWritten += w.written
	if err := insertTask(ctx, w.tx, task, p.Record.ID); err != nil {
		return err
	}
	if p.Record.ID == 0 {
		return nil
	}
	if w.listsHolders() {
		if err := refreshHolders(ctx, w.tx, p.Record.ID); err != nil {
			return err
		}
	}
	return w.refresh(ctx)
}

// refresh renews the customer's figures after a task; where nothing but the time of the read is new, only that.
func (w *pageWriter) refresh(ctx context.Context) error {
	readAgain := w.checkpoint.LastOKAt != nil && !w.checkpoint.FullDue
	if w.checkpoint.ErrorKey != "" {
		changed, err := refreshNoAccess(ctx, w.tx, w.page.ConnectionID, w.page.Record.ID)
		if err != nil {
			return err
		}
		readAgain = readAgain && !changed
	}
	if w.written == 0 && readAgain {
		return refreshSyncedAt(ctx, w.tx, w.owner.customerID)
	}
	if err := settleTwins(ctx, w.tx, w.page.Record.ID); err != nil {
		return err
	}
	return refreshCustomer(ctx, w.tx, w.owner.customerID)
}
