package api_test

import (
	"cmp"
	"database/sql"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
)

// storedLine is a subscription as it lies in the data file, with its pool.
type storedLine struct {
	id, record, customer, seats             int64
	pool, bought, poolAssigned, used        sql.NullInt64
	assigned                                sql.NullInt64
	created, seen, full                     sql.NullString
	end, atEnd, cancel, gone, poolGone      sql.NullString
	excluded, poolExcluded, status, family  string
	price, currency, period, poolKey, count string
	sure, trial                             bool
}

func storedLines(r recount) []storedLine {
	r.t.Helper()
	rows, err := r.db.QueryContext(r.t.Context(), `SELECT s.id, s.record_id, s.customer_id, s.quantity, p.id, p.bought, p.assigned, p.used, s.assigned,
		s.created_on, s.first_seen_at, o.first_full_at, COALESCE(s.typed_term_end_on, s.given_term_end_on),
		COALESCE(s.typed_at_term_end, s.given_at_term_end), s.cancel_until, s.gone_at, p.gone_at, s.excluded, COALESCE(p.excluded, ''), s.status,
		s.family, COALESCE(s.typed_unit_price, ''), COALESCE(s.typed_currency, ''), COALESCE(s.typed_price_period, ''), s.pool_key, s.product,
		s.first_seen_sure, COALESCE(s.trial, 0)
		FROM subscriptions s INNER JOIN connections o ON o.id = s.connection_id LEFT OUTER JOIN pools p ON (p.record_id, p.key) = (s.record_id, s.pool_key)`)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var all []storedLine
	for rows.Next() {
		var s storedLine
		if err := rows.Scan(&s.id, &s.record, &s.customer, &s.seats, &s.pool, &s.bought, &s.poolAssigned, &s.used, &s.assigned, &s.created, &s.seen,
			&s.full, &s.end, &s.atEnd, &s.cancel, &s.gone, &s.poolGone, &s.excluded, &s.poolExcluded, &s.status, &s.family, &s.price, &s.currency,
			&s.period, &s.poolKey, &s.count, &s.sure, &s.trial); err != nil {
			r.t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		r.t.Fatal(err)
	}
	return all
}

func (s storedLine) counts() bool { return !s.gone.Valid && s.excluded == "" }
func (s storedLine) runs() bool {
	return s.counts() && (s.status == "active" || s.status == "unknown")
}
func (s storedLine) hasPool() bool { return s.pool.Valid && !s.poolGone.Valid && s.poolExcluded == "" }

// in says whether a subscription belongs to a section.
func (s storedLine) in(section domain.Figure, today domain.Date) bool {
	until := string(today.AddDays(90))
	within := s.runs() && s.end.String >= string(today) && s.end.String <= until
	switch section {
	case domain.FigureExpiring:
		return within && s.atEnd.String == "ends"
	case domain.FigureRenewing:
		return within && s.atEnd.String == "renews"
	case domain.FigureOpen:
		return within && s.atEnd.String == ""
	}
	from := string(today.AddDays(-90))
	if s.created.Valid {
		return s.counts() && s.created.String >= from
	}
	return s.counts() && s.sure && s.full.Valid && s.seen.String > s.full.String && s.seen.String[:10] >= from
}

// sectionSum is what a section adds up to, counted again.
type sectionSum struct {
	customers                   map[int64]bool
	rows                        []int64
	licences                    int64
	bought, assigned, free, far int64
	used, usedBought            int64
	units                       int
}

func (n *sectionSum) seats(bought, assigned int64, used sql.NullInt64) {
	n.units++
	n.bought += bought
	n.assigned += assigned
	n.free += max(0, bought-assigned)
	n.far += max(0, assigned-bought)
	if used.Valid {
		n.used += used.Int64
		n.usedBought += bought
	}
}

func sumLines(lines []storedLine, section domain.Figure, today domain.Date, scope plainScope) sectionSum {
	n := sectionSum{customers: map[int64]bool{}}
	pools := map[int64]bool{}
	for _, s := range lines {
		if !s.in(section, today) || !scope.has(s.family, s.customer) {
			continue
		}
		n.customers[s.customer] = true
		n.rows = append(n.rows, s.id)
		n.licences += s.seats
		switch {
		case s.assigned.Valid && s.hasPool() && s.bought.Int64 == s.seats:
			n.seats(s.seats, s.assigned.Int64, s.used)
		case s.assigned.Valid:
			n.seats(s.seats, s.assigned.Int64, sql.NullInt64{})
		case s.hasPool() && !pools[s.pool.Int64]:
			pools[s.pool.Int64] = true
			n.seats(s.bought.Int64, s.poolAssigned.Int64, s.used)
		}
	}
	return n
}

func TestLicences_EverySection_IsThatOfAPlainRecount(t *testing.T) {
	for _, seed := range portfolios() {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			k := newRead(t, false, seed)
			today := get[app.Session](t, k, "/api/session").Today
			typeDecisions(t, k, today)
			r := openRecount(t, k)
			lines := storedLines(r)
			tagged := tagEverySecond(t, k)
			taggedFamily := tagged
			taggedFamily.family = "microsoft365"
			for _, scope := range []plainScope{{}, {family: "microsoft365"}, tagged, taggedFamily} {
				for _, section := range []domain.Figure{domain.FigureAdded, domain.FigureExpiring, domain.FigureRenewing, domain.FigureOpen} {
					compareSection(t, k, section, scope, sumLines(lines, section, today, scope))
				}
				for _, section := range []domain.Figure{domain.FigureLow, domain.FigureOver} {
					compareSection(t, k, section, scope, sumPools(r, section, today, scope))
				}
				compareWithDashboard(t, k, scope)
			}
			recountWaste(r, k, lines, plainScope{})
			recountWaste(r, k, lines, tagged)
		})
	}
}

