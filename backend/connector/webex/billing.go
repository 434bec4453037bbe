package webex

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

const (
	billingType   = "CUSTOMER" // one line for each package of each customer
	billingMonths = 12         // how many months back reports are looked for at first
	maxReport     = 64 << 20
	reportsPath   = "/wholesale/billing/reports"
)

// billingPolls is how long to wait before each look at a report in the making; after the last it is left to the next run.
var billingPolls = []time.Duration{time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 20 * time.Second, 30 * time.Second, time.Minute}

// fetchBillingReports reads the wholesale usage of closed months. The cursor is the last month up to which nothing is missing.
// Reports that nobody ordered are ordered, which is the only thing a sync writes: the first time that of the month that ended
// last, from then on those of all months since. Webex makes them for any day of the last five years.
func (w *webex) fetchBillingReports(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		c := w.client
		customers, err := c.wholesale(ctx)
		if err != nil || !customers.offered {
			yield(connector.Page{}, err)
			return
		}
		offered, err := c.optional(fieldWholesale, scopeBillingRead, func() error { return c.billing(ctx, req.Cursor, yield) })
		switch {
		case errors.Is(err, errEnough):
		case err != nil:
			yield(connector.Page{}, err)
		case !offered:
			yield(connector.Page{}, nil)
		}
	}
}

// month is the first and the last day of a month.
type month struct{ first, last domain.Date }

func monthOf(t time.Time) month {
	first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
	return month{domain.DateOf(first), domain.DateOf(first.AddDate(0, 1, -1))}
}

// closed lists the months that have ended, oldest first. Webex makes a month's reports from its second day after on.
func closed(now time.Time) []month {
	now = now.UTC().AddDate(0, 0, -1)
	var months []month
	for n := billingMonths; n >= 1; n-- {
		months = append(months, monthOf(time.Date(now.Year(), now.Month()-time.Month(n), 1, 0, 0, 0, 0, time.UTC)))
	}
	return months
}

func (c *client) billing(ctx context.Context, cursor string, yield func(connector.Page, error) bool) error {
	months := slices.DeleteFunc(closed(c.clock()), func(m month) bool { return string(m.first) <= cursor })
	if !yield(connector.Page{Kinds: []domain.Kind{domain.KindDocuments, domain.KindInvoices, domain.KindInvoiceLines}}, nil) {
		return errEnough
	}
	if len(months) == 0 {
		return nil
	}
	reports, err := c.billingReports(ctx)
	if err != nil {
		return err
	}
	orders := c.ordersReports()
	missing := false // a month that is to be asked for again
	for i, m := range months {
		report, found := findReport(reports, m)
		if !found && orders && (cursor != "" || i == len(months)-1) {
			if report, err = c.orderReport(ctx, m); err != nil {
				return err
			}
			found = report.ID != ""
			missing = missing || !found
		}
		if !found {
			continue
		}
		upTo := m.first
		if missing {
			upTo = ""
		}
		if done, err := c.readReport(ctx, report, m, upTo, yield); err != nil || !done {
			return err
		}
	}
	return nil
}

// ordersReports says whether reports may be ordered: not where the sign-in was found to read only.
func (c *client) ordersReports() bool {
	return c.cfg.Fields[fieldWholesale] != choiceAuto || c.granted(scopeBillingWrite)
}

// billingReports lists the reports there are, the latest first.
func (c *client) billingReports(ctx context.Context) ([]wireBillingReport, error) {
	var page wireBillingReports
	query := url.Values{"type": {billingType}, "sortBy": {"billingStartDate"}, "max": {"100"}}
	if err := c.get(ctx, reportsPath+"?"+query.Encode(), &page); err != nil {
		return nil, err
	}
	if page.Items == nil {
		return nil, c.rest.Malformed("GET wholesale/billing/reports: items is missing")
	}
	return page.Items, nil
}

// findReport looks for a month's report, one that is done before one in the making; those that failed don't count.
func findReport(reports []wireBillingReport, m month) (wireBillingReport, bool) {
	var found wireBillingReport
	for _, r := range reports {
		fits := r.From == string(m.first) && r.To == string(m.last) && strings.EqualFold(r.Type, billingType) && r.ID != ""
		if !fits || strings.EqualFold(r.Status, "FAILED") || strings.EqualFold(r.Category, "POINT_IN_TIME") {
			continue
		}
		if found.ID == "" || r.completed() {
			found = r
		}
	}
	return found, found.ID != ""
}

func (r wireBillingReport) completed() bool { return strings.EqualFold(r.Status, "COMPLETED") }

