package app

import (
	"context"
	_ "embed"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/govalues/decimal"

	"tenantry/backend/domain"
	"tenantry/backend/export"
	"tenantry/backend/store"
)

//go:embed rowfields.json
var rowFieldsFile []byte

// rowFields are the fields of each kind that a reader wants to see, in this order; the first names the row. Pages read the
// same file.
var rowFields = sync.OnceValue(func() map[domain.Kind][]string {
	var fields map[domain.Kind][]string
	if err := json.Unmarshal(rowFieldsFile, &fields); err != nil {
		panic(err) // a test reads it
	}
	return fields
})

// fileKind is a kind of rows in a customer's file.
type fileKind struct {
	kind   domain.Kind
	sheet  func(context.Context, *exportJob, domain.Kind) (fileSheet, error)
	table  func(context.Context, *exportJob, domain.Kind, domain.RowFilter) export.Table
	always bool // has a sheet also where there are none
}

// fileKinds are all kinds, in the order of the customer's page; what no part of it shows comes last.
var fileKinds = []fileKind{
	{domain.KindProfiles, kindSheet[domain.Profile], kindTable[domain.Profile], false},
	{domain.KindAdministrators, kindSheet[domain.Administrator], kindTable[domain.Administrator], true},
	{domain.KindRelationships, kindSheet[domain.Relationship], kindTable[domain.Relationship], false},
	{domain.KindPeople, kindSheet[domain.Person], kindTable[domain.Person], true},
	{domain.KindJobs, kindSheet[domain.Job], kindTable[domain.Job], true},
	{domain.KindStorage, kindSheet[domain.Storage], kindTable[domain.Storage], true},
	{domain.KindErasures, kindSheet[domain.Erasure], kindTable[domain.Erasure], false},
	{domain.KindScanProfiles, kindSheet[domain.ScanProfile], kindTable[domain.ScanProfile], false},
	{domain.KindServiceStates, kindSheet[domain.ServiceState], kindTable[domain.ServiceState], true},
	{domain.KindIncidents, kindSheet[domain.Incident], kindTable[domain.Incident], false},
	{domain.KindServiceRequests, kindSheet[domain.ServiceRequest], kindTable[domain.ServiceRequest], true},
	{domain.KindInvoiceLines, kindSheet[domain.InvoiceLine], kindTable[domain.InvoiceLine], true},
	{domain.KindInvoices, kindSheet[domain.Invoice], kindTable[domain.Invoice], false},
	{domain.KindAgreements, kindSheet[domain.Agreement], kindTable[domain.Agreement], false},
	{domain.KindOrders, kindSheet[domain.Order], kindTable[domain.Order], false},
	{domain.KindUsage, kindSheet[domain.Usage], kindTable[domain.Usage], false},
	{domain.KindRisks, kindSheet[domain.Risk], kindTable[domain.Risk], false},
	{domain.KindSubPartners, kindSheet[domain.SubPartner], kindTable[domain.SubPartner], false},
	{domain.KindDocuments, kindSheet[domain.Document], kindTable[domain.Document], false},
	{domain.KindLinks, kindSheet[domain.Link], kindTable[domain.Link], false},
}

// kindSheet lists the rows of one kind as the customer's page does.
func kindSheet[T domain.Keyed](ctx context.Context, j *exportJob, kind domain.Kind) (fileSheet, error) {
	f := domain.RowFilter{Scope: domain.Scope{CustomerID: j.scope.CustomerID}}
	first := f
	first.Page.Limit = 1
	_, total, err := store.FindRows[T](ctx, j.ws.store, first)
	if err != nil {
		return fileSheet{}, err
	}
	return fileSheet{Table: kindTable[T](ctx, j, kind, f), rows: total}, nil
}

