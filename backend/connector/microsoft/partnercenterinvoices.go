package microsoft

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/url"
	"strconv"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// invoicesPage is how many invoices one answer lists.
const invoicesPage = 200

// firstExported is when Microsoft began to give the lines of an invoice by Graph's export: Partner Center has those of
// invoices that were made out before, for periods up to January 2024.
var firstExported = domain.Date("2024-03-01")

// invoices lists our invoices from Microsoft once a run, newest last or first as it comes; amendments stand among them.
func (p *partnerCenter) invoices(ctx context.Context) ([]wireInvoice, error) {
	return p.billed.Get(ctx, func(ctx context.Context) ([]wireInvoice, error) {
		var list []wireInvoice
		seen := map[string]bool{}
		for offset := 0; ; offset += invoicesPage {
			path := "/v1/invoices?size=" + strconv.Itoa(invoicesPage) + "&offset=" + strconv.Itoa(offset)
			items, err := all(centerList[wireInvoice](ctx, p, path))
			if err != nil {
				return nil, billingRefusal(err)
			}
			before := len(list)
			for _, item := range items {
				list, err = p.gather(list, item, seen)
				if err != nil {
					return nil, err
				}
			}
			if len(items) < invoicesPage || len(list) == before {
				return list, nil
			}
		}
	})
}

// gather adds an invoice and its amendments, each once.
func (p *partnerCenter) gather(list []wireInvoice, item wireInvoice, seen map[string]bool) ([]wireInvoice, error) {
	amendments := item.Amendments
	item.Amendments = nil
	switch {
	case item.ID == "" || strings.ContainsAny(item.ID, " \n"):
		return nil, p.rest.Malformed("GET invoices: an invoice has no id, or none that is one")
	case len(amendments) > invoicesPage:
		return nil, p.rest.Malformed("GET invoices: an invoice has too many amendments")
	}
	if !seen[item.ID] {
		seen[item.ID] = true
		list = append(list, item)
	}
	var err error
	for _, a := range amendments {
		if list, err = p.gather(list, a, seen); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// billingRefusal says which rights are missing where billing data alone are refused.
func billingRefusal(err error) error {
	var refusal *connector.Refusal
	if errors.As(err, &refusal) && errors.Is(err, connector.ErrForbidden) && !errors.Is(err, errNoMFA) {
		return &connector.Refusal{Sort: connector.ErrForbidden, Key: "partner_billing_refused", Detail: refusal.Detail}
	}
	return err
}

// state tells whether an invoice has changed since it was read.
func (w wireInvoice) state() string { return w.Total.String() + "/" + w.Paid.String() }

// exported says whether Graph gives the lines: not those of old invoices, nor of the old commerce platform.
func (w wireInvoice) exported() bool {
	return domain.DateOf(w.Date.Time) >= firstExported && !strings.HasPrefix(w.ID, "D")
}

// fetchInvoices reads our invoices from Microsoft. The list lacks their periods, so those are read one by one.
func (m *microsoft) fetchInvoices(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	everyOne := func(wireInvoice) bool { return true }
	return m.eachInvoice(ctx, req, invoiceReading{domain.KindInvoices, everyOne, m.center.invoice})
}

// invoice reads the whole of one invoice. An app by itself may only list them: then the period is the one read before, if
// any, until a person may ask again.
func (p *partnerCenter) invoice(ctx context.Context, listed wireInvoice, last reading, emit emitter) (reading, error) {
	whole, brief := listed, p.alone.Load()
	if !brief {
		err := p.rest.Do(ctx, p.request("/v1/invoices/"+url.PathEscape(listed.ID)), &whole)
		if err != nil && !errors.Is(err, connector.ErrNotFound) {
			return reading{}, billingRefusal(err)
		}
	}
	whole.ID = listed.ID
	row, err := whole.invoice()
	if err != nil {
		return reading{}, p.rest.Malformed("GET invoices: %v", err)
	}
	from, to, known := strings.Cut(last.tag, "/")
	if brief && known {
		row.FromOn, row.ToOn = domain.Date(from), domain.Date(to)
	}
	return reading{tag: string(row.FromOn) + "/" + string(row.ToOn), brief: brief}, emit(domain.Rows{Invoices: []domain.Invoice{row}})
}

func (w wireInvoice) invoice() (domain.Invoice, error) {
	total, errTotal := amount(w.Total, w.Currency)
	paid, errPaid := amount(w.Paid, w.Currency)
	return domain.Invoice{
		Key:      w.ID,
		Number:   w.ID,
		Kind:     cmp.Or(string(w.DocumentType), "invoice"),
		Status:   string(w.Status),
		IssuedOn: domain.DateOf(w.Date.Time),
		FromOn:   domain.DateOf(w.PeriodStart.Time),
		ToOn:     domain.DateOf(w.PeriodEnd.Time),
		Total:    total,
		Paid:     paid,
	}, errors.Join(errTotal, errPaid)
}

// fetchInvoiceLines reads the lines of old invoices, which Partner Center has.
func (m *microsoft) fetchInvoiceLines(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	old := func(w wireInvoice) bool { return !w.exported() }
	return m.eachInvoice(ctx, req, invoiceReading{domain.KindInvoiceLines, old, m.center.lines})
}

// providers are the names of the commerce platforms, as an invoice and as the list of its lines wants them. The lines of
// the old ones are paged by number.
var providers = map[enum]struct {
	name   string
	offset bool
}{"one_time": {"onetime", false}, "onetime": {"onetime", false}, "office": {"office", true}, "azure": {"azure", true}}

// linesPage is the most lines that one answer gives.
const linesPage = 2000

// lines reads an invoice's lines from all platforms it is about; what was used day by day is left out.
func (p *partnerCenter) lines(ctx context.Context, invoice wireInvoice, last reading, emit emitter) (reading, error) {
	w := lineWriter{rest: p.rest, invoice: invoice, emit: emit}
	for _, d := range invoice.Details {
		provider, known := providers[d.Provider]
		if d.LineType != "billing_line_items" || !known {
			continue
		}
		path := "/v1/invoices/" + url.PathEscape(invoice.ID) + "/lineitems?provider=" + provider.name +
			"&invoicelineitemtype=billinglineitems&size=" + strconv.Itoa(linesPage)
		for offset := 0; ; offset += linesPage {
			part := path
			if provider.offset {
				part += "&offset=" + strconv.Itoa(offset)
			}
			n, err := p.pageOfLines(ctx, part, &w)
			if err != nil {
				return reading{}, billingRefusal(err)
			}
			if !provider.offset || n < linesPage {
				break
			}
		}
	}
	return w.finish(last)
}

// pageOfLines reads a list of lines as far as its next links lead.
func (p *partnerCenter) pageOfLines(ctx context.Context, path string, w *lineWriter) (int, error) {
	n := 0
	for page, err := range centerList[json.RawMessage](ctx, p, path) {
		if err != nil {
			return n, err
		}
		for _, line := range page {
			if err := w.add(line); err != nil {
				return n, err
			}
		}
		n += len(page)
	}
	return n, nil
}

// amount is an exact amount in the currency's minor unit; nil where it, or the currency, is unknown.
func amount(n number, currency string) (*domain.Money, error) {
	currency = strings.ToUpper(strings.TrimSpace(currency))
	if !n.known || !domain.ValidCurrency(currency) {
		return nil, nil
	}
	money, err := domain.LineAmount(1, n.Decimal, currency)
	if err != nil {
		return nil, err
	}
	return &money, nil
}
