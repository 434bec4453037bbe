package blancco_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// TestReports_AfterTheDocumentation reads a page written by hand after the documented structure, in both formats.
func TestReports_AfterTheDocumentation(t *testing.T) {
	for _, name := range []string{"reports.json", "reports.xml"} {
		body, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		conn := answering(t, func(*http.Request) *http.Response { return answer(http.StatusOK, string(body)) })
		erasures, _ := mustRead(t, conn, "")
		if len(erasures) != 2 {
			t.Fatalf("%s: %d reports", name, len(erasures))
		}
		for i := range erasures {
			erasures[i].Raw, erasures[i].Format = nil, ""
		}
		got, err := json.Marshal(erasures)
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(documented())
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
}

func documented() []domain.Erasure {
	at := func(hour, minute, second int) *time.Time {
		return new(time.Date(2026, 5, 4, hour, minute, second, 0, time.UTC))
	}
	return []domain.Erasure{{
		Key: "5d3f4c1a-6b0e-4d52-8a3c-7f9e21b4c001", ReportedAt: at(9, 12, 44), ReceivedAt: at(9, 13, 10),
		Product: "Blancco Drive Eraser", Version: "7.16.0", Verified: new(true), Manufacturer: "LENOVO", Model: "ThinkPad T480",
		Serial: "PF1ABCDE", DeviceType: "Notebook", Operator: "Mara Lindqvist", Outcome: domain.OutcomeAttention,
		Targets: []domain.ErasureTarget{{
			Type: "SSD", Vendor: "Samsung", Model: "MZVLB512HAJQ", Serial: "S4EVNX0R512345", Capacity: new(int64(512110190592)),
			Standard: "NIST 800-88 Purge", State: "Successful", Outcome: domain.OutcomeOK, Seconds: new(int64(401)),
		}, {
			Type: "HDD", Vendor: "Seagate", Model: "ST4000DM004", Serial: "ZFN0AAAA", Capacity: new(int64(4000787030016)),
			Standard: "NIST 800-88 Purge", State: "Erased with exceptions", Outcome: domain.OutcomeAttention, Seconds: new(int64(36001)),
			Failure: "Remapped sectors",
		}},
		Fields: map[string]string{"Asset Tag": "A-1001", "2. Order No.": "PO-20417"},
	}, {
		Key: "5d3f4c1a-6b0e-4d52-8a3c-7f9e21b4c002", ReportedAt: at(10, 0, 0), Product: "Blancco 5 Mobile", Version: "5.4.1",
		Manufacturer: "Apple", Model: "iPhone 12", DeviceType: "Mobile Device", IMEI: "350000000000001", Outcome: domain.OutcomeUnknown,
	}}
}

// report writes a report with one erasure per state; more is put among the data.
func report(id string, more string, states ...string) string {
	var erasures []string
	for _, s := range states {
		erasures = append(erasures, `{"erasure":[{"@type":"string","state":"`+s+`"}]}`)
	}
	return `{"reports":[{"blancco_data":{"description":{"document_id":"` + id + `"},"blancco_erasure_report":{"erasures":[` +
		strings.Join(erasures, ",") + `]}` + more + `}}]}`
}

func TestReport_IsGoodOnlyIfEveryTargetIs(t *testing.T) {
	for states, want := range map[string]domain.Outcome{
		"Successful":                        domain.OutcomeOK,
		"Erased,successful":                 domain.OutcomeOK,
		"Successful,Erased with exceptions": domain.OutcomeAttention,
		"Successful with WARNINGS":          domain.OutcomeAttention,
		"Successful,Not Erased":             domain.OutcomeFailed,
		"Erased with exceptions,Cancelled":  domain.OutcomeFailed,
		"Successful,":                       domain.OutcomeUnknown,
		"Failed,":                           domain.OutcomeFailed,
	} {
		got := only(t, report("A", "", strings.Split(states, ",")...))
		if got.Outcome != want || len(got.Targets) != strings.Count(states, ",")+1 {
			t.Errorf("%s: %s with %d targets, want %s", states, got.Outcome, len(got.Targets), want)
		}
	}
}

// TestReport_RepeatedKeys_AreKept in each of the ways JSON can repeat them.
func TestReport_RepeatedKeys_AreKept(t *testing.T) {
	one, two := `[{"state":"Successful"},{"elapsed_time":"00:00:01"}]`, `[{"state":"Erased"},{"elapsed_time":"00:00:02"}]`
	object := func(list string) string { return strings.NewReplacer("},{", ",", "[", "", "]", "").Replace(list) }
	for _, erasures := range []string{
		`[{"erasure":` + one + `},{"erasure":` + two + `}]`,
		`{"erasure":` + one + `,"erasure":` + two + `}`,
		`[{"erasure":` + object(one) + `},{"erasure":` + object(two) + `}]`,
		`{"erasure":[` + object(one) + `,` + object(two) + `]}`,
		`{"erasure":[` + one + `,` + two + `]}`,
	} {
		got := only(t, `{"reports":[{"blancco_data":{"description":{"document_id":"A"},"blancco_erasure_report":{"erasures":`+erasures+`}}}]}`)
		if len(got.Targets) != 2 || got.Targets[0].State != "Successful" || got.Targets[1].State != "Erased" || *got.Targets[1].Seconds != 2 {
			t.Errorf("%s: %+v", erasures, got.Targets)
		}
	}
}

func TestReport_Operator_IsFoundByTheChosenLabel(t *testing.T) {
	body := strings.TrimSuffix(report("A", "", "Erased"), `}]}`) + `,"user_data":{"fields":[{"@type":"string","Erased by (IT)":" Kim "}]}}]}`
	for label, want := range map[string]string{"Erased by (IT)": "Kim", "erased BY (it)": "Kim", "Technician": "", "": ""} {
		if got := only(t, body, "operator_field", label); got.Operator != want || got.Fields["Erased by (IT)"] != "Kim" {
			t.Errorf("label %q: %q, fields %v", label, got.Operator, got.Fields)
		}
	}
}

// TestReport_OddValues_AreUnknown instead of keeping the report away.
func TestReport_OddValues_AreUnknown(t *testing.T) {
	got := only(t, `{"reports":[{"blancco_data":{"description":{"document_id":"A","document_log":[{"date":"yesterday"}],
		"description_entries":[{"verified":"perhaps"}]},"blancco_erasure_report":{"erasures":[{"erasure":[{"elapsed_time":"soon"},
		{"target":[{"capacity":"99999999999999999999"},{"serial":null}]}]}]}}}]}`)
	one := got.Targets[0]
	if got.ReportedAt != nil || got.Verified != nil || one.Capacity != nil || one.Seconds != nil || one.Outcome != domain.OutcomeUnknown {
		t.Errorf("%+v", got)
	}
}

func TestFetch_WhatCannotBeKnown_IsMalformed(t *testing.T) {
	for name, respond := range map[string]func(*http.Request) *http.Response{
		"no UUID":    func(*http.Request) *http.Response { return answer(200, report(" ", "", "Erased")) },
		"no reports": func(*http.Request) *http.Response { return answer(200, `{"message":"key the-key-0123456789"}`) },
		"a page":     func(*http.Request) *http.Response { return answer(200, `<html>the-key-0123456789</html>`) },
		"a circle": func(*http.Request) *http.Response {
			return answer(200, report("A", "", "Erased"), "X-BLANCCO-CURSOR", "1777593600123,3b0f5c1e")
		},
		"a refusal nobody knows": func(*http.Request) *http.Response { return answer(418, "the-key-0123456789") },
	} {
		_, _, err := read(t.Context(), answering(t, respond), "")
		var malformed *connector.Malformed
		if !errors.As(err, &malformed) {
			t.Errorf("%s: %v, want Malformed", name, err)
			continue
		}
		if strings.Contains(malformed.Excerpt+err.Error(), "0123456789") {
			t.Errorf("%s: the key is shown: %v %s", name, err, malformed.Excerpt)
		}
	}
}

// TestFetch_EmptyAnswers_AreNoError, be it 204 or an empty list, in either format.
func TestFetch_EmptyAnswers_AreNoError(t *testing.T) {
	for _, body := range []string{"", `{"reports":[]}`, "<root></root>"} {
		status := http.StatusOK
		if body == "" {
			status = http.StatusNoContent
		}
		conn := answering(t, func(*http.Request) *http.Response { return answer(status, body) })
		pages := 0
		for page, err := range conn.Datasets()[0].Fetch(t.Context(), connector.Request{}) {
			if err != nil || page.Len() != 0 || !slices.Equal(page.Kinds, []domain.Kind{domain.KindErasures}) || page.Cursor == "" {
				t.Errorf("%q: %+v, %v", body, page, err)
			}
			pages++
		}
		if pages != 1 {
			t.Errorf("%q: %d pages", body, pages)
		}
	}
}
