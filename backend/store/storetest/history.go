package storetest

import (
	"context"
	"fmt"
	"maps"
	"time"

	"pgregory.net/rapid"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// History drives a store through random syncs, losses, returns, typing and deletions, and remembers which samples that
// must have left.
type History struct {
	t           *rapid.T
	s           *store.Store
	now         time.Time
	connections []*knownConnection
	Samples     map[SampleKey]SampleRow
	more        []func() // further steps
}

// SampleKey names a sample without the store's ids.
type SampleKey struct {
	Day    string
	Record int64
	Pool   string
}

// knownConnection is what the vendor of a connection lists.
type knownConnection struct {
	domain.Connection
	names   []string
	records map[string]domain.Record         // stored and not gone, by name
	pools   map[int64]map[string]domain.Pool // stored and not gone, by record
	hash    map[int64]string
}

// NewHistory starts with two connections.
func NewHistory(t *rapid.T, s *store.Store) *History {
	h := &History{t: t, s: s, now: Now.AddDate(0, 0, -200), Samples: map[SampleKey]SampleRow{}}
	h.connect(domain.VendorMicrosoft, "Graph")
	h.connect(domain.VendorWebex, "Hub")
	return h
}

func (h *History) connect(vendor domain.Vendor, name string) {
	c := &knownConnection{
		Connection: Connect(h.t, h.s, vendor, name), records: map[string]domain.Record{},
		pools: map[int64]map[string]domain.Pool{}, hash: map[int64]string{},
	}
	for i := range 8 {
		c.names = append(c.names, fmt.Sprintf("%s customer %d", name, i))
	}
	h.connections = append(h.connections, c)
}

// Run takes so many random steps.
func (h *History) Run(steps int) {
	choices := append([]func(){h.Sync, h.Sync, h.Sync, h.Sync, h.gone, h.typed, h.nextDay, h.nextDay, h.replace}, h.more...)
	for range steps {
		step := rapid.SampledFrom(choices).Draw(h.t, "step")
		step()
	}
}

// Today is the day of the last step.
func (h *History) Today() domain.Date { return domain.DateOf(h.now) }

func (h *History) nextDay() { h.now = h.now.AddDate(0, 0, rapid.IntRange(1, 40).Draw(h.t, "days")) }

func (h *History) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *History) anyConnection() *knownConnection {
	return rapid.SampledFrom(h.connections).Draw(h.t, "connection")
}

// Sync lists a connection's customers, reads some and fails at others.
func (h *History) Sync() {
	ctx := context.Background()
	c := h.anyConnection()
	h.now = h.now.Add(time.Minute)
	run := Begin(h.t, h.s, c.Connection, h.now)
	listed := rapid.SliceOfNDistinct(rapid.SampledFrom(c.names), 1, len(c.names), rapid.ID).Draw(h.t, "listed")
	for _, r := range Records(h.t, h.s, c.Connection, h.now, listed...) {
		c.records[r.Name] = r
	}
	sampled := false
	for _, name := range listed {
		r := c.records[name]
		switch rapid.IntRange(0, 9).Draw(h.t, "outcome") {
		case 0:
			key := rapid.SampledFrom([]string{"forbidden", "unavailable"}).Draw(h.t, "error")
			h.must(h.s.FailTask(ctx, store.TaskFail{ConnectionID: c.ID, Record: r, Task: domain.Task{
				RunID: run.ID, Dataset: "licences", State: domain.TaskFailed, StartedAt: h.now, EndedAt: h.now, ErrorKey: key,
			}}))
		case 1: // not read this time
		default:
			h.read(c, run, r)
			sampled = true
		}
	}
	Finish(h.t, h.s, run, h.now.Add(time.Second))
	if sampled {
		h.carried(c)
	}
}

// carried are the samples that the end of a run gives the pools it did not read.
func (h *History) carried(c *knownConnection) {
	for record, pools := range c.pools {
		for _, p := range pools {
			k := SampleKey{string(h.Today()), record, p.Key}
			if _, taken := h.Samples[k]; !taken && p.Excluded == "" {
				h.Samples[k] = SampleRow{Day: k.Day, Bought: p.Bought, Assigned: p.Assigned, Used: p.Used}
			}
		}
	}
}

