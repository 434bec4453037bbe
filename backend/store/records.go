package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tenantry/backend/domain"
)

const selectRecords = `
SELECT
    r.id,
    r.connection_id,
    r.customer_id,
    r.vendor_id,
    r.tenant,
    r.name,
    r.domain,
    r.account,
    r.country,
    r.created_on,
    r.first_seen_at,
    r.gone_at,
    r.no_access
FROM records r
`

func scanRecord(row scanner) (domain.Record, error) {
	var r domain.Record
	err := row.Scan(recordTargets(&r)...)
	return r, err
}

func recordTargets(r *domain.Record) []any {
	return []any{
		&r.ID, &r.ConnectionID, &r.CustomerID, &r.VendorID, &r.Tenant, &r.Name, &r.Domain, &r.Account, &r.Country, orEmpty(&r.CreatedOn),
		intoTime{&r.FirstSeenAt}, intoOptionalTime{&r.GoneAt}, &r.NoAccess,
	}
}

// SaveRecords stores what a connection calls its customers and gives them back with their ids, in the same order, and
// how many were new, changed or back again. Each new record becomes a customer.
func (s *Store) SaveRecords(ctx context.Context, connectionID int64, records []domain.Record, at time.Time) ([]domain.Record, int, error) {
	saved := slices.Clone(records)
	written := 0
	err := s.write(ctx, "save records", func(ctx context.Context, t tx) error {
		for i := range saved {
			changed, err := saveRecord(ctx, t, connectionID, &saved[i], at)
			if err != nil {
				return fmt.Errorf("record %q: %w", saved[i].VendorID, err)
			}
			if changed {
				written++
			}
		}
		return nil
	})
	return saved, written, err
}

// saveRecord inserts or updates one record and fills in what the store knows of it.
func saveRecord(ctx context.Context, t tx, connectionID int64, r *domain.Record, at time.Time) (bool, error) {
	known, err := queryAll(ctx, t, selectRecords+"WHERE r.connection_id = ? AND r.vendor_id = ?",
		[]any{connectionID, r.VendorID}, scanRecord)
	if err != nil {
		return false, err
	}
	if len(known) == 0 {
		return true, createRecord(ctx, t, connectionID, r, at)
	}
	old := known[0]
	r.ID, r.ConnectionID, r.CustomerID = old.ID, connectionID, old.CustomerID
	r.FirstSeenAt, r.NoAccess, r.GoneAt = old.FirstSeenAt, old.NoAccess, nil
	r.Tenant = firstOf(r.Tenant, old.Tenant)
	if old == *r {
		return false, nil
	}
	_, err = t.exec(ctx,
		"UPDATE records SET name = ?, domain = ?, account = ?, country = ?, created_on = ?, gone_at = NULL WHERE id = ?",
		r.Name, r.Domain, r.Account, r.Country, orNull(r.CreatedOn), r.ID)
	if err != nil {
		return false, err
	}
	if err := renameTenant(ctx, t, old.Tenant, r, at); err != nil {
		return false, err
	}
	if err := refreshIdentity(ctx, t, r.CustomerID); err != nil {
		return false, err
	}
	if err := settleTwins(ctx, t, r.ID); err != nil {
		return false, err
	}
	return true, refreshCustomer(ctx, t, r.CustomerID)
}

func createRecord(ctx context.Context, t tx, connectionID int64, r *domain.Record, at time.Time) error {
	r.ConnectionID, r.NoAccess, r.GoneAt = connectionID, "", nil
	r.FirstSeenAt = at.UTC().Truncate(time.Millisecond)
	var err error
	if r.Tenant, err = tenantOf(ctx, t, *r); err != nil {
		return err
	}
	if err := renameTenant(ctx, t, r.VendorID, r, at); err != nil {
		return err
	}
	if r.CustomerID, err = ownerOf(ctx, t, *r); err != nil {
		return err
	}
	if err := insertRecord(ctx, t, r, timeText(at)); err != nil {
		return err
	}
	if err := refreshIdentity(ctx, t, r.CustomerID); err != nil {
		return err
	}
	if err := settleTwins(ctx, t, r.ID); err != nil {
		return err
	}
	return refreshCustomer(ctx, t, r.CustomerID)
}

