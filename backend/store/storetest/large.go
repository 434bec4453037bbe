package storetest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Scale is how much a large data file holds.
type Scale struct {
	Customers int
	Days      int
	Day       domain.Date // the day of the newest samples; "" is Today
}

// now is the time that the file was read last.
func (s Scale) now() string {
	if s.Day == "" {
		return Now.Format("2006-01-02T15:04:05.000Z")
	}
	return string(s.Day) + "T00:00:00.000Z"
}

// BenchmarkScale is the size that the speed goals are set for: 10,000 customers, 50,000 subscriptions and a year of daily
// samples. With -short a month is kept. TENANTRY_BENCH_CUSTOMERS and TENANTRY_BENCH_DAYS set other sizes.
func BenchmarkScale() Scale {
	scale := Scale{Customers: 10_000, Days: 365}
	if testing.Short() {
		scale.Days = 30
	}
	for name, to := range map[string]*int{"TENANTRY_BENCH_CUSTOMERS": &scale.Customers, "TENANTRY_BENCH_DAYS": &scale.Days} {
		if n, err := strconv.Atoi(os.Getenv(name)); err == nil && n > 0 {
			*to = n
		}
	}
	return scale
}

// generator changes whenever Large would fill a file differently.
const generator = "5"

// Large opens a file of the scale. Benchmarks read it and leave it as it is.
func Large(b testing.TB, scale Scale) *store.Store {
	b.Helper()
	s, err := store.Open(context.Background(), LargeFile(b, scale))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

// LargeFile gives the path of a file of the scale, to be read or copied. It is made once per schema and kept in the
// system's temporary folder; one of a day replaces those of other days.
func LargeFile(b testing.TB, scale Scale) string {
	b.Helper()
	schema, err := store.Schema()
	if err != nil {
		b.Fatal(err)
	}
	sum := sha256.Sum256([]byte(schema + generator))
	name := fmt.Sprintf("tenantry-bench-%s-%d-%d", hex.EncodeToString(sum[:6]), scale.Customers, scale.Days)
	path := filepath.Join(os.TempDir(), name+".db")
	if scale.Day != "" {
		path = filepath.Join(os.TempDir(), name+"-on-"+string(scale.Day)+".db")
	}
	if _, err := os.Stat(path); err == nil {
		return path
	}
	if scale.Day != "" {
		others, _ := filepath.Glob(filepath.Join(os.TempDir(), "tenantry-bench-*-on-*.db*")) // the pattern is well formed
		for _, other := range others {
			_ = os.Remove(other)
		}
	}
	part := path + ".part"
	fillLarge(b, part, scale)
	if err := os.Rename(part, path); err != nil {
		b.Fatal(err)
	}
	return path
}

func fillLarge(b testing.TB, path string, scale Scale) {
	b.Helper()
	ctx := context.Background()
	for _, old := range []string{path, path + "-wal", path + "-shm"} {
		_ = os.Remove(old)
	}
	s, err := store.Open(ctx, path)
	if err != nil {
		b.Fatal(err)
	}
	webex := Connect(b, s, domain.VendorWebex, "Hub")
	graph := Connect(b, s, domain.VendorMicrosoft, "Graph")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	for _, statement := range slices.Concat(largeStatements, licencesStatements, operationsStatements, []string{"PRAGMA optimize = 0x10012"}) {
		_, err := db.ExecContext(ctx, statement,
			sql.Named("customers", scale.Customers), sql.Named("days", scale.Days), sql.Named("today", scale.now()[:len(Today)]),
			sql.Named("now", scale.now()), sql.Named("webex", webex.ID), sql.Named("graph", graph.ID))
		if err != nil {
			b.Fatalf("%s: %v", statement, err)
		}
	}
	if err := s.RebuildRollups(ctx); err != nil {
		b.Fatal(err)
	}
	if _, err := db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		b.Fatal(err)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// largeStatements fill a file by arithmetic alone, so that every run has the same rows. A customer has five pools out of
// forty products and one subscription in each; about one in twenty is over its limit, one in twelve is barely assigned,
// dates spread over 400 days, and what was seen or changed last over 90.
var largeStatements = []string{
	"PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -200000",
	"UPDATE connections SET first_full_at = '2025-01-01T00:00:00.000Z'",
	`
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :customers)
INSERT INTO customers (id, name, sort_name, search, domain, country, first_seen_at)
SELECT
    i,
    'Customer ' || (i * 7919 % :customers) || ' GmbH',
    'customer ' || (i * 7919 % :customers) || ' gmbh',
    'customer ' || (i * 7919 % :customers) || ' gmbh customer' || i || '.example',
    'customer' || i || '.example',
    CASE i % 3 WHEN 0 THEN 'DE' WHEN 1 THEN 'NO' ELSE 'IT' END,
    '2025-01-01T00:00:00.000Z'
FROM n`,
	`
INSERT INTO records (id, connection_id, customer_id, vendor_id, tenant, name, domain, country, first_seen_at)
SELECT id, CASE WHEN id % 5 < 2 THEN :webex ELSE :graph END, id, 'vendor-' || id, 'vendor-' || id, name, domain, country, first_seen_at
FROM customers`,
	`
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 39)
INSERT INTO products (vendor, key)
SELECT v.column1, printf('00000000-0000-4000-8000-%012d', i)
FROM n
CROSS JOIN (VALUES ('webex'), ('microsoft')) AS v`,
	`
WITH p (n) AS (VALUES (0), (1), (2), (3), (4))
INSERT INTO pools (connection_id, record_id, customer_id, key, product_id, product_key, product, family, bought, assigned, excluded,
    over, ratio, first_seen_at, changed_at)
SELECT
    *,
    CASE WHEN excluded = '' THEN MAX(0, assigned - bought) ELSE 0 END,
    CASE WHEN excluded = '' AND bought > 0 THEN 1.0 * assigned / bought END,
    :now,
    strftime('%Y-%m-%dT%H:%M:%S.000Z', :now, '-' || (customer_id * 7 % 90) || ' days')
FROM (SELECT
    r.connection_id,
    r.id,
    r.customer_id,
    printf('00000000-0000-4000-8000-%012d', product),
    1 + product * 2 + (r.connection_id = :graph),
    printf('00000000-0000-4000-8000-%012d', product),
    'Product ' || product AS name,
    CASE WHEN r.connection_id = :graph THEN 'microsoft365' WHEN product % 2 THEN 'meetings' ELSE 'calling' END,
    bought,
    CASE
        WHEN spread % 20 = 0 THEN bought + 1 + spread % 5
        WHEN spread % 12 = 1 THEN bought * (spread % 30) / 100
        ELSE bought * (60 + spread % 41) / 100 END AS assigned,
    CASE WHEN spread % 33 = 0 THEN 'free' ELSE '' END AS excluded
FROM (
    SELECT *, (customer_id * 13 + n * 8) % 40 AS product, 5 + customer_id * 31 % 200 AS bought, (customer_id * 7 + n * 101) % 997 AS spread
    FROM records
    CROSS JOIN p
) AS r
ORDER BY r.id, product)`,
	`
INSERT INTO subscriptions (connection_id, record_id, customer_id, key, number, pool_key, product_key, product, family, status,
    given_status, quantity, created_on, given_created_on, given_term_end_on, given_at_term_end, given_term, excluded, search, first_seen_at,
    first_seen_sure, changed_at)
SELECT
    connection_id,
    record_id,
    customer_id,
    'line-' || key,
    'Sub' || id,
    key,
    product_key,
    product,
    family,
    CASE WHEN id % 50 = 0 THEN 'suspended' ELSE 'active' END,
    CASE WHEN id % 50 = 0 THEN 'suspended' ELSE 'active' END,
    bought,
    date(:today, '-' || (id * 17 % 900) || ' days'),
    date(:today, '-' || (id * 17 % 900) || ' days'),
    CASE WHEN id % 6 > 0 THEN date(:today, (id * 37 % 400) || ' days') END,
    CASE id % 3 WHEN 0 THEN 'ends' WHEN 1 THEN 'renews' END,
    'P1Y',
    excluded,
    LOWER(product) || ' sub' || id,
    strftime('%Y-%m-%dT%H:%M:%S.000Z', :now, '-' || (id % 90) || ' days'),
    id % 5 = 0,
    :now
FROM pools`,
	`
INSERT INTO checkpoints (connection_id, record_id, dataset, page_hash, full_due, sampled_on, subscriptions, last_ok_at, last_try_at, error_key)
SELECT r.connection_id, r.id, d.column1, 'hash', 0, :today, d.column2, :now, :now, CASE WHEN r.id % 100 = 0 THEN 'unavailable' ELSE '' END
FROM records r
CROSS JOIN (VALUES ('licences', 0), ('subscriptions', 1)) AS d`,
	`
WITH RECURSIVE d (n) AS (SELECT :days - 1 UNION ALL SELECT n - 1 FROM d WHERE n > 0)
INSERT INTO pool_days (day, pool_id, bought, assigned, used)
SELECT date(:today, '-' || d.n || ' days'), p.id, p.bought, MAX(0, p.assigned - d.n % 7), p.assigned / 2
FROM d
CROSS JOIN pools p
WHERE p.excluded = ''`,
}
