package api_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"tenantry/app"
	"tenantry/backend/domain"
)

// wasteSum is one kind of waste, counted again; money by currency and period.
type wasteSum struct {
	seats, unpriced int64
	money           map[string]int64
}

func (n *wasteSum) add(seats int64, price, currency, period string) {
	if seats == 0 {
		return
	}
	n.seats += seats
	if price == "" {
		n.unpriced += seats
		return
	}
	amount, err := domain.LineAmount(seats, decimal.MustParse(price), currency)
	if err != nil {
		panic(err)
	}
	n.money[currency+period] += amount.Minor
}

// recountWaste shares the free seats of each pool out again, in plain loops.
func recountWaste(r recount, k *kit, lines []storedLine, scope plainScope) {
	t := r.t
	session := get[app.Session](t, k, "/api/session")
	want := map[domain.WasteKind]*wasteSum{}
	for _, kind := range domain.WasteKinds {
		want[kind] = &wasteSum{money: map[string]int64{}}
	}
	byPool := map[int64][]storedLine{}
	for _, s := range lines {
		if s.runs() && s.hasPool() && scope.has("", s.customer) {
			byPool[s.pool.Int64] = append(byPool[s.pool.Int64], s)
		}
	}
	free := numbers(r, "SELECT id, MAX(bought - assigned, 0) FROM pools WHERE gone_at IS NULL AND excluded = ''"+scope.within("customer_id"))
	for pool, left := range free {
		shareOut(byPool[pool], left, session, want)
	}
	idle := numbers(r, `SELECT q.id, COUNT(*) FROM people x, json_each(x.products) j, pools q, checkpoints k
		WHERE x.gone_at IS NULL AND q.record_id = x.record_id AND q.key = j.value AND q.gone_at IS NULL AND q.excluded = ''
		AND k.record_id = x.record_id AND k.connection_id = x.connection_id AND k.dataset = 'people'
		AND (x.enabled = 0 OR x.kind = 'shared' OR JULIANDAY(SUBSTR(k.last_ok_at, 1, 10)) - JULIANDAY(COALESCE(x.last_active_on, IIF(x.pending, x.created_on, NULL))) >= 30)`+
		scope.within("q.customer_id")+" GROUP BY q.id")
	for pool, seats := range idle {
		prices := map[[3]string]bool{}
		for _, s := range byPool[pool] {
			if !s.trial {
				prices[[3]string{s.price, s.currency, s.period}] = true
			}
		}
		price := [3]string{}
		for p := range prices {
			if len(prices) == 1 {
				price = p
			}
		}
		want[domain.WasteReassign].add(seats, price[0], price[1], price[2])
	}
	compareWaste(t, k, scope.query(), want)
}

func numbers(r recount, query string) map[int64]int64 {
	r.t.Helper()
	rows, err := r.db.QueryContext(r.t.Context(), query)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	all := map[int64]int64{}
	for rows.Next() {
		var id, n int64
		if err := rows.Scan(&id, &n); err != nil {
			r.t.Fatal(err)
		}
		all[id] = n
	}
	if err := rows.Err(); err != nil {
		r.t.Fatal(err)
	}
	return all
}

func shareOut(lines []storedLine, left int64, session app.Session, want map[domain.WasteKind]*wasteSum) {
	class := func(s storedLine) string {
		switch {
		case s.trial:
			return "0"
		case s.cancel.Valid || s.atEnd.String != "" && s.end.Valid:
			return "1" + cmp.Or(s.end.String, "~")
		}
		return "2" + cmp.Or(s.end.String, "~")
	}
	slices.SortFunc(lines, func(a, b storedLine) int { return cmp.Or(cmp.Compare(class(a), class(b)), cmp.Compare(a.id, b.id)) })
	for _, s := range lines {
		most := s.seats
		if s.assigned.Valid {
			most = max(0, s.seats-s.assigned.Int64)
		}
		taken := min(most, left)
		left -= taken
		if s.trial {
			continue
		}
		kind := domain.WasteExposure
		today := string(session.Today)
		if s.cancel.Valid && s.cancel.String >= session.Now.UTC().Format("2006-01-02T15:04:05.000Z") ||
			s.atEnd.String != "" && s.end.String >= today && s.end.String <= string(session.Today.AddDays(365)) {
			kind = domain.WasteReduce
		}
		want[kind].add(taken, s.price, s.currency, s.period)
	}
	want[domain.WasteExposure].add(left, "", "", "")
}

func compareWaste(t *testing.T, k *kit, query string, want map[domain.WasteKind]*wasteSum) {
	t.Helper()
	summary := get[domain.WasteSummary](t, k, "/api/waste/summary?"+query)
	for _, sum := range summary.Sums {
		again := want[sum.Kind]
		money := map[string]int64{}
		for _, total := range sum.Totals {
			money[total.Amount.Currency+total.PricePeriod] = total.Amount.Minor
		}
		if sum.Seats != again.seats || sum.Unpriced != again.unpriced || fmt.Sprint(money) != fmt.Sprint(again.money) {
			t.Errorf("%s: %d seats, %d unpriced, %v; want %+v", sum.Kind, sum.Seats, sum.Unpriced, money, *again)
		}
		page := get[app.WastePage](t, k, "/api/waste?limit=10000&waste="+string(sum.Kind)+"&"+query)
		customers, seats := map[int64]bool{}, int64(0)
		for _, row := range page.Items {
			customers[row.CustomerID] = true
			seats += row.Seats
			if row.Amount != nil {
				money[row.Amount.Currency+row.PricePeriod] -= row.Amount.Minor
			}
		}
		for currency, left := range money {
			if left != 0 {
				t.Errorf("%s: rows add up to %d %s less than the sum", sum.Kind, left, currency)
			}
		}
		if seats != sum.Seats || page.Total != sum.Rows || len(customers) != sum.Customers {
			t.Errorf("%s: rows hold %d seats, %d rows, %d customers; the sum is %+v", sum.Kind, seats, page.Total, len(customers), sum)
		}
	}
	if want[domain.WasteReassign].seats == 0 || want[domain.WasteExposure].seats == 0 {
		t.Errorf("the sandbox wastes nothing: %+v", summary.Sums)
	}
	all := get[app.WastePage](t, k, "/api/waste?limit=1&"+query).Total
	file := text(t, k.send(t, request{path: "/api/export/waste?format=csv&language=en&" + query}))
	if lines := strings.Count(file, "\r\n") - 1; lines != all || all != summary.Sums[0].Rows+summary.Sums[1].Rows+summary.Sums[2].Rows {
		t.Errorf("the file has %d rows, the list %d", lines, all)
	}
}
