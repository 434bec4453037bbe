package webex

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

const (
	scopeReports      = "spark-admin:reports_read"
	scopeReportsWrite = "spark-admin:reports_write" // to order them
	scopeReaders      = "identity:people_read"      // needed for reports too
)

// fetchReports reads the partner reports that were made through the API, and what kinds of them there are. Where the user wants
// that, it orders those of the month that ended last.
func (w *webex) fetchReports(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		c := w.client
		_, err := c.tokens.Token(ctx) // it says what the sign-in allows
		offered := false
		if err == nil {
			p := &partnerReports{cursor: readReportCursor(req.Cursor, regions(c.cfg.Fields)), listed: map[string][]wirePartnerReport{}}
			offered, err = c.optional(fieldReports, scopeReports, func() error { return c.reports(ctx, p, yield) })
			if err == nil && offered && c.cfg.Fields[fieldOrderReports] == choiceYes {
				err = c.orderPartnerReports(ctx, p, yield)
			}
		}
		switch {
		case errors.Is(err, errEnough):
		case err != nil:
			yield(connector.Page{}, err)
		case !offered:
			yield(connector.Page{}, nil)
		}
	}
}

// partnerReports is one reading of the partner reports.
type partnerReports struct {
	templates []wireReportTemplate
	listed    map[string][]wirePartnerReport // by region as it was asked for
	refused   error                          // why a region could not be listed, where the others were
	cursor    reportCursor
}

// home is our home region, which is the one that is meant where none is named.
const home = ""

// regions are those that the user names, each once, or our home region alone: Webex lists one region at a time.
func regions(fields map[string]string) []string {
	named := strings.FieldsFunc(strings.ToUpper(fields[fieldRegions]), func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) })
	if len(named) == 0 {
		return []string{home}
	}
	return sortedSet(named)
}

// reportCursor is the time up to which all reports are done and stored, and the last month whose reports were ordered, in some
// regions. Of others nothing is known.
type reportCursor struct {
	created, ordered string
	regions          []string
}

func readReportCursor(text string, regions []string) reportCursor {
	parts := append(strings.Split(text, "|"), "", "")
	if parts[2] != strings.Join(regions, ",") {
		parts = make([]string, 2)
	}
	return reportCursor{parts[0], parts[1], regions}
}

func (r reportCursor) String() string {
	if r.ordered == "" && r.regions[0] == home {
		return r.created
	}
	return strings.TrimSuffix(r.created+"|"+r.ordered+"|"+strings.Join(r.regions, ","), "|")
}

func (c *client) reports(ctx context.Context, p *partnerReports, yield func(connector.Page, error) bool) (err error) {
	page := connector.Page{Kinds: []domain.Kind{domain.KindDocuments}}
	p.templates, err = listOf[wireReportTemplate](ctx, c, "/partner/reports/templates", "Template Collection")
	if err != nil {
		return err
	}
	seen := map[string]bool{"": true}
	for _, t := range p.templates {
		if d := t.document(); !seen[d.Key] {
			seen[d.Key] = true
			page.Documents = append(page.Documents, d)
		}
	}
	if !yield(page, nil) {
		return errEnough
	}
	all, err := c.listReports(ctx, p)
	if err != nil {
		return err
	}
	allDone, stored := p.refused == nil, p.cursor.created
	for _, r := range all {
		if seen[r.key()] || r.createdAt() <= stored && r.createdAt() != "" {
			continue
		}
		seen[r.key()] = true
		page, err := c.readPartnerReport(ctx, r)
		if err != nil {
			return err
		}
		if allDone = allDone && r.done(); allDone {
			p.cursor.created = r.createdAt()
			page.Cursor = p.cursor.String()
		}
		if !yield(page, nil) {
			return errEnough
		}
	}
	return p.refused
}

// listReports gives the reports of all regions, the oldest first. A region that Webex refuses takes nothing from the others.
func (c *client) listReports(ctx context.Context, p *partnerReports) ([]wirePartnerReport, error) {
	var all []wirePartnerReport
	for _, region := range p.cursor.regions {
		path := "/partner/reports"
		if region != home {
			path += "?" + url.Values{"regionId": {region}}.Encode()
		}
		list, err := listOf[wirePartnerReport](ctx, c, path, "Report Attributes")
		if region != home && errors.Is(err, errRegion) {
			p.refused = &connector.Refusal{Sort: connector.ErrNotFound, Key: "report_region_refused", Detail: region}
			continue
		}
		if err != nil {
			return nil, err
		}
		for i := range list {
			list[i].Region = cmp.Or(list[i].Region, region)
		}
		p.listed[region] = list
		all = append(all, list...)
	}
	slices.SortStableFunc(all, func(a, b wirePartnerReport) int { return strings.Compare(a.createdAt(), b.createdAt()) })
	return all, nil
}

// errRegion is what a list of a region ends in that Webex does not know, or has not for us.
var errRegion = errors.New("the region is refused")

func regionProblem(a rest.Answer) rest.Problem {
	p := problem(a)
	if a.Status == http.StatusBadRequest || a.Status == http.StatusNotFound {
		p.Sort = errRegion
	}
	return p
}

