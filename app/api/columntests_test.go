package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

type row = map[string]any

// testedColumns are the columns of each list that can be tested: texts, numbers, days and moments.
var testedColumns = map[string][4]string{
	"/api/customers": {"name domain no_access", "subscriptions bought assigned available over_seats failed_jobs open_requests",
		"next_ends_on next_renews_on next_open_on", "synced_at first_seen_at gone_at"},
	"/api/subscriptions": {"customer connection number product sku tags", "quantity assigned unit_price", "created_on term_end_on deletes_on",
		"cancel_until synced_at gone_at"},
	"/api/pools":                         {"customer connection product sku", "bought assigned used over_seats available_seats shared_by", "", "synced_at"},
	"/api/licences/added":                {"customer connection product sku", "quantity days assigned used available over share used_share assigned_change used_change", "added_on term_end_on", "synced_at"},
	"/api/licences/expiring":             {"customer number product", "quantity days assigned used", "term_end_on", "synced_at"},
	"/api/licences/over":                 {"customer number connection product sku", "months quantity assigned used available over share used_share", "term_end_on", "synced_at"},
	"/api/licences/low":                  {"customer number product", "months quantity assigned share", "added_on term_end_on", ""},
	"/api/waste":                         {"customer connection number product sku", "bought assigned seats disabled shared inactive unit_price", "act_on term_end_on", "synced_at"},
	"/api/waste?waste=reassign":          {"customer product", "seats disabled", "", ""},
	"/api/operations":                    {"name account", "failed_jobs open_requests services trouble subscriptions consumed protected purchased live", "", "synced_at"},
	"/api/jobs?counted=true":             {"customer connection key service module error status", "objects failed size", "", "started_at ended_at synced_at"},
	"/api/jobs":                          {"customer service", "objects", "", "ended_at"},
	"/api/service-requests?counted=true": {"customer number title contact status severity", "", "", "created_at updated_at closed_at"},
	"/api/service-states?counted=true":   {"customer connection service state", "", "", "synced_at"},
	"/api/incidents?counted=true":        {"customer title service kind status", "", "", "started_at ended_at"},
	"/api/storage?counted=true":          {"customer service module place retention", "consumed protected purchased objects", "", "synced_at"},
	"/api/people":                        {"name email country", "", "created_on last_active_on", "synced_at"},
	"/api/calendar?to=9999-12-31":        {"customer product number connection", "quantity", "", ""},
}

// TestLists_EveryColumnTest_SelectsWhatTheRowsSay: each column of each list, compared in every way with a value that stands in
// it, gives the rows that hold it as the whole list shows them.
func TestLists_EveryColumnTest_SelectsWhatTheRowsSay(t *testing.T) {
	k := newRead(t, true, 1)
	for path, columns := range withKinds(t) {
		if fewer() && path != "/api/customers" && path != "/api/licences/expiring" && path != "/api/jobs" {
			continue
		}
		mark := "?"
		if strings.Contains(path, "?") {
			mark = "&"
		}
		all := get[struct{ Items []row }](t, k, path+mark+"limit=10000").Items
		if len(all) == 0 {
			t.Errorf("%s is empty", path)
		}
		ask := func(column, comparison, value string) []string {
			return identities(get[struct{ Items []row }](t, k, path+mark+"limit=10000&where="+url.QueryEscape(column+":"+comparison+":"+value)).Items)
		}
		for kind, names := range columns {
			for _, column := range strings.Fields(names) {
				for comparison, value := range comparisonsOf(kind, all, column) {
					var want []row
					for _, each := range all {
						if holdsTest(kind, valueOf(each, column), comparison, value) {
							want = append(want, each)
						}
					}
					if got := ask(column, comparison, value); !slices.Equal(got, identities(want)) {
						t.Errorf("%s where %s %s %q: %d rows, want %d of %d", path, column, comparison, value, len(got), len(want), len(all))
					}
				}
			}
		}
	}
}