// sumPools counts low assignment and pools over the limit again.
func sumPools(r recount, section domain.Figure, today domain.Date, scope plainScope) sectionSum {
	r.t.Helper()
	rows, err := r.db.QueryContext(r.t.Context(), `SELECT p.id, p.customer_id, p.product_id, p.bought, p.assigned, p.used, p.family,
		(SELECT MIN(COALESCE(s.created_on, SUBSTR(s.first_seen_at, 1, 10))) FROM subscriptions s WHERE s.record_id = p.record_id AND s.pool_key = p.key
			AND s.gone_at IS NULL AND s.excluded = '')
		FROM pools p WHERE p.gone_at IS NULL AND p.excluded = ''`)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	type pool struct {
		id, customer, product, bought, assigned int64
		used                                    sql.NullInt64
		family                                  string
		began                                   sql.NullString
	}
	products := map[int64][]pool{}
	var all []pool
	for rows.Next() {
		var p pool
		if err := rows.Scan(&p.id, &p.customer, &p.product, &p.bought, &p.assigned, &p.used, &p.family, &p.began); err != nil {
			r.t.Fatal(err)
		}
		all = append(all, p)
		if p.bought > 0 {
			products[p.product] = append(products[p.product], p)
		}
	}
	if err := rows.Err(); err != nil {
		r.t.Fatal(err)
	}
	share := func(p pool) float64 { return float64(p.assigned) / float64(p.bought) }
	low := func(p pool) bool {
		same := products[p.product]
		customers := map[int64]bool{}
		for _, o := range same {
			customers[o.customer] = true
		}
		if p.bought == 0 || len(customers) < 5 || !p.began.Valid || p.began.String >= string(today.AddDays(-90)) {
			return false
		}
		slices.SortFunc(same, func(a, b pool) int { return cmp.Compare(share(a), share(b)) })
		middle := (share(same[(len(same)-1)/2]) + share(same[len(same)/2])) / 2
		return share(p) < middle*0.5
	}
	n := sectionSum{customers: map[int64]bool{}}
	for _, p := range all {
		counted := p.assigned > p.bought
		if section == domain.FigureLow {
			counted = low(p)
		}
		if !counted || !scope.has(p.family, p.customer) {
			continue
		}
		n.customers[p.customer] = true
		n.rows = append(n.rows, p.id)
		n.licences += p.bought
		n.seats(p.bought, p.assigned, p.used)
	}
	return n
}

