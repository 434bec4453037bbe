package report

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Calendar lists what happens to running subscriptions in a span of days, the earliest in front, and adds it up.
func (r *Reports) Calendar(ctx context.Context, f domain.CalendarFilter) (domain.Calendar, error) {
	return r.calendar(ctx, f, reading{})
}

// CalendarSummary adds it up.
func (r *Reports) CalendarSummary(ctx context.Context, f domain.CalendarFilter) (domain.CalendarSummary, error) {
	calendar, err := r.calendar(ctx, f, reading{brief: true, named: f.Named})
	if f.Named {
		nameDays(&calendar)
	}
	return calendar.Summary, err
}

// CalendarPage lists one page of it, and how many decisions there are on all pages.
func (r *Reports) CalendarPage(ctx context.Context, f domain.CalendarFilter) ([]domain.Decision, int, error) {
	total, page := 0, f.Page
	brief := !slices.Contains(wholeSorts, f.Page.Sort)
	calendar, err := r.calendar(ctx, f, reading{brief: brief, named: true, page: func(all []domain.Decision) []domain.Decision {
		if page.ID != 0 {
			all = slices.DeleteFunc(all, func(d domain.Decision) bool { return d.ID != page.ID })
		}
		total = len(all)
		first, last := min(max(0, page.Offset), total), total
		if page.Limit > 0 {
			last = min(total, first+page.Limit)
		}
		return all[first:last]
	}})
	return calendar.Items, total, err
}

// CalendarGroups gives the customers of decisions, in the order in which the list sorted by customer has them. What is of
// no customer is of that with the number 0.
func (r *Reports) CalendarGroups(ctx context.Context, f domain.CalendarFilter) ([]domain.CustomerGroup, error) {
	f.Page.Sort = "customer"
	groups := []domain.CustomerGroup{}
	_, err := r.calendar(ctx, f, reading{brief: true, named: true, page: func(all []domain.Decision) []domain.Decision {
		for i := range all {
			d := &all[i]
			if n := len(groups); n == 0 || groups[n-1].CustomerID != d.CustomerID {
				groups = append(groups, domain.CustomerGroup{CustomerID: d.CustomerID, Customer: d.Customer})
			}
			groups[len(groups)-1].Rows++
		}
		return nil
	}})
	return groups, err
}

// reading says how much of decisions is read: all of each; or what it takes to add them up, or with names to sort them, and
// then all of those on a page.
type reading struct {
	brief, named bool
	page         func([]domain.Decision) []domain.Decision
	due          bool // only what has a last moment to act
	ids          []int64
}

func (r *Reports) calendar(ctx context.Context, f domain.CalendarFilter, how reading) (domain.Calendar, error) {
	calendar := domain.Calendar{Items: []domain.Decision{}}
	err := r.read(ctx, "list decisions", func(tx *sql.Tx) error {
		figures, err := store.NewFigures(f.Scope)
		if err != nil {
			return err
		}
		c := counting{tx: tx, figures: figures, scope: f.Scope}
		all, err := c.decisions(ctx, f, how)
		if err != nil {
			return err
		}
		if all, err = c.endingAccess(ctx, f, all); err != nil {
			return err
		}
		calendar = fill(f, all)
		if err := sortBy(calendar.Items, f); err != nil {
			return err
		}
		if how.page != nil {
			if calendar.Items, err = c.complete(ctx, f, how.page(calendar.Items)); err != nil {
				return err
			}
		}
		narrowed, args, err := store.DecisionConditions(f)
		if err != nil {
			return err
		}
		undated := statement{"undated.sql", c.figures, narrowed, append(c.figures.Args(), args...)}
		return undated.row(ctx, c.tx, &calendar.Summary.Undated)
	})
	return calendar, err
}

// complete reads all of decisions that were read in brief.
func (c counting) complete(ctx context.Context, f domain.CalendarFilter, page []domain.Decision) ([]domain.Decision, error) {
	var how reading
	for _, d := range page {
		if d.AccessKind == "" {
			how.ids = append(how.ids, d.ID)
		}
	}
	if len(how.ids) == 0 {
		return page, nil
	}
	read, err := c.decisions(ctx, f, how)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]domain.Decision, len(read))
	for _, d := range read {
		byID[d.ID] = d
	}
	whole := make([]domain.Decision, len(page))
	for i, d := range page {
		whole[i] = d
		if d.AccessKind == "" {
			whole[i] = byID[d.ID]
		}
	}
	return whole, nil
}

// decisions reads and judges what may happen in the span, and keeps what does.
func (c counting) decisions(ctx context.Context, f domain.CalendarFilter, how reading) ([]domain.Decision, error) {
	file, scan := "calendar.sql", func(rows *sql.Rows) (domain.Decision, error) { return store.ScanDecision(rows) }
	if how.brief {
		file, scan = "calendarbrief.sql", func(rows *sql.Rows) (domain.Decision, error) { return store.ScanBriefDecision(rows) }
	}
	all := []domain.Decision{}
	narrowed, more, err := store.DecisionConditions(f)
	if err != nil {
		return nil, err
	}
	asked := statement{file, c.figures, how.data(narrowed), slices.Concat(store.DecisionArgs(f), c.figures.Args(), more)}
	err = asked.each(ctx, c.tx, func(rows *sql.Rows) error {
		d, err := scan(rows)
		if err != nil {
			return err
		}
		d.Judge(f.Now, f.Zone)
		if d.Day < f.From || d.Day > f.To {
			return nil
		}
		if d.Amount, err = amountOf(d.ID, d.Quantity, d.Facts.UnitPrice, d.Facts.Currency); err != nil {
			return err
		}
		all = append(all, d)
		return nil
	})
	if err != nil {
		return nil, err
	}
	sortDecisions(all)
	return all, nil
}

