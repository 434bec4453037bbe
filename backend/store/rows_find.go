package store

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"tenantry/backend/domain"
)

// FindRows gives one page of the rows of a kind and how many there are, latest first where they have a time.
func FindRows[T domain.Keyed](ctx context.Context, s *Store, f domain.RowFilter) ([]domain.Stored[T], int, error) {
	kind, err := kindOf[T]()
	if err != nil {
		return nil, 0, err
	}
	c, err := kind.conditions(f)
	if err != nil {
		return nil, 0, err
	}
	query, err := kind.pageQuery(f, c)
	if err != nil {
		return nil, 0, err
	}
	rows, total, err := findPage(ctx, s.reader, f.Page, query, kind.count(f, c), c.args, kind.scan(false))
	return rows, total, wrap("find "+string(kind.kind), err)
}

// EachRow yields the rows that the filter selects without holding them all, for exports.
func EachRow[T domain.Keyed](ctx context.Context, s *Store, f domain.RowFilter) iter.Seq2[domain.Stored[T], error] {
	return func(yield func(domain.Stored[T], error) bool) {
		kind, err := kindOf[T]()
		var c *conditions
		if err == nil {
			c, err = kind.conditions(f)
		}
		query := ""
		if err == nil {
			query, err = kind.pageQuery(f, c)
		}
		if err != nil {
			yield(domain.Stored[T]{}, err)
			return
		}
		for row, err := range queryEach(ctx, s.reader, query, c.args, kind.scan(false)) {
			if !yield(row, wrap("find "+string(kind.kind), err)) {
				return
			}
		}
	}
}

// pageQuery finds the page by the columns it is sorted by and reads the rest for its rows only.
func (k *rowKind[T]) pageQuery(f domain.RowFilter, c *conditions) (string, error) {
	order, err := k.order(f.Page)
	if err != nil {
		return "", err
	}
	where := c.where()
	from := k.listed(f, where, order)
	if strings.Contains(from, "FROM customers c") {
		where += "\n  AND c.gone_at IS NULL" // its records are listed, so it is; this lets the customers' index be used
	}
	return k.selection(false) + "\nFROM (\n    SELECT x.id" + from + where + "\n" + order + "\n" + limit(f.Page) +
		"\n) AS page\nCROSS JOIN " + k.table + " x ON x.id = page.id" + k.joined() + order, nil
}

// GetRow gives one row with its files.
func GetRow[T domain.Keyed](ctx context.Context, s *Store, id int64) (domain.Stored[T], error) {
	kind, err := kindOf[T]()
	if err != nil {
		return domain.Stored[T]{}, err
	}
	row, err := queryOne(ctx, s.reader, kind.selection(true)+"\nFROM "+kind.table+" x"+kind.joined()+"WHERE x.id = ?", []any{id}, kind.scan(true))
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

// rowSyncedAt is when a row's dataset was last read of its record.
const rowSyncedAt = `(SELECT k.last_ok_at FROM checkpoints k
     WHERE k.connection_id = x.connection_id AND k.record_id = COALESCE(x.record_id, 0) AND k.dataset = x.dataset)`

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
    ` + rowSyncedAt)
	for _, f := range k.fields(new(T)) {
		if f.heavy && !heavy {
			continue
		}
		b.WriteString(",\n    x." + f.name)
	}
	return b.String()
}

// joined adds to a row its connection and its customer. A line of an invoice names its customer by the vendor's id.
func (k *rowKind[T]) joined() string {
	record := "r.id = x.record_id"
	if k.kind == domain.KindInvoiceLines {
		record = "r.id = x.record_id OR x.record_id IS NULL AND r.connection_id = x.connection_id AND r.vendor_id = x.customer"
	}
	return `
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

// RowKinds lists the kinds that FindRows knows, in the order they are shown in.
func RowKinds() []domain.Kind {
	kinds := make([]domain.Kind, 0, len(storedKinds))
	for _, kind := range storedKinds {
		kinds = append(kinds, kind.kindName())
	}
	return kinds
}
