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

// monthly is a line of a distributor's file.
func monthly(number, product string, seats int64, ends domain.Date, status domain.SubscriptionStatus) domain.ImportRow {
	return domain.ImportRow{
		Customer: contoso, Number: number, Product: product, Quantity: &seats, Family: domain.FamilyErasure,
		Typed: domain.Typed{
			TermEndOn: &ends, AtTermEnd: ptr(domain.TermRenews), Term: ptr(domain.Term("P1Y")), Status: &status,
			Trial: ptr(domain.No), CreatedOn: ptr(domain.Date("2024-01-01")),
			UnitPrice: ptr(fmt.Sprint(seats)), Currency: ptr("EUR"), PricePeriod: ptr("month"),
		},
	}
}

// filedLine tells of a line what counts, and where the end of its term comes from.
func (p *filed) filedLine(key string) string {
	p.t.Helper()
	row, ok := p.subscriptions()[key]
	if !ok {
		return "none"
	}
	return fmt.Sprintf("%d %s (%s) %s %s %s %s, %s", row.Quantity, row.TermEndOn, row.TermEndSource, row.AtTermEnd, row.Term, row.Status, row.CreatedOn, row.UnitPrice)
}

func (p *filed) expectLine(what, key, want string) {
	p.t.Helper()
	if got := p.filedLine(key); got != want {
		p.t.Errorf("%s: %s is %q, want %q", what, key, got, want)
	}
}

func (p *filed) file(rows ...domain.ImportRow) domain.Import {
	p.t.Helper()
	return p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions, ConnectionID: p.files.ID}, rows...)
}

// recounted compares what is kept of customers with a recount of their rows.
func (p *filed) recounted(what string) {
	p.t.Helper()
	rows := storetest.ReadRows(p.t, p.s)
	for id, stored := range rows.Customers {
		want := rows.RecountCustomer(id)
		want.Unread = stored.Unread // the recount knows of no connection that only files feed
		compare(p.t, what, stored, want)
	}
}

// TestImport_LineThatOnlyFilesKnow_IsRenewedByEachFile: a distributor's file of the month says everything anew, and taking
// the files back gives each what the one before said.
func TestImport_LineThatOnlyFilesKnow_IsRenewedByEachFile(t *testing.T) {
	p := newFiled(t)
	empty := contents(t, p.s)
	first := p.file(monthly("S1", "Eraser", 10, "2026-12-31", domain.StatusActive), monthly("S2", "Eraser", 1, "2026-12-31", domain.StatusActive))
	p.expectLine("first", "S1/Eraser", "10 2026-12-31 (import) renews P1Y active 2024-01-01, 10")
	afterFirst := contents(t, p.s)

	row := monthly("S1", "Eraser", 12, "2027-12-31", domain.StatusSuspended)
	row.Typed.AtTermEnd, row.Typed.Term, row.Typed.CreatedOn = ptr(domain.TermEnds), ptr(domain.Term("P3Y")), ptr(domain.Date("2023-05-06"))
	second := p.file(row, monthly("S2", "Eraser", 1, "2026-12-31", domain.StatusActive))
	p.expect()
	if second.Changed != 1 || second.Unchanged != 1 || second.Added != 0 || second.Notes != 0 {
		t.Errorf("second: %+v", second)
	}
	p.expectLine("second", "S1/Eraser", "12 2027-12-31 (import) ends P3Y suspended 2023-05-06, 12")
	p.recounted("second")
	afterSecond := contents(t, p.s)

	third := p.file(domain.ImportRow{Customer: contoso, Number: "s1", Quantity: ptr(int64(15))})
	p.expect()
	p.expectLine("third, which says little", "S1/Eraser", "15 2027-12-31 (import) ends P3Y suspended 2023-05-06, 12")
	if again := p.file(domain.ImportRow{Customer: contoso, Number: "S1", Quantity: ptr(int64(15))}); again.ID != 0 || again.Unchanged != 1 {
		t.Errorf("the same again: %+v", again)
	}
	for _, early := range []int64{first.ID, second.ID} {
		if _, err := p.s.UndoImport(t.Context(), early, p.at, time.UTC); domain.CodeOf(err) != domain.CodeConflict {
			t.Errorf("import %d is undone before those that built on it: %v", early, err)
		}
	}
	p.undo(third.ID)
	sameContents(t, afterSecond, contents(t, p.s))
	if undone := p.undo(second.ID); undone.Restored != 2 || len(undone.Kept) != 0 {
		t.Errorf("undone: %+v", undone)
	}
	sameContents(t, afterFirst, contents(t, p.s))
	p.recounted("undone")
	p.undo(first.ID)
	sameContents(t, empty, contents(t, p.s))
}

