package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// timesOf gives the facts of the line "Sub1/Meetings" that were typed in, each with the hour it was.
func timesOf(p *filed) string {
	var times []string
	for _, fact := range p.subscriptions()["Sub1/Meetings"].TypedTimes {
		times = append(times, fmt.Sprintf("%s at %s", fact.Fact, fact.TypedAt.Format("15:04")))
	}
	return strings.Join(times, ", ")
}

func TestSaveTyped_EachFact_KeepsItsOwnTime(t *testing.T) {
	p := newFiled(t)
	id := p.subscriptions()["Sub1/Meetings"].ID
	day := time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)
	year, none, price := domain.Term("P1Y"), domain.Term(""), "5"
	for _, step := range []struct {
		hour   int
		values domain.Typed
		want   string
	}{
		{8, domain.Typed{Term: &year}, "term at 08:00"},
		{9, domain.Typed{Status: ptr(domain.StatusSuspended), Trial: ptr(domain.Yes), CancelUntil: ptr("2026-12-24T10:00:00Z")},
			"term at 08:00, status at 09:00, trial at 09:00, cancel_until at 09:00"},
		{10, domain.Typed{Status: ptr(domain.StatusUnknown), Trial: ptr(domain.YesNo("")), CancelUntil: ptr("")}, "term at 08:00"},
		{11, domain.Typed{UnitPrice: &price, Currency: ptr("EUR"), PricePeriod: ptr("month")}, "term at 08:00, unit_price at 11:00"},
		{12, domain.Typed{Term: &year}, "term at 12:00, unit_price at 11:00"},
		{13, domain.Typed{TermEndOn: ptr(storetest.Today), AtTermEnd: ptr(domain.TermEnds), CreatedOn: ptr(domain.Date("2025-01-01")), BillingCycle: ptr("annual")},
			"term_end_on at 13:00, at_term_end at 13:00, term at 12:00, unit_price at 11:00, created_on at 13:00, billing_cycle at 13:00"},
		{14, domain.Typed{TermEndOn: ptr(domain.Date("")), AtTermEnd: ptr(domain.TermEndUnknown), CreatedOn: ptr(domain.Date("")), BillingCycle: ptr("")},
			"term at 12:00, unit_price at 11:00"},
		{15, domain.Typed{Term: &none, UnitPrice: ptr("")}, ""},
	} {
		at := day.Add(time.Duration(step.hour) * time.Hour)
		if result, err := p.s.SaveTyped(t.Context(), []int64{id}, step.values, at); err != nil || result.Saved != 1 {
			t.Fatalf("at %d: %+v, %v", step.hour, result, err)
		}
		if got := timesOf(p); got != step.want {
			t.Errorf("after %d o'clock: %q, want %q", step.hour, got, step.want)
		}
		var kept int
		err := p.s.Reader().QueryRowContext(t.Context(),
			"SELECT COUNT(*) FROM subscriptions s, json_each(s.typed_times) WHERE s.id = ?", id).Scan(&kept)
		if want := len(p.subscriptions()["Sub1/Meetings"].TypedTimes); err != nil || kept != want {
			t.Errorf("after %d o'clock %d times are stored, want %d (%v)", step.hour, kept, want, err)
		}
		if row := p.subscriptions()["Sub1/Meetings"]; (row.TypedAt != nil) != (step.want != "") || row.TypedAt != nil && !row.TypedAt.Equal(at) {
			t.Errorf("after %d o'clock the newest is of %v", step.hour, row.TypedAt)
		}
	}
}

// TestUndoImport_ReplacedTypedValue_IsOfItsOldTime: a value from a file was not typed in; taken back, what was typed in before
// it has the time it had, and what was typed in since keeps its own.
func TestUndoImport_ReplacedTypedValue_IsOfItsOldTime(t *testing.T) {
	p := newFiled(t)
	id := p.subscriptions()["Sub1/Meetings"].ID
	at := func(hour int) time.Time { return time.Date(2026, 5, 4, hour, 0, 0, 0, time.UTC) }
	save := func(hour int, v domain.Typed) {
		t.Helper()
		if result, err := p.s.SaveTyped(t.Context(), []int64{id}, v, at(hour)); err != nil || result.Saved != 1 {
			t.Fatalf("%+v, %v", result, err)
		}
	}
	save(8, domain.Typed{TermEndOn: ptr(domain.Date("2026-12-31"))})
	done := p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions, ReplaceTyped: true}, renewal("Sub1", "2027-01-31"))
	if got := timesOf(p); got != "" {
		t.Errorf("of a file: %q", got)
	}
	save(17, domain.Typed{Term: ptr(domain.Term("P1Y"))})
	p.undo(done.ID)
	if got, want := timesOf(p), "term_end_on at 08:00, term at 17:00"; got != want {
		t.Errorf("taken back: %q, want %q", got, want)
	}
}
