package store

import (
	"strings"

	"tenantry/backend/domain"
)

// saveKept stores a job, a service request or a line of an invoice.
func (r *importRun) saveKept(row *domain.ImportRow) error {
	record, ok, err := r.owner(row)
	if err != nil || !ok {
		return err
	}
	switch x := row.Row.(type) {
	case domain.Job:
		return importRow(r, &jobRows, &x, record)
	case domain.ServiceRequest:
		return importRow(r, &serviceRequestRows, &x, record)
	case domain.InvoiceLine:
		return importRow(r, &invoiceLineRows, &x, record)
	}
	return domain.NewError(domain.CodeInvalid, "import_kind", "kind", string(r.req.Kind))
}

// owner gives the record a row belongs to. Lines of invoices are costs of ours whoever's they are: one of a customer that
// is not known, or not listed by the connection, is kept under the connection with a note.
func (r *importRun) owner(row *domain.ImportRow) (int64, bool, error) {
	if r.req.Kind != domain.ImportInvoiceLines {
		record, ok, err := r.record(row.Customer)
		return record.ID, ok, err
	}
	answer := r.match.find(row.Customer)
	switch {
	case answer.key == "customer_unknown":
		r.note(answer.field, firstOf(row.Customer.Name, firstOf(row.Customer.Domain, row.Customer.VendorID)), "line_unmatched")
		return 0, true, nil
	case answer.key == "customer_missing":
		return 0, true, nil
	case answer.key == "" && !r.conn.fileOnly && len(r.match.records[answer.customer]) == 0:
		r.note("customer", row.Customer.Name, "line_elsewhere")
		return 0, true, nil
	}
	record, ok, err := r.record(row.Customer)
	return record.ID, ok, err
}

// importRow adds a row, or changes the one of the same key that an earlier file brought. One that the vendor's API lists is
// left to it.
func importRow[T domain.Keyed](r *importRun, kind *rowKind[T], row *T, record int64) error {
	fields := kind.fields(row)
	digest := digestOf(fields)
	key := (*row).RowKey()
	if told, err := r.told(kind.kind, record, key); err != nil || told {
		return err
	}
	args := make([]any, 0, len(fields)+9)
	var owner any
	if record != 0 {
		owner = record
	}
	args = append(args, r.conn.id, owner, datasetImport, key, r.source(), []byte(digest), r.at, r.at, r.done.ID)
	for _, f := range fields {
		args = append(args, f.value)
	}
	added, err := r.exec(r.ctx, r.insertText(kind.kind, kind.table, fields), args...)
	if err != nil {
		return err
	}
	if added == 1 {
		r.done.Added++
		return nil
	}
	return changeRow(r, kind, fields, storedKey{record: record, key: key, digest: digest})
}

// storedKey names a row that is stored already.
type storedKey struct {
	record      int64
	key, digest string
}

// insertText gives the INSERT of a kind, put together once.
func (r *importRun) insertText(kind domain.Kind, table string, fields []field) string {
	if text, ok := r.insert[kind]; ok {
		return text
	}
	columns := "connection_id, record_id, dataset, key, source, digest, first_seen_at, changed_at, import_id"
	marks := "?, ?, ?, ?, ?, ?, ?, ?, ?"
	for _, f := range fields {
		columns += ", " + f.name
		marks += ", ?"
	}
	r.insert[kind] = "INSERT INTO " + table + " (" + columns + ")\nVALUES (" + marks + ")\nON CONFLICT DO NOTHING"
	return r.insert[kind]
}

func changeRow[T domain.Keyed](r *importRun, kind *rowKind[T], fields []field, s storedKey) error {
	type known struct {
		id, importID int64
		digest       string
		changed      bool
		gone         bool
	}
	old, err := queryOne(r.ctx, r, `
SELECT x.id, COALESCE(x.import_id, 0), x.digest,
    EXISTS (SELECT 1 FROM import_changes c WHERE c.rows_of = ? AND c.row_id = x.id AND c.import_id = ?),
    x.gone_at IS NOT NULL
FROM `+kind.table+` x
WHERE x.connection_id = ? AND COALESCE(x.record_id, 0) = ? AND x.dataset = ? AND x.key = ?`,
		[]any{kind.table, r.done.ID, r.conn.id, s.record, datasetImport, s.key}, func(row scanner) (k known, err error) {
			err = row.Scan(&k.id, &k.importID, &k.digest, &k.changed, &k.gone)
			return k, err
		})
	if err != nil {
		return err
	}
	if old.importID == r.done.ID || old.changed {
		r.wrong(keyField[r.req.Kind], s.key, "row_twice")
		return nil
	}
	if old.digest == s.digest && !old.gone {
		r.done.Unchanged++
		return nil
	}
	sets := make([]string, 0, len(fields))
	args := make([]any, 0, len(fields)+3)
	for _, f := range fields {
		sets = append(sets, f.name+" = ?")
		args = append(args, f.value)
	}
	args = append(args, []byte(s.digest), r.source(), r.at, old.id)
	r.done.Changed++
	return r.change(changedRow{table: kind.table, id: old.id, snapshot: rowSnapshot(kind.table, fields)},
		"UPDATE "+kind.table+" SET "+strings.Join(sets, ", ")+", digest = ?, source = ?, changed_at = ?, gone_at = NULL WHERE id = ?", args...)
}

// source is where the rows came from.
func (r *importRun) source() domain.Source {
	if r.req.Typed {
		return domain.SourceTyped
	}
	return domain.SourceImport
}

// keyField is the field that rows of a kind are told apart by.
var keyField = map[domain.ImportKind]string{
	domain.ImportJobs: "job", domain.ImportStorage: "service", domain.ImportServiceRequests: "number", domain.ImportInvoiceLines: "line",
}

// rowSnapshot gives the query for a row's own columns as JSON.
func rowSnapshot(table string, fields []field) string {
	var b strings.Builder
	b.WriteString("SELECT json_object('digest', hex(digest), 'source', source, 'changed_at', changed_at, 'gone_at', gone_at")
	for _, f := range fields {
		if !f.heavy {
			b.WriteString(", '" + f.name + "', " + f.name)
		}
	}
	return b.String() + ") FROM " + table + " WHERE id = ?"
}
