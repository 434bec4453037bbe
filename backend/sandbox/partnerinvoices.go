package sandbox

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// lastOfPartnerCenter is the last period whose lines Partner Center gives; later ones are exported by Graph.
var lastOfPartnerCenter = dateDay(2024, time.January, 31)

func (b *bill) wire(whole bool) map[string]any {
	paid := int64(0)
	if b.paid {
		paid = b.total()
	}
	provider, kind := "one_time", "OneTime"
	if b.legacy {
		provider, kind = "office", "Recurring"
	}
	w := map[string]any{
		"id": b.id, "invoiceDate": b.issued.time().Format(centerStamp), "totalCharges": cents(b.total()), "paidAmount": cents(paid),
		"currencyCode": currency, "currencySymbol": "€", "documentType": "invoice", "invoiceType": kind,
		"invoiceDetails": []any{map[string]any{
			"invoiceLineItemType": "billing_line_items", "billingProvider": provider,
			"links": map[string]any{"self": map[string]any{
				"uri": "/invoices/" + kind + "-" + b.id + "/lineitems/" + kind + "/BillingLineItems", "method": "GET", "headers": []any{}}},
			"attributes": object("InvoiceDetail"),
		}},
		"attributes": object("Invoice"),
	}
	if b.amends != "" {
		w["documentType"], w["amendsOf"] = "adjustment_note", b.amends
	}
	if len(b.amendments) > 0 {
		nested := []any{}
		for _, a := range b.amendments {
			nested = append(nested, a.wire(whole))
		}
		w["amendments"] = nested
	}
	if whole {
		w["billingPeriodStartDate"] = b.from.time().Format("2006-01-02T15:04:05Z")
		w["billingPeriodEndDate"] = b.to.time().Format("2006-01-02T15:04:05Z")
		w["pdfDownloadLink"] = "/invoices/" + b.id + "/documents/statement"
	}
	return w
}

func (s *Sandbox) centerInvoices(r *http.Request) reply {
	all := s.portfolio().bills()
	offset, err := strconv.Atoi(r.URL.Query().Get("offset"))
	size, problem := strconv.Atoi(r.URL.Query().Get("size"))
	if err != nil || problem != nil || offset < 0 || size < 1 {
		return centerError(http.StatusBadRequest, 2000, "offset and size are numbers")
	}
	items := []any{}
	for _, b := range all[min(offset, len(all)):min(offset+size, len(all))] {
		items = append(items, b.wire(false))
	}
	return jsonReply(http.StatusOK, collection(r, items, ""))
}

func (s *Sandbox) centerInvoice(r *http.Request) reply {
	b := s.portfolio().billed(r.PathValue("invoice"))
	if b == nil {
		return centerError(http.StatusNotFound, 1000, "Invoice not found.")
	}
	return jsonReply(http.StatusOK, b.wire(true))
}

// centerLines gives the lines of the periods that Graph does not export. Lines of the old platform are paged by offset.
func (s *Sandbox) centerLines(r *http.Request) reply {
	b, q := s.portfolio().billed(r.PathValue("invoice")), r.URL.Query()
	switch {
	case b == nil || b.from > lastOfPartnerCenter:
		return centerError(http.StatusNotFound, 1000, "No line items.")
	case q.Get("invoicelineitemtype") != "billinglineitems" || b.legacy != (q.Get("provider") == "office"):
		return centerError(http.StatusBadRequest, 2000, "The invoice has no such line items.")
	}
	if b.legacy {
		all := b.lines()
		offset, _ := strconv.Atoi(q.Get("offset"))
		size, _ := strconv.Atoi(q.Get("size"))
		items := []any{}
		for _, l := range all[min(offset, len(all)):min(offset+size, len(all))] {
			items = append(items, l.office(b))
		}
		return jsonReply(http.StatusOK, collection(r, items, ""))
	}
	page, next, problem := seek(r, b.lines(), 2000)
	if problem != "" {
		return centerError(http.StatusBadRequest, 2000, problem)
	}
	items := make([]any, 0, len(page))
	for i, l := range page {
		items = append(items, l.oneTime(b, i))
	}
	return jsonReply(http.StatusOK, collection(r, items, next))
}

