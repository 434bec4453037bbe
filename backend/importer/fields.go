package importer

import (
	"slices"

	"tenantry/backend/domain"
)

// Type is how the cells of a field are read.
type Type string

// The types.
const (
	TypeText      Type = "text" // kept as it is, leading zeros and "+" too
	TypeDate      Type = "date"
	TypeMoment    Type = "moment" // a day with or without a time
	TypeDecimal   Type = "decimal"
	TypeInteger   Type = "integer"
	TypeSize      Type = "size" // an amount of data, with its unit beside it or in the heading
	TypeCountry   Type = "country"
	TypeCurrency  Type = "currency"
	TypeTerm      Type = "term"
	TypeAtTermEnd Type = "at_term_end"
	TypePeriod    Type = "period"
	TypeOutcome   Type = "outcome"
	TypeStatus    Type = "status" // of a subscription
	TypeTrial     Type = "trial"  // yes, no, or the day a trial ends
)

// Field is something a column can stand for.
type Field struct {
	Name string `json:"name"`
	Type Type   `json:"type"`
	// OneOf names the field's group: of each group one field has to be mapped. "" may be left out.
	OneOf string `json:"one_of,omitempty"`
	// extra fields are guessed only where all their cells in sight can be read: none is worth a file that is refused.
	extra bool
	// aliases are headings, folded, the likeliest first.
	aliases []string
}

// The names of fields.
const (
	FieldCustomerID = "customer_id"
	FieldDomain     = "domain"
	FieldCustomer   = "customer"
	FieldNumber     = "number"
	FieldProduct    = "product"
	FieldSKU        = "sku"
	FieldQuantity   = "quantity"
	FieldTermEnd    = "term_end_on"
	FieldAtTermEnd  = "at_term_end"
	FieldTerm       = "term"
	FieldUnitPrice  = "unit_price"
	FieldCost       = "cost"
	FieldCurrency   = "currency"
	FieldPeriod     = "price_period"
	FieldCreated    = "created_on"
	FieldValidFrom  = "valid_from"
	FieldInvoice    = "invoice"
	FieldLine       = "line"
	FieldCharge     = "charge"
	FieldFrom       = "from_on"
	FieldTo         = "to_on"
	FieldAmount     = "amount"
	FieldTax        = "tax"
	FieldTotal      = "total"
	FieldCountry    = "country"
	FieldAccount    = "account"
	FieldBought     = "bought"
	FieldAssigned   = "assigned"
	FieldRemaining  = "remaining"
	FieldJob        = "job"
	FieldService    = "service"
	FieldModule     = "module"
	FieldStatus     = "status"
	FieldStarted    = "started_at"
	FieldEnded      = "ended_at"
	FieldError      = "error"
	FieldTitle      = "title"
	FieldSeverity   = "severity"
	FieldOpened     = "opened_at"
	FieldUpdated    = "updated_at"
	FieldClosed     = "closed_at"
	FieldContact    = "contact"
	FieldDetail     = "detail"
	FieldSKUID      = "sku_id"
	FieldPartNumber = "part_number"
	FieldName       = "name"
	FieldTrial      = "trial"
	FieldObjects    = "objects"
	FieldFailed     = "failed"
	FieldSize       = "size"
	FieldConsumed   = "consumed"
	FieldProtected  = "protected"
	FieldPurchased  = "purchased"
	FieldScanned    = "scanned"
	FieldPlace      = "place"
	FieldRetention  = "retention"
	FieldPool       = "pool"
)

// Fields gives what the columns of a kind of file can stand for.
func Fields(kind domain.ImportKind) []Field {
	return fields[kind]
}

// customerFields say whose row it is; group is "" where that may stay open.
func customerFields(group string) []Field {
	return []Field{
		{Name: FieldCustomerID, Type: TypeText, OneOf: group, aliases: customerIDHeadings},
		{Name: FieldDomain, Type: TypeText, OneOf: group, aliases: domainHeadings},
		{Name: FieldCustomer, Type: TypeText, OneOf: group, aliases: customerHeadings},
	}
}

func need(f Field) Field {
	f.OneOf = f.Name
	return f
}