func compareSection(t *testing.T, k *kit, section domain.Figure, scope plainScope, want sectionSum) {
	t.Helper()
	query := scope.query()
	path := "/api/licences/" + string(section)
	sum := get[domain.LicenceSummary](t, k, path+"/summary?"+query)
	got := []any{sum.Customers, sum.Rows, sum.Licences, sum.Seats.Units, sum.Seats.Bought, sum.Seats.Assigned, sum.Seats.Unassigned, sum.Seats.Over,
		sum.Seats.Used, sum.Seats.UseBought}
	again := []any{len(want.customers), len(want.rows), want.licences, want.units, want.bought, want.assigned, want.free, want.far, want.used, want.usedBought}
	if fmt.Sprint(got) != fmt.Sprint(again) {
		t.Errorf("%s of %q:\n got %v\nwant %v", section, query, got, again)
	}
	page := get[app.LicencePage](t, k, path+"?limit=10000&"+query)
	ids := make([]int64, 0, len(page.Items))
	for _, l := range page.Items {
		ids = append(ids, l.ID)
	}
	slices.Sort(ids)
	slices.Sort(want.rows)
	if !slices.Equal(ids, want.rows) || page.Total != len(ids) {
		t.Errorf("%s of %q: rows %v of %d, want %v", section, query, ids, page.Total, want.rows)
	}
	behind := get[app.CustomerPage](t, k, "/api/customers?limit=1&figure="+string(section)+"&"+query)
	if behind.Total != sum.Customers {
		t.Errorf("%s of %q: %d customers behind it, the figure says %d", section, query, behind.Total, sum.Customers)
	}
	file := text(t, k.send(t, request{path: "/api/export/licences-" + string(section) + "?format=csv&language=en&" + query}))
	if lines := strings.Count(file, "\r\n") - 1; lines != page.Total {
		t.Errorf("%s of %q: the file has %d rows, the list %d", section, query, lines, page.Total)
	}
}

func compareWithDashboard(t *testing.T, k *kit, scope plainScope) {
	t.Helper()
	kpis := get[domain.KPIs](t, k, "/api/dashboard?"+scope.query())
	for section, count := range map[string]int{
		"expiring": kpis.Expiring.Count, "renewing": kpis.Renewing.Count, "open": kpis.Open.Count, "low": kpis.Low.Count, "over": kpis.Over.Count,
	} {
		if sum := get[domain.LicenceSummary](t, k, "/api/licences/"+section+"/summary?"+scope.query()); sum.Customers != count {
			t.Errorf("%s of %q: %d customers, the tile says %d", section, scope.query(), sum.Customers, count)
		}
	}
}

// TestLicences_SortedAndSearched asks for every column of every section: each answers, and finds the same rows.
func TestLicences_SortedAndSearched(t *testing.T) {
	k := newRead(t, false, 1)
	typeDecisions(t, k, get[app.Session](t, k, "/api/session").Today)
	columns := strings.Fields("id customer connection vendor product sku family quantity bought assigned available over share used used_share" +
		" assigned_change used_change added_on term_end_on at_term_end days months synced_at")
	for _, section := range domain.LicenceSections {
		path := "/api/licences/" + string(section)
		total := get[app.LicencePage](t, k, path).Total
		for _, column := range columns {
			for _, desc := range []string{"", "&desc=true"} {
				if page := get[app.LicencePage](t, k, path+"?limit=3&sort="+column+desc); page.Total != total {
					t.Errorf("%s by %s has %d rows of %d", section, column, page.Total, total)
				}
			}
		}
		if total == 0 {
			continue
		}
		first := get[app.LicencePage](t, k, path+"?limit=1").Items[0]
		if found := get[app.LicencePage](t, k, path+"?search="+url.QueryEscape(first.Customer)); found.Total == 0 {
			t.Errorf("%s does not find %s", section, first.Customer)
		}
		if found := get[app.LicencePage](t, k, path+"?search=nobody-of-this-name"); found.Total != 0 {
			t.Errorf("%s finds %d of nobody", section, found.Total)
		}
	}
	total := get[app.WastePage](t, k, "/api/waste").Total
	for _, column := range strings.Fields("kind customer connection vendor number product sku family bought assigned seats disabled shared inactive" +
		" act_on term_end_on unit_price amount price_source synced_at") {
		if page := get[app.WastePage](t, k, "/api/waste?limit=3&sort="+column); page.Total != total {
			t.Errorf("waste by %s has %d rows of %d", column, page.Total, total)
		}
	}
	row := get[app.WastePage](t, k, "/api/waste?limit=1").Items[0]
	if found := get[app.WastePage](t, k, "/api/waste?search="+url.QueryEscape(row.Customer)); found.Total == 0 {
		t.Errorf("waste does not find %s", row.Customer)
	}
	for path, status := range map[string]int{
		"/api/licences/soon": 422, "/api/licences/low?sort=colour": 422, "/api/waste?waste=all": 422, "/api/waste?sort=colour": 422,
		"/api/licences/over?customer_id=999999": 200, "/api/export/licences-soon": 422,
	} {
		if resp := k.send(t, request{path: path}); resp.StatusCode != status {
			t.Errorf("%s gave %s: %s", path, resp.Status, text(t, resp))
		}
	}
}
