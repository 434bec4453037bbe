package syncer

import (
	"sync"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// unit is what one worker does in one go: a customer's datasets in order, or the whole connection's (zero record).
type unit struct {
	record   domain.Record
	datasets []connector.Dataset
}

// queue passes units from the listing to the workers. It has no limit, so that a listing never waits for workers:
// page links of vendors expire.
type queue struct {
	mu     sync.Mutex
	filled sync.Cond
	units  []unit
	closed bool
}

func newQueue() *queue {
	q := &queue{}
	q.filled.L = &q.mu
	return q
}

func (q *queue) put(u unit) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.units = append(q.units, u)
	q.filled.Signal()
}

// close says that no unit follows.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.filled.Broadcast()
}

// next waits for a unit; false when none will follow.
func (q *queue) next() (unit, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.units) == 0 && !q.closed {
		q.filled.Wait()
	}
	if len(q.units) == 0 {
		return unit{}, false
	}
	u := q.units[0]
	q.units[0] = unit{}
	q.units = q.units[1:]
	return u, true
}
