package syncer

import (
	"context"
	"sync"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// lane is what the datasets under one rate limit share. A vendor that asks to wait in one lane holds up no other.
type lane struct {
	gate    *gate
	queue   *queue
	workers int
	// whole and perCustomer are the datasets that this run may read, in the connector's order.
	whole, perCustomer []connector.Dataset
}

// mainLane is the connection's own limit; its gate is there before the datasets are known.
const mainLane = ""

// sideWorkers read the datasets of a lane with a limit of its own: half as many as read the others, since a vendor that
// sets such limits means it.
func sideWorkers(workers int) int { return max(2, workers/2) }

// openLanes sorts the datasets this run may read into their lanes.
func (r *runner) openLanes(datasets []connector.Dataset, workers int) {
	r.lanes[mainLane].workers = workers
	for _, dataset := range datasets {
		if dataset.Personal && !r.personal {
			continue
		}
		l := r.lanes[dataset.Lane]
		if l == nil {
			l = r.newLane()
			l.workers = sideWorkers(workers)
			r.lanes[dataset.Lane] = l
		}
		if dataset.PerConnection {
			l.whole = append(l.whole, dataset)
		} else {
			l.perCustomer = append(l.perCustomer, dataset)
		}
	}
}

func (r *runner) newLane() *lane { return &lane{gate: newGate(r.cfg.WaitBudget), queue: newQueue()} }

// work reads the lane's units until no more will come.
func (r *runner) work(ctx context.Context, l *lane, reading *sync.WaitGroup) {
	for range l.workers {
		reading.Go(func() {
			for u, ok := l.queue.next(); ok; u, ok = l.queue.next() {
				if ctx.Err() == nil {
					r.do(ctx, l, u)
				}
			}
		})
	}
}

// enqueue gives each lane what it has to read of a customer, or of the whole connection (zero record).
func (r *runner) enqueue(record domain.Record) {
	for _, l := range r.lanes {
		datasets := l.perCustomer
		if record.ID == 0 {
			datasets = l.whole
		}
		if due := r.due(record, datasets); len(due) > 0 {
			r.progress.update(func(run *domain.Run) { run.TasksTotal += len(due) })
			l.queue.put(unit{record: record, datasets: due})
		}
	}
}

// due leaves out the datasets whose last read went well and is young enough.
func (r *runner) due(record domain.Record, datasets []connector.Dataset) []connector.Dataset {
	var due []connector.Dataset
	for _, dataset := range datasets {
		k := r.checkpoints[store.CheckpointKey{RecordID: record.ID, Dataset: dataset.Name}]
		if r.opts.Full || !r.fresh(k, dataset.Every) {
			due = append(due, dataset)
		}
	}
	return due
}

// fresh says whether a good read is young enough, or belongs to a run that did not come to its end: this one goes on
// where that was.
func (r *runner) fresh(k store.Checkpoint, every time.Duration) bool {
	now := r.cfg.Now()
	if k.LastOKAt == nil || k.ErrorKey != "" || k.FullDue || now.Before(*k.LastOKAt) {
		return false
	}
	return now.Sub(*k.LastOKAt) < every || r.unfinished != nil && !k.LastOKAt.Before(*r.unfinished)
}

// resumable is how long ago a run may have begun for another to go on where it was; after that all is read anew.
const resumable = 4 * time.Hour

// recall reads where the connection's datasets stand, and since when a reading of them is unfinished.
func (r *runner) recall(ctx context.Context, connection int64) (err error) {
	if r.checkpoints, err = r.cfg.Store.FindCheckpoints(ctx, connection); err != nil {
		return err
	}
	r.unfinished, err = r.cfg.Store.FindUnfinished(ctx, connection, r.cfg.Now().Add(-resumable))
	return err
}
