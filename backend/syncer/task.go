package syncer

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// task is one dataset of one customer being read.
type task struct {
	lane       *lane
	record     domain.Record
	dataset    connector.Dataset
	checkpoint store.Checkpoint
	started    time.Time
	rows       int
	digests    digests
	kinds      map[domain.Kind]bool // that the pages list in full
	seen       store.Seen
	written    int  // only the saver touches it, and
	refused    bool // that the store could not take one of its pages
}

func (r *runner) newTask(l *lane, record domain.Record, dataset connector.Dataset) *task {
	return &task{
		lane:       l,
		record:     record,
		dataset:    dataset,
		checkpoint: r.checkpoints[store.CheckpointKey{RecordID: record.ID, Dataset: dataset.Name}],
		started:    r.cfg.Now(),
	}
}

// full reports whether the dataset is read from its start with every row compared: on demand, and where an earlier
// full run did not get this far.
func (r *runner) full(t *task) bool { return r.opts.Full || t.checkpoint.FullDue }

// do reads a unit's datasets in order. A failure that concerns the whole customer counts for the datasets that follow.
func (r *runner) do(ctx context.Context, l *lane, u unit) {
	var refused *failure
	for _, dataset := range u.datasets {
		t := r.newTask(l, u.record, dataset)
		if refused != nil {
			r.fail(t, refused)
			continue
		}
		err := r.read(ctx, t)
		switch {
		case err == nil:
		case stopped(ctx, err):
			return
		default:
			f := r.sort(err)
			if f.reach == reachRun {
				r.end(f)
				return
			}
			if f.reach == reachCustomer {
				refused = f
			}
			r.fail(t, f)
		}
	}
}

// sort is sortFailure with what belongs in the log written there.
func (r *runner) sort(err error) *failure {
	f := sortFailure(err)
	var p *panicked
	switch {
	case errors.As(err, &p):
		r.log.Error("connector panicked", "panic", p.value, "stack", string(p.stack))
	case f.key == "internal" || f.key == "malformed":
		r.log.Error("connector failed", "key", f.key, "error", err)
	}
	return f
}

// read fetches one dataset, as often as the vendor's rate limit asks for within the run's budget.
func (r *runner) read(ctx context.Context, t *task) error {
	ctx = connector.WithLastAnswer(context.WithValue(ctx, datasetKey{}, t.dataset.Name))
	return connector.Shown(ctx, r.paced(ctx, t.lane.gate, func() error { return r.fetch(ctx, t) }))
}

// paced calls f when the vendor lets requests through and again after it asked to wait.
func (r *runner) paced(ctx context.Context, g *gate, f func() error) error {
	var last *connector.RateLimited
	for {
		if err := g.pass(ctx); errors.Is(err, errDeferred) {
			if last == nil {
				last = &connector.RateLimited{RetryAfter: g.remaining()}
			}
			return last
		} else if err != nil {
			return err
		}
		err := guarded(f)
		if !errors.As(err, &last) {
			return err
		}
		g.hold(last.RetryAfter)
		r.progress.wait(ctx, last.RetryAfter)
	}
}

// fetch hands each page to the saver when the next one has come, because the last page is stored with the task's end.
func (r *runner) fetch(ctx context.Context, t *task) error {
	t.restart()
	req := connector.Request{Customer: t.record}
	if t.dataset.Incremental && !r.full(t) {
		req.Cursor = t.checkpoint.Cursor
	}
	var held *connector.Page
	for page, err := range t.dataset.Fetch(ctx, req) {
		if held != nil {
			r.save(t, *held, nil)
			held = nil
		}
		if err != nil {
			return err
		}
		if !r.personal {
			page.ForgetPeople()
		}
		t.note(page)
		held = &page
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if held == nil {
		held = &connector.Page{}
	}
	r.finish(t, *held, req.Cursor == "")
	return nil
}

func (t *task) restart() {
	t.rows, t.digests = 0, nil
	t.kinds, t.seen = map[domain.Kind]bool{}, store.Seen{}
}

func (t *task) note(page connector.Page) {
	for _, kind := range page.Kinds {
		t.kinds[kind] = true
	}
	for kind, row := range page.All() {
		t.rows++
		t.digests.add(kind, row)
		if !kind.Kept() {
			t.seen.Add(kind, row.RowKey())
		}
	}
}

// finish stores the last page with the task's end, or keeps it back when the answer is suspiciously short.
func (r *runner) finish(t *task, page connector.Page, complete bool) {
	last := &store.TaskEnd{
		Complete: complete,
		Keep:     r.stranger,
		Lists:    t.kinds,
		Seen:     t.seen,
		Task:     r.taskRow(t, t.rows, domain.TaskDone),
	}
	if r.doubts.note(t, page, last, r.opts.Full) {
		return
	}
	r.save(t, page, last)
}

func (r *runner) save(t *task, page connector.Page, last *store.TaskEnd) {
	now := r.cfg.Now()
	save := &store.PageSave{
		RunID:        r.id,
		ConnectionID: r.conn.ID,
		Record:       t.record,
		Dataset:      t.dataset.Name,
		Rows:         page.Rows,
		Cursor:       page.Cursor,
		Force:        r.full(t),
		At:           now,
		Day:          domain.DateOf(now.In(r.zone)),
		Simulated:    r.cfg.Simulated,
		Last:         last,
	}
	if last != nil && !last.Keep { // without a hash, the next read compares again and marks what this one did not
		save.Hash = t.digests.hash()
	}
	r.saver.jobs <- saveJob{task: t, page: save, read: t.rows}
}

// fail records why a task could not be done.
func (r *runner) fail(t *task, f *failure) {
	r.saver.jobs <- saveJob{task: t, fail: r.taskFail(t, t.rows, f)}
}

func (r *runner) taskFail(t *task, rows int, f *failure) *store.TaskFail {
	row := r.taskRow(t, rows, domain.TaskFailed)
	row.ErrorKey, row.ErrorDetail = f.key, f.detail
	if f.key == keyRateLimited {
		at := r.cfg.Now().Add(t.lane.gate.remaining())
		row.State, row.RetryAt = domain.TaskDeferred, &at
	}
	return &store.TaskFail{
		ConnectionID: r.conn.ID,
		Record:       t.record,
		Task:         row,
		NoAccess:     f.noAccess && (t.dataset.Essential || f.reach == reachCustomer),
	}
}

func (r *runner) taskRow(t *task, rows int, state domain.TaskState) domain.Task {
	row := domain.Task{
		RunID:     r.id,
		Dataset:   t.dataset.Name,
		State:     state,
		StartedAt: t.started,
		EndedAt:   r.cfg.Now(),
		RowsRead:  rows,
	}
	if t.record.ID != 0 {
		row.RecordID, row.CustomerID = &t.record.ID, &t.record.CustomerID
	}
	return row
}

// digests collects what tells whether a dataset has changed since it was stored: a sum per row.
type digests []string

func (d *digests) add(kind domain.Kind, row domain.Keyed) { *d = append(*d, digest(kind, row)) }

func digest(kind domain.Kind, row domain.Keyed) string {
	text, err := json.Marshal(row)
	if err != nil { // equal to no other: the row is compared in the database
		text = []byte(rand.Text())
	}
	sum := sha256.Sum256(append([]byte(kind), text...))
	return string(sum[:])
}

// hash is equal for datasets that would be stored alike, whatever order the vendor lists them in.
func (d digests) hash() string {
	slices.Sort(d)
	sum := sha256.Sum256([]byte(strings.Join(d, "")))
	return hex.EncodeToString(sum[:])
}
