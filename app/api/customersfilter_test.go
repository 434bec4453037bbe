package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// ids gives the numbers that a query finds, sorted.
func (r recount) ids(query string, args ...any) []int64 {
	r.t.Helper()
	rows, err := r.db.QueryContext(r.t.Context(), query, args...)
	if err != nil {
		r.t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	found := []int64{}
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			r.t.Fatal(err)
		}
		found = append(found, id)
	}
	if err := rows.Err(); err != nil {
		r.t.Fatal(err)
	}
	slices.Sort(found)
	return found
}

// word gives one text.
func (r recount) word(query string) string {
	r.t.Helper()
	var text string
	if err := r.db.QueryRowContext(r.t.Context(), query).Scan(&text); err != nil {
		r.t.Fatalf("%s: %v", query, err)
	}
	return text
}

const (
	// present finds customers c by a condition that is written anew here: it shares nothing with the program's.
	present = "SELECT c.id FROM customers c WHERE c.gone_at IS NULL AND "
	// counts says that a record r of c counts.
	counts = "r.customer_id = c.id AND r.gone_at IS NULL AND r.duplicate = 0"
	lines  = "SELECT 1 FROM subscriptions s WHERE s.customer_id = c.id AND s.gone_at IS NULL AND s.excluded <> 'deleted' AND s.excluded <> 'duplicate'"
)

// has says that c has a row x of a table.
func has(table, condition string) string {
	return "EXISTS (SELECT 1 FROM records r, " + table + " x WHERE x.record_id = r.id AND x.gone_at IS NULL AND " + counts + " AND " + condition + ")"
}

// plainFilters are the filters of customers with the condition of each on customers c.
func plainFilters(r recount) map[string]string {
	product := r.word("SELECT p.product_key FROM pools p JOIN connections co ON co.id = p.connection_id WHERE co.vendor = 'microsoft' AND p.excluded = '' ORDER BY p.id LIMIT 1")
	country := r.word("SELECT country FROM customers WHERE country <> '' GROUP BY country ORDER BY COUNT(*) DESC LIMIT 1")
	ofVendor := func(vendor string) string {
		return "EXISTS (SELECT 1 FROM records r, connections co WHERE co.id = r.connection_id AND co.vendor = '" + vendor +
			"' AND r.customer_id = c.id AND r.gone_at IS NULL)"
	}
	family := "EXISTS (SELECT 1 FROM pools p WHERE p.customer_id = c.id AND p.family = 'calling' AND p.gone_at IS NULL AND p.excluded = '')" +
		" OR EXISTS (" + lines + " AND s.family = 'calling' AND s.excluded = '')"
	single := "EXISTS (SELECT 1 FROM pools p, connections co WHERE co.id = p.connection_id AND co.vendor = 'microsoft' AND p.customer_id = c.id" +
		" AND p.product_key = '" + product + "' AND p.gone_at IS NULL AND p.excluded NOT IN ('deleted', 'duplicate'))" +
		" OR EXISTS (" + lines + " AND s.product_key = '" + product + "' AND (SELECT vendor FROM connections WHERE id = s.connection_id) = 'microsoft')"
	external := has("administrators", "TRUE")
	own := has("relationships", "x.active") + " OR " + has("profiles", "x.managed_by = 'partner'") +
		" OR EXISTS (SELECT 1 FROM records r, checkpoints k WHERE k.record_id = r.id AND " + counts + " AND k.dataset = 'administrators' AND k.last_ok_at > ''" +
		" AND r.id NOT IN (SELECT record_id FROM administrators WHERE gone_at IS NULL AND record_id IS NOT NULL))"
	failed, attention := has("service_states", "x.outcome = 'failed'"), has("service_states", "x.outcome = 'attention'")
	unsure := has("service_states", "x.outcome = 'unknown'")
	suspended := "EXISTS (" + lines + " AND s.status = 'suspended')"
	trial := "EXISTS (" + lines + " AND s.trial = 1)"
	wholesale := has("profiles", "x.dataset = 'wholesale'") + " OR EXISTS (" + lines + " AND s.excluded = 'wholesale')"
	setup := has("profiles", "x.dataset = 'wholesale' AND x.state IN ('provisioning', 'pending_rpl_review')")
	tagged := has("profiles", "instr(x.tags, '\""+firstTag(r)+"\"') > 0")
	either := func(a, b string) string { return "(" + a + ") OR (" + b + ")" }
	return map[string]string{
		"vendors=webex":                                          ofVendor("webex"),
		"vendors=webex&vendors=avepoint":                         either(ofVendor("webex"), ofVendor("avepoint")),
		"products=calling":                                       family,
		"products=microsoft%3A" + url.QueryEscape(product):       single,
		"products=calling&products=microsoft%3A" + product:       either(family, single),
		"countries=" + country:                                   "c.country = '" + country + "'",
		"managed=external":                                       external,
		"managed=own":                                            own,
		"managed=own&managed=external":                           either(own, external),
		"managed=customer":                                       has("profiles", "x.managed_by = 'customer'"),
		"managed=unknown":                                        "NOT (" + either(own, either(external, has("profiles", "x.managed_by = 'customer'"))) + ")",
		"types=trial":                                            trial,
		"types=wholesale":                                        wholesale,
		"types=trial&types=wholesale":                            either(trial, wholesale),
		"types=subscription":                                     "EXISTS (" + lines + " AND s.excluded <> 'wholesale' AND COALESCE(s.trial, 0) = 0)",
		"health=failed":                                          failed,
		"health=attention":                                       "NOT " + failed + " AND " + attention,
		"health=ok":                                              "NOT " + failed + " AND NOT " + attention + " AND NOT " + unsure + " AND " + has("service_states", "x.outcome = 'ok'"),
		"health=failed&health=attention":                         either(failed, attention),
		"statuses=suspended":                                     suspended,
		"statuses=setup":                                         setup,
		"statuses=suspended&statuses=setup":                      either(suspended, setup),
		"tags=" + url.QueryEscape(firstTag(r)):                   tagged,
		"tag=" + url.QueryEscape(firstTag(r)):                    tagged,
		"vendors=webex&tag=" + url.QueryEscape(firstTag(r)):      "(" + ofVendor("webex") + ") AND " + tagged,
		"vendors=microsoft&health=failed&types=subscription":     "(" + ofVendor("microsoft") + ") AND " + failed + " AND EXISTS (" + lines + " AND s.excluded <> 'wholesale' AND COALESCE(s.trial, 0) = 0)",
		"managed=own&vendors=avepoint&vendors=webex&types=trial": "(" + own + ") AND (" + either(ofVendor("webex"), ofVendor("avepoint")) + ") AND " + trial,
	}
}

