package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/govalues/decimal"

	"tenantry/backend/domain"
)

// Typer gives rows in the domain's types. It remembers the keys it gave: lines without a number of their own are told
// apart by what they say, and the second of two equal ones is a line of its own.
type Typer struct {
	kind domain.ImportKind
	same map[[12]byte]int
}

// NewTyper makes the typer of one file.
func NewTyper(kind domain.ImportKind) *Typer {
	return &Typer{kind: kind, same: map[[12]byte]int{}}
}

// Type gives a row in the domain's types; problems that show only now are noted in the row.
func (t *Typer) Type(row *Row) domain.ImportRow {
	in := domain.ImportRow{
		Line:     row.Line,
		Customer: domain.ImportCustomer{VendorID: row.Value(FieldCustomerID), Domain: domainOf(row.Value(FieldDomain)), Name: row.Value(FieldCustomer)},
		Product:  row.Value(FieldProduct),
		SKU:      row.Value(FieldSKU),
	}
	switch t.kind {
	case domain.ImportSubscriptions:
		subscription(row, &in)
	case domain.ImportPrices:
		in.Price = price(row)
	case domain.ImportInvoiceLines:
		in.Row = t.invoiceLine(row)
	case domain.ImportCustomers:
		in.Record = record(row)
	case domain.ImportLicencePools:
		in.Pool = pool(row)
	case domain.ImportJobs:
		in.Row = job(row)
	case domain.ImportStorage:
		in.Row = storage(row)
	case domain.ImportServiceRequests:
		in.Row = serviceRequest(row)
	case domain.ImportSKUNames:
		in.SKUName = skuName(row)
	}
	return in
}

// domainOf leaves of an address or a link the domain.
func domainOf(text string) string {
	text = strings.ToLower(text)
	if _, after, ok := strings.Cut(text, "://"); ok {
		text = after
	}
	if _, after, ok := strings.Cut(text, "@"); ok {
		text = after
	}
	text, _, _ = strings.Cut(text, "/")
	return strings.TrimPrefix(strings.Trim(text, ". "), "www.")
}

func subscription(row *Row, in *domain.ImportRow) {
	in.Number = row.Value(FieldNumber)
	in.Quantity = integer(row, FieldQuantity)
	if day := domain.Date(row.Value(FieldCreated)); day != "" {
		in.Typed.CreatedOn = &day
	}
	if day := domain.Date(row.Value(FieldTermEnd)); day != "" {
		in.Typed.TermEndOn = &day
	}
	switch what := row.Value(FieldAtTermEnd); what {
	case "":
	case notRenewing:
		in.NotRenewing = true
	default:
		at := domain.AtTermEnd(what)
		in.Typed.AtTermEnd = &at
	}
	if term := domain.Term(row.Value(FieldTerm)); term != "" {
		in.Typed.Term = &term
	}
	state(row, in)
	if unit := row.Value(FieldUnitPrice); unit != "" {
		currency, period := row.Value(FieldCurrency), row.Value(FieldPeriod)
		in.Typed.UnitPrice, in.Typed.Currency, in.Typed.PricePeriod = &unit, &currency, &period
		checkPrice(row, FieldUnitPrice)
		if currency == "" || period == "" {
			row.Problem(FieldUnitPrice, "price_incomplete")
		}
	}
}

// state reads the status and whether it is a trial. One whose end a file names ends then, unless the row says otherwise.
func state(row *Row, in *domain.ImportRow) {
	yes := domain.Yes
	switch status := row.Value(FieldStatus); status {
	case "":
	case statusTrial:
		active := domain.StatusActive
		in.Typed.Status, in.Typed.Trial = &active, &yes
	default:
		known := domain.SubscriptionStatus(status)
		in.Typed.Status = &known
	}
	switch trial := row.Value(FieldTrial); domain.YesNo(trial) {
	case "":
	case domain.Yes, domain.No:
		answer := domain.YesNo(trial)
		in.Typed.Trial = &answer
	default:
		ends, atEnd := domain.Date(trial), domain.TermEnds
		in.Typed.Trial = &yes
		if in.Typed.TermEndOn == nil {
			in.Typed.TermEndOn = &ends
		}
		if in.Typed.AtTermEnd == nil && !in.NotRenewing {
			in.Typed.AtTermEnd = &atEnd
		}
	}
}

