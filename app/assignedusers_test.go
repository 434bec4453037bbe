package app_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"tenantry/backend/domain"
)

// TestAssignedUsers_AreAskedOfTheVendor: as many people as the licence has holders, where the vendor tells them.
func TestAssignedUsers_AreAskedOfTheVendor(t *testing.T) {
	a := startRead(t)
	page, err := a.Subscriptions.Pools(t.Context(), domain.PoolFilter{})
	if err != nil {
		t.Fatal(err)
	}
	asked, refused, people := 0, 0, 0
	for _, pool := range page.Items {
		switch pool.Vendor {
		case domain.VendorWebex:
			users, err := a.Subscriptions.AssignedUsers(t.Context(), pool.ID)
			if err != nil {
				t.Fatalf("%s of %s: %v", pool.Product, pool.Customer, err)
			}
			if int64(len(users.Items))+users.Workspaces > *pool.Assigned || users.ReadAt.IsZero() {
				t.Errorf("%s of %s: %d people hold %d seats", pool.Product, pool.Customer, len(users.Items), *pool.Assigned)
			}
			asked++
			people += len(users.Items)
		default:
			_, err := a.Subscriptions.AssignedUsers(t.Context(), pool.ID)
			requireKey(t, err, "assigned_users_not_offered")
			refused++
		}
		if asked > 15 && refused > 0 {
			break
		}
	}
	if asked < 5 || refused == 0 || people < 20 {
		t.Fatalf("%d pools were asked about, %d refused, %d people", asked, refused, people)
	}
	_, err = a.Subscriptions.AssignedUsers(t.Context(), 999_999)
	requireKey(t, err, "not_found")
	leavePeopleOut(t, a)
	_, err = a.Subscriptions.AssignedUsers(t.Context(), page.Items[0].ID)
	requireKey(t, err, "personal_data_off")
}

// TestOpen_WhatOlderVersionsKeptOfPeople_IsTakenOut: they knew fewer places where people are named.
func TestOpen_WhatOlderVersionsKeptOfPeople_IsTakenOut(t *testing.T) {
	a := startRead(t)
	session, err := a.Session(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	leavePeopleOut(t, a)
	reopened := func(statement string) string {
		t.Helper()
		execute(t, a, "UPDATE records SET account = 'ada@contoso.example' WHERE id = ?", 1)
		execute(t, a, statement, 1)
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if a, err = open(t, session.DataFolder, nil); err != nil {
			t.Fatal(err)
		}
		db, err := sql.Open("sqlite", filepath.Join(session.DataFolder, "tenantry.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		var account string
		if err := db.QueryRowContext(t.Context(), "SELECT account FROM records WHERE id = 1").Scan(&account); err != nil {
			t.Fatal(err)
		}
		return account
	}
	if got := reopened("UPDATE settings SET value = '1' WHERE name = 'people_forgotten' AND 1 = ?"); got != "@contoso.example" {
		t.Errorf("after an update the account is %q", got)
	}
	if got := reopened("SELECT ?"); got != "ada@contoso.example" {
		t.Errorf("looked through again although nothing is new: %q", got)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
}