// data fills the double braces of the .sql files.
func (how reading) data(narrowed []string) any {
	ids := make([]string, len(how.ids))
	for i, id := range how.ids {
		ids[i] = strconv.FormatInt(id, 10)
	}
	return struct {
		store.DecisionColumns
		Due, Named bool
		IDs        string
		Narrowed   []string
	}{store.NewDecisionColumns(), how.due, how.named, strings.Join(ids, ", "), narrowed}
}

// endingAccess adds what lets us in and ends in the span. It is of no product group.
func (c counting) endingAccess(ctx context.Context, f domain.CalendarFilter, all []domain.Decision) ([]domain.Decision, error) {
	if f.Scope.Family != "" && f.Scope.Family != "all" {
		return all, nil
	}
	asked := statement{"calendaraccess.sql", c.figures, !f.Scope.Includes(0), append(store.DecisionArgs(f), c.figures.Args()...)}
	err := asked.each(ctx, c.tx, func(rows *sql.Rows) error {
		a, err := store.ScanAccess(rows)
		if err != nil {
			return err
		}
		fits, err := store.FitsAccess(f, a)
		if fits {
			all = append(all, domain.DecisionOf(a, f.Now, f.Zone))
		}
		return err
	})
	sortDecisions(all)
	return all, err
}

// fill adds up decisions. States are counted before the filter by state, so that each can be chosen. What is no subscription
// has no price that could be missing.
func fill(f domain.CalendarFilter, all []domain.Decision) domain.Calendar {
	calendar := domain.Calendar{Items: make([]domain.Decision, 0, len(all)), Summary: domain.CalendarSummary{
		From: f.From, To: f.To, States: []domain.DecisionCount{}, Days: []domain.CalendarDay{}, Totals: []domain.PeriodTotal{},
	}}
	sum := &calendar.Summary
	for i := range all {
		d := &all[i]
		if f.Unclear && !d.Unclear() {
			continue
		}
		sum.States = countState(sum.States, d)
		if len(f.States) > 0 && slices.Contains(f.States, d.State) == slices.Contains(f.Page.Except, "states") {
			continue
		}
		calendar.Items = append(calendar.Items, *d)
		if n := len(sum.Days); n == 0 || sum.Days[n-1].Day != d.Day {
			sum.Days = append(sum.Days, domain.CalendarDay{
				Day: d.Day, States: []domain.DecisionCount{}, Totals: []domain.PeriodTotal{}, Names: []string{},
			})
		}
		day := &sum.Days[len(sum.Days)-1]
		day.States = countState(day.States, d)
		switch {
		case d.Amount != nil:
			sum.Totals, day.Totals = addAmount(sum.Totals, d), addAmount(day.Totals, d)
		case d.AccessKind == "":
			sum.Unpriced++
		}
	}
	sortStates(sum.States)
	sortTotals(sum.Totals)
	for _, day := range sum.Days {
		sortStates(day.States)
		sortTotals(day.Totals)
	}
	return calendar
}

// nameDays says whom each day concerns. Decisions stand by day, as the days do.
func nameDays(calendar *domain.Calendar) {
	items := calendar.Items
	for i := range calendar.Summary.Days {
		day := &calendar.Summary.Days[i]
		n := 0
		seats := map[string]int64{}
		for ; n < len(items) && items[n].Day == day.Day; n++ {
			seats[cmp.Or(items[n].Customer, items[n].Connection)] += items[n].Quantity
		}
		items = items[n:]
		names := slices.SortedFunc(maps.Keys(seats), func(a, b string) int {
			return cmp.Or(cmp.Compare(seats[b], seats[a]), cmp.Compare(a, b))
		})
		day.Names = names[:min(len(names), domain.NamedADay)]
		day.Others = len(names) - len(day.Names)
	}
}

func countState(counts []domain.DecisionCount, d *domain.Decision) []domain.DecisionCount {
	at := slices.IndexFunc(counts, func(n domain.DecisionCount) bool { return n.State == d.State })
	if at < 0 {
		at = len(counts)
		counts = append(counts, domain.DecisionCount{State: d.State})
	}
	counts[at].Count++
	counts[at].Seats += d.Quantity
	return counts
}

func sortStates(counts []domain.DecisionCount) {
	slices.SortFunc(counts, func(a, b domain.DecisionCount) int {
		return cmp.Compare(slices.Index(domain.DecisionStates, a.State), slices.Index(domain.DecisionStates, b.State))
	})
}

func sortTotals(totals []domain.PeriodTotal) {
	slices.SortFunc(totals, func(a, b domain.PeriodTotal) int {
		return cmp.Or(cmp.Compare(a.Amount.Currency, b.Amount.Currency), cmp.Compare(a.PricePeriod, b.PricePeriod))
	})
}

func addAmount(totals []domain.PeriodTotal, d *domain.Decision) []domain.PeriodTotal {
	at := slices.IndexFunc(totals, func(t domain.PeriodTotal) bool {
		return t.Amount.Currency == d.Amount.Currency && t.PricePeriod == d.PricePeriod
	})
	if at < 0 {
		at = len(totals)
		totals = append(totals, domain.PeriodTotal{Amount: domain.Money{Currency: d.Amount.Currency}, PricePeriod: d.PricePeriod})
	}
	totals[at].Amount.Minor += d.Amount.Minor
	totals[at].Count++
	return totals
}
