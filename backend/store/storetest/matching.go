package storetest

import (
	"context"
	"slices"

	"pgregory.net/rapid"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// NewMatchingHistory is a history in which a third connection lists the customers of the first one too, records are
// joined, kept apart, split and compared by rules, decisions are undone and connections are paused. After each such step
// check hears how the rows were before it.
func NewMatchingHistory(t *rapid.T, s *store.Store, check func(step string, before Rows)) *History {
	h := NewHistory(t, s)
	h.connect(domain.VendorMicrosoft, "Second Graph")
	h.connections[2].names = h.connections[0].names
	observed := func(step string, do func()) func() {
		return func() {
			before := ReadRows(t, s)
			do()
			check(step, before)
		}
	}
	h.more = []func(){
		observed("join", h.join), observed("join", h.join), observed("apart", h.keepApart), observed("split", h.splitRecord),
		observed("undo", h.undo), observed("rules", h.rules), observed("rules", h.rules), h.pause,
	}
	return h
}

// allowed ends the test unless err is a conflict, which random decisions run into.
func (h *History) allowed(err error) {
	h.t.Helper()
	if err != nil && domain.CodeOf(err) != domain.CodeConflict {
		h.t.Fatal(err)
	}
}

// two gives two customers, or false where there are not as many.
func (h *History) two() (a, b int64, ok bool) {
	rows := ReadRows(h.t, h.s)
	ids := make([]int64, 0, len(rows.Customers))
	for id := range rows.Customers {
		ids = append(ids, id)
	}
	if len(ids) < 2 {
		return 0, 0, false
	}
	slices.Sort(ids)
	picked := rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 2, 2, rapid.ID).Draw(h.t, "customers")
	return picked[0], picked[1], true
}

func (h *History) join() {
	if a, b, ok := h.two(); ok {
		_, err := h.s.JoinCustomers(context.Background(), a, b, h.now)
		h.must(err)
	}
}

func (h *History) keepApart() {
	if a, b, ok := h.two(); ok {
		_, err := h.s.KeepApart(context.Background(), a, b, h.now)
		h.must(err)
	}
}

func (h *History) splitRecord() {
	if rows := ReadRows(h.t, h.s); len(rows.Records) > 0 {
		_, err := h.s.SplitRecord(context.Background(), rapid.SampledFrom(rows.Records).Draw(h.t, "record").ID, h.now)
		h.allowed(err)
	}
}

func (h *History) undo() {
	decisions, _, err := h.s.FindMatchDecisions(context.Background(), domain.PageRequest{})
	h.must(err)
	if len(decisions) > 0 {
		h.allowed(h.s.UndoMatch(context.Background(), rapid.SampledFrom(decisions).Draw(h.t, "decision").ID, h.now))
	}
}

// rules store what matching may have found: joins and doubts of any records.
func (h *History) rules() {
	in, stamp, err := h.s.MatchInput(context.Background())
	h.must(err)
	var result domain.MatchResult
	if len(in.Records) > 1 {
		for range rapid.IntRange(0, 2).Draw(h.t, "found joins") {
			result.Joins = append(result.Joins, domain.MatchJoin{Records: h.ids(in), Reasons: []domain.MatchReason{domain.MatchName}})
		}
		for range rapid.IntRange(0, 3).Draw(h.t, "found doubts") {
			pair := h.ids(in)[:2]
			slices.Sort(pair)
			result.Doubts = append(result.Doubts, domain.MatchDoubt{A: pair[0], B: pair[1], Score: 60, For: []domain.MatchReason{domain.MatchName}})
		}
	}
	_, err = h.s.ApplyMatches(context.Background(), result, stamp, h.now)
	h.must(err)
}

func (h *History) ids(in domain.MatchInput) []int64 {
	picked := rapid.SliceOfNDistinct(rapid.SampledFrom(in.Records), 2, min(3, len(in.Records)), func(r domain.MatchRecord) int64 { return r.ID }).
		Draw(h.t, "matched")
	ids := make([]int64, len(picked))
	for i, r := range picked {
		ids[i] = r.ID
	}
	return ids
}

func (h *History) pause() {
	state := rapid.SampledFrom([]domain.ConnectionState{domain.ConnectionReady, domain.ConnectionPaused}).Draw(h.t, "state")
	h.must(h.s.SetConnectionState(context.Background(), h.anyConnection().ID, state))
}

// Totals are the counted seats of all customers that are not gone, by what their rows keep.
func (r Rows) Totals() (bought, assigned, subscriptions int64) {
	for _, c := range r.Customers {
		bought, assigned, subscriptions = bought+c.Bought, assigned+c.Assigned, subscriptions+c.Subscriptions
	}
	return bought, assigned, subscriptions
}

// RecordTotals are the same by the rows of the records themselves: each tenant once, whichever customer it belongs to.
func (r Rows) RecordTotals() (bought, assigned, subscriptions int64) {
	counted := map[int64]bool{}
	for _, record := range r.Records {
		counted[record.ID] = record.GoneAt == "" && !record.Duplicate
	}
	for _, p := range r.Pools {
		if counted[p.RecordID] && p.GoneAt == "" && p.Given == "" {
			bought, assigned = bought+p.Bought, assigned+p.Assigned
		}
	}
	for _, s := range r.Subscriptions {
		if counted[s.RecordID] && s.GoneAt == "" {
			subscriptions++
		}
	}
	return bought, assigned, subscriptions
}

// Decide takes so many random decisions, without undoing any.
func (h *History) Decide(steps int) {
	for range steps {
		rapid.SampledFrom([]func(){h.join, h.join, h.keepApart, h.splitRecord, h.rules}).Draw(h.t, "decision")()
	}
}
