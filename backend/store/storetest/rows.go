package storetest

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Rows is everything in a data file that figures rest on, read row by row without a condition.
type Rows struct {
	Connections   map[int64]ConnectionRow
	Customers     map[int64]CustomerRow
	Records       []RecordRow
	Pools         []PoolRow
	Subscriptions []SubscriptionRow
	Checkpoints   []CheckpointRow
	Samples       []SampleRow
	Ratios        map[ProductKey]int // pools with a ratio, by product
	Middles       map[ProductKey]MiddleRow
	ProductDays   []ProductDayRow
	FamilyDays    []ProductDayRow // without a product
	Families      []FamilyRow
	Pairs         []PairRow
	Former        map[int64]int64 // numbers of customers that were joined, with the record they lead to
}

// MiddleRow is a product's kept middle, with the counts of the pools under it and at it.
type MiddleRow struct {
	Middle      float64
	Below, Same int
}

// PairRow is an open question.
type PairRow struct{ A, B int64 }

// ProductKey names the same product at every customer of a vendor.
type ProductKey struct {
	Vendor domain.Vendor
	Key    string
}

// ConnectionRow is a connection.
type ConnectionRow struct {
	Vendor      domain.Vendor
	State       domain.ConnectionState
	FirstFullAt string
}

// CustomerRow is the summary of a customer as stored.
type CustomerRow struct {
	Vendors, Families                                                 string
	Records, Subscriptions, Bought, Assigned, Available, Over, Unread int64
	Active, Trial, Suspended, Setup, Unmatched                        bool
	IdleDays                                                          int64 // -1: not known
	NextEnds, NextRenews, NextOpen, NoAccess, SyncedAt, GoneAt        string
	FirstSeenAt                                                       string
}

// RecordRow is a record.
type RecordRow struct {
	ID, ConnectionID, CustomerID                      int64
	VendorID, NoAccess, GoneAt, LookedAt, FirstSeenAt string
	Duplicate                                         bool
}

// PoolRow is a pool with the columns kept beside it.
type PoolRow struct {
	ID, ConnectionID, RecordID, CustomerID           int64
	Key, ProductKey, Family, Excluded, Given, GoneAt string
	Bought, Assigned                                 int64
	Used                                             *int64
	AgedOn                                           string
	AgeKnown                                         bool
}

// SubscriptionRow is a subscription by its source and as typed in.
type SubscriptionRow struct {
	ID, ConnectionID, RecordID, CustomerID                       int64
	Key, PoolKey, Family, Status, Excluded, Given, GoneAt        string
	Trial                                                        *bool
	Quantity                                                     int64
	CreatedOn, GivenEnd, GivenAtEnd, TypedEnd, TypedAtEnd, Price string
	FirstSeenAt                                                  string
	FirstSeenSure                                                bool
}

// CheckpointRow is a checkpoint.
type CheckpointRow struct {
	ConnectionID, RecordID int64
	Dataset, ErrorKey      string
	Subscriptions          bool
	NoAccess               bool
	LastOKAt               string
}

// SampleRow is a daily sample.
type SampleRow struct {
	Day              string
	PoolID           int64
	Bought, Assigned int64
	Used             *int64
	Simulated        bool
}

// ProductDayRow is a row of the roll-up.
type ProductDayRow struct {
	ConnectionID                                        int64
	Day, ProductKey, Family                             string
	Pools, Bought, Assigned, Used, UsedPools, Simulated int64
}

// FamilyRow is a customer's counted seats in a family.
type FamilyRow struct {
	Family           string
	CustomerID       int64
	Bought, Assigned int64
}

// ReadRows reads the whole file.
func ReadRows(tb TB, s *store.Store) Rows {
	tb.Helper()
	r := Rows{Connections: map[int64]ConnectionRow{}, Customers: map[int64]CustomerRow{}, Ratios: map[ProductKey]int{},
		Middles: map[ProductKey]MiddleRow{}, Former: map[int64]int64{}}
	read := func(query string, scan func(*sql.Rows) error) {
		tb.Helper()
		rows, err := s.Reader().QueryContext(context.Background(), query)
		if err != nil {
			tb.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			if err := scan(rows); err != nil {
				tb.Fatal(err)
			}
		}
		if err := rows.Err(); err != nil {
			tb.Fatal(err)
		}
	}
	r.readOwners(read)
	r.readLicences(read)
	r.readHistory(read)
	return r
}

