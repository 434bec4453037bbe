package sandbox

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// webexReportTemplates answers as the reference's example does, not as its schema does.
func (s *Sandbox) webexReportTemplates(*http.Request) reply {
	from := s.portfolio().day.time().AddDate(-1, 0, 0)
	list := []map[string]any{}
	for i, title := range partnerReports {
		list = append(list, map[string]any{"templateId": 130 + i, "title": title, "service": "Teams", "category": "Partner", "maxDays": 31,
			"dataStartDate": from.Format(time.DateOnly), "dataEndDate": from.AddDate(1, 0, -1).Format(time.DateOnly)})
	}
	return jsonReply(http.StatusOK, list)
}

var partnerReports = []string{"Calling Usage", "Calling Usage Details", "Devices"}

// webexReports lists one report of each template; the last one is still being made.
func (s *Sandbox) webexReports(r *http.Request) reply {
	today := s.portfolio().day.time()
	month := time.Date(today.Year(), today.Month()-1, 1, 0, 0, 0, 0, time.UTC)
	from, to := month.Format(time.DateOnly), month.AddDate(0, 1, -1).Format(time.DateOnly)
	list := []map[string]any{}
	for i, title := range partnerReports {
		id := webexID("REPORT", uuidOf(s.opts.Seed, "report "+from, i))
		report := map[string]any{"reportId": id, "templateId": 130 + i, "title": title, "service": "Teams", "startDate": from, "endDate": to,
			"regionId": "US", "createdTime": month.AddDate(0, 1, i).Add(17 * time.Hour).Format(time.DateTime), "status": "in_progress"}
		if i < len(partnerReports)-1 {
			report["status"], report["fileName"], report["fileSize"] = "done", fmt.Sprintf("%s_12345_Org_%s_%s.csv", title, from, to), 20480
			report["downloadURL"], report["downloadUrlExpiryTime"] = baseOf(r)+"/webex/download/api?reportId="+id, "3600"
		}
		list = append(list, report)
	}
	return jsonReply(http.StatusOK, list)
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
