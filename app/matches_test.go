package app_test

import (
	"slices"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
)

// matched is an app that has read two simulated vendors.
func matched(t *testing.T) *app.App {
	t.Helper()
	return startRead(t, twoVendors...)
}

func pairs(t *testing.T, a *app.App) app.MatchPage {
	t.Helper()
	page, err := a.Matches.Pairs(t.Context(), domain.PageRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func kpis(t *testing.T, a *app.App) domain.KPIs {
	t.Helper()
	figures, err := a.Dashboard.KPIs(t.Context(), domain.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	return figures
}

// sure are the ids of the pairs that much speaks for and nothing against.
func sure(page app.MatchPage) []int64 {
	var ids []int64
	for _, p := range page.Items {
		if p.Sure {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

func TestMatches_AfterSync_EveryRecordWasLookedAt(t *testing.T) {
	a := matched(t)
	page, before := pairs(t, a), kpis(t, a)
	asked := map[int64]bool{}
	for _, p := range page.Items {
		asked[p.A.ID], asked[p.B.ID] = true, true
		if len(p.A.Records) == 0 || len(p.B.Records) == 0 || len(p.For) == 0 {
			t.Errorf("pair %+v says too little", p)
		}
	}
	decisions, err := a.Matches.Decisions(t.Context(), domain.PageRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if page.Counts.Unmatched != len(asked) || before.Unmatched != len(asked) || len(asked)+decisions.Total == 0 {
		t.Errorf("unmatched %+v, on the dashboard %d, asked about %d", page.Counts, before.Unmatched, len(asked))
	}
}

func TestMatches_AcceptedAndUndone(t *testing.T) {
	a := matched(t)
	before, page := kpis(t, a), pairs(t, a)
	ids := sure(page)
	if len(ids) == 0 {
		t.Skip("the rules left nothing sure to ask about")
	}
	accepted, err := a.Matches.Accept(t.Context(), append(slices.Clone(ids), 999999))
	if err != nil {
		t.Fatal(err)
	}
	joined := 0
	for _, result := range accepted {
		if result.DecisionID != 0 {
			joined++
		}
	}
	after := kpis(t, a)
	if joined != len(ids) || accepted[len(ids)].ErrorKey != "match_pair_decided" {
		t.Errorf("accepted %+v", accepted)
	}
	if after.Customers.Total != before.Customers.Total-joined || after.Bought != before.Bought || after.Assigned != before.Assigned {
		t.Errorf("before %+v, after %+v", before, after)
	}
	for _, result := range accepted[:len(ids)] {
		if err := a.Matches.Undo(t.Context(), result.DecisionID); err != nil {
			t.Fatal(err)
		}
	}
	if undone := kpis(t, a); undone.Customers.Total != before.Customers.Total || undone.Bought != before.Bought {
		t.Errorf("undone: %+v", undone.Customers)
	}
	for _, p := range pairs(t, a).Items {
		if p.Sure && slices.Contains(p.Against, domain.UnlikeUndone) {
			t.Errorf("a join taken back is sure again: %+v", p)
		}
	}
}

func TestMatches_JoinedCustomer_IsFoundByEitherNumber(t *testing.T) {
	a := matched(t)
	list, err := a.Customers.List(t.Context(), domain.CustomerFilter{})
	if err != nil {
		t.Fatal(err)
	}
	first, second := list.Items[0], list.Items[1]
	decided, err := a.Matches.Join(t.Context(), second.ID, first.ID)
	if err != nil {
		t.Fatal(err)
	}
	detail, err := a.Customers.Get(t.Context(), max(first.ID, second.ID))
	if err != nil || detail.ID != decided.CustomerID || len(detail.Records) < 2 || detail.Bought != first.Bought+second.Bought {
		t.Fatalf("got %+v, %v", detail.CustomerRow, err)
	}
	scoped, err := a.Customers.List(t.Context(), domain.CustomerFilter{Scope: domain.Scope{CustomerID: max(first.ID, second.ID)}})
	if err != nil || scoped.Total != 1 || scoped.Items[0].ID != decided.CustomerID {
		t.Errorf("the scope of the former number holds %+v, %v", scoped, err)
	}
	split, err := a.Matches.Split(t.Context(), detail.Records[1].ID)
	if err != nil || split.CustomerID == decided.CustomerID {
		t.Errorf("split: %+v, %v", split, err)
	}
	_, err = a.Matches.Split(t.Context(), detail.Records[1].ID)
	requireKey(t, err, "match_only_record")
}

func TestMatches_KeptApart_IsNotAskedAgain(t *testing.T) {
	a := matched(t)
	page := pairs(t, a)
	if page.Total == 0 {
		t.Skip("no question is open")
	}
	asked := page.Items[0]
	if err := a.Matches.Later(t.Context(), asked.ID, true); err != nil {
		t.Fatal(err)
	}
	if last := pairs(t, a).Items; last[len(last)-1].ID != asked.ID {
		t.Error("a pair put off is not the last one")
	}
	if _, err := a.Matches.KeepApart(t.Context(), asked.A.ID, asked.B.ID); err != nil {
		t.Fatal(err)
	}
	started, err := a.Sync.Start(t.Context(), app.SyncRequest{}, app.TriggerUser)
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range started.Runs {
		if _, err := a.Sync.Wait(t.Context(), run.ID); err != nil {
			t.Fatal(err)
		}
	}
	if again := pairs(t, a); again.Total != page.Total-1 || again.Counts.Unmatched >= page.Counts.Unmatched {
		t.Errorf("%d pairs, %+v, want one less than %d", again.Total, again.Counts, page.Total)
	}
}