// TestImport_LineThatOnlyFilesKnow_KeepsWhatAUserTypedIn unless the file's values are to replace it; undoing leaves it.
func TestImport_LineThatOnlyFilesKnow_KeepsWhatAUserTypedIn(t *testing.T) {
	p := newFiled(t)
	p.file(domain.ImportRow{Customer: contoso, Number: "S1", Product: "Eraser", Quantity: ptr(int64(10))})
	id := p.subscriptions()["S1/Eraser"].ID
	if _, err := p.s.SaveTyped(t.Context(), []int64{id}, domain.Typed{TermEndOn: ptr(domain.Date("2026-11-30"))}, p.at); err != nil {
		t.Fatal(err)
	}
	second := p.file(monthly("S1", "Eraser", 12, "2027-12-31", domain.StatusActive))
	p.expect("2 term_end_on typed_kept")
	p.expectLine("kept", "S1/Eraser", "12 2026-11-30 (typed) renews P1Y active 2024-01-01, 12")
	replaced := p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions, ConnectionID: p.files.ID, ReplaceTyped: true},
		monthly("S1", "Eraser", 12, "2027-12-31", domain.StatusActive))
	p.expectLine("replaced", "S1/Eraser", "12 2027-12-31 (import) renews P1Y active 2024-01-01, 12")
	later := p.file(monthly("S1", "Eraser", 12, "2028-12-31", domain.StatusActive))
	p.expect()
	p.expectLine("a later file", "S1/Eraser", "12 2028-12-31 (import) renews P1Y active 2024-01-01, 12")
	p.undo(later.ID)
	p.undo(replaced.ID)
	p.undo(second.ID)
	p.expectLine("undone", "S1/Eraser", "10 2026-11-30 (typed)   unknown , ")
}

// TestImport_ProductsOfOneNumber_AreLinesOfTheirOwn where only files know them; the second row of one is a problem.
func TestImport_ProductsOfOneNumber_AreLinesOfTheirOwn(t *testing.T) {
	p := newFiled(t)
	both := []domain.ImportRow{monthly("S1", "Eraser", 10, "2026-12-31", domain.StatusActive), monthly("S1", "Verifier", 4, "2026-12-31", domain.StatusActive)}
	if done := p.file(both...); done.Added != 2 {
		t.Errorf("two products: %+v, %v", done, p.problems)
	}
	*both[1].Quantity = 5
	if done := p.file(both...); done.Changed != 1 || done.Unchanged != 1 {
		t.Errorf("one of them anew: %+v, %v", done, p.problems)
	}
	p.expectLine("the other", "S1/Eraser", "10 2026-12-31 (import) renews P1Y active 2024-01-01, 10")
	p.expectLine("renewed", "S1/Verifier", "5 2026-12-31 (import) renews P1Y active 2024-01-01, 4")
	p.file(monthly("S3", "Eraser", 1, "2026-12-31", domain.StatusActive), monthly("S3", "Eraser", 2, "2026-12-31", domain.StatusActive))
	p.expect("3 number row_twice")
	unnamed := p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions}, monthly("S1", "Meetings", 99, "2027-01-31", domain.StatusActive))
	if !strings.Contains(fmt.Sprint(p.problems), "price_of_several") || unnamed.ID != 0 {
		t.Errorf("a product that no line has: %+v, %v", unnamed, p.problems)
	}
}