// checkPrice notes a price that cannot be stored: negative, or with more digits than a price has.
func checkPrice(row *Row, field string) {
	if value := row.Value(field); value != "" {
		if _, err := domain.ParsePrice(value); err != nil {
			row.Problem(field, "price_invalid")
		}
	}
}

func price(row *Row) *domain.Price {
	checkPrice(row, FieldUnitPrice)
	checkPrice(row, FieldCost)
	return &domain.Price{
		Product: row.Value(FieldProduct), SKU: row.Value(FieldSKU), Term: domain.Term(row.Value(FieldTerm)),
		Cost: row.Value(FieldCost), Price: row.Value(FieldUnitPrice), Currency: row.Value(FieldCurrency),
		PricePeriod: row.Value(FieldPeriod), ValidFrom: domain.Date(row.Value(FieldValidFrom)),
	}
}

func (t *Typer) invoiceLine(row *Row) domain.InvoiceLine {
	line := domain.InvoiceLine{
		Invoice: row.Value(FieldInvoice), Customer: row.Value(FieldCustomerID), CustomerName: row.Value(FieldCustomer),
		Product: row.Value(FieldProduct), SKU: row.Value(FieldSKU), Number: row.Value(FieldNumber), Charge: row.Value(FieldCharge),
		FromOn: domain.Date(row.Value(FieldFrom)), ToOn: domain.Date(row.Value(FieldTo)), Quantity: row.Value(FieldQuantity),
		UnitPrice: row.Value(FieldUnitPrice), Currency: row.Value(FieldCurrency),
	}
	line.Amount, line.Tax, line.Total = money(row, FieldAmount), money(row, FieldTax), money(row, FieldTotal)
	if line.FromOn != "" && line.ToOn != "" && line.ToOn < line.FromOn {
		row.Problem(FieldTo, "period_backwards")
	}
	line.Key = t.lineKey(row)
	return line
}

// lineKey is the invoice with the line's number, or with a digest of what the line says and how often it was there.
func (t *Typer) lineKey(row *Row) string {
	if number := row.Value(FieldLine); number != "" {
		return row.Value(FieldInvoice) + "/" + number
	}
	sum := sha256.Sum256([]byte(strings.Join(row.values, "\x00")))
	short := [12]byte(sum[:12])
	t.same[short]++
	key := row.Value(FieldInvoice) + "/" + hex.EncodeToString(short[:])
	if n := t.same[short]; n > 1 {
		key += "/" + itoa(n)
	}
	return key
}

// money gives an amount in the row's currency, nil without one. Amounts with more decimals than the currency has are
// rounded where all amounts are.
func money(row *Row, field string) *domain.Money {
	text, currency := row.Value(field), row.Value(FieldCurrency)
	if text == "" || currency == "" {
		return nil
	}
	amount, err := decimal.Parse(text)
	if err == nil {
		var m domain.Money
		if m, err = domain.LineAmount(1, amount, currency); err == nil {
			return &m
		}
	}
	row.Problem(field, "decimal_invalid")
	return nil
}

func record(row *Row) *domain.Record {
	return &domain.Record{
		VendorID: row.Value(FieldCustomerID), Name: row.Value(FieldCustomer), Domain: domainOf(row.Value(FieldDomain)),
		Account: row.Value(FieldAccount), Country: row.Value(FieldCountry), CreatedOn: domain.Date(row.Value(FieldCreated)),
	}
}

func integer(row *Row, field string) *int64 {
	n, err := strconv.ParseInt(row.Value(field), 10, 64)
	if err != nil {
		return nil
	}
	if n < 0 {
		row.Problem(field, "negative")
	}
	return &n
}

