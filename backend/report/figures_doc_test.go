package report_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/report"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

var exampleBlock = regexp.MustCompile("(?s)\n## ([^\n]+)\n(?:[^#]|#[^#])*?```example\n(.*?)```")

// TestFiguresDoc runs the worked examples of docs/figures.md.
func TestFiguresDoc(t *testing.T) {
	text, err := os.ReadFile("../../docs/figures.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := exampleBlock.FindAllStringSubmatch(string(text), -1)
	if blocks := strings.Count(string(text), "```example"); len(examples) != blocks || blocks == 0 {
		t.Fatalf("%d of %d examples have a heading", len(examples), blocks)
	}
	for _, example := range examples {
		t.Run(example[1], func(t *testing.T) {
			e := &workedExample{t: t, Store: storetest.Open(t), licences: map[string]*licences{}}
			for line := range strings.Lines(example[2]) {
				e.take(strings.Fields(line))
			}
			e.store()
			for _, expectation := range e.expectations {
				e.expect(expectation)
			}
		})
	}
}

// licences are what one customer of an example has.
type licences struct {
	people []domain.Person
	pools  []domain.Pool
	lines  []domain.Subscription
	rows   domain.Rows // how its services do
	read   bool
	gone   bool
	failed string
}

// workedExample is one example of the document.
type workedExample struct {
	*store.Store
	t            *testing.T
	scope        domain.Scope
	names        []string
	licences     map[string]*licences
	prices       map[string]string
	storage      map[domain.Vendor]map[string][]domain.Storage // by customer
	earlier      earlier
	expectations [][]string
}

// customer gives what a customer has, and adds customers not named before.
func (e *workedExample) customer(name string) *licences {
	if e.licences[name] == nil {
		e.names = append(e.names, name)
		e.licences[name] = &licences{}
	}
	return e.licences[name]
}

func (e *workedExample) take(words []string) {
	e.t.Helper()
	switch words[0] {
	case "today":
		e.scope = domain.Scope{Today: domain.Date(words[1]), Thresholds: domain.DefaultThresholds()}
	case "family":
		e.scope.Family = domain.Family(words[1])
	case "lists":
		e.customer(words[1])
	case "gone":
		e.customer(words[1]).gone = true
	case "fails":
		e.customer(words[1]).failed = words[2]
	case "pool":
		e.takePool(words)
	case "line":
		e.takeLine(words)
	case "uses":
		e.takeUse(words)
	case "holds":
		e.takeHolders(words)
	case "stores":
		e.takeStorage(words)
	case "was":
		e.takeEarlier(words)
	case "expect":
		e.expectations = append(e.expectations, words[1:])
	default:
		if !e.takeRow(words) {
			e.t.Fatalf("what is %q?", words)
		}
	}
}

func (e *workedExample) number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		e.t.Fatal(err)
	}
	return n
}

func (e *workedExample) takePool(words []string) {
	p := storetest.Pool(words[2], domain.Family(words[3]), e.number(words[4]), e.number(words[5]))
	for _, more := range words[6:] {
		p.Excluded = domain.Exclusion(strings.TrimPrefix(more, "excluded="))
	}
	c := e.customer(words[1])
	c.pools, c.read = append(c.pools, p), true
}

// takeUse says how many seats of a pool named before are used.
func (e *workedExample) takeUse(words []string) {
	used := e.number(words[3])
	pools := e.customer(words[1]).pools
	for i := range pools {
		if pools[i].Key == words[2] {
			pools[i].Used = &used
		}
	}
}

// takeHolders adds people who hold a seat of a pool: disabled ones, or ones that were active on a day.
func (e *workedExample) takeHolders(words []string) {
	c := e.customer(words[1])
	day, active := strings.CutPrefix(words[3], "active=")
	for range e.number(words[4]) {
		name := fmt.Sprintf("%s %d", words[1], len(c.people))
		p := domain.Person{Key: name, Name: name, Enabled: &active, Products: []string{words[2]}}
		if active {
			p.LastActiveOn = domain.Date(day)
		}
		c.people = append(c.people, p)
	}
}

// takeStorage says what a service of a vendor's stores for a customer, in bytes.
func (e *workedExample) takeStorage(words []string) {
	row := domain.Storage{Key: words[3], Service: words[3]}
	if words[4] != "unknown" {
		n := e.number(words[4])
		row.Consumed = &n
	}
	vendor := domain.Vendor(words[2])
	if e.storage == nil {
		e.storage = map[domain.Vendor]map[string][]domain.Storage{}
	}
	if e.storage[vendor] == nil {
		e.storage[vendor] = map[string][]domain.Storage{}
	}
	e.customer(words[1])
	e.storage[vendor][words[1]] = append(e.storage[vendor][words[1]], row)
}