// firstTag is a tag that a vendor gives.
func firstTag(r recount) string {
	return r.word("SELECT t.value FROM profiles p, json_each(p.tags) t WHERE p.tags LIKE '[\"%' ORDER BY p.id LIMIT 1")
}

// TestCustomers_EveryFilter_IsThatOfAPlainRecount: each filter, some values of one kind and several kinds select the
// customers that a plain statement does, in the list and in the exported file.
func TestCustomers_EveryFilter_IsThatOfAPlainRecount(t *testing.T) {
	seeds := portfolios()
	met := map[string]bool{}
	for _, seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			k := newRead(t, false, seed)
			r := openRecount(t, k)
			for query, condition := range plainFilters(r) {
				want := r.ids(present + "(" + condition + ")")
				page := get[app.CustomerPage](t, k, "/api/customers?limit=1000&"+query)
				if got := idsOf(page); !slices.Equal(got, want) || page.Total != len(want) {
					t.Errorf("%s selects %v of %d, counted again %v", query, got, page.Total, want)
				}
				met[strings.SplitN(query, "%3A", 2)[0]] = met[strings.SplitN(query, "%3A", 2)[0]] || len(want) > 0
				if seed == seeds[0] {
					sameInFile(t, k, "customers", query, want)
				}
			}
		})
	}
	for query, some := range met {
		if !some && query != "managed=customer" && query != "managed=unknown" {
			t.Logf("no seed has a customer for %s", query)
		}
	}
}

func idsOf(page app.CustomerPage) []int64 {
	ids := []int64{}
	for _, row := range page.Items {
		ids = append(ids, row.ID)
	}
	slices.Sort(ids)
	return ids
}

// sameInFile compares the customers of the exported list with those of what the filter selects.
func sameInFile(t *testing.T, k *kit, kind, query string, want []int64) {
	t.Helper()
	resp := k.send(t, request{method: http.MethodGet, path: "/api/export/" + kind + "?format=csv&language=en&" + query})
	body := text(t, resp)
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d: %.200s", query, resp.StatusCode, body)
	}
	got := []int64{}
	for _, row := range rowsOfCSV(t, body)[1:] {
		var id int64
		if _, err := fmt.Sscan(row[0], &id); err != nil {
			t.Fatal(err)
		}
		got = append(got, id)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%s writes %v, the list has %v", query, got, want)
	}
}

