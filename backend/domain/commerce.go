package domain

import "time"

// Order is what was ordered from the vendor for a customer.
type Order struct {
	Key          string      `json:"key"`
	OrderedAt    *time.Time  `json:"ordered_at,omitempty"`
	Status       string      `json:"status"`
	Kind         string      `json:"kind,omitempty"`
	BillingCycle string      `json:"billing_cycle,omitempty"`
	Currency     string      `json:"currency,omitempty"`
	Lines        []OrderLine `json:"lines,omitempty"`
}

// OrderLine is one product of an order.
type OrderLine struct {
	Product      string `json:"product"`
	SKU          string `json:"sku,omitempty"`
	Quantity     int64  `json:"quantity"`
	Subscription string `json:"subscription,omitempty"` // number of the subscription it made or changed
	Term         Term   `json:"term"`
}

// RowKey is the vendor's id of the order.
func (o Order) RowKey() string { return o.Key }

// Agreement is what a customer agreed to with the vendor.
type Agreement struct {
	Key      string `json:"key"`
	Kind     string `json:"kind"`
	AgreedOn Date   `json:"agreed_on,omitempty"`
	Contact  string `json:"contact,omitempty"`
	Email    string `json:"email,omitempty"`
}

// RowKey is made of the agreement's template and day.
func (a Agreement) RowKey() string { return a.Key }

// Invoice is a bill of the vendor, or of a distributor, to us.
type Invoice struct {
	Key      string `json:"key"`
	Number   string `json:"number"`
	Kind     string `json:"kind"`
	Status   string `json:"status,omitempty"`
	IssuedOn Date   `json:"issued_on,omitempty"`
	FromOn   Date   `json:"from_on,omitempty"`
	ToOn     Date   `json:"to_on,omitempty"` // the last day it covers
	Total    *Money `json:"total,omitempty"`
	Paid     *Money `json:"paid,omitempty"`
}

// RowKey is the invoice's number, or what stands for it while there is none.
func (i Invoice) RowKey() string { return i.Key }

// InvoiceLine is one line of an invoice. Quantities and unit prices are exact decimals with a point, as the vendor gives
// them; amounts are in the invoice's currency and are never computed here.
type InvoiceLine struct {
	Key          string `json:"key"`
	Invoice      string `json:"invoice"`                 // key of the invoice
	Customer     string `json:"customer,omitempty"`      // the vendor's id of the customer
	CustomerName string `json:"customer_name,omitempty"` // as the invoice says
	Product      string `json:"product"`
	SKU          string `json:"sku,omitempty"`
	Number       string `json:"number,omitempty"` // of the subscription
	Charge       string `json:"charge,omitempty"` // the vendor's word for what kind of charge it is
	FromOn       Date   `json:"from_on,omitempty"`
	ToOn         Date   `json:"to_on,omitempty"` // the last day it pays for
	Quantity     string `json:"quantity"`
	UnitPrice    string `json:"unit_price,omitempty"`
	Currency     string `json:"currency,omitempty"` // ISO 4217, of the unit price and the amounts
	Amount       *Money `json:"amount,omitempty"`   // without tax
	Tax          *Money `json:"tax,omitempty"`
	Total        *Money `json:"total,omitempty"`
	Raw          []byte `json:"raw,omitempty"` // the line as it came; the vendor may forget it
}

// RowKey tells a line from the others of its connection.
func (l InvoiceLine) RowKey() string { return l.Key }

// NextTerm is what a subscription becomes when its term ends, where that was arranged.
type NextTerm struct {
	Product      string `json:"product,omitempty"`
	Quantity     int64  `json:"quantity,omitempty"`
	Term         Term   `json:"term,omitempty"`
	BillingCycle string `json:"billing_cycle,omitempty"`
	EndsOn       Date   `json:"ends_on,omitempty"` // a custom end, to bring terms together
}
