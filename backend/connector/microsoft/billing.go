package microsoft

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

// laneBilling is where exports wait: each may take minutes at Microsoft, which holds up nothing else.
const laneBilling = "billing"

// reading is what is remembered of an invoice that was read: the state it had, of the invoice itself its period as a tag,
// and of its lines the mark of their version as one and how many there were.
type reading struct {
	state string
	tag   string
	lines int
	brief bool // not all of it could be read: it is asked for again
}

// readings are those of all invoices, by their ids. As a text it is the cursor of a dataset.
type readings map[string]reading

func (r readings) String() string {
	lines := make([]string, 0, len(r))
	for id, one := range r {
		lines = append(lines, fmt.Sprintf("%s %s %d %s", id, one.state, one.lines, one.tag))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// parseReadings reads a cursor; what cannot be read is read anew from Microsoft.
func parseReadings(cursor string) readings {
	r := readings{}
	for line := range strings.Lines(cursor) {
		parts := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 4)
		if len(parts) != 4 {
			continue
		}
		n, err := strconv.Atoi(parts[2])
		if err != nil || n < 0 {
			continue
		}
		r[parts[0]] = reading{state: parts[1], lines: n, tag: parts[3]}
	}
	return r
}

// emitter takes rows into use; its error is errStopped where nobody wants more.
type emitter func(domain.Rows) error

var errStopped = errors.New("nobody wants more")

// invoiceReading is a dataset that is read invoice by invoice.
type invoiceReading struct {
	kind   domain.Kind
	wanted func(wireInvoice) bool
	// one reads an invoice and gives what is to be remembered of its lines; last is what was remembered before.
	one func(ctx context.Context, invoice wireInvoice, last reading, emit emitter) (reading, error)
}

// eachInvoice reads those invoices that are new or have changed since they were read: the cursor names the others. One
// that cannot be read does not keep the others from it; its error comes last.
func (m *microsoft) eachInvoice(ctx context.Context, req connector.Request, d invoiceReading) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		o, err := m.center.offer(ctx)
		if err == nil && !o.made {
			return
		}
		var list []wireInvoice
		if err == nil {
			list, err = m.center.invoices(ctx)
		}
		if err != nil {
			yield(connector.Page{}, err)
			return
		}
		run := invoiceRun{invoiceReading: d, read: parseReadings(req.Cursor), yield: yield}
		err = run.emit(domain.Rows{})
		for _, invoice := range list {
			if err == nil && d.wanted(invoice) {
				err = run.step(ctx, invoice)
			}
		}
		if err == nil {
			err = run.failed
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(connector.Page{}, err)
		}
	}
}

// invoiceRun is one reading of an invoiceReading.
type invoiceRun struct {
	invoiceReading
	read   readings
	failed error // of the first invoice that could not be read
	yield  func(connector.Page, error) bool
}

// emit hands over rows, with what has been read as a whole until now.
func (r *invoiceRun) emit(rows domain.Rows) error {
	if !r.yield(connector.Page{Rows: rows, Kinds: []domain.Kind{r.kind}, Cursor: r.read.String()}, nil) {
		return errStopped
	}
	return nil
}

// step reads one invoice, if need be. Its error ends the run.
func (r *invoiceRun) step(ctx context.Context, invoice wireInvoice) error {
	last := r.read[invoice.ID]
	if last.state == invoice.state() {
		return nil
	}
	now, err := r.one(ctx, invoice, last, r.emit)
	switch {
	case err == nil:
		now.state = invoice.state()
		if now.brief {
			now.state += "/brief"
		}
		r.read[invoice.ID] = now
		return r.emit(domain.Rows{})
	case !ofOneInvoice(err):
		return err
	case r.failed == nil:
		r.failed = err
	}
	return nil
}

// ofOneInvoice says whether an error leaves hope for the other invoices.
func ofOneInvoice(err error) bool {
	return errors.As(err, new(*connector.Malformed)) || errors.Is(err, connector.ErrNotFound) || errors.Is(err, errExport)
}