var (
	fieldNumber   = Field{Name: FieldNumber, Type: TypeText, aliases: numberHeadings}
	fieldProduct  = Field{Name: FieldProduct, Type: TypeText, aliases: productHeadings}
	fieldSKU      = Field{Name: FieldSKU, Type: TypeText, aliases: skuHeadings}
	fieldTerm     = Field{Name: FieldTerm, Type: TypeTerm, aliases: termHeadings}
	fieldPrice    = Field{Name: FieldUnitPrice, Type: TypeDecimal, aliases: unitPriceHeadings}
	fieldCurrency = Field{Name: FieldCurrency, Type: TypeCurrency, aliases: currencyHeadings}
	fieldPeriod   = Field{Name: FieldPeriod, Type: TypePeriod, aliases: periodHeadings}
	fieldStatus   = Field{Name: FieldStatus, Type: TypeOutcome, aliases: statusHeadings}
)

var fields = map[domain.ImportKind][]Field{
	domain.ImportSubscriptions: append(customerFields("customer"),
		oneOf("subscription", fieldNumber), oneOf("subscription", fieldProduct), oneOf("subscription", fieldSKU),
		Field{Name: FieldQuantity, Type: TypeInteger, aliases: quantityHeadings},
		Field{Name: FieldTermEnd, Type: TypeDate, aliases: termEndHeadings},
		Field{Name: FieldAtTermEnd, Type: TypeAtTermEnd, aliases: atTermEndHeadings},
		fieldTerm, fieldPrice, fieldCurrency, fieldPeriod,
		Field{Name: FieldCreated, Type: TypeDate, aliases: createdHeadings},
		Field{Name: FieldStatus, Type: TypeStatus, aliases: subscriptionStatusHeadings},
		Field{Name: FieldTrial, Type: TypeTrial, aliases: trialHeadings}),
	domain.ImportPrices: {
		oneOf("product", fieldSKU), oneOf("product", fieldProduct), fieldTerm,
		oneOf("price", Field{Name: FieldCost, Type: TypeDecimal, aliases: costHeadings}), oneOf("price", fieldPrice),
		need(fieldCurrency), fieldPeriod,
		{Name: FieldValidFrom, Type: TypeDate, aliases: validFromHeadings},
	},
	domain.ImportInvoiceLines: append([]Field{
		need(Field{Name: FieldInvoice, Type: TypeText, aliases: invoiceHeadings}),
		{Name: FieldLine, Type: TypeText, aliases: lineHeadings},
	}, append(customerFields(""),
		oneOf("product", fieldProduct), oneOf("product", fieldSKU), fieldNumber,
		Field{Name: FieldCharge, Type: TypeText, aliases: chargeHeadings},
		Field{Name: FieldFrom, Type: TypeDate, aliases: fromHeadings},
		Field{Name: FieldTo, Type: TypeDate, aliases: toHeadings},
		need(Field{Name: FieldQuantity, Type: TypeDecimal, aliases: quantityHeadings}),
		fieldPrice, need(fieldCurrency),
		oneOf("amount", Field{Name: FieldAmount, Type: TypeDecimal, aliases: amountHeadings}),
		Field{Name: FieldTax, Type: TypeDecimal, aliases: taxHeadings},
		oneOf("amount", Field{Name: FieldTotal, Type: TypeDecimal, aliases: totalHeadings}))...),
	domain.ImportCustomers: {
		{Name: FieldCustomerID, Type: TypeText, aliases: customerIDHeadings},
		need(Field{Name: FieldCustomer, Type: TypeText, aliases: append(slices.Clone(customerHeadings), "name")}),
		{Name: FieldDomain, Type: TypeText, aliases: domainHeadings},
		{Name: FieldCountry, Type: TypeCountry, aliases: countryHeadings},
		{Name: FieldAccount, Type: TypeText, aliases: accountHeadings},
		{Name: FieldCreated, Type: TypeDate, aliases: createdHeadings},
	},
	domain.ImportLicencePools: append(customerFields("customer"),
		Field{Name: FieldPool, Type: TypeText, aliases: poolHeadings},
		need(fieldProduct), fieldSKU,
		need(Field{Name: FieldBought, Type: TypeInteger, aliases: boughtHeadings}),
		oneOf("use", Field{Name: FieldAssigned, Type: TypeInteger, aliases: assignedHeadings}),
		oneOf("use", Field{Name: FieldRemaining, Type: TypeInteger, aliases: remainingHeadings})),
	domain.ImportJobs: append(customerFields("customer"),
		need(Field{Name: FieldJob, Type: TypeText, aliases: jobHeadings}),
		Field{Name: FieldService, Type: TypeText, aliases: serviceHeadings},
		Field{Name: FieldModule, Type: TypeText, aliases: moduleHeadings},
		need(fieldStatus),
		Field{Name: FieldStarted, Type: TypeMoment, aliases: startedHeadings},
		Field{Name: FieldEnded, Type: TypeMoment, aliases: endedHeadings},
		Field{Name: FieldError, Type: TypeText, aliases: errorHeadings},
		Field{Name: FieldObjects, Type: TypeInteger, extra: true, aliases: objectHeadings},
		Field{Name: FieldFailed, Type: TypeInteger, extra: true, aliases: failedHeadings},
		Field{Name: FieldSize, Type: TypeSize, extra: true, aliases: sizeHeadings}),
	domain.ImportStorage: append(customerFields("customer"),
		need(Field{Name: FieldService, Type: TypeText, aliases: serviceHeadings}),
		Field{Name: FieldModule, Type: TypeText, aliases: moduleHeadings},
		oneOf("storage", Field{Name: FieldConsumed, Type: TypeSize, aliases: consumedHeadings}),
		oneOf("storage", Field{Name: FieldProtected, Type: TypeSize, aliases: protectedHeadings}),
		oneOf("storage", Field{Name: FieldPurchased, Type: TypeSize, aliases: purchasedHeadings}),
		Field{Name: FieldObjects, Type: TypeInteger, aliases: objectHeadings},
		Field{Name: FieldScanned, Type: TypeInteger, aliases: scannedHeadings},
		Field{Name: FieldPlace, Type: TypeText, aliases: placeHeadings},
		Field{Name: FieldRetention, Type: TypeText, aliases: retentionHeadings}),
	domain.ImportServiceRequests: append(customerFields("customer"),
		need(Field{Name: FieldNumber, Type: TypeText, aliases: requestHeadings}),
		Field{Name: FieldTitle, Type: TypeText, aliases: titleHeadings},
		Field{Name: FieldStatus, Type: TypeText, aliases: statusHeadings},
		Field{Name: FieldSeverity, Type: TypeText, aliases: severityHeadings},
		Field{Name: FieldOpened, Type: TypeMoment, aliases: openedHeadings},
		Field{Name: FieldUpdated, Type: TypeMoment, aliases: updatedHeadings},
		Field{Name: FieldClosed, Type: TypeMoment, aliases: closedHeadings},
		Field{Name: FieldContact, Type: TypeText, aliases: contactHeadings},
		Field{Name: FieldDetail, Type: TypeText, aliases: detailHeadings}),
	domain.ImportSKUNames: {
		need(Field{Name: FieldSKUID, Type: TypeText, aliases: []string{"guid", "skuid", "productguid"}}),
		need(Field{Name: FieldPartNumber, Type: TypeText, aliases: []string{"stringid", "skupartnumber", "partnumber"}}),
		need(Field{Name: FieldName, Type: TypeText, aliases: []string{"productdisplayname", "productname", "displayname", "name"}}),
	},
}

func oneOf(group string, f Field) Field {
	f.OneOf = group
	return f
}

// fieldIndex gives the place of a field among those of its kind, -1 where it has no place.
func fieldIndex(kind domain.ImportKind, name string) int {
	return slices.IndexFunc(fields[kind], func(f Field) bool { return f.Name == name })
}

// knownHeading reports whether a folded heading is one of those of a kind, or of any kind.
func knownHeading(name string, kind domain.ImportKind) bool {
	for k, list := range fields {
		if kind != "" && k != kind {
			continue
		}
		for _, f := range list {
			if slices.Contains(f.aliases, name) {
				return true
			}
		}
	}
	return false
}