// oneTime writes a line as Partner Center does; now and then an amount is a text.
func (l billLine) oneTime(b *bill, i int) map[string]any {
	w := map[string]any{}
	for name, value := range l.columns(b) {
		w[strings.ToLower(name[:1])+name[1:]] = value
	}
	w["totalForCustomer"], w["resellerMpnId"] = w["total"], w["tier2MpnId"]
	w["invoiceLineItemType"], w["billingProvider"], w["attributes"] = "billing_line_items", "one_time", object("OneTimeInvoiceLineItem")
	for _, later := range []string{"total", "tier2MpnId", "referenceId", "subscriptionStartDate", "subscriptionEndDate", "productCategory"} {
		delete(w, later) // only Graph has them
	}
	if i%5 == 4 {
		for _, name := range []string{"subtotal", "unitPrice", "quantity"} {
			if number, ok := w[name].(json.RawMessage); ok {
				w[name] = string(number)
			}
		}
	}
	return w
}

// office writes a line of the old commerce platform.
func (l billLine) office(b *bill) map[string]any {
	return map[string]any{
		"partnerId": "3b7d9a10-5c1e-4f62-9a7b-0d4c2e81f5aa", "customerId": l.tenant.id, "customerName": l.tenant.name, "domainName": l.initial,
		"invoiceNumber": b.id, "mpnId": 6034453, "tier2MpnId": -1, "orderId": l.order(), "durableOfferId": l.offer, "offerId": l.offer,
		"offerName": l.sale.name, "billingCycleType": "Monthly", "syndicationPartnerSubscriptionNumber": mixedCase(l.commerceID),
		"subscriptionStartDate": l.bought.time().Format(centerStamp), "subscriptionEndDate": never,
		"chargeStartDate": l.first.time().Format(centerStamp), "chargeEndDate": l.last.time().Format(centerStamp),
		"chargeType": "Cycle fee", "unitPrice": cents(l.unit), "quantity": json.RawMessage(l.quantity), "amount": cents(l.subtotal),
		"totalOtherDiscount": cents(0), "subtotal": cents(l.subtotal), "tax": cents(l.tax), "totalForCustomer": cents(l.total()),
		"currency": currency, "invoiceLineItemType": "billing_line_items", "billingProvider": "office", "attributes": object("LicenseBasedLineItem"),
	}
}

// columns are the columns of the reconciliation, by the names of Graph's export.
func (l billLine) columns(b *bill) map[string]any {
	product, rest, _ := strings.Cut(l.offer, ":")
	term, category, kind := "One-Month commitment for monthly/yearly billing", "OnlineServicesNCE", "Licenses"
	if l.term >= 12 {
		term = "One-Year commitment for monthly/yearly billing"
	}
	if l.usage {
		category, kind = "Azure", "1 Hour"
	}
	start := l.first.time().Format("2006-01-02T15:04:05Z")
	return map[string]any{
		"PartnerId": "3b7d9a10-5c1e-4f62-9a7b-0d4c2e81f5aa", "CustomerId": l.tenant.id, "CustomerName": l.tenant.name,
		"CustomerDomainName": l.initial, "CustomerCountry": l.company.place.code, "InvoiceNumber": b.id, "MpnId": "6034453", "Tier2MpnId": "0",
		"OrderId": l.order(), "OrderDate": l.bought.time().Format("2006-01-02T15:04:05Z"), "ProductId": product, "SkuId": rest[:4],
		"AvailabilityId": rest[5:], "SkuName": l.sale.name, "ProductName": l.sale.name, "ChargeType": l.charge,
		"UnitPrice": cents(l.unit), "Quantity": json.RawMessage(l.quantity), "Subtotal": cents(l.subtotal), "TaxTotal": cents(l.tax),
		"Total": cents(l.total()), "Currency": currency, "PriceAdjustmentDescription": "", "PublisherName": "Microsoft Corporation",
		"PublisherId": "", "SubscriptionDescription": l.sale.name, "SubscriptionId": mixedCase(l.commerceID), "ChargeStartDate": start,
		"ChargeEndDate": l.last.time().Format("2006-01-02T15:04:05Z"), "TermAndBillingCycle": term, "EffectiveUnitPrice": cents(l.unit),
		"UnitType": kind, "AlternateId": l.order(), "BillableQuantity": json.RawMessage(l.quantity), "BillingFrequency": "Monthly",
		"PricingCurrency": currency, "PCToBCExchangeRate": json.RawMessage("1"), "PCToBCExchangeRateDate": start, "MeterDescription": "",
		"ReservationOrderId": "", "CreditReasonCode": "", "SubscriptionStartDate": l.bought.time().Format("2006-01-02T15:04:05Z"),
		"SubscriptionEndDate": l.last.time().Format("2006-01-02T15:04:05Z"), "ReferenceId": "", "ProductQualifiers": "",
		"PromotionId": "", "ProductCategory": category,
	}
}
