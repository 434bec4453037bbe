package syncer

import (
	"sync"

	"tenantry/backend/connector"
	"tenantry/backend/store"
)

// doubts holds back empty answers for customers that had rows before. One such customer is ordinary; when the vendor
// lists nothing for many of them, the vendor is wrong, and marking all their licences as gone would be too.
type doubts struct {
	mu       sync.Mutex
	answered map[string]int // by dataset: customers read that had rows before
	held     map[string][]doubt
}

type doubt struct {
	task *task
	page connector.Page
	last *store.TaskEnd
}

const (
	// An answer counts as wrong from this many suddenly empty customers on …
	doubtfulCustomers = 3
	// … when they are more than this share of those that had rows (PRODUCT.md §6.3).
	doubtfulPercent = 30
)

var emptyHash = digests(nil).hash()

// note counts a task that was read and reports whether its answer is held back until the end of the run. A full run
// takes every answer as it is: it is the user's way to say that the emptiness is true.
func (d *doubts) note(t *task, page connector.Page, last *store.TaskEnd, full bool) bool {
	before := t.checkpoint.PageHash
	if full || t.record.ID == 0 || before == "" || before == emptyHash {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.answered == nil {
		d.answered, d.held = map[string]int{}, map[string][]doubt{}
	}
	d.answered[t.dataset.Name]++
	if t.rows > 0 || !last.Complete {
		return false
	}
	d.held[t.dataset.Name] = append(d.held[t.dataset.Name], doubt{task: t, page: page, last: last})
	return true
}

// settleDoubts stores the empty answers that were held back, or records them as failed where they are too many.
func (r *runner) settleDoubts() {
	r.doubts.mu.Lock()
	defer r.doubts.mu.Unlock()
	for dataset, held := range r.doubts.held {
		wrong := len(held) >= doubtfulCustomers && len(held)*100 > r.doubts.answered[dataset]*doubtfulPercent
		for _, d := range held {
			if wrong {
				r.fail(d.task, &failure{key: "suspicious_empty"})
			} else {
				r.save(d.task, d.page, d.last)
			}
		}
	}
}
