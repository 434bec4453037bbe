package api_test

import (
	"database/sql"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// storedTerm is a subscription as it lies in the data file.
type storedTerm struct {
	id, customer                    int64
	givenEnd, typedEnd              sql.NullString
	givenAtEnd, typedAtEnd          sql.NullString
	givenTerm, typedTerm            sql.NullString
	next, cancel, gone              sql.NullString
	excluded, status, family, price string
	trial                           sql.NullBool
	seats                           int64
}

func storedTerms(t *testing.T, k *kit) []storedTerm {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(get[app.Session](t, k, "/api/session").DataFolder, "tenantry.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(t.Context(), `SELECT id, customer_id, given_term_end_on, typed_term_end_on, given_at_term_end, typed_at_term_end, given_term,
		typed_term, next_term, cancel_until, gone_at, excluded, status, family, COALESCE(typed_unit_price, ''), trial, quantity FROM subscriptions`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var all []storedTerm
	for rows.Next() {
		var s storedTerm
		if err := rows.Scan(&s.id, &s.customer, &s.givenEnd, &s.typedEnd, &s.givenAtEnd, &s.typedAtEnd, &s.givenTerm, &s.typedTerm, &s.next,
			&s.cancel, &s.gone, &s.excluded, &s.status, &s.family, &s.price, &s.trial, &s.seats); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func either(typed, given sql.NullString) string {
	if typed.Valid {
		return typed.String
	}
	return given.String
}

// decision finds state and day again; "" for a line that is in no calendar.
func (s storedTerm) decision(now time.Time, zone *time.Location) (state, day string) {
	if s.gone.Valid || s.excluded != "" || s.status != "active" && s.status != "unknown" {
		return "", ""
	}
	closed := false
	if s.cancel.Valid {
		until, err := time.Parse(time.RFC3339, s.cancel.String)
		if err == nil && !until.Before(now) {
			return "cancel_window", until.In(zone).Format(time.DateOnly)
		}
		closed = true
	}
	end, atEnd, term := either(s.typedEnd, s.givenEnd), either(s.typedAtEnd, s.givenAtEnd), either(s.typedTerm, s.givenTerm)
	if end == "" {
		return "", ""
	}
	for _, next := range []string{"P1M", "P1Y", "P3Y"} {
		if strings.Contains(s.next.String, `"term":"`+next+`"`) {
			term = next
		}
	}
	trial := s.trial.Valid && s.trial.Bool
	switch {
	case atEnd == "ends":
		return "ends", end
	case atEnd == "renews" && trial && s.next.Valid:
		return "paid_extension", end
	case atEnd == "renews" && !trial && term == "P1M":
		return "rolls_over", end
	case atEnd == "renews" && !trial && term != "":
		return "renews", end
	case closed && end >= now.In(zone).Format(time.DateOnly):
		return "locked", end
	}
	return "unknown", end
}

func TestCalendar_EveryDecision_IsThatOfAPlainRecount(t *testing.T) {
	for _, seed := range portfolios() {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			k := newRead(t, true, seed)
			recountCalendar(t, k)
		})
	}
}

func recountCalendar(t *testing.T, k *kit) {
	t.Helper()
	session := get[app.Session](t, k, "/api/session")
	zone, err := time.LoadLocation(session.TimeZone)
	if err != nil {
		t.Fatal(err)
	}
	typeDecisions(t, k, session.Today)
	for _, asked := range []struct {
		scope    plainScope
		from, to domain.Date // "": as it is where nothing is asked for
	}{
		{from: "1990-01-01", to: "9999-12-31"}, {plainScope{family: "microsoft365"}, session.Today, session.Today.AddDays(200)}, {},
		{tagEverySecond(t, k), "1990-01-01", "9999-12-31"},
	} {
		query, from, to := asked.scope.query(), string(session.Today), string(session.Today.AddDays(90))
		if asked.from != "" {
			from, to = string(asked.from), string(asked.to)
			query += "&from=" + from + "&to=" + to
		}
		states, days, seats, undated := map[int64]string{}, map[string]int{}, int64(0), 0
		for _, s := range storedTerms(t, k) {
			if !asked.scope.has(s.family, s.customer) {
				continue
			}
			if !s.gone.Valid && s.excluded == "" && (s.status == "active" || s.status == "unknown") && either(s.typedEnd, s.givenEnd) == "" {
				undated++
			}
			if state, day := s.decision(session.Now, zone); day >= from && day <= to {
				states[s.id] = state + " " + day
				days[day+" "+state]++
				seats += s.seats
			}
		}
		compareCalendar(t, k, query, states, days)
		sum := get[domain.CalendarSummary](t, k, "/api/calendar/summary?"+query)
		for _, n := range sum.States {
			seats -= n.Seats
		}
		if seats != 0 || sum.Undated != undated || len(states) == 0 {
			t.Errorf("%s: %d seats differ, %d undated, want %d, of %d", query, seats, sum.Undated, undated, len(states))
		}
	}
}

// typeDecisions types in ends for what the vendors do not say, and prices for some.
func typeDecisions(t *testing.T, k *kit, today domain.Date) {
	t.Helper()
	var ids []string
	for _, s := range get[app.SubscriptionPage](t, k, "/api/subscriptions?figure=missing_dates&limit=6").Items {
		ids = append(ids, fmt.Sprint(s.ID))
	}
	for i, values := range []string{
		`{"term_end_on":%q,"at_term_end":"ends","unit_price":"5.105","currency":"EUR","price_period":"month"}`,
		`{"term_end_on":%q,"at_term_end":"renews","term":"P1M","unit_price":"7","currency":"EUR","price_period":"year"}`,
		`{"term_end_on":%q,"at_term_end":"renews","term":"P3Y","unit_price":"7","currency":"USD","price_period":"year"}`,
	} {
		body := fmt.Sprintf(`{"ids":[%s],"values":%s}`, strings.Join(ids[2*i:2*i+2], ","), fmt.Sprintf(values, today.AddDays(i+3)))
		if resp := k.send(t, request{method: "PATCH", path: "/api/subscriptions/typed", body: body}); resp.StatusCode != http.StatusOK {
			t.Fatalf("typing gave %s: %s", resp.Status, text(t, resp))
		}
	}
}

func compareCalendar(t *testing.T, k *kit, query string, states map[int64]string, days map[string]int) {
	t.Helper()
	page := get[app.DecisionPage](t, k, "/api/calendar?limit=10000&"+query)
	if page.Total != len(states) || len(page.Items) != len(states) {
		t.Errorf("%s: %d decisions, counted again %d", query, page.Total, len(states))
	}
	for _, d := range page.Items {
		if got := string(d.State) + " " + string(d.Day); got != states[d.ID] {
			t.Errorf("%s: subscription %d is %q, found again %q", query, d.ID, got, states[d.ID])
		}
	}
	sum := get[domain.CalendarSummary](t, k, "/api/calendar/summary?"+query)
	for _, day := range sum.Days {
		for _, n := range day.States {
			days[string(day.Day)+" "+string(n.State)] -= n.Count
		}
	}
	for what, left := range days {
		if left != 0 {
			t.Errorf("%s: %s: %d more counted again", query, what, left)
		}
	}
}

func TestCalendar_AmountsStandPerCurrencyAndPeriod(t *testing.T) {
	k := newRead(t, true, 1)
	typeDecisions(t, k, get[app.Session](t, k, "/api/session").Today)
	minor, unpriced := map[string]int64{}, 0
	for _, d := range get[app.DecisionPage](t, k, "/api/calendar?limit=10000").Items {
		if d.Amount == nil {
			unpriced++
			continue
		}
		minor[d.Amount.Currency+d.PricePeriod] += d.Amount.Minor
	}
	sum := get[domain.CalendarSummary](t, k, "/api/calendar/summary")
	for _, total := range sum.Totals {
		minor[total.Amount.Currency+total.PricePeriod] -= total.Amount.Minor
	}
	if len(sum.Totals) != 3 || fmt.Sprint(minor) != "map[EURmonth:0 EURyear:0 USDyear:0]" || sum.Unpriced != unpriced {
		t.Errorf("totals %+v, off by %v; %d without a price, want %d", sum.Totals, minor, sum.Unpriced, unpriced)
	}
	one := get[app.DecisionPage](t, k, "/api/calendar?state=rolls_over&limit=1&offset=1")
	if one.Total < 2 || len(one.Items) != 1 || one.Items[0].State != domain.DecisionMonthly {
		t.Errorf("one page of one state gave %+v", one)
	}
	if all := get[domain.CalendarSummary](t, k, "/api/calendar/summary?state=rolls_over"); len(all.States) != len(sum.States) {
		t.Errorf("with a state chosen only %+v can be chosen", all.States)
	}
}

func TestCalendar_FileHasAnEventPerDecision(t *testing.T) {
	k := newRead(t, true, 1)
	want := get[app.DecisionPage](t, k, "/api/calendar?limit=1&to=9999-12-31").Total
	read := func() (string, []string) {
		resp := k.send(t, request{path: "/api/export/calendar?format=ics&language=de"})
		if got := resp.Header.Get("Content-Disposition"); !strings.Contains(got, "tenantry-calendar-") || !strings.Contains(got, ".ics") {
			t.Errorf("the file is offered as %q", got)
		}
		file := strings.ReplaceAll(text(t, resp), "\r\n ", "")
		var uids []string
		for line := range strings.SplitSeq(file, "\r\n") {
			if uid, ok := strings.CutPrefix(line, "UID:"); ok {
				uids = append(uids, uid)
			}
		}
		return file, uids
	}
	file, first := read()
	_, again := read()
	unique := map[string]bool{}
	for _, uid := range first {
		unique[uid] = true
	}
	if want == 0 || len(unique) != want || fmt.Sprint(first) != fmt.Sprint(again) {
		t.Errorf("%d names of events, want %d, the same each time", len(unique), want)
	}
	if !strings.Contains(file, "BEISPIELDATEN") || !strings.Contains(file, "Kein Preis bekannt") {
		t.Errorf("the file does not say that its customers are invented: %.600s", file)
	}
}

func TestCalendar_RefusedRequests(t *testing.T) {
	k := newKit(t, true, sandbox.Options{Customers: 1})
	for path, status := range map[string]int{
		"/api/calendar?from=soon": 422, "/api/calendar?state=happy": 422, "/api/calendar?customer_id=9": 200,
		"/api/export/calendar?format=xlsx": 422, "/api/export/billing?format=ics": 422, "/api/calendar/summary?to=2026-02-30": 422,
	} {
		if resp := k.send(t, request{path: path}); resp.StatusCode != status {
			t.Errorf("%s gave %s: %s", path, resp.Status, text(t, resp))
		}
	}
}