func (e *workedExample) takeLine(words []string) {
	s := storetest.Subscription(words[2], words[3], domain.FamilyMicrosoft365, 1)
	for _, more := range words[4:] {
		name, value, _ := strings.Cut(more, "=")
		switch name {
		case "quantity":
			s.Quantity = e.number(value)
		case "ends":
			s.TermEndOn, s.AtTermEnd = domain.Date(value), domain.TermEnds
		case "renews":
			s.TermEndOn, s.AtTermEnd = domain.Date(value), domain.TermRenews
		case "open":
			s.TermEndOn = domain.Date(value)
		case "created":
			s.CreatedOn = domain.Date(value)
		case "status":
			s.Status = domain.SubscriptionStatus(value)
		case "excluded":
			s.Excluded = domain.Exclusion(value)
		case "trial":
			trial := value == "yes"
			s.Trial = &trial
		case "term":
			s.Term = domain.Term(value)
		case "next":
			s.Next = &domain.NextTerm{Term: domain.Term(value)}
		case "cancel":
			s.CancelUntil = at(value)
		case "price":
			if e.prices == nil {
				e.prices = map[string]string{}
			}
			e.prices[s.Number] = value
		default:
			e.t.Fatalf("what is %q?", more)
		}
	}
	c := e.customer(words[1])
	c.lines, c.read = append(c.lines, s), true
}

// store reads the example in as a sync would.
func (e *workedExample) store() {
	ctx := context.Background()
	at := e.scope.Today.Time().Add(8 * 3600e9)
	c := storetest.Connect(e.t, e.Store, domain.VendorMicrosoft, "Graph")
	e.storeEarlier(c)
	run := storetest.Begin(e.t, e.Store, c, at)
	seen := map[string]bool{}
	for _, r := range storetest.Records(e.t, e.Store, c, at, e.names...) {
		has := e.licences[r.Name]
		seen[r.VendorID] = !has.gone
		if has.read {
			storetest.Save(e.t, e.Store, storetest.Read(run, r, at, has.pools, has.lines))
		}
		if len(has.people) > 0 {
			page := storetest.Read(run, r, at, nil, nil)
			page.Dataset, page.Last.Task.Dataset, page.People = "people", "people", has.people
			page.Last.Lists = map[domain.Kind]bool{domain.KindPeople: true}
			for _, p := range has.people {
				page.Last.Seen.Add(domain.KindPeople, p.Key)
			}
			storetest.Save(e.t, e.Store, page)
		}
		e.storeRows(run, r, at)
		if has.failed == "" {
			continue
		}
		err := e.FailTask(ctx, store.TaskFail{ConnectionID: c.ID, Record: r, Task: domain.Task{
			RunID: run.ID, Dataset: "licences", State: domain.TaskFailed, StartedAt: at, EndedAt: at, ErrorKey: has.failed,
		}, NoAccess: has.failed == "consent_missing"})
		if err != nil {
			e.t.Fatal(err)
		}
	}
	if _, err := e.MarkRecordsGone(ctx, c.ID, seen, at, e.scope.Today); err != nil {
		e.t.Fatal(err)
	}
	if e.earlier != nil {
		storetest.Finish(e.t, e.Store, run, at) // what could not be read stays in the day's sums from then on
	}
	e.typePrices()
	e.storeStorage(c, run, at)
}

// storeStorage reads what is stored through one connection of each vendor: that of the licences, or one more.
func (e *workedExample) storeStorage(first domain.Connection, running domain.Run, at time.Time) {
	for vendor, customers := range e.storage {
		c, run := first, running
		if vendor != first.Vendor {
			c = storetest.Connect(e.t, e.Store, vendor, string(vendor))
			run = storetest.Begin(e.t, e.Store, c, at)
		}
		for _, r := range storetest.Records(e.t, e.Store, c, at, e.names...) {
			page := storetest.Read(run, r, at, nil, nil)
			page.Dataset, page.Last.Task.Dataset, page.Storage = "storage", "storage", customers[r.Name]
			page.Last.Lists = map[domain.Kind]bool{domain.KindStorage: true}
			for _, row := range page.Storage {
				page.Last.Seen.Add(domain.KindStorage, row.Key)
			}
			storetest.Save(e.t, e.Store, page)
		}
	}
}

func (e *workedExample) typePrices() {
	rows, _, err := e.FindSubscriptions(context.Background(), domain.SubscriptionFilter{Scope: e.scope})
	if err != nil {
		e.t.Fatal(err)
	}
	for _, row := range rows {
		price, ok := e.prices[row.Number]
		if !ok {
			continue
		}
		parts := strings.Split(price, "/")
		_, err := e.SaveTyped(context.Background(), []int64{row.ID},
			domain.Typed{UnitPrice: &parts[0], Currency: &parts[1], PricePeriod: &parts[2]}, storetest.Now)
		if err != nil {
			e.t.Fatal(err)
		}
	}
}

