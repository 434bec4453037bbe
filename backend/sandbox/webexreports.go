package sandbox

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// webexReportTemplates answers as the reference's example does, not as its schema does.
func (s *Sandbox) webexReportTemplates(*http.Request) reply {
	from := s.portfolio().day.time().AddDate(-1, 0, 0)
	list := []map[string]any{}
	for i, title := range append(slices.Clone(partnerReports), "Telephone Numbers", "Call Quality") {
		list = append(list, map[string]any{"templateId": firstTemplate + i, "title": title, "service": "Teams", "category": "Partner", "maxDays": maxDays(i),
			"dataStartDate": from.Format(time.DateOnly), "dataEndDate": from.AddDate(1, 0, -1).Format(time.DateOnly)})
	}
	return jsonReply(http.StatusOK, list)
}

// partnerReports are the templates of which somebody ordered last month's reports; there are two more, of which the last takes
// a week at most.
var partnerReports = []string{"Calling Usage", "Calling Usage Details", "Devices"}

const (
	firstTemplate  = 130
	templates      = 5
	looksUntilDone = 2 // how often an ordered report is listed as being made
)

func maxDays(template int) int {
	if template == templates-1 {
		return 7
	}
	return 31
}

// orderedReport is a partner report that was ordered, with how often it was listed.
type orderedReport struct {
	template, looks            int
	id, from, to, made, region string
}

// reportRegions are those that there are, our home region first.
var reportRegions = []string{"US", "EU", "CA"}

// regionOf is the region that a request is about; "" is one that there is not.
func regionOf(asked string) string {
	if asked == "" {
		return reportRegions[0]
	}
	if !slices.Contains(reportRegions, asked) {
		return ""
	}
	return asked
}

// webexReports lists the reports of one region: in each but the last, one of three templates, of which the last one is still
// being made, and what was ordered since.
func (s *Sandbox) webexReports(r *http.Request) reply {
	region := regionOf(r.URL.Query().Get("regionId"))
	if region == "" {
		return webexError(r, http.StatusBadRequest, "Invalid regionId.")
	}
	today := s.portfolio().day.time()
	month := time.Date(today.Year(), today.Month()-1, 1, 0, 0, 0, 0, time.UTC)
	from, to := month.Format(time.DateOnly), month.AddDate(0, 1, -1).Format(time.DateOnly)
	list := []map[string]any{}
	for i, title := range partnerReports {
		if region == reportRegions[len(reportRegions)-1] {
			break
		}
		id := webexID("REPORT", uuidOf(s.opts.Seed, "report "+from+strings.TrimPrefix(region, reportRegions[0]), i))
		report := map[string]any{"reportId": id, "templateId": firstTemplate + i, "title": title, "service": "Teams", "startDate": from, "endDate": to,
			"regionId": region, "createdTime": month.AddDate(0, 1, i).Add(17 * time.Hour).Format(time.DateTime), "status": "in_progress"}
		if i < len(partnerReports)-1 {
			report["status"], report["fileName"], report["fileSize"] = "done", fmt.Sprintf("%s_12345_Org_%s_%s.csv", title, from, to), 20480
			report["downloadURL"], report["downloadUrlExpiryTime"] = baseOf(r)+"/webex/download/api?reportId="+id, "3600"
		}
		list = append(list, report)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.partner {
		o := &s.partner[i]
		if o.region != region {
			continue
		}
		report := map[string]any{"reportId": o.id, "templateId": o.template, "title": "Telephone Numbers", "service": "Teams", "startDate": o.from,
			"endDate": o.to, "regionId": region, "createdTime": o.made, "status": "in_progress"}
		if o.looks++; o.looks > looksUntilDone {
			report["status"], report["fileName"], report["fileSize"] = "done", "Telephone Numbers.csv", 20480
			report["downloadURL"], report["downloadUrlExpiryTime"] = baseOf(r)+"/webex/download/api?reportId="+o.id, "3600"
		}
		list = append(list, report)
	}
	return jsonReply(http.StatusOK, list)
}

// webexOrderPartnerReport has a report made, as often as it is asked for.
func (s *Sandbox) webexOrderPartnerReport(r *http.Request) reply {
	var in struct {
		Template int    `json:"templateId"`
		From     string `json:"startDate"`
		To       string `json:"endDate"`
		Region   string `json:"regionId"`
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil || json.Unmarshal(body, &in) != nil {
		return webexError(r, http.StatusBadRequest, "")
	}
	from, err1 := time.Parse(time.DateOnly, in.From)
	to, err2 := time.Parse(time.DateOnly, in.To)
	at := in.Template - firstTemplate
	if regionOf(in.Region) == "" || err1 != nil || err2 != nil || to.Before(from) || at < 0 || at >= templates || int(to.Sub(from).Hours()/24)+1 > maxDays(at) {
		return webexError(r, http.StatusBadRequest, "The dates do not fit the template.")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	o := orderedReport{template: in.Template, from: in.From, to: in.To, region: regionOf(in.Region), made: s.current.day.time().Add(18 * time.Hour).Format(time.DateTime)}
	o.id = webexID("REPORT", uuidOf(s.opts.Seed, "ordered "+in.From, in.Template, len(s.partner)))
	s.partner = append(s.partner, o)
	return jsonReply(http.StatusOK, map[string]string{"reportId": o.id, "createdTime": o.made})
}

// webexReportFile is a report as a ZIP without the ending of one. One of them wants the token, the other does not.
func (s *Sandbox) webexReportFile(r *http.Request) reply {
	id := r.URL.Query().Get("reportId")
	plain := strings.HasSuffix(id, "A") || key(0, id)%2 == 0
	if !plain && r.Header.Get("Authorization") == "" {
		return rawReply(http.StatusUnauthorized, "text/plain", nil)
	}
	content := []byte("\xef\xbb\xbfOrganization,Calls\r\n")
	for _, o := range s.portfolio().orgs {
		content = fmt.Appendf(content, "%q,%d\r\n", o.name, key(0, o.uuid)%900)
	}
	if plain {
		return rawReply(http.StatusOK, "text/csv", content)
	}
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	if member, err := archive.Create("report.csv"); err == nil {
		_, _ = member.Write(content)
	}
	_ = archive.Close()
	return rawReply(http.StatusOK, "application/octet-stream", b.Bytes())
}
