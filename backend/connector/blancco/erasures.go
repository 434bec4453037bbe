package blancco

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// Reports can be uploaded long after the erasure, from machines that were offline, and it is not documented which of the
// two dates the filter means. So every run reads again what is a few days old, and once a week what is a month old.
const (
	overlap      = 3 * 24 * time.Hour
	wideOverlap  = 30 * 24 * time.Hour
	wideInterval = 7 * 24 * time.Hour
)

// firstDay is before the first report there can be.
var firstDay = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// position is the cursor of the dataset: how far complete reads came and, where one was stopped, where it goes on.
type position struct {
	High time.Time `json:"high,omitzero"` // the newest report of complete reads
	Wide time.Time `json:"wide,omitzero"` // when the long overlap was read last
	At   *place    `json:"at,omitempty"`  // nil between reads
}

// place is where a read stands. The vendor's cursor is good only with the filter it was given for.
type place struct {
	Route  string    `json:"route"`
	List   int       `json:"list"` // which of the route's lists
	Since  time.Time `json:"since"`
	Wide   bool      `json:"wide,omitempty"`
	Began  time.Time `json:"began"`
	Newest time.Time `json:"newest,omitzero"`
	Cursor string    `json:"cursor,omitempty"`
}

func readPosition(text string) position {
	var p position
	if json.Unmarshal([]byte(text), &p) != nil {
		return position{}
	}
	return p
}

func (p position) String() string {
	text, err := json.Marshal(p)
	if err != nil {
		return ""
	}
	return string(text)
}

// begin gives where a read begins, or goes on; resumed says which.
func (p position) begin(r route, now time.Time) (at place, resumed bool) {
	if p.At != nil && p.At.Route == r.name && p.At.List >= 0 && p.At.List < len(r.categories) {
		return *p.At, true
	}
	at = place{Route: r.name, Began: now, Since: firstDay}
	switch {
	case p.High.IsZero():
		at.Wide = true
	case now.Sub(p.Wide) >= wideInterval:
		at.Wide, at.Since = true, p.High.Add(-wideOverlap)
	default:
		at.Since = p.High.Add(-overlap)
	}
	return at, false
}

// end is the position after a complete read. Clocks of erased machines can be ahead; what they say counts up to now.
func (p position) end(at place) position {
	newest := at.Newest
	if newest.After(at.Began) {
		newest = at.Began
	}
	if newest.After(p.High) {
		p.High = newest
	}
	if at.Wide {
		p.Wide = at.Began
	}
	p.At = nil
	return p
}

// fetchErasures reads the reports since the last run, with an overlap.
func (b *blancco) fetchErasures(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		r, err := b.client.route(ctx)
		if err != nil {
			yield(connector.Page{}, err)
			return
		}
		from := readPosition(req.Cursor)
		at, resumed := from.begin(r, b.client.clock().UTC())
		read := &reading{blancco: b, route: r, from: from, at: at, resumed: resumed}
		for more := true; more; {
			var page connector.Page
			page, more, err = read.next(ctx)
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
}

// reading is one read of all lists of a tenant.
type reading struct {
	*blancco
	route   route
	from    position
	at      place
	resumed bool // the next page is the first after a read that was stopped

	step int // in sizes
	seen map[string]bool
}

// next reads a page; more says whether there is another one.
func (r *reading) next(ctx context.Context) (page connector.Page, more bool, err error) {
	got, err := r.ask(ctx)
	if err != nil {
		return connector.Page{}, false, err
	}
	page.Kinds = []domain.Kind{domain.KindErasures}
	for _, report := range got.list {
		erasure, err := report.erasure(r.operator)
		if err != nil {
			return connector.Page{}, false, r.client.rest.Malformed("POST %s: %v", r.route.export, err)
		}
		r.note(erasure)
		page.Erasures = append(page.Erasures, erasure)
	}
	page.Erasures = latest(page.Erasures)
	if more, err = r.advance(got.cursor); err != nil {
		return connector.Page{}, false, err
	}
	page.Cursor = r.position(more).String()
	return page, more, nil
}

// ask reads the page at the current place. A cursor of an earlier run may be too old for the vendor: then the list is
// read from its start.
func (r *reading) ask(ctx context.Context) (reports, error) {
	got, err := r.client.page(ctx, r.route, r.query(), &r.step)
	var malformed *connector.Malformed
	if r.resumed && r.at.Cursor != "" && (errors.As(err, &malformed) || errors.Is(err, connector.ErrNotFound)) {
		r.at.Cursor = ""
		got, err = r.client.page(ctx, r.route, r.query(), &r.step)
	}
	r.resumed = false
	return got, err
}

func (r *reading) query() query {
	return query{since: r.at.Since, category: r.route.categories[r.at.List], cursor: r.at.Cursor}
}

func (r *reading) note(e domain.Erasure) {
	for _, at := range []*time.Time{e.ReportedAt, e.ReceivedAt} {
		if at != nil && at.After(r.at.Newest) {
			r.at.Newest = *at
		}
	}
}

// advance goes to the next page, or to the next list; false after the last one.
func (r *reading) advance(cursor string) (bool, error) {
	if cursor == "" {
		r.at.Cursor, r.seen = "", nil
		r.at.List++
		return r.at.List < len(r.route.categories), nil
	}
	if r.seen[cursor] || cursor == r.at.Cursor {
		return false, r.client.rest.Malformed("POST %s: the pages go round in circles", r.route.export)
	}
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	r.seen[cursor] = true
	r.at.Cursor = cursor
	return true, nil
}

func (r *reading) position(more bool) position {
	if !more {
		return r.from.end(r.at)
	}
	at := r.at
	return position{High: r.from.High, Wide: r.from.Wide, At: &at}
}

// latest leaves one report of each UUID, the last.
func latest(list []domain.Erasure) []domain.Erasure {
	at := make(map[string]int, len(list))
	unique := list[:0]
	for _, e := range list {
		if i, known := at[e.Key]; known {
			unique[i] = e
			continue
		}
		at[e.Key] = len(unique)
		unique = append(unique, e)
	}
	return unique
}