// fetchBilling reads the lines of our invoices by Graph's export, which Microsoft makes on order.
func (m *microsoft) fetchBilling(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return m.eachInvoice(ctx, req, invoiceReading{domain.KindInvoiceLines, wireInvoice.exported, m.client.export})
}

const (
	billingPath = "/reports/partners/billing"
	// orderPath is the action by its full name, which Graph's description has; it has a short one as well.
	orderPath = billingPath + "/reconciliation/billed/microsoft.graph.partners.billing.export"
	mostTries = 3
)

// wireExport is an operation of an export.
type wireExport struct {
	Status   string        `json:"status"`
	Manifest *wireManifest `json:"resourceLocation"`
	Link     string        `json:"resourceLocation@odata.navigationLink"`
	Error    struct {
		Code    rest.Text `json:"code"`
		Message rest.Text `json:"message"`
	} `json:"error"`
}

// wireManifest says where an export's files are.
type wireManifest struct {
	ETag          string `json:"eTag"`
	RootDirectory string `json:"rootDirectory"`
	SASToken      string `json:"sasToken"`
	Blobs         []struct {
		Name string `json:"name"`
	} `json:"blobs"`
}

// errGone is an operation, manifest or file that has expired: the export is ordered anew.
var errGone = errors.New("the export has expired")

// errExport marks what Microsoft could not export.
var errExport = errors.New("the export failed")

// export reads the lines of one invoice. Lines have no ids of their own, so they are known by their places; a version that
// was read before is not fetched again.
func (c *client) export(ctx context.Context, invoice wireInvoice, last reading, emit emitter) (reading, error) {
	for range mostTries {
		manifest, err := c.exported(ctx, invoice.ID)
		if err == nil && manifest.ETag != "" && mark(manifest.ETag) == last.tag {
			return last, nil
		}
		var now reading
		if err == nil {
			now, err = c.readFiles(ctx, invoice, manifest, last, emit)
		}
		if !errors.Is(err, errGone) {
			return now, err
		}
	}
	return reading{}, &connector.Unavailable{Err: fmt.Errorf("%w: invoice %s expired again and again", errExport, invoice.ID)}
}

// mark is an eTag as one word, for the cursor.
func mark(tag string) string { return strings.Join(strings.Fields(tag), "_") }

// exported orders an export and waits for it.
func (c *client) exported(ctx context.Context, invoice string) (wireManifest, error) {
	order := map[string]string{"invoiceId": invoice, "attributeSet": "full"}
	answer, err := c.rest.Answer(ctx, c.billing(rest.Request{URL: orderPath, JSON: order}))
	if err != nil {
		return wireManifest{}, err
	}
	place := answer.Header.Get("Location")
	if answer.Status != http.StatusAccepted || place == "" {
		return wireManifest{}, c.unexpected(answer, "an export that was ordered: Location is missing")
	}
	operation, err := c.await(ctx, place, answer)
	if err != nil {
		return wireManifest{}, err
	}
	if strings.EqualFold(operation.Status, "failed") {
		said := fmt.Sprintf("invoice %s: %s %s", invoice, operation.Error.Code, operation.Error.Message)
		return wireManifest{}, &connector.Unavailable{Err: fmt.Errorf("%w: %s", errExport, rest.Redact(said))}
	}
	if operation.Manifest != nil {
		return *operation.Manifest, nil
	}
	return c.manifest(ctx, operation.Link)
}

// billing makes a call to Graph in the partner's tenant.
func (c *client) billing(req rest.Request) rest.Request {
	req.Tokens = c.tokensFor(grant{tenant: c.partner, resource: c.graph})
	req.Problem = func(a rest.Answer) rest.Problem {
		p := graphProblem(a)
		if a.Status == http.StatusForbidden {
			p.Key = "partner_billing_refused"
		}
		return p
	}
	return req
}

// unexpected is an answer without what is documented.
func (c *client) unexpected(answer rest.Answer, what string) error {
	var object map[string]any
	if err := c.rest.Decode(answer, &object); err != nil {
		return err
	}
	return c.rest.Malformed("%s", what)
}
