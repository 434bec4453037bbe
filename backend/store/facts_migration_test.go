package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// TestMigrate_PricesOfEarlierImports_KeepTheirOrigin upgrades a file with prices of both kinds of imports: line 1 has one of
// a file about it, line 2 has one of a list over such a one, line 3 was added by a file with its price.
func TestMigrate_PricesOfEarlierImports_KeepTheirOrigin(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "tenantry.db")
	files := later(t, "9999_none.sql", "-- +goose Up\n")
	before := fstest.MapFS{}
	for name, file := range files {
		if name < "0016" {
			before[name] = file
		}
	}
	old, err := store.OpenWith(ctx, path, before)
	if err != nil {
		t.Fatal(err)
	}
	const price = `{"typed_term":null,"typed_unit_price":"%s","typed_currency":"EUR","typed_price_period":"month","imported_unit_price":1}`
	none, own, list := `{"typed_term":null,"typed_unit_price":null,"typed_currency":null,"typed_price_period":null,"imported_unit_price":0}`, fmt.Sprintf(price, "5"), fmt.Sprintf(price, "6")
	for _, statement := range []string{
		`INSERT INTO connections (id, vendor, name, state, created_at, updated_at) VALUES (1, 'webex', 'Webex', 'ok', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')`,
		`INSERT INTO customers (id, name, search, sort_name, first_seen_at) VALUES (1, 'Contoso', '', '', '2026-01-01T00:00:00.000Z')`,
		`INSERT INTO records (id, connection_id, customer_id, vendor_id, name, first_seen_at) VALUES (1, 1, 1, 'c', 'Contoso', '2026-01-01T00:00:00.000Z')`,
		`INSERT INTO imports (id, file_name, file_hash, kind, vendor, mapping, rows, added, changed, unchanged, skipped, notes, created_at) VALUES
			(1, '', '', 'subscriptions', '', '', 1, 1, 1, 0, 0, 0, '2026-11-01T00:00:00.000Z'), (2, '', '', 'prices', 'webex', '', 1, 1, 1, 0, 0, 0, '2026-11-02T00:00:00.000Z')`,
		`INSERT INTO prices (vendor, product_key, product, sku, term, cost, price, currency, price_period, valid_from, import_id, changed_at)
			VALUES ('webex', 'calling', 'Calling', '', '', '', '6', 'EUR', 'month', '', 2, '2026-11-02T00:00:00.000Z')`,
		`INSERT INTO subscriptions (id, connection_id, record_id, customer_id, key, number, product_key, product, family, status, quantity, first_seen_at, first_seen_sure, changed_at,
			typed_unit_price, typed_currency, typed_price_period, imported_unit_price, import_id) VALUES
			(1, 1, 1, 1, 'a', 'a', 'm', 'Meetings', 'meetings', 'active', 1, '2026-01-01T00:00:00.000Z', 0, '2026-01-01T00:00:00.000Z', '5', 'EUR', 'month', 1, NULL),
			(2, 1, 1, 1, 'b', 'b', 'c', 'Calling', 'calling', 'active', 1, '2026-01-01T00:00:00.000Z', 0, '2026-01-01T00:00:00.000Z', '6', 'EUR', 'month', 1, NULL),
			(3, 1, 1, 1, 'c', 'c', 'm', 'Meetings', 'meetings', 'active', 1, '2026-01-01T00:00:00.000Z', 0, '2026-01-01T00:00:00.000Z', '7', 'EUR', 'month', 1, 1)`,
		`INSERT INTO import_changes (import_id, rows_of, row_id, before, after) VALUES
			(1, 'subscriptions', 1, '` + none + `', '` + own + `'), (1, 'subscriptions', 2, '` + none + `', '` + own + `'), (2, 'subscriptions', 2, '` + own + `', '` + list + `')`,
	} {
		if err := old.Exec(ctx, statement); err != nil {
			t.Fatal(statement, err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	s := mustOpen(t, path)
	day := domain.Date("2026-11-20")
	expect := func(what string, want ...string) {
		t.Helper()
		if _, err := s.ApplyPrices(ctx, store.PriceRun{Day: day, Lines: []int64{1, 2, 3}}); err != nil {
			t.Fatal(err)
		}
		got := column(t, s, "SELECT id || ' ' || COALESCE(typed_unit_price, '-') FROM subscriptions ORDER BY id")
		if !slices.Equal(got, want) {
			t.Errorf("%s: prices are %q, want %q", what, got, want)
		}
	}
	expect("upgraded", "1 5", "2 6", "3 7")
	if _, err := s.UndoImport(ctx, 2, storetest.Now, time.UTC); err != nil {
		t.Fatal(err)
	}
	expect("the list undone", "1 5", "2 5", "3 7")
	if undone, err := s.UndoImport(ctx, 1, storetest.Now, time.UTC); err != nil || len(undone.Kept) != 0 {
		t.Fatal(undone.Kept, err)
	}
	expect("the file undone", "1 -", "2 -")
}

// TestMigrate_Checkpoints_ThatHadRowsAreStillKnownTo: the first read after the upgrade must notice when nothing is listed.
func TestMigrate_Checkpoints_ThatHadRowsAreStillKnownTo(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "tenantry.db")
	before := fstest.MapFS{}
	for name, file := range later(t, "9999_none.sql", "-- +goose Up\n") {
		if name < "0018" {
			before[name] = file
		}
	}
	old, err := store.OpenWith(ctx, path, before)
	if err != nil {
		t.Fatal(err)
	}
	const none = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" // the digest of a read without rows
	for _, statement := range []string{
		`INSERT INTO connections (id, vendor, name, state, created_at, updated_at) VALUES (1, 'webex', 'Webex', 'ok', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')`,
		`INSERT INTO checkpoints (connection_id, record_id, dataset, page_hash, last_try_at) VALUES
			(1, 1, 'some', 'a1', ''), (1, 1, 'none', '` + none + `', ''), (1, 1, 'unknown', '', '')`,
	} {
		if err := old.Exec(ctx, statement); err != nil {
			t.Fatal(statement, err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	got := column(t, mustOpen(t, path), "SELECT dataset || ' ' || listed FROM checkpoints ORDER BY dataset")
	if want := []string{"none 0", "some 1", "unknown 0"}; !slices.Equal(got, want) {
		t.Errorf("checkpoints are %q, want %q", got, want)
	}
}