// kindTable holds rows of one kind with what a reader wants to see of them.
func kindTable[T domain.Keyed](ctx context.Context, j *exportJob, kind domain.Kind, f domain.RowFilter) export.Table {
	type row = domain.Stored[T]
	fields := rowFields()[kind]
	columns := []column[row]{{"column.name", export.KindText, func(r row) export.Value { return export.Text(rowTitle(r, fields[0])) }}}
	for _, name := range fields[1:] {
		columns = append(columns, fieldColumn[T](j, name))
	}
	columns = append(columns,
		column[row]{"column.connection", export.KindText, func(r row) export.Value { return export.Text(r.Connection) }},
		column[row]{"customer.vendor_id", export.KindText, func(r row) export.Value { return export.Text(r.Key) }},
		column[row]{"column.source", export.KindText, func(r row) export.Value { return j.source(r.Source) }},
		column[row]{"column.synced_at", export.KindDateTime, func(r row) export.Value { return export.OptDateTime(r.SyncedAt, j.zone) }},
	)
	return headed(j, j.text("kind."+string(kind)), columns, store.EachRow[T](ctx, j.ws.store, f))
}

// rowTitle names a row, by its key where it has no other name.
func rowTitle[T any](r domain.Stored[T], field string) string {
	if at := fieldNamed(reflect.TypeFor[T](), field); field != "key" && at >= 0 {
		if name := reflect.ValueOf(r.Row).Field(at); name.Kind() == reflect.String && name.String() != "" {
			return name.String()
		}
	}
	return r.Key
}

// fieldNamed finds the field of a row that has the name in JSON, -1 where there is none.
func fieldNamed(row reflect.Type, name string) int {
	return slices.IndexFunc(reflect.VisibleFields(row), func(f reflect.StructField) bool {
		tagged, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return tagged == name
	})
}

// bytesFields are sums of bytes, which a file has as whole numbers.
var bytesFields = []string{"consumed", "protected", "purchased"}

func fieldColumn[T any](j *exportJob, name string) column[domain.Stored[T]] {
	at := fieldNamed(reflect.TypeFor[T](), name)
	field := reflect.TypeFor[T]().Field(at)
	heading := "row." + name
	if slices.Contains(bytesFields, name) {
		heading = "workbook.bytes." + name
	}
	optional := strings.HasSuffix(field.Tag.Get("json"), ",omitempty")
	return column[domain.Stored[T]]{heading, kindOfField(field.Type, name), func(r domain.Stored[T]) export.Value {
		value := reflect.ValueOf(r.Row).Field(at)
		if optional && value.IsZero() {
			return export.Empty()
		}
		return j.fieldValue(value, name)
	}}
}

// exactFields are decimals that travel as text.
var exactFields = []string{"quantity", "unit_price"}

func kindOfField(t reflect.Type, name string) export.Kind {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[time.Time]():
		return export.KindDateTime
	case t == reflect.TypeFor[domain.Date]():
		return export.KindDate
	case t == reflect.TypeFor[domain.Money]():
		return export.KindMoney
	case t.Kind() == reflect.Bool:
		return export.KindBool
	case t.Kind() == reflect.Int || t.Kind() == reflect.Int64:
		return export.KindInt
	case slices.Contains(exactFields, name):
		return export.KindDecimal
	}
	return export.KindText
}

// vendorWords are the fields that hold a vendor's own word.
var vendorWords = []string{"status", "state", "severity", "kind", "service"}

// fieldValue writes a field as the customer's page does.
func (j *exportJob) fieldValue(value reflect.Value, name string) export.Value {
	if value.Kind() == reflect.Pointer {
		if value.IsNil() {
			return export.Empty()
		}
		value = value.Elem()
	}
	switch v := value.Interface().(type) {
	case time.Time:
		return export.DateTime(v.In(j.zone))
	case domain.Date:
		return export.Date(v)
	case domain.Money:
		return export.Money(v)
	case bool:
		return export.Bool(v)
	case []string:
		return export.Text(strings.Join(v, ", "))
	}
	switch value.Kind() {
	case reflect.Int, reflect.Int64:
		return export.Int(value.Int())
	case reflect.String:
		return j.fieldText(value.String(), name)
	}
	return export.Empty()
}

func (j *exportJob) fieldText(text, name string) export.Value {
	switch {
	case name == "outcome":
		return j.word("outcome", text)
	case slices.Contains(vendorWords, name):
		return j.vendorWord(text)
	case slices.Contains(exactFields, name):
		if exact, err := decimal.Parse(text); err == nil {
			return export.Decimal(exact)
		}
	}
	return export.Text(text)
}
