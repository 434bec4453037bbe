package store

import (
	"context"

	"tenantry/backend/domain"
)

var erasureRows = rowKind[domain.Erasure]{
	kind: domain.KindErasures, table: "erasures",
	rows: func(r *domain.Rows) []domain.Erasure { return r.Erasures },
	fields: func(e *domain.Erasure) []field {
		return []field{
			moment("reported_at", &e.ReportedAt), moment("received_at", &e.ReceivedAt), text("product", &e.Product),
			text("version", &e.Version), maybe("verified", &e.Verified), text("manufacturer", &e.Manufacturer),
			text("model", &e.Model), text("serial", &e.Serial), text("device_type", &e.DeviceType), text("imei", &e.IMEI),
			text("operator", &e.Operator), text("outcome", &e.Outcome), list("targets", &e.Targets), list("fields", &e.Fields),
			text("format", &e.Format), blob("raw", &e.Raw),
		}
	},
	search: []string{"key", "serial", "model", "imei", "operator", "fields"}, newest: "reported_at",
	named: "operator <> '' OR fields NOT IN ('null', '{}')",
}

var orderRows = rowKind[domain.Order]{
	kind: domain.KindOrders, table: "orders",
	rows: func(r *domain.Rows) []domain.Order { return r.Orders },
	fields: func(o *domain.Order) []field {
		return []field{
			moment("ordered_at", &o.OrderedAt), text("status", &o.Status), text("kind", &o.Kind),
			text("billing_cycle", &o.BillingCycle), text("currency", &o.Currency), list("lines", &o.Lines),
		}
	},
	search: []string{"key", "lines"}, newest: "ordered_at",
}

var agreementRows = rowKind[domain.Agreement]{
	kind: domain.KindAgreements, table: "agreements",
	rows: func(r *domain.Rows) []domain.Agreement { return r.Agreements },
	fields: func(a *domain.Agreement) []field {
		return []field{text("kind", &a.Kind), day("agreed_on", &a.AgreedOn), text("contact", &a.Contact), text("email", &a.Email)}
	},
	search: []string{"kind", "contact", "email"}, newest: "agreed_on", named: "contact <> '' OR email <> ''",
}

var invoiceRows = rowKind[domain.Invoice]{
	kind: domain.KindInvoices, table: "invoices",
	rows: func(r *domain.Rows) []domain.Invoice { return r.Invoices },
	fields: func(i *domain.Invoice) []field {
		return both([]field{
			text("number", &i.Number), text("kind", &i.Kind), text("status", &i.Status), day("issued_on", &i.IssuedOn),
			day("from_on", &i.FromOn), day("to_on", &i.ToOn),
		}, amount("total", &i.Total), amount("paid", &i.Paid))
	},
	search: []string{"number", "kind"}, newest: "issued_on",
}

var invoiceLineRows = rowKind[domain.InvoiceLine]{
	kind: domain.KindInvoiceLines, table: "invoice_lines",
	rows: func(r *domain.Rows) []domain.InvoiceLine { return r.InvoiceLines },
	fields: func(l *domain.InvoiceLine) []field {
		return both([]field{
			text("invoice", &l.Invoice), text("customer", &l.Customer), text("customer_name", &l.CustomerName),
			text("product", &l.Product), text("sku", &l.SKU), text("number", &l.Number), text("charge", &l.Charge),
			day("from_on", &l.FromOn), day("to_on", &l.ToOn), decimal("quantity", &l.Quantity), decimal("unit_price", &l.UnitPrice),
			text("currency", &l.Currency),
		}, amount("amount", &l.Amount), amount("tax", &l.Tax), amount("total", &l.Total), []field{blob("raw", &l.Raw)})
	},
	search: []string{"customer_name", "product", "sku", "number", "invoice"}, newest: "from_on",
}

var subPartnerRows = rowKind[domain.SubPartner]{
	kind: domain.KindSubPartners, table: "sub_partners",
	rows: func(r *domain.Rows) []domain.SubPartner { return r.SubPartners },
	fields: func(s *domain.SubPartner) []field {
		return []field{
			text("number", &s.Number), text("state", &s.State), day("created_on", &s.CreatedOn),
			day("billing_from_on", &s.BillingFromOn),
		}
	},
	search: []string{"key", "number"},
}

var documentRows = rowKind[domain.Document]{
	kind: domain.KindDocuments, table: "documents",
	rows: func(r *domain.Rows) []domain.Document { return r.Documents },
	fields: func(d *domain.Document) []field {
		return []field{
			text("kind", &d.Kind), text("title", &d.Title), text("service", &d.Service), text("region", &d.Region),
			day("from_on", &d.FromOn), day("to_on", &d.ToOn), text("state", &d.State), moment("created_at", &d.CreatedAt),
			text("file_name", &d.FileName), blob("content", &d.Content),
		}
	},
	search: []string{"title", "service", "file_name"}, newest: "created_at",
}

// storedKind is a rowKind whatever its type.
type storedKind interface {
	kindName() domain.Kind
	tableName() string
	save(ctx context.Context, w *pageWriter) error
	forgetPeople(ctx context.Context, t tx) error
}

// storedKinds lists every kind but pools and subscriptions, which have tables and rules of their own.
var storedKinds = []storedKind{
	&profileRows, &peopleRows, &administratorRows, &relationshipRows, &linkRows, &serviceStateRows, &incidentRows,
	&serviceRequestRows, &jobRows, &storageRows, &usageRows, &scanProfileRows, &riskRows, &erasureRows, &orderRows,
	&agreementRows, &invoiceRows, &invoiceLineRows, &subPartnerRows, &documentRows,
}