type reading func(query string, scan func(*sql.Rows) error)

func (r *Rows) readOwners(read reading) {
	read("SELECT id, vendor, state, COALESCE(first_full_at, '') FROM connections", func(rows *sql.Rows) error {
		var id int64
		var c ConnectionRow
		err := rows.Scan(&id, &c.Vendor, &c.State, &c.FirstFullAt)
		r.Connections[id] = c
		return err
	})
	read(`SELECT id, vendors, families, records, subscriptions, bought, assigned, available, over_seats, unread, has_active,
    has_trial, has_suspended, has_setup, COALESCE(idle_days, -1), unmatched, COALESCE(next_ends_on, ''), COALESCE(next_renews_on, ''), COALESCE(next_open_on, ''), no_access,
    COALESCE(synced_at, ''), COALESCE(gone_at, ''), first_seen_at FROM customers`, func(rows *sql.Rows) error {
		var id int64
		var c CustomerRow
		err := rows.Scan(&id, &c.Vendors, &c.Families, &c.Records, &c.Subscriptions, &c.Bought, &c.Assigned, &c.Available, &c.Over,
			&c.Unread, &c.Active, &c.Trial, &c.Suspended, &c.Setup, &c.IdleDays, &c.Unmatched, &c.NextEnds, &c.NextRenews, &c.NextOpen, &c.NoAccess, &c.SyncedAt,
			&c.GoneAt, &c.FirstSeenAt)
		r.Customers[id] = c
		return err
	})
	read("SELECT id, connection_id, customer_id, vendor_id, no_access, COALESCE(gone_at, ''), COALESCE(looked_at, ''), first_seen_at,"+
		" duplicate FROM records", func(rows *sql.Rows) error {
		var n RecordRow
		err := rows.Scan(&n.ID, &n.ConnectionID, &n.CustomerID, &n.VendorID, &n.NoAccess, &n.GoneAt, &n.LookedAt, &n.FirstSeenAt, &n.Duplicate)
		r.Records = append(r.Records, n)
		return err
	})
	read("SELECT a_record, b_record FROM match_pairs", func(rows *sql.Rows) error {
		var n PairRow
		err := rows.Scan(&n.A, &n.B)
		r.Pairs = append(r.Pairs, n)
		return err
	})
	read("SELECT id, record_id FROM former_customers", func(rows *sql.Rows) error {
		var id, record int64
		err := rows.Scan(&id, &record)
		r.Former[id] = record
		return err
	})
	read(`SELECT connection_id, record_id, dataset, error_key, subscriptions, no_access, COALESCE(last_ok_at, '') FROM checkpoints`,
		func(rows *sql.Rows) error {
			var n CheckpointRow
			err := rows.Scan(&n.ConnectionID, &n.RecordID, &n.Dataset, &n.ErrorKey, &n.Subscriptions, &n.NoAccess, &n.LastOKAt)
			r.Checkpoints = append(r.Checkpoints, n)
			return err
		})
}

func (r *Rows) readLicences(read reading) {
	read(`SELECT id, connection_id, record_id, customer_id, key, product_key, family, excluded, given_excluded, COALESCE(gone_at, ''), bought,
    assigned, used, COALESCE(aged_on, ''), age_known FROM pools`, func(rows *sql.Rows) error {
		var n PoolRow
		err := rows.Scan(&n.ID, &n.ConnectionID, &n.RecordID, &n.CustomerID, &n.Key, &n.ProductKey, &n.Family, &n.Excluded,
			&n.Given, &n.GoneAt, &n.Bought, &n.Assigned, &n.Used, &n.AgedOn, &n.AgeKnown)
		r.Pools = append(r.Pools, n)
		return err
	})
	read(`SELECT id, connection_id, record_id, customer_id, key, pool_key, family,
    COALESCE(typed_status, given_status, 'unknown'), excluded, given_excluded, COALESCE(gone_at, ''), COALESCE(typed_trial, given_trial),
    quantity, COALESCE(typed_created_on, given_created_on, ''), COALESCE(given_term_end_on, ''), COALESCE(given_at_term_end, ''),
    COALESCE(typed_term_end_on, ''), COALESCE(typed_at_term_end, ''), COALESCE(typed_unit_price, ''), first_seen_at,
    first_seen_sure FROM subscriptions`, func(rows *sql.Rows) error {
		var n SubscriptionRow
		err := rows.Scan(&n.ID, &n.ConnectionID, &n.RecordID, &n.CustomerID, &n.Key, &n.PoolKey, &n.Family, &n.Status, &n.Excluded,
			&n.Given, &n.GoneAt, &n.Trial, &n.Quantity, &n.CreatedOn, &n.GivenEnd, &n.GivenAtEnd, &n.TypedEnd, &n.TypedAtEnd, &n.Price,
			&n.FirstSeenAt, &n.FirstSeenSure)
		r.Subscriptions = append(r.Subscriptions, n)
		return err
	})
}