// readPartnerReport fetches the file of a report that is done; one whose link is refused stands without it.
func (c *client) readPartnerReport(ctx context.Context, r wirePartnerReport) (connector.Page, error) {
	document := r.document()
	if r.done() && r.Link != "" {
		content, err := c.partnerFile(ctx, r.Link)
		if err != nil && !errors.Is(err, connector.ErrForbidden) && !errors.Is(err, connector.ErrNotFound) {
			return connector.Page{}, err
		}
		if document.Content, document.FileName, err = unpacked(content, document.FileName); err != nil {
			return connector.Page{}, c.rest.Malformed("partner report %s: %v", document.Title, err)
		}
	}
	if len(document.Content) == 0 {
		document.FileName = "" // a name says that there is a file
	}
	return connector.Page{Rows: domain.Rows{Documents: []domain.Document{document}}}, nil
}

// partnerFile fetches a report by its link. Nobody says whether the link is the permission itself; where it is not, Cisco
// is asked with the token, and nobody else.
func (c *client) partnerFile(ctx context.Context, link string) ([]byte, error) {
	content, err := c.fileOf(ctx, "downloadURL", link)
	if !errors.Is(err, connector.ErrForbidden) || !c.ours(link) {
		return content, err
	}
	answer, err := c.rest.Answer(ctx, rest.Request{URL: link, Tokens: c.tokens})
	if errors.Is(err, connector.ErrUnauthorized) {
		return nil, &connector.Refusal{Sort: connector.ErrForbidden, Detail: "the link to the file is refused"}
	}
	return answer.Body, err
}

// ours says whether a link leads to Cisco's own hosts, or to where the API is.
func (c *client) ours(link string) bool {
	u, err := url.Parse(link)
	if err != nil || u.User != nil {
		return false
	}
	return c.rest.SameOrigin(link) || u.Scheme == "https" && strings.HasSuffix(strings.ToLower(u.Hostname()), ".webex.com")
}

// unpacked gives the first file within a ZIP, which reports mostly are, whatever they are called; anything else is itself.
func unpacked(content []byte, name string) ([]byte, string, error) {
	if !bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")), name, nil
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, name, err
	}
	for _, member := range archive.File {
		if member.FileInfo().IsDir() {
			continue
		}
		inside, err := readMember(member)
		return bytes.TrimPrefix(inside, []byte("\xef\xbb\xbf")), cmp.Or(path.Base(member.Name), name), err
	}
	return nil, name, errors.New("the archive is empty")
}

// readMember reads no more than a report may have: an archive of a few bytes can hold as many as it likes.
func readMember(member *zip.File) ([]byte, error) {
	file, err := member.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, maxReport+1))
	if len(content) > maxReport {
		return nil, fmt.Errorf("the file within is larger than %d MiB", maxReport>>20)
	}
	return content, err
}

// listOf reads a list that is bare, or stands under a name of its own, or under items.
func listOf[T any](ctx context.Context, c *client, path, name string) ([]T, error) {
	req := rest.Request{URL: path, Tokens: c.tokens}
	if strings.Contains(path, "regionId=") {
		req.Problem = regionProblem
	}
	answer, err := c.rest.Answer(ctx, req)
	if err != nil {
		return nil, err
	}
	var bare []T
	if body := bytes.TrimSpace(answer.Body); len(body) > 0 && body[0] == '[' {
		return bare, c.rest.Decode(answer, &bare)
	}
	var named map[string]json.RawMessage
	if err := c.rest.Decode(answer, &named); err != nil {
		return nil, err
	}
	raw := named[name]
	if raw == nil {
		raw = named["items"]
	}
	if raw == nil {
		return nil, c.rest.Malformed("GET %s: there is no list", path)
	}
	return bare, c.rest.Decode(rest.Answer{Body: raw}, &bare)
}

func (r wirePartnerReport) key() string { return cmp.Or(r.ReportID, r.ID) }

func (r wirePartnerReport) createdAt() string { return string(cmp.Or(r.CreatedTime, r.Created)) }

func (r wirePartnerReport) done() bool { return strings.EqualFold(r.Status, "done") }

func (r wirePartnerReport) document() domain.Document {
	d := domain.Document{
		Key: r.key(), Kind: "partner-report", Title: r.Title, Service: r.Service, Region: r.Region,
		FromOn: day(r.From), ToOn: day(r.To), State: r.Status, FileName: path.Base("/" + cmp.Or(r.FileName, r.Title+".csv")),
	}
	d.CreatedAt = reportMoment(r.createdAt())
	return d
}

// reportMoment reads when a report was made: Webex writes it without a zone.
func reportMoment(text string) *time.Time {
	at, err := time.Parse(time.DateTime, text)
	if err != nil {
		return nil
	}
	return &at
}

func (t wireReportTemplate) id() string { return string(cmp.Or(t.TemplateID, t.ID)) }

func (t wireReportTemplate) document() domain.Document {
	if t.id() == "" {
		return domain.Document{}
	}
	return domain.Document{
		Key: "template|" + t.id(), Kind: "partner-report-template", Title: t.Title, Service: t.Service,
		FromOn: day(t.From), ToOn: day(t.To),
	}
}

// day reads a calendar day; what is none is "".
func day(text string) domain.Date {
	at, err := rest.ParseTime(text)
	if err != nil {
		return ""
	}
	return domain.DateOf(at)
}