// read is one customer's task, on one page or two, or again what is stored already.
func (h *History) read(c *knownConnection, run domain.Run, r domain.Record) {
	pools, subscriptions := h.licences()
	page := Read(run, r, h.now, pools, subscriptions)
	page.Hash = fmt.Sprint(pools, subscriptions)
	if rapid.Bool().Draw(h.t, "two pages") {
		first := page
		first.Pools, first.Subscriptions, first.Last = pools[:len(pools)/2], subscriptions[:len(subscriptions)/2], nil
		page.Pools, page.Subscriptions = pools[len(pools)/2:], subscriptions[len(subscriptions)/2:]
		Save(h.t, h.s, first)
	}
	Save(h.t, h.s, page)
	if again := Save(h.t, h.s, page); again != 0 {
		h.t.Fatalf("the same page again wrote %d rows", again)
	}
	day := string(h.Today())
	for key := range h.Samples {
		if key.Day == day && key.Record == r.ID {
			delete(h.Samples, key)
		}
	}
	c.pools[r.ID] = map[string]domain.Pool{}
	for _, p := range pools {
		c.pools[r.ID][p.Key] = p
		if p.Excluded == "" {
			h.Samples[SampleKey{day, r.ID, p.Key}] = SampleRow{Day: day, Bought: p.Bought, Assigned: p.Assigned, Used: p.Used}
		}
	}
}

var (
	families   = []domain.Family{domain.FamilyMeetings, domain.FamilyCalling, domain.FamilyMicrosoft365}
	exclusions = []domain.Exclusion{"", "", "", "", domain.ExcludedFree, domain.ExcludedDeleted}
	states     = []domain.SubscriptionStatus{
		domain.StatusActive, domain.StatusActive, domain.StatusUnknown, domain.StatusSuspended, domain.StatusGrace, domain.StatusDeleted,
	}
)

// licences invents what a customer has: few products, so that they are common, and few numbers, so that they collide.
func (h *History) licences() ([]domain.Pool, []domain.Subscription) {
	var pools []domain.Pool
	var subscriptions []domain.Subscription
	for _, name := range []string{"A", "B", "C"} {
		if rapid.IntRange(0, 3).Draw(h.t, "has "+name) == 0 {
			continue
		}
		p := Pool(name, rapid.SampledFrom(families).Draw(h.t, "family"), 0, 0)
		if rapid.IntRange(0, 9).Draw(h.t, "renamed") == 0 {
			p.ProductKey = "other " + name
		}
		p.Bought = rapid.Int64Range(0, 12).Draw(h.t, "bought")
		p.Assigned = rapid.Int64Range(0, 14).Draw(h.t, "assigned")
		p.Used = rapid.Ptr(rapid.Int64Range(0, 14), true).Draw(h.t, "used")
		p.Excluded = rapid.SampledFrom(exclusions).Draw(h.t, "excluded")
		pools = append(pools, p)
		for i := range rapid.IntRange(0, 2).Draw(h.t, "lines") {
			subscriptions = append(subscriptions, h.subscription(fmt.Sprint(name, i), p))
		}
	}
	return pools, subscriptions
}

func (h *History) subscription(key string, p domain.Pool) domain.Subscription {
	s := Subscription(key, p.Key, p.Family, rapid.Int64Range(0, 12).Draw(h.t, "quantity"))
	s.Status = rapid.SampledFrom(states).Draw(h.t, "status")
	s.Trial = rapid.Ptr(rapid.Bool(), true).Draw(h.t, "trial")
	s.Excluded = rapid.SampledFrom(exclusions).Draw(h.t, "line excluded")
	s.CreatedOn = h.day("created", -300, 0)
	s.TermEndOn = h.day("term end", -20, 100)
	s.AtTermEnd = rapid.SampledFrom([]domain.AtTermEnd{"", domain.TermRenews, domain.TermEnds}).Draw(h.t, "at term end")
	return s
}

