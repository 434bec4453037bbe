package api_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// newTyping starts with customers that only a file names, whose records are called the same.
func newTyping(t *testing.T) (*kit, []domain.CustomerRow) {
	t.Helper()
	k := newKit(t, true, sandbox.Options{})
	file, err := k.app.Imports.Upload(t.Context(), "customers.csv", strings.NewReader("Customer\nAcme GmbH\nOther AG\n"))
	if err != nil {
		t.Fatal(err)
	}
	req := app.ImportRequest{Kind: domain.ImportCustomers, Mapping: file.Mapping, Vendor: domain.VendorBlancco}
	if done, err := k.app.Imports.Run(t.Context(), file.ID, req); err != nil || done.Import.Added != 2 {
		t.Fatalf("%+v, %v", done, err)
	}
	db, err := sql.Open("sqlite", filepath.Join(get[app.Session](t, k, "/api/session").DataFolder, "tenantry.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), "UPDATE records SET name = 'Other AG'"); err != nil {
		t.Fatal(err)
	}
	return k, items[domain.CustomerRow](t, k, "/api/customers?sort=name")
}

// typeRow types a row in and gives what was answered, and each problem as its field and key.
func typeRow(t *testing.T, k *kit, row string) (app.ImportResult, string) {
	t.Helper()
	resp := k.send(t, request{method: http.MethodPost, path: "/api/imports/rows", body: row})
	body := text(t, resp)
	var result app.ImportResult
	if err := json.Unmarshal([]byte(body), &result); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s gave %s: %s", row, resp.Status, body)
	}
	var problems []string
	for _, p := range result.Problems {
		problems = append(problems, p.Field+" "+p.Key)
	}
	return result, strings.Join(problems, ", ")
}

func undoImport(t *testing.T, k *kit, id int64) {
	t.Helper()
	if resp := k.send(t, request{method: http.MethodPost, path: fmt.Sprintf("/api/imports/%d/undo", id)}); resp.StatusCode != http.StatusOK {
		t.Fatalf("undo gave %s", text(t, resp))
	}
}

// TestTypeRow_LicencePool_IsTheChosenCustomers, though both are called the same, is renewed by the next and goes when undone.
func TestTypeRow_LicencePool_IsTheChosenCustomers(t *testing.T) {
	k, customers := newTyping(t)
	row := func(values string) string {
		return fmt.Sprintf(`{"kind":"licence-pools","vendor":"blancco","customer_id":%d,"values":%s}`, customers[1].ID, values)
	}
	pools := func() string {
		var all []string
		for _, p := range items[domain.PoolRow](t, k, "/api/pools") {
			all = append(all, fmt.Sprintf("%d: %s/%s %d of %d by %s", p.CustomerID, p.Name, p.Product, *p.Assigned, p.Bought, p.Vendor))
		}
		return strings.Join(all, ", ")
	}
	expect := func(what, want string) {
		t.Helper()
		if got := pools(); got != want {
			t.Errorf("%s: pools are %q, want %q", what, got, want)
		}
	}
	for values, want := range map[string]string{
		`{}`: "product value_missing, bought value_missing, assigned value_missing",
		`{"product":"Drive Eraser","bought":"many","assigned":"-1"}`:              "bought integer_invalid, assigned negative",
		`{"product":"Drive Eraser","bought":"10","assigned":"4","remaining":"7"}`: "remaining sum_differs",
		`{"product":"Drive Eraser, \"5\"\n","bought":"10","remaining":"11"}`:      "remaining sum_differs",
	} {
		if result, got := typeRow(t, k, row(values)); result.Stored || got != want {
			t.Errorf("%s: stored %v, problems %q, want %q", values, result.Stored, got, want)
		}
	}
	expect("refused", "")
	first, problems := typeRow(t, k, row(`{"pool":"Workshop","product":"Drive Eraser","bought":"100","remaining":"20"}`))
	if !first.Stored || problems != "" || first.Import.FileName != "Typed in: Other AG" {
		t.Errorf("first: %+v, %s", first.Import, problems)
	}
	expect("first", fmt.Sprintf("%d: Workshop/Drive Eraser 80 of 100 by blancco", customers[1].ID))
	same, _ := typeRow(t, k, row(`{"pool":"Workshop","product":"Drive Eraser","bought":"100","assigned":"80"}`))
	if same.Stored || same.Import.Unchanged != 1 {
		t.Errorf("the same again: %+v", same.Import)
	}
	second, _ := typeRow(t, k, row(`{"pool":"Workshop","product":"Drive Eraser","bought":"120","assigned":"90"}`))
	expect("second", fmt.Sprintf("%d: Workshop/Drive Eraser 90 of 120 by blancco", customers[1].ID))
	undoImport(t, k, second.Import.ID)
	expect("undone", fmt.Sprintf("%d: Workshop/Drive Eraser 80 of 100 by blancco", customers[1].ID))
	undoImport(t, k, first.Import.ID)
	expect("all undone", "")
}

