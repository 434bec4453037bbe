package webex

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

// lastWait is the day of a month on which the reports of the month before are ordered, also where a template still waits for
// data.
const lastWait = 10

// The states of reports that we know before Webex lists them.
const (
	reportOrdered = "ordered"
	reportRefused = "refused"
)

// orderPartnerReports orders the reports of the month that ended last, each once: not where one is listed, in whatever state,
// nor once all of the month were settled. Later syncs read them when they are done. An order is sent a single time; where its
// answer is lost, the next sync looks whether the report is there.
func (c *client) orderPartnerReports(ctx context.Context, p *partnerReports, yield func(connector.Page, error) bool) error {
	months := closed(c.clock())
	m := months[len(months)-1]
	if string(m.first) <= p.cursor.ordered {
		return nil
	}
	waits := false
	for _, t := range p.templates {
		_, later := t.covers(m)
		waits = waits || later
	}
	if waits && c.clock().UTC().Day() < lastWait {
		return nil
	}
	for _, region := range p.cursor.regions {
		for _, t := range p.templates {
			if wanted, _ := t.covers(m); !wanted || p.has(region, t, m) {
				continue
			}
			document, err := c.orderPartnerReport(ctx, region, t, m)
			if err != nil {
				return err
			}
			if !yield(connector.Page{Rows: domain.Rows{Documents: []domain.Document{document}}}, nil) {
				return errEnough
			}
		}
	}
	p.cursor.ordered = string(m.first)
	if !yield(connector.Page{Cursor: p.cursor.String()}, nil) {
		return errEnough
	}
	return nil
}

// covers says whether a month's report can be ordered by the template; later that its data are not there yet. A template is one
// of partners where it says so, or nothing: the description leaves the category out, its example has it.
func (t wireReportTemplate) covers(m month) (wanted, later bool) {
	days := m.first.DaysUntil(m.last) + 1
	_, err := strconv.ParseUint(t.id(), 10, 32)
	from, to := day(t.From), day(t.To)
	switch {
	case err != nil, t.Category != "" && !strings.EqualFold(t.Category, "Partner"),
		t.MaxDays > 0 && int(t.MaxDays) < days, from > m.first:
		return false, false
	case to != "" && to < m.last:
		return false, to >= m.first // one that ended before tells nothing of the month, ever
	}
	return true, false
}

// has says whether a month's report of a template is listed in a region. One that does not name its template is known by its title.
func (p *partnerReports) has(region string, t wireReportTemplate, m month) bool {
	for _, r := range p.listed[region] {
		same := string(r.TemplateID) == t.id() || r.TemplateID == "" && r.Title == t.Title
		if same && day(r.From) == m.first && day(r.To) == m.last {
			return true
		}
	}
	return false
}

// orderPartnerReport has a report made, of one region. That the template's rules do not allow it, which nobody says
// beforehand, is noted in its place.
func (c *client) orderPartnerReport(ctx context.Context, region string, t wireReportTemplate, m month) (domain.Document, error) {
	document := domain.Document{
		Key: reportRefused + "|" + t.id() + "|" + string(m.first), Kind: "partner-report", Title: t.Title, Service: t.Service,
		FromOn: m.first, ToOn: m.last, State: reportRefused, Region: region,
	}
	if region != home {
		document.Key += "|" + region
	}
	answer, err := c.rest.Answer(ctx, rest.Request{
		URL:    "/partner/reports",
		JSON:   wireReportOrder{Template: json.Number(t.id()), From: string(m.first), To: string(m.last), Region: region},
		Tokens: c.tokens, Attempts: 1, Accept: []int{http.StatusBadRequest, http.StatusConflict}, Problem: orderProblem,
	})
	if err != nil || answer.Status == http.StatusBadRequest || answer.Status == http.StatusConflict {
		return document, err
	}
	var ordered wireOrderedReport
	if err := c.rest.Decode(answer, &ordered); err != nil {
		return document, err
	}
	document.Key, document.State = cmp.Or(ordered.ReportID, ordered.ID), reportOrdered
	if document.Key == "" {
		return document, c.rest.Malformed("POST partner/reports: no id in the answer")
	}
	document.CreatedAt = reportMoment(string(cmp.Or(ordered.CreatedTime, ordered.Created)))
	return document, nil
}

func orderProblem(a rest.Answer) rest.Problem {
	p := problem(a)
	if a.Status == http.StatusForbidden {
		p.Key = "report_order_refused"
	}
	return p
}
