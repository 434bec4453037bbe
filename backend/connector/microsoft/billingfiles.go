package microsoft

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

const (
	pollEvery = 10 * time.Second // where Microsoft does not say
	pollMost  = time.Minute
	mostPolls = 120

	mostBlobs   = 10_000
	mostOfBlob  = 128 << 20 // compressed
	mostOfLines = 4 << 30   // of one file, not compressed
	mostOfLine  = 1 << 20
	linesAtOnce = 500
)

// await asks for an operation until it has ended, as often as Microsoft wants to be asked.
func (c *client) await(ctx context.Context, place string, before rest.Answer) (wireExport, error) {
	if err := c.ours("Location", place); err != nil {
		return wireExport{}, err
	}
	wait, asked := before.RetryAfter()
	for range mostPolls {
		if asked {
			if err := c.rest.Wait(ctx, min(max(wait, time.Second), pollMost)); err != nil {
				return wireExport{}, err
			}
		}
		var operation wireExport
		answer, err := c.part(ctx, "Location", place, &operation)
		if err != nil {
			return wireExport{}, err
		}
		switch strings.ToLower(operation.Status) {
		case "succeeded", "failed":
			return operation, nil
		case "":
			return wireExport{}, c.rest.Malformed("an export: status is missing")
		}
		if wait, asked = answer.RetryAfter(); !asked {
			wait, asked = pollEvery, true
		}
	}
	return wireExport{}, &connector.Unavailable{Err: fmt.Errorf("%w: it is still not ready", errExport)}
}

// manifest reads where an export's files are.
func (c *client) manifest(ctx context.Context, link string) (wireManifest, error) {
	var m wireManifest
	if link == "" {
		return m, c.rest.Malformed("an export that succeeded: resourceLocation is missing")
	}
	_, err := c.part(ctx, "resourceLocation", link, &m)
	return m, err
}

// ours refuses a link to anywhere but Graph.
func (c *client) ours(field, link string) error {
	if c.rest.SameOrigin(link) {
		return nil
	}
	return c.rest.Malformed("an export: %s leads to another host", field)
}

// part reads what an export's answers point to. It carries the token, so it is read from Graph alone.
func (c *client) part(ctx context.Context, field, link string, out any) (rest.Answer, error) {
	if err := c.ours(field, link); err != nil {
		return rest.Answer{}, err
	}
	answer, err := c.rest.Answer(ctx, c.billing(rest.Request{URL: link, Accept: []int{http.StatusGone}}))
	if err != nil {
		return answer, err
	}
	if answer.Status == http.StatusGone {
		return answer, errGone
	}
	return answer, c.rest.Decode(answer, out)
}

// readFiles reads an export's files one by one.
func (c *client) readFiles(
	ctx context.Context, invoice wireInvoice, m wireManifest, last reading, emit emitter,
) (reading, error) {
	if len(m.Blobs) > mostBlobs || len(m.Blobs) > 0 && m.RootDirectory == "" {
		return reading{}, c.rest.Malformed("an export: rootDirectory is missing, or blobs are too many")
	}
	w := lineWriter{rest: c.rest, invoice: invoice, emit: emit}
	for _, blob := range m.Blobs {
		link, err := blobLink(m, blob.Name)
		if err != nil {
			return reading{}, c.rest.Malformed("an export: the name in blobs is missing or leads elsewhere")
		}
		body, err := c.rest.Download(ctx, "rootDirectory", link, mostOfBlob)
		if errors.Is(err, connector.ErrForbidden) || errors.Is(err, connector.ErrNotFound) {
			return reading{}, fmt.Errorf("%w: %w", errGone, err)
		}
		if err == nil {
			err = w.addFile(body)
		}
		if err != nil {
			return reading{}, err
		}
	}
	now, err := w.finish(last)
	now.tag = mark(m.ETag)
	return now, err
}

// blobLink is where a file is; its signature stands in the query.
func blobLink(m wireManifest, name string) (string, error) {
	root, err := url.Parse(m.RootDirectory)
	if err != nil || name == "" || strings.Contains(name, "..") || root.RawQuery != "" {
		return "", errors.New("no proper name")
	}
	root = root.JoinPath(name)
	root.RawQuery = strings.TrimPrefix(m.SASToken, "?")
	return root.String(), nil
}

// lineWriter turns lines as they come into rows and hands them over in batches.
type lineWriter struct {
	rest    *rest.Client
	invoice wireInvoice
	emit    emitter
	n       int
	batch   []domain.InvoiceLine
}