func (r *Rows) readHistory(read reading) {
	read("SELECT vendor, key, ratios FROM products WHERE ratios <> 0", func(rows *sql.Rows) error {
		var k ProductKey
		var n int
		err := rows.Scan(&k.Vendor, &k.Key, &n)
		r.Ratios[k] = n
		return err
	})
	read("SELECT vendor, key, middle, below, same FROM products WHERE middle IS NOT NULL OR below <> 0 OR same <> 0", func(rows *sql.Rows) error {
		var k ProductKey
		var n MiddleRow
		err := rows.Scan(&k.Vendor, &k.Key, &n.Middle, &n.Below, &n.Same)
		r.Middles[k] = n
		return err
	})
	read("SELECT day, pool_id, bought, assigned, used, simulated FROM pool_days ORDER BY day, pool_id", func(rows *sql.Rows) error {
		var n SampleRow
		err := rows.Scan(&n.Day, &n.PoolID, &n.Bought, &n.Assigned, &n.Used, &n.Simulated)
		r.Samples = append(r.Samples, n)
		return err
	})
	read(`SELECT connection_id, day, key, family, pools, bought, assigned, used, used_pools, simulated FROM product_days
JOIN products ON products.id = product_id ORDER BY connection_id, day, key, family`, func(rows *sql.Rows) error {
		var n ProductDayRow
		err := rows.Scan(&n.ConnectionID, &n.Day, &n.ProductKey, &n.Family, &n.Pools, &n.Bought, &n.Assigned, &n.Used, &n.UsedPools,
			&n.Simulated)
		r.ProductDays = append(r.ProductDays, n)
		return err
	})
	read(`SELECT connection_id, day, family, pools, bought, assigned, used, used_pools FROM family_days
ORDER BY connection_id, day, family`, func(rows *sql.Rows) error {
		var n ProductDayRow
		err := rows.Scan(&n.ConnectionID, &n.Day, &n.Family, &n.Pools, &n.Bought, &n.Assigned, &n.Used, &n.UsedPools)
		r.FamilyDays = append(r.FamilyDays, n)
		return err
	})
	read("SELECT family, customer_id, bought, assigned FROM customer_families ORDER BY family, customer_id", func(rows *sql.Rows) error {
		var n FamilyRow
		err := rows.Scan(&n.Family, &n.CustomerID, &n.Bought, &n.Assigned)
		r.Families = append(r.Families, n)
		return err
	})
}

// Counts reports whether the pool is part of the figures.
func (p PoolRow) Counts() bool { return p.GoneAt == "" && p.Excluded == "" }

// Counts reports whether the subscription is part of the figures.
func (s SubscriptionRow) Counts() bool { return s.GoneAt == "" && s.Excluded == "" }

// Runs reports whether the term of the subscription counts.
func (s SubscriptionRow) Runs() bool {
	return s.Counts() && (s.Status == "active" || s.Status == "unknown")
}

// End is the day the term ends, "" when not known.
func (s SubscriptionRow) End() string { return firstOf(s.TypedEnd, s.GivenEnd) }

// AtEnd is what happens then.
func (s SubscriptionRow) AtEnd() string { return firstOf(s.TypedAtEnd, s.GivenAtEnd) }

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// joined gives the sorted set of words with commas between.
func joined(words map[string]bool) string {
	var list []string
	for word := range words {
		list = append(list, word)
	}
	slices.Sort(list)
	return strings.Join(list, ",")
}
