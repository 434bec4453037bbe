package app_test

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
)

// stored is all that the named tables hold, the numbers of tags left out: one that is put back may have another.
func stored(t *testing.T, a *app.App) string {
	t.Helper()
	session, err := a.Session(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(session.DataFolder, "tenantry.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var all strings.Builder
	for _, query := range []string{
		"SELECT * FROM subscriptions ORDER BY id",
		"SELECT * FROM views ORDER BY id",
		"SELECT * FROM schedules ORDER BY id",
		"SELECT * FROM portal_links ORDER BY connection_id, key",
		"SELECT * FROM typed_facts ORDER BY record_id, field",
		"SELECT name, rule, created_at FROM tags ORDER BY name",
		"SELECT t.name, x.record_id FROM record_tags x JOIN tags t ON t.id = x.tag_id ORDER BY 1, 2",
		"SELECT id, name, domain, country, search, tags, tag_search FROM customers ORDER BY id",
	} {
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		dump(t, &all, rows)
	}
	return all.String()
}

func dump(t *testing.T, to io.Writer, rows *sql.Rows) {
	t.Helper()
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Fprintln(to, values...)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// TestUndo_WhatUsersChange_StandsAsBefore: after each change is taken back, the file holds what it held.
func TestUndo_WhatUsersChange_StandsAsBefore(t *testing.T) {
	a, lines := priced(t)
	ctx := t.Context()
	must := func(undo int64, err error) int64 {
		t.Helper()
		if err != nil || undo == 0 {
			t.Fatal(undo, err)
		}
		return undo
	}
	give := func(name string, on bool, customers ...int64) int64 {
		t.Helper()
		given, err := a.Tags.Give(ctx, name, customers, on)
		return must(given.Undo, err)
	}
	typed := func(v domain.Typed) int64 {
		t.Helper()
		result, err := a.Subscriptions.Type(ctx, []int64{lines[0].ID, lines[1].ID, lines[2].ID}, v)
		return must(result.Undo, err)
	}
	one, two, none := lines[0].CustomerID, lines[2].CustomerID, ""
	price := func(p string) domain.Typed {
		return domain.Typed{UnitPrice: &p, Currency: new("CHF"), PricePeriod: new("month")}
	}
	give("Gold", true, one, two)
	execute(t, a, "INSERT INTO record_tags (tag_id, record_id) SELECT t.id, r.id FROM tags t, records r WHERE r.customer_id = ? ON CONFLICT DO NOTHING", one)
	must(a.Tags.SetRule(ctx, "Big", domain.CustomerRule{Search: "a"}))
	if _, err := a.Subscriptions.Type(ctx, []int64{lines[0].ID}, price("7.5")); err != nil {
		t.Fatal(err)
	}
	id := func(name string) int64 {
		tags, err := a.Tags.List(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return tags[slices.IndexFunc(tags, func(tag domain.Tag) bool { return tag.Name == name })].ID
	}
	other, fields := factless(t, a)
	must(a.Customers.TypeFact(ctx, other, fields[0], "nb"))
	view := func(name, state string) (int64, error) {
		return a.Views.Save(ctx, domain.View{Page: "calendar", Name: name, Query: map[string]any{"state": state}})
	}
	must(view("Ours views", "ends"))
	views, err := a.Views.List(ctx, "calendar")
	if err != nil {
		t.Fatal(err)
	}
	planned, err := a.Schedules.Create(ctx, app.ScheduleInput{Cron: "30 6 * * *", TimeZone: "Europe/Zurich"})
	if err != nil {
		t.Fatal(err)
	}
	portals := func(url string) int64 {
		return must(a.Portals.SaveTemplates(ctx, lines[0].ConnectionID, []domain.PortalTemplate{{Key: "own-1", Name: "Ours", URL: url}}))
	}
	portals("https://one.example")
	for name, change := range map[string]func() int64{
		"a view made":           func() int64 { return must(view("Other", "ends")) },
		"a view overwritten":    func() int64 { return must(view(" ours  views", "renews")) },
		"a view deleted":        func() int64 { return must(a.Views.Delete(ctx, views[0].ID)) },
		"a schedule deleted":    func() int64 { return must(a.Schedules.Delete(ctx, planned.ID)) },
		"a portal's links":      func() int64 { return portals("https://two.example") },
		"a tag given":           func() int64 { return give("gold", true, one, two, other) },
		"a new tag":             func() int64 { return give("Silver", true, one) },
		"a tag taken":           func() int64 { return give("Gold", false, one, two) },
		"a tag deleted":         func() int64 { return must(a.Tags.Delete(ctx, id("Gold"))) },
		"a rule deleted":        func() int64 { return must(a.Tags.Delete(ctx, id("Big"))) },
		"a rule changed":        func() int64 { return must(a.Tags.SetRule(ctx, "Big", domain.CustomerRule{Search: "b"})) },
		"a rule made":           func() int64 { return must(a.Tags.SetRule(ctx, "Small", domain.CustomerRule{Search: "b"})) },
		"prices typed in":       func() int64 { return typed(price("12")) },
		"prices taken back":     func() int64 { return typed(domain.Typed{UnitPrice: &none}) },
		"a term typed in":       func() int64 { return typed(domain.Typed{Term: new(domain.Term("P1Y"))}) },
		"a day of creation":     func() int64 { return typed(domain.Typed{CreatedOn: new(domain.Date("2024-03-01"))}) },
		"a fact typed over":     func() int64 { return must(a.Customers.TypeFact(ctx, other, fields[0], "it")) },
		"a fact taken back":     func() int64 { return must(a.Customers.TypeFact(ctx, other, fields[0], "")) },
		"another fact typed in": func() int64 { return must(a.Customers.TypeFact(ctx, other, fields[1], "Oslo")) },
	} {
		before := stored(t, a)
		undo := change()
		if stored(t, a) == before {
			t.Errorf("%s changes nothing", name)
		}
		if err := a.Undo.Run(ctx, undo); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := stored(t, a); got != before {
			t.Errorf("%s is taken back as\n%s\nwant\n%s", name, got, before)
		}
		if known := (*domain.Error)(nil); !errors.As(a.Undo.Run(ctx, undo), &known) || known.Key != "undo_gone" {
			t.Errorf("%s can be taken back again", name)
		}
	}
}

// factless is a customer with two facts that no source tells.
func factless(t *testing.T, a *app.App) (int64, []string) {
	t.Helper()
	page, err := a.Customers.List(t.Context(), domain.CustomerFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, customer := range page.Items {
		var fields []string
		for _, field := range []string{"contact", "phone", "street", "city", "language"} {
			if undo, err := a.Customers.TypeFact(t.Context(), customer.ID, field, "nb"); err == nil {
				fields = append(fields, field)
				if err := a.Undo.Run(t.Context(), undo); err != nil {
					t.Fatal(err)
				}
			}
		}
		if len(fields) > 1 {
			return customer.ID, fields
		}
	}
	t.Fatal("sources tell every customer's facts")
	return 0, nil
}

// TestUndo_OfAnOlderChange_LeavesTheNewerOne: a tag that two changes gave stays with the customers of the other.
func TestUndo_OfAnOlderChange_LeavesTheNewerOne(t *testing.T) {
	a, lines := priced(t)
	first, err := a.Tags.Give(t.Context(), "Gold", []int64{lines[0].CustomerID}, true)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = a.Tags.Give(t.Context(), "Gold", []int64{lines[3].CustomerID}, true); err != nil {
		t.Fatal(err)
	}
	if err := a.Undo.Run(t.Context(), first.Undo); err != nil {
		t.Fatal(err)
	}
	tags, err := a.Tags.List(t.Context())
	if err != nil || len(tags) != 1 || tags[0].Customers != 1 {
		t.Errorf("%+v, %v", tags, err)
	}
}