// addFile reads a file of one JSON object a line, compressed unless that was undone on the way.
func (w *lineWriter) addFile(body []byte) error {
	var from io.Reader = bytes.NewReader(body)
	if bytes.HasPrefix(body, []byte("\x1f\x8b")) {
		unpacked, err := gzip.NewReader(from)
		if err != nil {
			return w.rest.Malformed("a file of an export cannot be unpacked: %v", err)
		}
		from = unpacked
	}
	limited := &io.LimitedReader{R: from, N: mostOfLines}
	lines := bufio.NewScanner(limited)
	lines.Buffer(make([]byte, 64<<10), mostOfLine)
	for lines.Scan() {
		line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\xef\xbb\xbf")))
		if len(line) == 0 {
			continue
		}
		if err := w.add(line); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return w.rest.Malformed("a file of an export cannot be read: %v", err)
	}
	if limited.N <= 0 {
		return w.rest.Malformed("a file of an export has no end")
	}
	return nil
}

// add reads one line.
func (w *lineWriter) add(raw []byte) error {
	var wire wireBillingLine
	answer := rest.Answer{Body: raw}
	if err := w.rest.Decode(answer, &wire); err != nil {
		return err
	}
	line, err := wire.line(w.invoice)
	if err != nil {
		return w.rest.Malformed("a line of invoice %s: %v", w.invoice.ID, err)
	}
	w.n++
	line.Key, line.Raw = w.key(w.n), bytes.Clone(raw)
	return w.put(line)
}

func (w *lineWriter) key(n int) string { return fmt.Sprintf("%s/%06d", w.invoice.ID, n) }

func (w *lineWriter) put(line domain.InvoiceLine) error {
	w.batch = append(w.batch, line)
	if len(w.batch) < linesAtOnce {
		return nil
	}
	return w.flush()
}

func (w *lineWriter) flush() error {
	batch := w.batch
	w.batch = nil
	if len(batch) == 0 {
		return nil
	}
	return w.emit(domain.Rows{InvoiceLines: batch})
}

// finish hands over the rest. Lines of an earlier version that are no more are put to nothing, so that sums stay right.
func (w *lineWriter) finish(last reading) (reading, error) {
	for n := w.n + 1; n <= last.lines; n++ {
		empty := domain.InvoiceLine{Key: w.key(n), Invoice: w.invoice.ID, Product: "-", Charge: "withdrawn", Quantity: "0"}
		if err := w.put(empty); err != nil {
			return reading{}, err
		}
	}
	return reading{lines: w.n}, w.flush()
}

// line translates a line. Amounts are taken as they are, rounded to the currency's minor unit where they are finer.
func (w wireBillingLine) line(invoice wireInvoice) (domain.InvoiceLine, error) {
	currency := strings.ToUpper(cmp.Or(w.Currency, invoice.Currency))
	line := domain.InvoiceLine{
		Invoice:      invoice.ID,
		Customer:     tenantKey(w.CustomerID),
		CustomerName: cmp.Or(w.CustomerName, w.CustomerDomain, w.DomainName),
		Product:      cmp.Or(w.ProductName, w.SkuName, w.OfferName, w.SubscriptionText, w.ProductID, w.OfferID, "-"),
		SKU:          cmp.Or(strings.Trim(w.ProductID+":"+w.SkuID, ":"), w.OfferID),
		Number:       tenantKey(cmp.Or(w.SubscriptionID, w.SubscriptionNumber)),
		Charge:       string(w.ChargeType),
		FromOn:       domain.DateOf(w.ChargeStart.Time),
		ToOn:         domain.DateOf(w.ChargeEnd.Time),
		Quantity:     cmp.Or(w.BillableQuantity.or(w.Quantity).text(), "0"),
	}
	if domain.ValidCurrency(currency) {
		line.Currency = currency
	}
	if w.PricingCurrency == "" || strings.EqualFold(w.PricingCurrency, currency) {
		line.UnitPrice = w.EffectivePrice.or(w.UnitPrice).text()
	}
	var errs [3]error
	line.Amount, errs[0] = amount(w.Subtotal, currency)
	line.Tax, errs[1] = amount(w.TaxTotal.or(w.Tax), currency)
	line.Total, errs[2] = amount(w.Total.or(w.TotalForCustomer), currency)
	return line, errors.Join(errs[:]...)
}

// text writes a number with a point and no zeros at its end; "" is unknown.
func (n number) text() string {
	if !n.known {
		return ""
	}
	return n.Decimal.Trim(0).String()
}