func (h *History) day(label string, from, to int) domain.Date {
	if rapid.IntRange(0, 2).Draw(h.t, label+" known") == 0 {
		return ""
	}
	return h.Today().AddDays(rapid.IntRange(from, to).Draw(h.t, label))
}

// gone ends some customers of a connection.
func (h *History) gone() {
	c := h.anyConnection()
	seen := map[string]bool{}
	for _, r := range c.records {
		seen[r.VendorID] = true
	}
	for _, name := range rapid.SliceOfN(rapid.SampledFrom(c.names), 0, 3).Draw(h.t, "lost") {
		if r, ok := c.records[name]; ok {
			delete(seen, r.VendorID)
			delete(c.records, name)
			delete(c.pools, r.ID)
			maps.DeleteFunc(h.Samples, func(k SampleKey, _ SampleRow) bool { return k.Day == string(h.Today()) && k.Record == r.ID })
		}
	}
	_, err := h.s.MarkRecordsGone(context.Background(), c.ID, seen, h.now, h.Today())
	h.must(err)
}

// typed types values in for some lines and takes them back.
func (h *History) typed() {
	ids := rapid.SliceOfNDistinct(rapid.Int64Range(1, 60), 1, 10, rapid.ID).Draw(h.t, "typed for")
	day := h.day("typed end", -20, 100)
	atEnd := rapid.SampledFrom([]domain.AtTermEnd{"", domain.TermRenews, domain.TermEnds}).Draw(h.t, "typed at end")
	price := rapid.SampledFrom([]string{"", "5.10", "0.125"}).Draw(h.t, "price")
	currency, period := "EUR", "month"
	_, err := h.s.SaveTyped(context.Background(), ids, domain.Typed{
		TermEndOn: &day, AtTermEnd: &atEnd, UnitPrice: &price, Currency: &currency, PricePeriod: &period,
	}, h.now)
	h.must(err)
	h.typedStates(ids)
}

// typedStates types status, trial, the last moment to cancel, the day of creation and the billing cycle in, each for itself: what a source gives refuses one.
func (h *History) typedStates(ids []int64) {
	status := rapid.SampledFrom([]domain.SubscriptionStatus{"", domain.StatusActive, domain.StatusSuspended, domain.StatusExpired}).Draw(h.t, "typed status")
	trial := rapid.SampledFrom([]domain.YesNo{"", domain.Yes, domain.No}).Draw(h.t, "typed trial")
	until := rapid.SampledFrom([]string{"", "2026-12-01T12:00:00Z"}).Draw(h.t, "typed cancel until")
	billed := rapid.SampledFrom([]string{"", "monthly", "annual"}).Draw(h.t, "typed billing cycle")
	made := h.day("typed created", -300, 0)
	for _, values := range []domain.Typed{{Status: &status}, {Trial: &trial}, {CancelUntil: &until}, {CreatedOn: &made}, {BillingCycle: &billed}} {
		_, err := h.s.SaveTyped(context.Background(), ids, values, h.now)
		h.must(err)
	}
}

// replace sometimes deletes a connection and makes a new one.
func (h *History) replace() {
	if rapid.IntRange(0, 3).Draw(h.t, "deletes") > 0 {
		return
	}
	i := rapid.IntRange(0, len(h.connections)-1).Draw(h.t, "deleted")
	old := h.connections[i]
	owned := map[int64]bool{}
	for _, r := range ReadRows(h.t, h.s).Records {
		owned[r.ID] = r.ConnectionID == old.ID
	}
	h.must(h.s.DeleteConnection(context.Background(), old.ID))
	for k := range h.Samples {
		if owned[k.Record] {
			delete(h.Samples, k)
		}
	}
	h.connections = append(h.connections[:i:i], h.connections[i+1:]...)
	h.connect(old.Vendor, old.Name)
	h.connections[len(h.connections)-1].names = old.names
}
