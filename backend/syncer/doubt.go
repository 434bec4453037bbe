package syncer

import (
	"fmt"
	"sync"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// doubts holds back answers that list much less than the last complete read did. One such customer is ordinary; when it
// is so for many of them, or for very many rows, the vendor is wrong, and marking the rest as gone would be too.
type doubts struct {
	mu       sync.Mutex
	datasets map[string]*answers
}

// answers is what a run was told of one dataset.
type answers struct {
	customers int  // read that had rows before
	rows      int  // that they had before
	licences  bool // it lists pools or subscriptions
	held      []doubt
}

type doubt struct {
	task        *task
	page        connector.Page
	last        *store.TaskEnd
	before, now int // rows of the kinds that can go
}

const (
	// An answer is short when it lacks this share of the rows or more; a dataset is doubted when its short answers lack
	// this share of all rows, or this share of its customers are suddenly empty (PRODUCT.md §6.3) …
	doubtfulPercent = 30
	// … and they are at least so many. A dataset of the whole connection has one answer: so many rows. Where all customers
	// that were heard are suddenly empty, that is doubted however few they are: of licences from the first row on, of other
	// data, of which one or two come and go, from so many rows on.
	doubtfulCustomers, doubtfulRows = 3, 3
	// One customer alone is doubted from this many missing rows on: those are no few licences that were cancelled.
	doubtfulOfOne = 50
)

// Why an answer was doubted.
const (
	keySuddenlyEmpty = "suspicious_empty"
	keySuddenlyFewer = "suspicious_fewer"
	fewerDetail      = "%d → %d" // rows before and now
)

// note counts a task that was read and reports whether its answer is held back until the end of the run. A full run
// takes an answer as it is where such a one was doubted before: it is the user's way to say that it is true. What can mark
// nothing as gone is no risk.
func (d *doubts) note(t *task, page connector.Page, last *store.TaskEnd, full bool) bool {
	before := t.checkpoint.Listed
	now, all := last.Listed()
	if last.Keep || !all || before == 0 || full && t.asked(now) {
		return false
	}
	if now > 0 && !last.Weighs() {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.datasets == nil {
		d.datasets = map[string]*answers{}
	}
	a := d.datasets[t.dataset.Name]
	if a == nil {
		a = &answers{}
		d.datasets[t.dataset.Name] = a
	}
	a.customers++
	a.licences = a.licences || last.Lists[domain.KindPools] || last.Lists[domain.KindSubscriptions]
	a.rows += before
	if !much(before-now, before) {
		return false
	}
	a.held = append(a.held, doubt{task: t, page: page, last: last, before: before, now: now})
	return true
}

// asked reports whether the last answer was doubted and listed no more than now: who starts a full sync after that has said
// yes. Nobody was asked about an answer that lists less still.
func (t *task) asked(now int) bool {
	switch t.checkpoint.ErrorKey {
	case keySuddenlyEmpty:
		return true
	case keySuddenlyFewer:
		var before, listed int
		_, err := fmt.Sscanf(t.checkpoint.ErrorDetail, fewerDetail, &before, &listed)
		return err == nil && now >= listed
	}
	return false
}

func much(part, whole int) bool { return part*100 >= whole*doubtfulPercent }

// wrong reports whether the short answers are too many to be true; known are the customers of the connection that had rows,
// none for a dataset of the connection itself.
func (a *answers) wrong(known int) bool {
	lost, empty := 0, 0
	for _, d := range a.held {
		lost += d.before - d.now
		if d.now == 0 {
			empty++
		}
	}
	if len(a.held) >= doubtfulCustomers && much(lost, a.rows) || empty >= doubtfulCustomers && much(empty, a.customers) {
		return true
	}
	return known > 0 && empty == a.customers && much(empty, known) && (a.licences || lost >= doubtfulRows)
}

// wrong reports whether the answer is too short to be true whatever the others are.
func (d *doubt) wrong() bool {
	if d.task.record.ID == 0 {
		return d.before-d.now >= doubtfulRows
	}
	return d.before-d.now >= doubtfulOfOne
}

// failure says what is wrong, of one answer among many or by itself.
func (d *doubt) failure(many bool) *failure {
	if many && d.now == 0 {
		return &failure{key: keySuddenlyEmpty}
	}
	return &failure{key: keySuddenlyFewer, detail: fmt.Sprintf(fewerDetail, d.before, d.now)}
}

// settleDoubts stores the answers that were held back, or records them as failed where they cannot be true. Of a run that
// was cut short too few customers were heard to tell: the next one reads them again.
func (r *runner) settleDoubts(whole bool) {
	r.doubts.mu.Lock()
	defer r.doubts.mu.Unlock()
	if !whole {
		return
	}
	for name, a := range r.doubts.datasets {
		many := a.wrong(r.filled(name))
		for _, d := range a.held {
			if many || d.wrong() {
				r.fail(d.task, d.failure(many))
			} else {
				r.save(d.task, d.page, d.last)
			}
		}
	}
}

// filled counts the customers that had rows of a dataset when it was last read in full.
func (r *runner) filled(dataset string) int {
	n := 0
	for key, k := range r.checkpoints {
		if key.RecordID != 0 && key.Dataset == dataset && k.Listed > 0 {
			n++
		}
	}
	return n
}
