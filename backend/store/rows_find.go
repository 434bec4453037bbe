package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"tenantry/backend/domain"
)

// FindRows gives one page of the rows of a kind and how many there are, latest first where they have a time.
func FindRows[T domain.Keyed](ctx context.Context, s *Store, f domain.RowFilter) ([]domain.Stored[T], int, error) {
	kind, err := kindOf[T]()
	if err != nil {
		return nil, 0, err
	}
	c := kind.conditions(f)
	order := "ORDER BY x.key, x.id"
	if kind.newest != "" {
		order = "ORDER BY x." + kind.newest + " DESC NULLS LAST, x.id DESC"
	}
	from := kind.from() + c.where()
	rows, total, err := findPage(ctx, s.reader, f.Page, kind.selection(false)+from+"\n"+order+"\n"+limit(f.Page),
		"SELECT COUNT(*)\n"+from, c.args, kind.scan(false))
	return rows, total, wrap("find "+string(kind.kind), err)
}

// GetRow gives one row with its files.
func GetRow[T domain.Keyed](ctx context.Context, s *Store, id int64) (domain.Stored[T], error) {
	kind, err := kindOf[T]()
	if err != nil {
		return domain.Stored[T]{}, err
	}
	row, err := queryOne(ctx, s.reader, kind.selection(true)+kind.from()+"WHERE x.id = ?", []any{id}, kind.scan(true))
	return row, wrap(fmt.Sprintf("get one of %s", kind.kind), err)
}

// CountRows counts the rows of each kind that one customer has and that are not gone.
func (s *Store) CountRows(ctx context.Context, customerID int64) (map[domain.Kind]int, error) {
	counts := map[domain.Kind]int{}
	for _, kind := range storedKinds {
		n, err := queryOne(ctx, s.reader, "SELECT COUNT(*) FROM "+kind.tableName()+
			" WHERE gone_at IS NULL AND record_id IN (SELECT id FROM records WHERE customer_id = ?)", []any{customerID}, scanOne[int])
		if err != nil {
			return nil, wrap("count rows", err)
		}
		if n > 0 {
			counts[kind.kindName()] = n
		}
	}
	return counts, nil
}

func kindOf[T domain.Keyed]() (*rowKind[T], error) {
	for _, kind := range storedKinds {
		if found, ok := kind.(*rowKind[T]); ok {
			return found, nil
		}
	}
	return nil, fmt.Errorf("no table holds rows of %T", *new(T))
}

func (k *rowKind[T]) selection(heavy bool) string {
	var b strings.Builder
	b.WriteString(`SELECT
    x.id,
    x.connection_id,
    co.name,
    co.vendor,
    COALESCE(r.customer_id, 0),
    COALESCE(c.name, ''),
    x.dataset,
    x.key,
    x.source,
    x.first_seen_at,
    x.changed_at,
    x.gone_at,
    (SELECT k.last_ok_at FROM checkpoints k
     WHERE k.connection_id = x.connection_id AND k.record_id = COALESCE(x.record_id, 0) AND k.dataset = x.dataset)`)
	for _, f := range k.fields(new(T)) {
		if f.heavy && !heavy {
			continue
		}
		b.WriteString(",\n    x." + f.name)
	}
	return b.String()
}

// from joins a row with its connection and its customer. A line of an invoice names its customer by the vendor's id.
func (k *rowKind[T]) from() string {
	record := "r.id = x.record_id"
	if k.kind == domain.KindInvoiceLines {
		record = "r.id = x.record_id OR x.record_id IS NULL AND r.connection_id = x.connection_id AND r.vendor_id = x.customer"
	}
	return "\nFROM " + k.table + ` x
JOIN connections co ON co.id = x.connection_id
LEFT JOIN records r ON ` + record + `
LEFT JOIN customers c ON c.id = r.customer_id
`
}

func (k *rowKind[T]) scan(heavy bool) func(scanner) (domain.Stored[T], error) {
	return func(row scanner) (domain.Stored[T], error) {
		var s domain.Stored[T]
		targets := []any{
			&s.ID, &s.ConnectionID, &s.Connection, &s.Vendor, &s.CustomerID, &s.Customer, &s.Dataset, &s.Key, &s.Source,
			intoTime{&s.FirstSeenAt}, intoTime{&s.ChangedAt}, intoOptionalTime{&s.GoneAt}, intoOptionalTime{&s.SyncedAt},
		}
		for _, f := range k.fields(&s.Row) {
			if f.heavy && !heavy {
				continue
			}
			targets = append(targets, f.target)
		}
		return s, row.Scan(targets...)
	}
}

func (k *rowKind[T]) conditions(f domain.RowFilter) *conditions {
	c := &conditions{}
	if !f.Gone {
		c.add("x.gone_at IS NULL")
	}
	if f.CustomerID != 0 {
		c.add("r.customer_id = :customer", sql.Named("customer", f.CustomerID))
	}
	if f.ConnectionID != 0 {
		c.add("x.connection_id = :connection", sql.Named("connection", f.ConnectionID))
	}
	if f.Outcome != "" && k.has("outcome") {
		c.add("x.outcome = :outcome", sql.Named("outcome", string(f.Outcome)))
	}
	if f.Search != "" {
		c.add("INSTR(LOWER(COALESCE(c.name, '')"+k.searched()+"), :search) > 0", sql.Named("search", strings.ToLower(f.Search)))
	}
	return c
}

func (k *rowKind[T]) has(column string) bool {
	for _, f := range k.fields(new(T)) {
		if f.name == column {
			return true
		}
	}
	return false
}

// searched gives the columns a search looks into, put together.
func (k *rowKind[T]) searched() string {
	var b strings.Builder
	for _, column := range k.search {
		b.WriteString(" || ' ' || x." + column)
	}
	return b.String()
}

// RowKinds lists the kinds that FindRows knows, in the order they are shown in.
func RowKinds() []domain.Kind {
	kinds := make([]domain.Kind, 0, len(storedKinds))
	for _, kind := range storedKinds {
		kinds = append(kinds, kind.kindName())
	}
	return kinds
}