func (e *workedExample) expect(words []string) {
	e.t.Helper()
	what, want, _ := strings.Cut(strings.Join(words, " "), " = ")
	got := ""
	switch words[0] {
	case "status":
		got = e.status(words[1])
	case "amount":
		got = e.amount(words[1])
	case "decision":
		got = e.decision(words[1])
	case "section":
		got = e.section(domain.Figure(words[1]), words[2])
	case "months":
		got = e.months(domain.Figure(words[1]), words[2], words[3])
	case "operations":
		got = e.operations(words[1])
	case "trend":
		got = e.trend(domain.Date(words[1]), words[2])
	case "jobs":
		got = e.jobs(domain.Date(words[1]), words[2])
	case "waste":
		got = e.waste(domain.WasteKind(words[1]), words[2])
	default:
		got = e.figure(words[0])
	}
	if got != want {
		e.t.Errorf("%s = %s, the document says %s", what, got, want)
	}
}

func (e *workedExample) status(name string) string {
	rows, _, err := e.FindCustomers(context.Background(), domain.CustomerFilter{Scope: e.scope, Search: name})
	if err != nil || len(rows) != 1 {
		e.t.Fatalf("%d customers, %v", len(rows), err)
	}
	return strings.Trim(fmt.Sprint(rows[0].Statuses), "[]")
}

func (e *workedExample) amount(number string) string {
	for line, err := range report.New(e.Reader()).BillingLines(context.Background(), e.scope) {
		if err != nil {
			e.t.Fatal(err)
		}
		if line.Number == number && line.Amount != nil {
			return line.Amount.Decimal().String() + " " + line.Amount.Currency
		}
	}
	return "none"
}

// decision gives state, day and days left of a subscription, at 8 o'clock UTC.
func (e *workedExample) decision(number string) string {
	calendar, err := report.New(e.Reader()).Calendar(context.Background(), domain.CalendarFilter{
		Scope: e.scope, Now: e.scope.Today.Time().Add(8 * time.Hour), Zone: time.UTC, From: e.scope.Today, To: "9999-12-31",
	})
	if err != nil {
		e.t.Fatal(err)
	}
	for _, d := range calendar.Items {
		if d.Number == number && d.DaysLeft == nil {
			return fmt.Sprintf("%s on %s", d.State, d.Day)
		} else if d.Number == number {
			return fmt.Sprintf("%s on %s, %d days left", d.State, d.Day, *d.DaysLeft)
		}
	}
	return "none"
}

// section finds a figure of a section of the licence dashboards.
func (e *workedExample) section(section domain.Figure, path string) string {
	sum, err := report.New(e.Reader()).Licences(context.Background(), domain.LicenceFilter{Scope: e.scope, Section: section})
	if err != nil {
		e.t.Fatal(err)
	}
	return e.find(sum, path)
}

// months finds the months of a pool's row.
func (e *workedExample) months(section domain.Figure, customer, product string) string {
	rows, _, err := report.New(e.Reader()).LicenceRows(context.Background(), domain.LicenceFilter{Scope: e.scope, Section: section})
	if err != nil {
		e.t.Fatal(err)
	}
	for _, row := range rows {
		if row.Customer == customer && row.Product == product && row.Months != nil {
			return fmt.Sprint(*row.Months)
		}
	}
	return "unknown"
}

// waste finds a figure of one of the three sums, at 8 o'clock UTC.
func (e *workedExample) waste(kind domain.WasteKind, path string) string {
	sum, err := report.New(e.Reader()).Waste(context.Background(), domain.WasteFilter{
		Scope: e.scope, Now: e.scope.Today.Time().Add(8 * time.Hour), Zone: time.UTC,
	})
	if err != nil {
		e.t.Fatal(err)
	}
	return e.find(sum.Sums[slices.Index(domain.WasteKinds, kind)], path)
}

func (e *workedExample) operations(path string) string {
	sum, err := report.New(e.Reader()).Operations(context.Background(), domain.OperationsFilter{Scope: e.scope})
	if err != nil {
		e.t.Fatal(err)
	}
	return e.find(sum, path)
}

func (e *workedExample) figure(path string) string {
	kpis, err := report.New(e.Reader()).KPIs(context.Background(), e.scope)
	if err != nil {
		e.t.Fatal(err)
	}
	return e.find(kpis, path)
}

// find finds a value by its path in JSON.
func (e *workedExample) find(in any, path string) string {
	text, err := json.Marshal(in)
	if err != nil {
		e.t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		e.t.Fatal(err)
	}
	for step := range strings.SplitSeq(path, ".") {
		switch at := value.(type) {
		case map[string]any:
			next, ok := at[step]
			if !ok {
				e.t.Fatalf("there is no figure %q", path)
			}
			value = next
		case []any:
			n := int(e.number(step))
			if n >= len(at) {
				return "missing"
			}
			value = at[n]
		}
	}
	if value == nil {
		return "null"
	}
	return fmt.Sprint(value)
}
