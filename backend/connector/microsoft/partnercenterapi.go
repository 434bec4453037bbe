package microsoft

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"tenantry/backend/connector/rest"
)

// wireCollection is one answer of a list of Partner Center. A few lists come without this frame: see UnmarshalJSON.
type wireCollection[T any] struct {
	Items []T
	Next  wireLink
}

// wireLink is where a list goes on: an address below the base URL, and headers that must be sent with it.
type wireLink struct {
	URI     string `json:"uri"`
	Headers []struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	} `json:"headers"`
}

// UnmarshalJSON reads the frame, or the bare list that the published description has for agreements. Items stay nil where
// there are none at all, which is no list.
func (c *wireCollection[T]) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, &c.Items)
	}
	var frame struct {
		Items []T `json:"items"`
		Links struct {
			Next wireLink `json:"next"`
		} `json:"links"`
	}
	err := json.Unmarshal(b, &frame)
	c.Items, c.Next = frame.Items, frame.Links.Next
	return err
}

// wireCenterError is an error body of Partner Center; a refusal for its rate has another one.
type wireCenterError struct {
	Code        rest.Text `json:"code"`
	Description rest.Text `json:"description"`
	Message     rest.Text `json:"message"`
}

// wireReseller is an item of GET /v1/customers.
type wireReseller struct {
	ID      string `json:"id"`
	Profile struct {
		TenantID string `json:"tenantId"`
		Domain   string `json:"domain"`
		Name     string `json:"companyName"`
	} `json:"companyProfile"`
	Relationship enum `json:"relationshipToPartner"`
}

// wireTerm is an item of GET /v1/customers/{id}/subscriptions.
type wireTerm struct {
	ID                string       `json:"id"`
	OfferID           string       `json:"offerId"`
	OfferName         string       `json:"offerName"`
	FriendlyName      string       `json:"friendlyName"`
	Quantity          rest.Int     `json:"quantity"`
	UnitType          string       `json:"unitType"`
	CreationDate      rest.Time    `json:"creationDate"`
	CommitmentEnd     *rest.Time   `json:"commitmentEndDate"`
	CommitmentEndTime *rest.Time   `json:"commitmentEndDateTime"`
	CancelUntil       rest.Time    `json:"cancellationAllowedUntilDate"`
	Status            enum         `json:"status"`
	AutoRenew         *bool        `json:"autoRenewEnabled"`
	IsTrial           *bool        `json:"isTrial"`
	BillingType       enum         `json:"billingType"`
	BillingCycle      enum         `json:"billingCycle"`
	TermDuration      string       `json:"termDuration"`
	RenewalTerm       string       `json:"renewalTermDuration"`
	Next              *wireNext    `json:"scheduledNextTermInstructions"`
	OrderID           string       `json:"orderId"`
	ProductType       *wireProduct `json:"productType"`
}

// wireProduct names a kind of product.
type wireProduct struct {
	ID string `json:"id"`
}

// wireNext is what was arranged for the end of a term.
type wireNext struct {
	Product struct {
		ProductID    string `json:"productId"`
		SkuID        string `json:"skuId"`
		BillingCycle enum   `json:"billingCycle"`
		TermDuration string `json:"termDuration"`
	} `json:"product"`
	Quantity rest.Int  `json:"quantity"`
	EndsOn   rest.Time `json:"customTermEndDate"`
}

// wireProvisioning is GET /v1/customers/{id}/subscriptions/{id}/provisioningstatus.
type wireProvisioning struct {
	SkuID string `json:"skuId"`
}

// wireOrder is an item of GET /v1/customers/{id}/orders.
type wireOrder struct {
	ID              string    `json:"id"`
	Status          enum      `json:"status"`
	TransactionType enum      `json:"transactionType"`
	BillingCycle    enum      `json:"billingCycle"`
	Currency        string    `json:"currencyCode"`
	CreationDate    rest.Time `json:"creationDate"`
	Lines           []struct {
		OfferID        string   `json:"offerId"`
		SubscriptionID string   `json:"subscriptionId"`
		FriendlyName   string   `json:"friendlyName"`
		Quantity       rest.Int `json:"quantity"`
		TermDuration   string   `json:"termDuration"`
	} `json:"lineItems"`
}

// wireAgreement is an item of GET /v1/customers/{id}/agreements.
type wireAgreement struct {
	TemplateID string    `json:"templateId"`
	Type       enum      `json:"type"`
	AgreedOn   rest.Time `json:"dateAgreed"`
	Contact    struct {
		FirstName string `json:"firstName"`
		LastName  string `json:"lastName"`
		Email     string `json:"email"`
	} `json:"primaryContact"`
}