// orderReport has a month's report made. That it exists already is no error: the order may have come through although its
// answer did not, or someone else ordered it.
func (c *client) orderReport(ctx context.Context, m month) (wireBillingReport, error) {
	var report wireBillingReport
	answer, err := c.rest.Answer(ctx, rest.Request{
		URL: reportsPath, JSON: wireBillingOrder{From: string(m.first), To: string(m.last), Type: billingType},
		Tokens: c.tokens, Accept: []int{http.StatusConflict},
	})
	if err != nil {
		return report, err
	}
	if answer.Status != http.StatusConflict {
		if err := c.rest.Decode(answer, &report); err == nil && report.ID == "" {
			return report, c.rest.Malformed("POST wholesale/billing/reports: no id in the answer")
		}
		return report, err
	}
	reports, err := c.billingReports(ctx)
	if err != nil {
		return report, err
	}
	report, _ = findReport(reports, m)
	return report, nil
}

// readReport waits for a report and yields what is in it, with the cursor upTo; done is false where it is not ready yet.
func (c *client) readReport(
	ctx context.Context, r wireBillingReport, m month, upTo domain.Date, yield func(connector.Page, error) bool,
) (done bool, err error) {
	report, err := c.awaitReport(ctx, r.ID)
	if err != nil {
		return false, err
	}
	document := report.document(m)
	if !report.completed() || report.Link == "" {
		document.FileName = "" // a name says that there is a file
		if !yield(connector.Page{Rows: domain.Rows{Documents: []domain.Document{document}}}, nil) {
			return false, errEnough
		}
		return false, nil
	}
	content, err := c.fileOf(ctx, "tempDownloadURL", report.Link)
	if errors.Is(err, connector.ErrForbidden) || errors.Is(err, connector.ErrNotFound) { // the link has expired meanwhile
		if report, err = c.awaitReport(ctx, r.ID); err == nil {
			content, err = c.fileOf(ctx, "tempDownloadURL", report.Link)
		}
	}
	if err != nil {
		return false, err
	}
	document.Content = content
	lines, err := c.billingLines(ctx, content, m, document.Key)
	if err != nil {
		return false, c.rest.Malformed("billing report of %s: %v", m.first, err)
	}
	return true, c.yieldReport(document, m, upTo, lines, yield)
}

// linesAPage keeps pages small where reports are large.
const linesAPage = 1000

func (c *client) yieldReport(
	d domain.Document, m month, upTo domain.Date, lines []domain.InvoiceLine, yield func(connector.Page, error) bool,
) error {
	for chunk := range slices.Chunk(lines, linesAPage) {
		if !yield(connector.Page{Rows: domain.Rows{InvoiceLines: chunk}}, nil) {
			return errEnough
		}
	}
	last := connector.Page{Cursor: string(upTo)}
	last.Documents = []domain.Document{d}
	last.Invoices = []domain.Invoice{{Key: d.Key, Number: d.Title, Kind: "wholesale-usage", Status: d.State, FromOn: m.first, ToOn: m.last}}
	if !yield(last, nil) {
		return errEnough
	}
	return nil
}

func (c *client) awaitReport(ctx context.Context, id string) (wireBillingReport, error) {
	for attempt := 0; ; attempt++ {
		var report wireBillingReport
		if err := c.get(ctx, reportsPath+"/"+url.PathEscape(id), &report); err != nil {
			return report, err
		}
		report.ID = id
		ended := report.completed() || strings.EqualFold(report.Status, "FAILED")
		if ended || attempt >= len(billingPolls) {
			return report, nil
		}
		if err := c.rest.Wait(ctx, billingPolls[attempt]); err != nil {
			return report, err
		}
	}
}

func (r wireBillingReport) document(m month) domain.Document {
	d := domain.Document{
		Key: r.ID, Kind: "billing-report", Title: string(m.first)[:7] + " " + billingType, Service: "wholesale",
		FromOn: m.first, ToOn: m.last, State: r.Status, FileName: "webex-wholesale-" + string(m.first)[:7] + ".csv",
	}
	if !r.Created.IsZero() {
		d.CreatedAt = &r.Created.Time
	}
	return d
}

// fileOf fetches a file by its link, without our token. What answers there knows nothing of our sign-in, so its 401 is
// about the link.
func (c *client) fileOf(ctx context.Context, field, link string) ([]byte, error) {
	content, err := c.rest.Download(ctx, field, link, maxReport)
	if errors.Is(err, connector.ErrUnauthorized) {
		return nil, &connector.Refusal{Sort: connector.ErrForbidden, Detail: "the link to the file is refused"}
	}
	return content, err
}