// withKinds adds every kind of rows with what the interface's tables let its columns be tested by. What is in no list there has
// words of a vendor, which are shown translated, is a yes or no, or an amount.
func withKinds(t *testing.T) map[string][4]string {
	t.Helper()
	shown, tests, lists := map[string][]string{}, map[string][]string{}, maps.Clone(testedColumns)
	for file, into := range map[string]*map[string][]string{"rowfields": &shown, "rowtests": &tests} {
		text, err := os.ReadFile("../" + file + ".json")
		if err == nil {
			err = json.Unmarshal(text, into)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for kind, fields := range shown {
		var columns [4]string
		for _, field := range append(fields, "connection") {
			for i, of := range []string{"text", "number", "day"} {
				if slices.Contains(tests[of], field) || of == "number" && slices.Contains(tests["size"], field) {
					columns[i] += " " + field
				}
			}
		}
		lists["/api/"+kind] = columns
	}
	return lists
}

// comparisonsOf are the comparisons that columns of a kind know, with a value from the middle of the list.
func comparisonsOf(kind int, all []row, column string) map[string]string {
	values := []string{"0"}
	for _, each := range all {
		if value := valueOf(each, column); value != "" {
			values = append(values, value)
		}
	}
	slices.Sort(values)
	value := values[len(values)/2]
	tests := map[string]string{"empty": "", "not_empty": ""}
	switch kind {
	case 0:
		part := []rune(value)
		tests["contains"], tests["not_contains"] = strings.ToUpper(string(part[:(len(part)+1)/2])), string(part[:(len(part)+1)/2])
	case 2, 3:
		if value = dayOf(value); value == "" {
			value = "2026-11-20"
		}
		tests["from"], tests["to"] = value, value
	default:
		tests["from"], tests["to"] = value, value
	}
	tests["equals"], tests["not_equals"] = value, value
	return tests
}

// valueOf is what a column shows; "" where that is nothing.
func valueOf(r row, column string) string {
	if known, ok := r["seats_known"].(bool); ok && !known && slices.Contains([]string{"bought", "assigned", "available", "over_seats"}, column) {
		return ""
	}
	if r["access_kind"] != nil && column == "quantity" { // it is no subscription
		return ""
	}
	if r["numbers"] != nil && column == "number" { // of all subscriptions that hold a pool
		column = "numbers"
	}
	for _, in := range []any{r, r["row"], r["seats"]} {
		if values, ok := in.(row); ok && values[column] != nil {
			switch value := values[column].(type) {
			case float64:
				return strconv.FormatFloat(value, 'f', -1, 64)
			case string:
				return value
			case []any: // of texts
				words := make([]string, len(value))
				for i := range value {
					words[i] = fmt.Sprint(value[i])
				}
				return strings.Join(words, ", ")
			}
		}
	}
	return ""
}

func dayOf(moment string) string {
	if at, err := time.Parse(time.RFC3339, moment); err == nil {
		return at.In(time.Local).Format(time.DateOnly)
	}
	if day, err := time.Parse(time.DateOnly, moment); err == nil {
		return day.Format(time.DateOnly)
	}
	return ""
}

func holdsTest(kind int, has, comparison, value string) bool {
	switch comparison {
	case "empty":
		return has == ""
	case "not_empty":
		return has != ""
	case "not_contains":
		return !strings.Contains(strings.ToLower(has), strings.ToLower(value))
	case "not_equals":
		return !holdsTest(kind, has, "equals", value)
	}
	if has == "" {
		return false
	}
	var order int
	switch kind {
	case 0:
		if comparison == "contains" {
			return strings.Contains(strings.ToLower(has), strings.ToLower(value))
		}
		order = strings.Compare(strings.ToLower(has), strings.ToLower(value))
	case 1:
		a, _ := strconv.ParseFloat(has, 64)
		b, _ := strconv.ParseFloat(value, 64)
		order = map[bool]int{true: -1}[a < b] + map[bool]int{true: 1}[a > b]
	default:
		order = strings.Compare(dayOf(has), value)
	}
	return order == 0 || comparison == "from" && order > 0 || comparison == "to" && order < 0
}

func identities(rows []row) []string {
	ids := []string{}
	for _, each := range rows {
		ids = append(ids, fmt.Sprint(each["id"], each["kind"]))
	}
	slices.Sort(ids)
	return ids
}

func TestLists_ATestThatMakesNoSense_IsRefused(t *testing.T) {
	k := newRead(t, true, 1)
	for _, where := range []string{
		"name", "name:is:x", "name:contains:", "name:empty:x", "name:from:a", "nothing:contains:x", "bought:contains:1", "bought:from:many",
		"bought:equals:NaN", "next_ends_on:from:soon", "name);--:contains:x", "synced_at:to:2026-02-30",
	} {
		if got := k.send(t, request{path: "/api/customers?where=" + url.QueryEscape(where)}).StatusCode; got != http.StatusUnprocessableEntity {
			t.Errorf("%q gave %d", where, got)
		}
	}
	for _, path := range []string{"/api/customers?except=colours", "/api/jobs?except=level", "/api/calendar?except=x", "/api/pools?except=states"} {
		if got := k.send(t, request{path: path}).StatusCode; got != http.StatusUnprocessableEntity {
			t.Errorf("%s gave %d", path, got)
		}
	}
}