// wireRequest is an item of GET /v1/customers/{id}/servicerequests, and what is got by its id, which has the notes.
type wireRequest struct {
	ID           rest.Text `json:"id"`
	Title        string    `json:"title"`
	Description  string    `json:"description"`
	Severity     enum      `json:"severity"`
	Status       enum      `json:"status"`
	CreatedDate  rest.Time `json:"createdDate"`
	ModifiedDate rest.Time `json:"lastModifiedDate"`
	ClosedDate   rest.Time `json:"lastClosedDate"`
	Contact      struct {
		FirstName string `json:"firstName"`
		LastName  string `json:"lastName"`
	} `json:"primaryContact"`
	Notes []struct {
		By   string    `json:"createdByName"`
		Date rest.Time `json:"createdDate"`
		Text string    `json:"text"`
	} `json:"notes"`
}

// wireInvoice is an item of GET /v1/invoices, and what is got by its id, which has the period.
type wireInvoice struct {
	ID           string        `json:"id"`
	Date         rest.Time     `json:"invoiceDate"`
	PeriodStart  rest.Time     `json:"billingPeriodStartDate"`
	PeriodEnd    rest.Time     `json:"billingPeriodEndDate"`
	Total        number        `json:"totalCharges"`
	Paid         number        `json:"paidAmount"`
	Currency     string        `json:"currencyCode"`
	DocumentType enum          `json:"documentType"`
	InvoiceType  enum          `json:"invoiceType"`
	Status       enum          `json:"status"`
	Amendments   []wireInvoice `json:"amendments"`
	Details      []struct {
		LineType enum `json:"invoiceLineItemType"`
		Provider enum `json:"billingProvider"`
	} `json:"invoiceDetails"`
}

// wireBillingLine is a line of an invoice, of Partner Center or of Graph's export: those spell their fields alike but for
// the case, which does not matter to JSON here, and few names.
type wireBillingLine struct {
	CustomerID       string    `json:"customerId"`
	CustomerName     string    `json:"customerName"`
	CustomerDomain   string    `json:"customerDomainName"`
	InvoiceNumber    string    `json:"invoiceNumber"`
	ProductID        string    `json:"productId"`
	SkuID            string    `json:"skuId"`
	ProductName      string    `json:"productName"`
	SkuName          string    `json:"skuName"`
	SubscriptionID   string    `json:"subscriptionId"`
	SubscriptionText string    `json:"subscriptionDescription"`
	ChargeType       rest.Text `json:"chargeType"`
	ChargeStart      rest.Time `json:"chargeStartDate"`
	ChargeEnd        rest.Time `json:"chargeEndDate"`
	UnitPrice        number    `json:"unitPrice"`
	EffectivePrice   number    `json:"effectiveUnitPrice"`
	Quantity         number    `json:"quantity"`
	BillableQuantity number    `json:"billableQuantity"`
	Subtotal         number    `json:"subtotal"`
	TaxTotal         number    `json:"taxTotal"`
	Total            number    `json:"total"`            // Graph
	TotalForCustomer number    `json:"totalForCustomer"` // Partner Center
	Currency         string    `json:"currency"`
	PricingCurrency  string    `json:"pricingCurrency"`
	// Only in lines of the old commerce platform.
	OfferID            string `json:"offerId"`
	OfferName          string `json:"offerName"`
	DomainName         string `json:"domainName"`
	SubscriptionNumber string `json:"syndicationPartnerSubscriptionNumber"`
	Tax                number `json:"tax"`
}

// enum is a word that a few old resources give as its number.
type enum string

// UnmarshalJSON keeps a number as its digits.
func (e *enum) UnmarshalJSON(b []byte) error {
	var text rest.Text
	err := text.UnmarshalJSON(b)
	*e = enum(strings.ToLower(strings.TrimSpace(string(text))))
	return err
}

// word gives the word for a number by its place in the documented list.
func (e enum) word(list ...string) string {
	if n, err := strconv.Atoi(string(e)); err == nil && n >= 0 && n < len(list) {
		return list[n]
	}
	return string(e)
}

// number is an exact decimal, written as a number or as a text; it is unknown where it is absent, null or "".
type number struct {
	decimal.Decimal
	known bool
}

// UnmarshalJSON refuses what is no decimal, or one of more than 19 digits.
func (n *number) UnmarshalJSON(b []byte) error {
	*n = number{}
	text := strings.TrimSpace(strings.Trim(string(b), `"`))
	if text == "" || text == "null" {
		return nil
	}
	d, err := decimal.Parse(text)
	if err != nil {
		return err
	}
	*n = number{d, true}
	return nil
}

// or gives the first number that is known.
func (n number) or(other number) number {
	if n.known {
		return n
	}
	return other
}