// pool reads a licence pool. A customer may have several of one product, told apart by their names. Total counts what was used and what remains, so what is assigned is their difference.
func pool(row *Row) *domain.Pool {
	p := &domain.Pool{Product: row.Value(FieldProduct), SKU: row.Value(FieldSKU), Name: row.Value(FieldPool)}
	p.ProductKey = p.SKU
	if p.ProductKey == "" {
		p.ProductKey = strings.ToLower(p.Product)
	}
	p.Key = "import:" + p.ProductKey
	if p.Name != "" {
		p.Key = "import:" + strings.ToLower(p.Name) + "/" + p.ProductKey
	}
	if sharesBalance(row) {
		p.Excluded = domain.ExcludedUncounted
	}
	bought, assigned, remaining := integer(row, FieldBought), integer(row, FieldAssigned), integer(row, FieldRemaining)
	if bought == nil {
		return p
	}
	p.Bought = *bought
	switch {
	case assigned != nil && remaining != nil && *assigned+*remaining != *bought:
		row.Problem(FieldRemaining, "sum_differs")
	case assigned != nil:
		p.Assigned = *assigned
	case remaining != nil && *remaining > *bought:
		row.Problem(FieldRemaining, "sum_differs")
	case remaining != nil:
		p.Assigned = *bought - *remaining
	}
	return p
}

// sharesBalance reports whether a row is of Blancco's Common License: one balance that all its products draw on, each at a
// rate of its own. What a product could still use is the balance divided by its rate, so its rows must never be added up.
func sharesBalance(row *Row) bool {
	for _, field := range []string{FieldPool, FieldProduct, FieldSKU} {
		name := foldHeading(row.Value(field))
		if strings.Contains(name, "commonlicense") || strings.Contains(name, "commonlicence") {
			return true
		}
	}
	c := row.read.columns[row.read.place[FieldRemaining]]
	return c >= 0 && foldHeading(row.read.file.Columns[c].Name) == "usageleft"
}

func moment(row *Row, field string) *time.Time {
	t, err := time.Parse(time.RFC3339, row.Value(field))
	if err != nil {
		return nil
	}
	return &t
}

func job(row *Row) domain.Job {
	j := domain.Job{
		Key: row.Value(FieldJob), Service: row.Value(FieldService), Module: row.Value(FieldModule),
		Status: row.Value(FieldStatus), StartedAt: moment(row, FieldStarted), EndedAt: moment(row, FieldEnded),
		Error: row.Value(FieldError), Objects: integer(row, FieldObjects), Failed: integer(row, FieldFailed),
		Size: integer(row, FieldSize),
	}
	j.Outcome = domain.Outcome(parseOutcome(j.Status))
	if j.StartedAt != nil && j.EndedAt != nil && j.EndedAt.Before(*j.StartedAt) {
		row.Problem(FieldEnded, "period_backwards")
	}
	return j
}

// storage reads what a service keeps. A row without a module is about the service as a whole.
func storage(row *Row) domain.Storage {
	s := domain.Storage{
		Service: row.Value(FieldService), Module: row.Value(FieldModule), Consumed: integer(row, FieldConsumed),
		Protected: integer(row, FieldProtected), Purchased: integer(row, FieldPurchased), Objects: integer(row, FieldObjects),
		Scanned: integer(row, FieldScanned), ConsumedText: row.cell(FieldConsumed), ProtectedText: row.cell(FieldProtected),
		PurchasedText: row.cell(FieldPurchased), Place: row.Value(FieldPlace), Retention: row.Value(FieldRetention),
	}
	s.Key = strings.ToLower(s.Service + "/" + s.Module)
	return s
}

func serviceRequest(row *Row) domain.ServiceRequest {
	r := domain.ServiceRequest{
		Key: row.Value(FieldNumber), Number: row.Value(FieldNumber), Title: row.Value(FieldTitle), Status: row.Value(FieldStatus),
		Severity: row.Value(FieldSeverity), CreatedAt: moment(row, FieldOpened), UpdatedAt: moment(row, FieldUpdated),
		ClosedAt: moment(row, FieldClosed), Contact: row.Value(FieldContact), Detail: row.Value(FieldDetail),
	}
	r.Open = r.ClosedAt == nil && !isClosed(r.Status)
	return r
}

func isClosed(status string) bool {
	switch strings.ToLower(status) {
	case "closed", "resolved", "done", "completed", "cancelled", "canceled", "geschlossen", "gelöst", "erledigt", "abgeschlossen",
		"chiuso", "chiusa", "risolto", "risolta", "completato", "lukket", "løst", "ferdig", "avsluttet":
		return true
	}
	return false
}

func skuName(row *Row) *domain.SKUName {
	return &domain.SKUName{
		SKUID: strings.ToLower(row.Value(FieldSKUID)), PartNumber: row.Value(FieldPartNumber), Name: row.Value(FieldName),
	}
}
