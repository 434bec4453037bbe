package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

func stateRow(number, product string, status domain.SubscriptionStatus, trial domain.YesNo) domain.ImportRow {
	row := domain.ImportRow{Customer: contoso, Number: number, Product: product, Quantity: ptr(int64(3)), Family: domain.FamilyErasure}
	if status != "" {
		row.Typed.Status = &status
	}
	if trial != "" {
		row.Typed.Trial = &trial
	}
	return row
}

// states tells of each line its status, trial and where both came from, and the statuses of its customer.
func (p *filed) states(key string) string {
	p.t.Helper()
	row, ok := p.subscriptions()[key]
	if !ok {
		return "none"
	}
	trial := "-"
	if row.Trial != nil {
		trial = fmt.Sprint(*row.Trial)
	}
	page, _, err := p.s.FindCustomers(p.t.Context(), domain.CustomerFilter{Scope: domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, c := range page {
		if c.ID == row.CustomerID {
			return fmt.Sprintf("%s by %s, trial %s by %s: %v", row.Status, row.StatusSource, trial, row.TrialSource, c.Statuses)
		}
	}
	return "no customer"
}

func (p *filed) expectStates(what, key, want string) {
	p.t.Helper()
	if got := p.states(key); got != want {
		p.t.Errorf("%s: %s is %q, want %q", what, key, got, want)
	}
}

func TestImport_StatusAndTrial_OfFilesAndOfVendors(t *testing.T) {
	p := newFiled(t)
	p.expectStates("read", "Sub1/Meetings", "active by api, trial - by : [active]")
	vendor := p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions},
		stateRow("Sub1", "Meetings", domain.StatusSuspended, domain.Yes), stateRow("Sub2x", "", "", ""))
	if vendor.ID != 0 {
		t.Fatal("a number nobody knows was stored")
	}
	vendor = p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions}, stateRow("Sub1", "Meetings", domain.StatusSuspended, domain.Yes))
	p.expectStates("imported", "Sub1/Meetings", "suspended by import, trial true by import: [suspended active]")
	later := storetest.Now.AddDate(0, 0, 1)
	storetest.Sync(t, p.s, p.webex, later, func(run domain.Run) []store.PageSave {
		lines := []domain.Subscription{storetest.Subscription("Sub1a", "Meetings", domain.FamilyMeetings, 12), storetest.Subscription("Sub1b", "Calling", domain.FamilyCalling, 5)}
		lines[0].Number, lines[1].Number = "Sub1", "Sub1"
		return []store.PageSave{storetest.Read(run, p.records[0], later, nil, lines)}
	})
	p.expectStates("synced", "Sub1/Meetings", "suspended by import, trial true by import: [suspended active]")
	storetest.Sync(t, p.s, p.webex, storetest.Now, func(run domain.Run) []store.PageSave {
		lines := []domain.Subscription{storetest.Subscription("Sub1a", "Meetings", domain.FamilyMeetings, 10), storetest.Subscription("Sub1b", "Calling", domain.FamilyCalling, 5)}
		lines[0].Number, lines[1].Number = "Sub1", "Sub1"
		return []store.PageSave{storetest.Read(run, p.records[0], storetest.Now, nil, lines)}
	})
	p.undo(vendor.ID)
	p.expectStates("undone", "Sub1/Meetings", "active by api, trial - by : [active]")

	own := p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions, ConnectionID: p.files.ID},
		stateRow("F1", "Eraser", domain.StatusExpired, ""), stateRow("F2", "Eraser", domain.StatusActive, domain.Yes))
	p.expectStates("a file's own", "F1/Eraser", "expired by import, trial - by : [trial active]")
	p.expectStates("a file's own", "F2/Eraser", "active by import, trial true by import: [trial active]")
	p.undo(own.ID)
	p.expectStates("undone", "F1/Eraser", "none")
}

func TestSaveTyped_Status_OnlyWhereTheVendorDoesNotSayIt(t *testing.T) {
	ctx := context.Background()
	p := newFiled(t)
	microsoft := storetest.Connect(t, p.s, domain.VendorMicrosoft, "Microsoft")
	record := storetest.Records(t, p.s, microsoft, storetest.Now, "Zava")[0]
	trial, until := false, storetest.Now.AddDate(0, 0, 5)
	sync := func(at time.Time) {
		storetest.Sync(t, p.s, microsoft, at, func(run domain.Run) []store.PageSave {
			line := storetest.Subscription("m", "E3", domain.FamilyMicrosoft365, 5)
			line.Trial, line.CancelUntil = &trial, &until
			return []store.PageSave{storetest.Read(run, record, at, nil, []domain.Subscription{line})}
		})
	}
	sync(storetest.Now)
	webex, ms := p.subscriptions()["Sub1/Meetings"].ID, p.subscriptions()["m/E3"].ID
	moment := "2026-12-24T10:00:00+01:00"
	for _, test := range []struct {
		name   string
		values domain.Typed
	}{
		{"status", domain.Typed{Status: ptr(domain.StatusSuspended)}},
		{"trial", domain.Typed{Trial: ptr(domain.Yes)}},
		{"cancel until", domain.Typed{CancelUntil: &moment}},
	} {
		result, err := p.s.SaveTyped(ctx, []int64{webex, ms}, test.values, storetest.Now)
		if err != nil || result.Saved != 1 || len(result.Skipped) != 1 || result.Skipped[0].ID != ms || result.Skipped[0].ReasonKey != "typed_has_source" {
			t.Errorf("%s: %+v (%v)", test.name, result, err)
		}
	}
	p.expectStates("typed", "Sub1/Meetings", "suspended by typed, trial true by typed: [suspended active]")
	row := p.subscriptions()["Sub1/Meetings"]
	if row.CancelUntil == nil || row.CancelUntil.Format(time.RFC3339) != "2026-12-24T09:00:00Z" || row.CancelSource != domain.SourceTyped ||
		row.Given != nil || row.TypedAt == nil {
		t.Errorf("typed: %+v, given %+v", row, row.Given)
	}
	if row := p.subscriptions()["m/E3"]; row.CancelSource != domain.SourceAPI || row.Status != domain.StatusActive || row.Given != nil {
		t.Errorf("Microsoft's: %+v", row)
	}
	none := ""
	if _, err := p.s.SaveTyped(ctx, []int64{webex}, domain.Typed{Status: ptr(domain.StatusUnknown), Trial: ptr(domain.YesNo("")), CancelUntil: &none}, storetest.Now); err != nil {
		t.Fatal(err)
	}
	p.expectStates("taken back", "Sub1/Meetings", "active by api, trial - by : [active]")
	if row := p.subscriptions()["Sub1/Meetings"]; row.CancelUntil != nil || row.TypedAt != nil {
		t.Errorf("taken back: %+v", row)
	}
	for _, wrong := range []domain.Typed{{Status: ptr(domain.SubscriptionStatus("odd"))}, {Trial: ptr(domain.YesNo("perhaps"))}, {CancelUntil: ptr("tomorrow")}} {
		if _, err := p.s.SaveTyped(ctx, []int64{webex}, wrong, storetest.Now); domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%+v was taken: %v", wrong, err)
		}
	}
}