func insertRecord(ctx context.Context, t tx, r *domain.Record, at string) error {
	var err error
	r.ID, err = t.insert(ctx, `
INSERT INTO records (connection_id, customer_id, vendor_id, tenant, name, domain, account, country, created_on, first_seen_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ConnectionID, r.CustomerID, r.VendorID, r.Tenant, r.Name, r.Domain, r.Account, r.Country, orNull(r.CreatedOn), at)
	return err
}

// ownerOf gives the customer of a new record: that of the same tenant at another connection of the vendor, so that its
// seats never count twice, else a new one.
func ownerOf(ctx context.Context, t tx, r domain.Record) (int64, error) {
	known, err := queryAll(ctx, t, `
SELECT r.customer_id
FROM records r
JOIN connections c ON c.id = r.connection_id
WHERE r.tenant = ? AND c.vendor = (SELECT vendor FROM connections WHERE id = ?)
ORDER BY r.id
LIMIT 1`, []any{r.Tenant, r.ConnectionID}, scanOne[int64])
	if err != nil {
		return 0, err
	}
	if len(known) > 0 {
		return known[0], nil
	}
	return createCustomer(ctx, t, 0, r)
}

// createCustomer makes a customer of a record. Numbers of customers that were joined to others are not used again, but
// for id, where it is not 0.
func createCustomer(ctx context.Context, t tx, id int64, r domain.Record) (int64, error) {
	return t.insert(ctx, `
INSERT INTO customers (id, name, sort_name, search, domain, country, first_seen_at)
VALUES (
    COALESCE(?, 1 + MAX((SELECT COALESCE(MAX(id), 0) FROM customers), (SELECT COALESCE(MAX(id), 0) FROM former_customers))),
    ?, ?, ?, ?, ?, ?)`,
		nullID(id), r.Name, fold(r.Name), searchText(r), r.Domain, r.Country, timeText(r.FirstSeenAt))
}

func searchText(r domain.Record) string { return fold(r.Name + " " + r.Domain + " " + r.Account) }

// refreshIdentity renews a customer's name, domain, country and search text from its records; those not gone go first. What
// no record names is taken from their profiles, and what was typed in goes before all.
func refreshIdentity(ctx context.Context, t tx, customerID int64) error {
	records, err := queryAll(ctx, t, selectRecords+"WHERE r.customer_id = ? ORDER BY r.gone_at IS NOT NULL, r.id",
		[]any{customerID}, scanRecord)
	if err != nil || len(records) == 0 {
		return err
	}
	first := records[0]
	var search []string
	for _, r := range records {
		first.Domain = firstOf(first.Domain, r.Domain)
		first.Country = firstOf(first.Country, r.Country)
		search = append(search, searchText(r))
	}
	profiles, err := profileIdentities(ctx, t, customerID)
	if err != nil {
		return err
	}
	for _, p := range profiles {
		first.Domain = firstOf(first.Domain, p.domain)
		first.Country = firstOf(first.Country, p.country)
		search = append(search, fold(strings.Join(append(p.verified, p.derived...), " ")))
	}
	for _, p := range profiles { // of an address somebody has, only where nobody says which domain it is
		if first.Domain == "" && len(p.derived) > 0 {
			first.Domain = p.derived[0]
		}
	}
	typedDomain, typedCountry, err := typedIdentity(ctx, t, customerID)
	if err != nil {
		return err
	}
	if typedDomain != "" {
		first.Domain = typedDomain
		search = append(search, fold(typedDomain))
	}
	if typedCountry != "" {
		first.Country = typedCountry
	}
	slices.Sort(search)
	text := strings.TrimSpace(strings.Join(slices.Compact(search), " "))
	_, err = t.exec(ctx, `
UPDATE customers
SET name = ?1, sort_name = ?2, search = ?3, domain = ?4, country = ?5
WHERE id = ?6 AND (name, sort_name, search, domain, country) <> (?1, ?2, ?3, ?4, ?5)`,
		first.Name, fold(first.Name), text, first.Domain, first.Country, customerID)
	return err
}

// profileIdentity is what a profile says of who a customer is.
type profileIdentity struct {
	domain, country   string
	verified, derived []string
}

// profileIdentities gives what the profiles of a customer's records say, in the order of refreshIdentity. A record that is
// gone keeps what its profiles said until then.
func profileIdentities(ctx context.Context, t tx, customerID int64) ([]profileIdentity, error) {
	return queryAll(ctx, t, `
SELECT
    p.default_domain,
    p.country,
    p.domains,
    p.derived
FROM records r
JOIN profiles p ON p.record_id = r.id
WHERE r.customer_id = ?
  AND p.gone_at IS r.gone_at
ORDER BY r.gone_at IS NOT NULL, r.id, p.dataset, p.key`, []any{customerID}, func(row scanner) (p profileIdentity, err error) {
		err = row.Scan(&p.domain, &p.country, intoJSON{&p.verified}, intoJSON{&p.derived})
		return p, err
	})
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// CountRecords counts the customers a connection lists now.
func (s *Store) CountRecords(ctx context.Context, connectionID int64) (int, error) {
	n, err := queryOne(ctx, s.reader, "SELECT COUNT(*) FROM records WHERE connection_id = ? AND gone_at IS NULL",
		[]any{connectionID}, scanOne[int])
	return n, wrap("count records", err)
}

// FindRecords gives the customers a connection lists now, by vendor id.
func (s *Store) FindRecords(ctx context.Context, connectionID int64) ([]domain.Record, error) {
	records, err := queryAll(ctx, s.reader, selectRecords+"WHERE r.connection_id = ? AND r.gone_at IS NULL ORDER BY r.vendor_id",
		[]any{connectionID}, scanRecord)
	return records, wrap("find records", err)
}

// MarkRecordsGone marks the records whose vendor id was not seen, and all they hold, as gone since at; it tells how many.
// They have no samples on day, that of at. Call it after a complete read only.
func (s *Store) MarkRecordsGone(
	ctx context.Context, connectionID int64, seen map[string]bool, at time.Time, day domain.Date,
) (int, error) {
	marked := 0
	err := s.write(ctx, "mark records gone", func(ctx context.Context, t tx) error {
		records, err := queryAll(ctx, t, selectRecords+"WHERE r.connection_id = ? AND r.gone_at IS NULL",
			[]any{connectionID}, scanRecord)
		if err != nil {
			return err
		}
		for _, r := range records {
			if seen[r.VendorID] {
				continue
			}
			if err := markRecordGone(ctx, t, r, at, day); err != nil {
				return fmt.Errorf("record %d: %w", r.ID, err)
			}
			marked++
		}
		return nil
	})
	return marked, err
}

// markRecordGone takes a record and its rows out of the figures. Its checkpoints go, so that all is read afresh should
// it return. Samples of days before stay: the seats were there then.
func markRecordGone(ctx context.Context, t tx, r domain.Record, at time.Time, day domain.Date) error {
	gone := timeText(at)
	if err := dropSamples(ctx, t, r, day); err != nil {
		return err
	}
	for _, statement := range []string{
		"UPDATE pools SET gone_at = ?, over = 0, ratio = NULL WHERE record_id = ? AND gone_at IS NULL",
		"UPDATE subscriptions SET gone_at = ? WHERE record_id = ? AND gone_at IS NULL",
		"UPDATE records SET gone_at = ?, no_access = '' WHERE id = ?",
	} {
		if _, err := t.exec(ctx, statement, gone, r.ID); err != nil {
			return err
		}
	}
	if err := markRowsGone(ctx, t, r.ID, gone); err != nil {
		return err
	}
	if _, err := t.exec(ctx, "DELETE FROM checkpoints WHERE connection_id = ? AND record_id = ?", r.ConnectionID, r.ID); err != nil {
		return err
	}
	if err := refreshAges(ctx, t, r.ID); err != nil {
		return err
	}
	if err := refreshIdentity(ctx, t, r.CustomerID); err != nil {
		return err
	}
	if err := dropPairs(ctx, t, r.ID); err != nil {
		return err
	}
	if err := settleTwins(ctx, t, r.ID); err != nil {
		return err
	}
	return refreshCustomer(ctx, t, r.CustomerID)
}

// GetRecord gives what one connection calls a customer.
func (s *Store) GetRecord(ctx context.Context, id int64) (domain.Record, error) {
	record, err := queryOne(ctx, s.reader, selectRecords+"WHERE r.id = ?", []any{id}, scanRecord)
	if errors.Is(err, sql.ErrNoRows) {
		return record, notFound("record", id)
	}
	return record, wrap("get record", err)
}

// NoteConsent stores that our app was approved at a customer.
func (s *Store) NoteConsent(ctx context.Context, recordID int64, at time.Time) error {
	return s.write(ctx, "note consent", func(ctx context.Context, t tx) error {
		n, err := t.exec(ctx, "UPDATE records SET consent_given_at = ? WHERE id = ?", timeText(at), recordID)
		if err == nil && n == 0 {
			return notFound("record", recordID)
		}
		return err
	})
}

// SetNoAccess stores why a record cannot be read; "" when it can.
func (s *Store) SetNoAccess(ctx context.Context, recordID int64, errorKey string) error {
	return s.write(ctx, "set no access", func(ctx context.Context, t tx) error {
		n, err := t.exec(ctx, "UPDATE records SET no_access = ? WHERE id = ?", errorKey, recordID)
		if err != nil {
			return err
		}
		if n == 0 {
			return notFound("record", recordID)
		}
		if err := settleTwins(ctx, t, recordID); err != nil {
			return err
		}
		return refreshCustomerOf(ctx, t, recordID)
	})
}
