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
		ends := 0
		for _, end := range storedEnds(t, k) {
			if day := end.at.In(zone).Format(time.DateOnly); day >= from && day <= to && asked.scope.family == "" && asked.scope.has("", end.customer) {
				days[day+" "+end.state]++
				ends++
			}
		}
		if asked.scope.family == "" && to == "9999-12-31" && ends == 0 {
			t.Errorf("%s: nothing that lets us in ends", query)
		}
		compareCalendar(t, k, query, states, days, ends)
		sum := get[domain.CalendarSummary](t, k, "/api/calendar/summary?"+query)
		for _, n := range sum.States {
			seats -= n.Seats
		}
		recountDays(t, k, query)
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

// storedEnd is the end of something that lets us in, as it lies in the data file.
type storedEnd struct {
	state    string
	at       time.Time
	customer int64 // 0: of a connection
}

func storedEnds(t *testing.T, k *kit) []storedEnd {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(get[app.Session](t, k, "/api/session").DataFolder, "tenantry.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(t.Context(), `SELECT 'access_ends', expires_at, 0 FROM credentials WHERE expires_at <> ''
		UNION ALL SELECT 'rights_end', g.ends_at, r.customer_id FROM relationships g, records r WHERE r.id = g.record_id AND r.gone_at IS NULL
		AND r.duplicate = 0 AND g.gone_at IS NULL AND g.active = 1 AND g.auto_extend_days = 0 AND g.ends_at <> ''`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var all []storedEnd
	for rows.Next() {
		var end storedEnd
		var at string
		if err := rows.Scan(&end.state, &at, &end.customer); err != nil {
			t.Fatal(err)
		}
		if end.at, err = time.Parse(time.RFC3339, at); err != nil {
			t.Fatal(err)
		}
		all = append(all, end)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func compareCalendar(t *testing.T, k *kit, query string, states map[int64]string, days map[string]int, ends int) {
	t.Helper()
	page := get[app.DecisionPage](t, k, "/api/calendar?limit=10000&"+query)
	if page.Total != len(states)+ends || len(page.Items) != page.Total {
		t.Errorf("%s: %d decisions, counted again %d", query, page.Total, len(states)+ends)
	}
	for _, d := range page.Items {
		if d.AccessKind != "" {
			continue // counted by day and state below
		}
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
		if d.AccessKind != "" {
			continue
		}
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
	one := get[app.DecisionPage](t, k, "/api/calendar?states=rolls_over&limit=1&offset=1")
	if one.Total < 2 || len(one.Items) != 1 || one.Items[0].State != domain.DecisionMonthly {
		t.Errorf("one page of one state gave %+v", one)
	}
	if all := get[domain.CalendarSummary](t, k, "/api/calendar/summary?states=rolls_over"); len(all.States) != len(sum.States) {
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
		"/api/calendar?from=soon": 422, "/api/calendar?states=happy": 422, "/api/calendar?customer_id=9": 200,
		"/api/export/calendar?format=xlsx": 200, "/api/export/billing?format=ics": 422, "/api/export/calendar?decisions=happy": 422, "/api/calendar/summary?to=2026-02-30": 422,
	} {
		if resp := k.send(t, request{path: path}); resp.StatusCode != status {
			t.Errorf("%s gave %s: %s", path, resp.Status, text(t, resp))
		}
	}
}

// TestCalendar_UnclearIsWhatHomeCounts: the line of the first page leads to exactly the rows it counts.
func TestCalendar_UnclearIsWhatHomeCounts(t *testing.T) {
	counted := 0
	for _, seed := range portfolios() {
		k := newRead(t, true, seed)
		typeDecisions(t, k, get[app.Session](t, k, "/api/session").Today)
		home := get[domain.Home](t, k, "/api/home").Decide
		page := get[app.DecisionPage](t, k, "/api/calendar?limit=10000&unclear=true&to="+string(home.Until))
		if page.Total != home.Unclear {
			t.Errorf("seed %d: the list has %d rows, Home counts %d", seed, page.Total, home.Unclear)
		}
		for _, d := range page.Items {
			if d.DaysLeft != nil || d.AccessKind != "" {
				t.Errorf("the last moment is known of %+v", d)
			}
		}
		counted += home.Unclear
	}
	if counted == 0 {
		t.Error("no sandbox has anything unclear")
	}
}

// TestCalendar_OfOneCustomer_HasItsGrantsOnly: what belongs to a connection is in no customer's calendar.
func TestCalendar_OfOneCustomer_HasItsGrantsOnly(t *testing.T) {
	k := newRead(t, true, 1)
	const ever = "&limit=10000&from=1990-01-01&to=9999-12-31"
	all := get[app.DecisionPage](t, k, "/api/calendar?states=rights_end"+ever)
	if all.Total == 0 || get[app.DecisionPage](t, k, "/api/calendar?states=access_ends"+ever).Total == 0 {
		t.Fatal("nothing that lets us in ends")
	}
	one := all.Items[0]
	got := get[app.DecisionPage](t, k, fmt.Sprintf("/api/calendar?customer_id=%d%s", one.CustomerID, ever))
	found := false
	for _, d := range got.Items {
		found = found || d.ID == one.ID
		if d.CustomerID != one.CustomerID || d.State == domain.DecisionAccess {
			t.Errorf("customer %d has %+v", one.CustomerID, d)
		}
	}
	if !found || one.ID >= 0 || one.ActUntil == nil || one.DaysLeft == nil || one.Product == "" {
		t.Errorf("the grant is %+v, in its customer's calendar: %v", one, found)
	}
	for name, want := range map[string]string{"ics": "Delegierte Rechte enden: ", "csv": "Delegierte Rechte enden"} {
		file := text(t, k.send(t, request{path: "/api/export/calendar?language=de&format=" + name + "&decisions=rights_end&to=9999-12-31"}))
		if !strings.Contains(strings.ReplaceAll(file, "\r\n ", ""), want) || strings.Contains(file, "Endet;") {
			t.Errorf("the %s file has %.300s", name, file)
		}
	}
}

// TestCalendar_TableHasWhatTheListShows: the filters of the list are those of the file.
func TestCalendar_TableHasWhatTheListShows(t *testing.T) {
	k := newRead(t, true, 1)
	for _, filter := range []string{"", "&unclear=true", "&family=microsoft365", "&from=2000-01-01&to=9999-12-31"} {
		want := get[app.DecisionPage](t, k, "/api/calendar?limit=1"+filter).Total
		file := text(t, k.send(t, request{path: "/api/export/calendar?language=en&format=csv" + filter}))
		if got := strings.Count(file, "\n") - 1; got != want || want == 0 {
			t.Errorf("%s: %d lines in the file, %d rows in the list", filter, got, want)
		}
		if head, _, _ := strings.Cut(file, "\n"); strings.Contains(head, "column.") {
			t.Errorf("a heading has no text: %s", head)
		}
	}
}