// TestCustomers_UnknownWord_IsRefused: a filter that is no filter is an answer of its own, not all customers.
func TestCustomers_UnknownWord_IsRefused(t *testing.T) {
	k := newKit(t, false, sandbox.Options{Customers: 3})
	for _, query := range []string{"statuses=best", "managed=me", "types=gift", "health=fine", "vendors=acme", "colour=red"} {
		if resp := k.send(t, request{method: http.MethodGet, path: "/api/customers?" + query}); resp.StatusCode < 400 || resp.StatusCode >= 500 {
			t.Errorf("%s gave %d", query, resp.StatusCode)
		}
	}
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func containsAll(all, some []int64) bool {
	return !slices.ContainsFunc(some, func(id int64) bool { return !slices.Contains(all, id) })
}

// TestTags_ByHandAndByRule: tags are given and taken, a rule selects by itself, and lists, choices and files agree.
func TestTags_ByHandAndByRule(t *testing.T) {
	k := newRead(t, false, 1)
	all := get[app.CustomerPage](t, k, "/api/customers?limit=1000")
	chosen := []int64{all.Items[0].ID, all.Items[3].ID}
	give := func(name string, on bool, customers ...int64) []int64 {
		t.Helper()
		resp := k.send(t, request{method: http.MethodPost, path: "/api/tags/customers", body: asJSON(t, map[string]any{"name": name, "customers": customers, "on": on})})
		if resp.StatusCode != http.StatusOK {
			t.Fatalf("%d: %s", resp.StatusCode, text(t, resp))
		}
		var given struct{ Customers []int64 }
		if err := json.Unmarshal([]byte(text(t, resp)), &given); err != nil {
			t.Fatal(err)
		}
		return given.Customers
	}
	tagged := func(name string) []int64 {
		return idsOf(get[app.CustomerPage](t, k, "/api/customers?limit=1000&tags="+url.QueryEscape(name)))
	}
	if got := give(" VIP  & Söhne ", true, chosen...); !slices.Equal(got, chosen) {
		t.Fatalf("given to %v", got)
	}
	if got := give("VIP & Söhne", true, chosen[0]); len(got) != 0 {
		t.Errorf("given twice to %v", got)
	}
	slices.Sort(chosen)
	if got := tagged("VIP & Söhne"); !slices.Equal(got, chosen) {
		t.Errorf("tagged are %v, not %v", got, chosen)
	}
	rule := map[string]any{"name": "Webex", "rule": domain.CustomerRule{
		Search: "", CustomerQuery: domain.CustomerQuery{Vendors: []domain.Vendor{domain.VendorWebex}, Tags: []string{"VIP & Söhne"}},
	}}
	if resp := k.send(t, request{method: http.MethodPut, path: "/api/tags/rule", body: asJSON(t, rule)}); resp.StatusCode >= 300 {
		t.Fatalf("%d: %s", resp.StatusCode, text(t, resp))
	}
	want := idsOf(get[app.CustomerPage](t, k, "/api/customers?limit=1000&vendors=webex&tags="+url.QueryEscape("VIP & Söhne")))
	if got := tagged("Webex"); !slices.Equal(got, want) {
		t.Errorf("by rule %v, not %v", got, want)
	}
	for _, row := range get[app.CustomerPage](t, k, "/api/customers?limit=1000").Items {
		ruled := slices.Contains(row.Tags, domain.CustomerTag{Name: "Webex", Origin: domain.TagByRule})
		if ruled != slices.Contains(want, row.ID) {
			t.Errorf("customer %d shows %v", row.ID, row.Tags)
		}
	}
	tags := get[struct{ Items []domain.Tag }](t, k, "/api/tags").Items
	if len(tags) != 2 || tags[0].Customers != len(chosen) || tags[1].Customers != len(want) {
		t.Errorf("the tags are %+v", tags)
	}
	found := func(search string) []int64 {
		return idsOf(get[app.CustomerPage](t, k, "/api/customers?limit=1000&search="+url.QueryEscape(search)))
	}
	// Part of a tag finds whoever has it, case and accents aside, beside whoever is called like that.
	if got := found("sohne vip"); !slices.Equal(got, chosen) {
		t.Errorf("a search for the tag by hand found %v, not %v", got, chosen)
	}
	if got := found("ebex"); !containsAll(got, want) || len(want) == 0 {
		t.Errorf("a search for the tag by rule found %v, without %v", got, want)
	}
	given := firstTag(openRecount(t, k))
	if got := found(strings.ToUpper(given[1:])); !containsAll(got, tagged(given)) {
		t.Errorf("a search for the vendor's tag %s found %v, without %v", given, got, tagged(given))
	}
	if got := give("VIP & Söhne", false, chosen...); len(found("sohne vip")) != 0 {
		t.Errorf("taken from %v, yet found", got)
	} else if len(got) != 2 || len(tagged("Webex")) != 0 {
		t.Errorf("taken from %v", got)
	}
	for name, body := range map[string]any{
		"/api/tags/customers": map[string]any{"name": "Webex", "customers": chosen, "on": true},
		"/api/tags/rule":      map[string]any{"name": "Everybody", "rule": map[string]any{}},
	} {
		method := map[string]string{"/api/tags/customers": http.MethodPost, "/api/tags/rule": http.MethodPut}[name]
		if resp := k.send(t, request{method: method, path: name, body: asJSON(t, body)}); resp.StatusCode < 400 || resp.StatusCode >= 500 {
			t.Errorf("%s with %v gave %d", name, body, resp.StatusCode)
		}
	}
}