// TestTypeRow_ServiceRequest_ReadsAsTyped until a file says it, and again when that is taken back.
func TestTypeRow_ServiceRequest_ReadsAsTyped(t *testing.T) {
	k, customers := newTyping(t)
	row := fmt.Sprintf(`{"kind":"service-requests","vendor":"blancco","customer_id":%d,"values":{"number":"%%s","title":"Licence lost",
		"status":"open","opened_at":"2026-11-02T10:30","detail":"First line\nsecond, \"quoted\""}}`, customers[1].ID)
	if result, problems := typeRow(t, k, fmt.Sprintf(row, "")); result.Stored || problems != "number value_missing" {
		t.Errorf("without a number: %+v, %s", result.Import, problems)
	}
	typed, problems := typeRow(t, k, fmt.Sprintf(row, "C-1"))
	if !typed.Stored || problems != "" {
		t.Fatalf("%+v, %s", typed.Import, problems)
	}
	expect := func(what string, source domain.Source, title string) {
		t.Helper()
		stored := items[domain.Stored[domain.ServiceRequest]](t, k, "/api/service-requests")
		if len(stored) != 1 || stored[0].Source != source || stored[0].Row.Title != title || stored[0].CustomerID != customers[1].ID ||
			!stored[0].Row.Open || stored[0].Row.CreatedAt == nil || stored[0].Row.CreatedAt.Minute() != 30 || !strings.Contains(stored[0].Row.Detail, `second, "quoted"`) {
			t.Errorf("%s: %+v", what, stored)
		}
	}
	expect("typed in", domain.SourceTyped, "Licence lost")
	file, err := k.app.Imports.Upload(t.Context(), "requests.csv", strings.NewReader(fmt.Sprintf(
		"Number,Title,Status,Opened,Details,Customer id\nC-1,Found again,open,2026-11-02 10:30,\"second, \"\"quoted\"\"\",%s\n", recordOf(t, k, customers[1].ID))))
	if err != nil {
		t.Fatal(err)
	}
	req := app.ImportRequest{Kind: domain.ImportServiceRequests, Mapping: file.Mapping, Vendor: domain.VendorBlancco}
	done, err := k.app.Imports.Run(t.Context(), file.ID, req)
	if err != nil || done.Import.Changed != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	expect("from a file since", domain.SourceImport, "Found again")
	undoImport(t, k, done.Import.ID)
	expect("taken back", domain.SourceTyped, "Licence lost")
	undoImport(t, k, typed.Import.ID)
	if left := items[domain.Stored[domain.ServiceRequest]](t, k, "/api/service-requests"); len(left) != 0 {
		t.Errorf("after undoing: %+v", left)
	}
}

// recordOf is what the one record of a customer is called by its source.
func recordOf(t *testing.T, k *kit, customer int64) string {
	t.Helper()
	return get[domain.CustomerDetail](t, k, fmt.Sprintf("/api/customers/%d", customer)).Records[0].VendorID
}

func TestTypeRow_WhatCannotBeTyped_IsRefused(t *testing.T) {
	k, customers := newTyping(t)
	for body, want := range map[string]int{
		fmt.Sprintf(`{"kind":"customers","vendor":"blancco","customer_id":%d,"values":{}}`, customers[0].ID):                 http.StatusUnprocessableEntity,
		fmt.Sprintf(`{"kind":"licence-pools","vendor":"blancco","customer_id":%d,"values":{"number":"1"}}`, customers[0].ID): http.StatusUnprocessableEntity,
		`{"kind":"licence-pools","vendor":"blancco","customer_id":999,"values":{}}`:                                          http.StatusNotFound,
	} {
		if resp := k.send(t, request{method: http.MethodPost, path: "/api/imports/rows", body: body}); resp.StatusCode != want {
			t.Errorf("%s gave %s: %s", body, resp.Status, text(t, resp))
		}
	}
}
