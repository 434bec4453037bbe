package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"

	"tenantry/backend/domain"
)

// historyDays is how far back a customer's history goes.
const historyDays = 365

// GetCustomer gives everything stored about a customer, judged by the day and the stored thresholds. What is gone is
// part of it. The number of a customer that was joined to another one gives that one.
func (s *Store) GetCustomer(ctx context.Context, id int64, today domain.Date) (domain.CustomerDetail, error) {
	now, err := currentCustomer(ctx, s.reader, id)
	if err != nil {
		return domain.CustomerDetail{}, wrap(fmt.Sprintf("get customer %d", id), err)
	}
	detail, err := s.getCustomer(ctx, now, today)
	return detail, wrap(fmt.Sprintf("get customer %d", id), err)
}

func (s *Store) getCustomer(ctx context.Context, id int64, today domain.Date) (domain.CustomerDetail, error) {
	var d domain.CustomerDetail
	settings, err := s.GetSettings(ctx)
	if err != nil {
		return d, err
	}
	scope := domain.Scope{Today: today, CustomerID: id, Thresholds: settings.Thresholds}
	rows, _, err := s.FindCustomers(ctx, domain.CustomerFilter{Scope: scope, Gone: true})
	if err != nil {
		return d, err
	}
	if len(rows) == 0 {
		return d, notFound("customer", id)
	}
	d.CustomerRow = rows[0]
	d.SubscriptionRows, _, err = s.FindSubscriptions(ctx, domain.SubscriptionFilter{Scope: scope, Gone: true, Duplicates: true})
	if err != nil {
		return d, err
	}
	if d.Pools, err = s.customerPools(ctx, scope); err != nil {
		return d, err
	}
	if d.Records, err = s.customerRecords(ctx, id); err != nil {
		return d, err
	}
	if d.Datasets, err = s.customerDatasets(ctx, id); err != nil {
		return d, err
	}
	if d.History, _, err = ScopedTrend(ctx, s.reader, scope, historyDays); err != nil {
		return d, err
	}
	facts, err := s.FindTypedFacts(ctx, id)
	d.MarkTyped(facts)
	return d, err
}

// customerPools gives all pools of a customer, those gone last.
func (s *Store) customerPools(ctx context.Context, scope domain.Scope) ([]domain.PoolRow, error) {
	figures, err := NewFiguresWithMedians(ctx, s.reader, scope)
	if err != nil {
		return nil, err
	}
	return queryAll(ctx, s.reader,
		selectPools+"FROM pools p"+joinPools(figures)+"WHERE p.customer_id = :customer\nORDER BY p.gone_at IS NOT NULL, p.product, p.id",
		figures.Args(), scanPool)
}

func (s *Store) customerRecords(ctx context.Context, id int64) ([]domain.RecordRow, error) {
	return queryAll(ctx, s.reader, `
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
    r.no_access,
    co.name,
    co.vendor,
    r.duplicate
FROM records r
JOIN connections co ON co.id = r.connection_id
WHERE r.customer_id = ?
ORDER BY r.gone_at IS NOT NULL, co.name, r.id`, []any{id}, func(row scanner) (r domain.RecordRow, err error) {
		err = row.Scan(append(recordTargets(&r.Record), &r.Connection, &r.Vendor, &r.Duplicate)...)
		return r, err
	})
}

// importedKinds are the kinds of rows that files bring about customers, with their tables.
var importedKinds = []struct {
	kind  domain.Kind
	table string
}{
	{domain.KindSubscriptions, "subscriptions"}, {domain.KindPools, "pools"}, {domain.KindJobs, jobRows.table},
	{domain.KindServiceRequests, serviceRequestRows.table}, {domain.KindInvoiceLines, invoiceLineRows.table},
}

// customerDatasets says what was read of a customer and when: by its own datasets, by those that list the lines of all
// invoices of its connections, and, named "import." and the kind, from files.
func (s *Store) customerDatasets(ctx context.Context, id int64) ([]domain.DatasetState, error) {
	return queryAll(ctx, s.reader, selectDatasets(), []any{sql.Named("customer", id)}, func(row scanner) (d domain.DatasetState, err error) {
		err = row.Scan(&d.Connection, &d.Vendor, &d.Dataset, intoOptionalTime{&d.LastOKAt}, intoOptionalTime{&d.LastTryAt},
			&d.ErrorKey, &d.ErrorDetail)
		return d, err
	})
}

// selectDatasets gives the query of customerDatasets.
var selectDatasets = sync.OnceValue(func() string {
	files := make([]string, 0, len(importedKinds))
	for _, each := range importedKinds {
		whose := "record_id IN (SELECT id FROM owned)"
		if each.kind == domain.KindInvoiceLines {
			whose = "(" + whose + " OR record_id IS NULL AND (connection_id, customer) IN (SELECT connection_id, vendor_id FROM owned))"
		}
		files = append(files, "SELECT connection_id, 'import."+string(each.kind)+"' AS dataset, changed_at FROM "+each.table+
			" WHERE source IN ('import', 'typed') AND gone_at IS NULL AND "+whose)
	}
	return `
WITH owned AS MATERIALIZED (
    SELECT id, connection_id, vendor_id
    FROM records
    WHERE customer_id = :customer
),
reads AS (
    SELECT k.connection_id, k.dataset, k.last_ok_at, k.last_try_at, k.error_key, k.error_detail
    FROM owned r
    CROSS JOIN checkpoints k ON k.connection_id = r.connection_id AND k.record_id = r.id
    UNION ALL
    SELECT k.connection_id, k.dataset, k.last_ok_at, k.last_try_at, k.error_key, k.error_detail
    FROM (SELECT DISTINCT connection_id FROM owned) AS r
    CROSS JOIN checkpoints k ON k.connection_id = r.connection_id AND k.record_id = 0
    WHERE k.dataset IN (` + strings.Join(Datasets(domain.KindInvoiceLines), ", ") + `)
    UNION ALL
    SELECT connection_id, dataset, MAX(changed_at), MAX(changed_at), '', ''
    FROM (
        ` + strings.Join(files, "\n        UNION ALL ") + `
    )
    GROUP BY connection_id, dataset
)
SELECT
    co.name,
    co.vendor,
    x.dataset,
    x.last_ok_at,
    x.last_try_at,
    x.error_key,
    x.error_detail
FROM reads x
JOIN connections co ON co.id = x.connection_id
ORDER BY co.name, x.dataset`
})
