package sandbox

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	reportLag    = 2 // days until a day is in the reports
	reportLife   = 5 * time.Minute
	reportWindow = 10 * time.Minute
	maxWindows   = 20_000
)

var reportCall = regexp.MustCompile(`^(\w+)\(period='(D7|D30|D90|D180)'\)$`)

var reportTables = map[string]func(t *tenant, d day, days int) [][]string{
	"getOffice365ServicesUserCounts": (*tenant).servicesReport,
	"getOffice365ActiveUserCounts":   (*tenant).daysReport,
	"getOffice365ActiveUserDetail":   (*tenant).detailReport,
	"getMailboxUsageStorage":         (*tenant).mailboxStorageReport,
	"getOneDriveUsageStorage":        siteStorageReport("OneDrive"),
	"getSharePointSiteUsageStorage":  siteStorageReport("SharePoint"),
}

// reportAbout names the service of a report that is about one alone.
var reportAbout = map[string]string{
	"getMailboxUsageStorage": "Exchange", "getOneDriveUsageStorage": "OneDrive", "getSharePointSiteUsageStorage": "SharePoint",
}

// graphReport sends the client to where the report can be fetched. The link lets its bearer in, for some minutes.
func (s *Sandbox) graphReport(r *http.Request, t *tenant) reply {
	call := reportCall.FindStringSubmatch(r.PathValue("function"))
	switch {
	case call == nil || reportTables[call[1]] == nil:
		return s.graphError(r, http.StatusBadRequest, "", "Resource not found for the segment.")
	case t.grants.denied("usage"):
		return s.graphError(r, http.StatusForbidden, "UnknownError", "")
	case !t.reported(call[1]):
		return s.graphError(r, http.StatusNotFound, "UnknownError", "Request not applicable to target tenant.")
	}
	if wait := s.reportCalls(t.id + call[1]); wait > 0 {
		seconds := int((wait + time.Second - 1) / time.Second)
		return s.graphError(r, http.StatusTooManyRequests, "", "").with("Retry-After", strconv.Itoa(seconds))
	}
	ends := strconv.FormatInt(s.opts.Now().Add(reportLife).Unix(), 10)
	file := t.id + "_" + call[1] + "_" + call[2] + ".csv"
	link := baseOf(r) + "/microsoft/reports/" + file + "?se=" + ends + "&sig=" + s.secrets.sign(file+ends)
	return rawReply(http.StatusFound, "text/plain", nil).with("Location", link)
}

// reported says whether the tenant has a service that the report is about.
func (t *tenant) reported(report string) bool {
	services := reportServices
	if service := reportAbout[report]; service != "" {
		services = []string{service}
	}
	for _, p := range t.pools() {
		holder := person{skus: []*sku{p.sku}}
		for _, service := range services {
			if holder.serves(service) {
				return true
			}
		}
	}
	return false
}

// calls counts requests in a window that began with the first of them.
type calls struct {
	since time.Time
	n     int
}

// reportCalls is 0 while a report may be asked for, else the time until it may.
func (s *Sandbox) reportCalls(report string) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opts.Now()
	c := s.reports[report]
	if c.since.IsZero() || now.Sub(c.since) >= reportWindow {
		c = calls{since: now}
	}
	if len(s.reports) >= maxWindows {
		clear(s.reports)
	}
	c.n++
	s.reports[report] = c
	if s.opts.ReportCalls > 0 && c.n > s.opts.ReportCalls {
		return c.since.Add(reportWindow).Sub(now)
	}
	return 0
}

// reportStore is how the place answers that keeps finished reports: it knows nothing of tokens.
func (s *Sandbox) reportStore() *dialect {
	return &dialect{
		vendor:  vendorMicrosoft,
		fail:    func(_ *http.Request, status int) reply { return storeError(status, http.StatusText(status)) },
		expired: func(*Sandbox, *http.Request) reply { return storeError(http.StatusForbidden, "AuthenticationFailed") },
		empty: func(*http.Request) reply {
			return csvReply([][]string{{"Report Refresh Date", "Report Period"}})
		},
		stamp:   func(r *http.Request, h http.Header) { h.Set("x-ms-request-id", trackingID(r)) },
		limited: func(*http.Request) bool { return false },
	}
}

func storeError(status int, code string) reply {
	return rawReply(status, "application/xml", []byte("\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>"+code+"</Code></Error>"))
}

func csvReply(rows [][]string) reply {
	var b bytes.Buffer
	b.WriteString("\xef\xbb\xbf")
	w := csv.NewWriter(&b)
	_ = w.WriteAll(rows) // into memory: it cannot fail
	return rawReply(http.StatusOK, "application/octet-stream", b.Bytes())
}

func (s *Sandbox) reportFile(r *http.Request) reply {
	file, ends := r.PathValue("file"), r.URL.Query().Get("se")
	until, err := strconv.ParseInt(ends, 10, 64)
	parts := strings.Split(strings.TrimSuffix(file, ".csv"), "_")
	switch {
	case r.Header.Get("Authorization") != "":
		return storeError(http.StatusBadRequest, "InvalidAuthenticationInfo")
	case err != nil || r.URL.Query().Get("sig") != s.secrets.sign(file+ends) || len(parts) != 3:
		return storeError(http.StatusForbidden, "AuthenticationFailed")
	case s.opts.Now().Unix() > until:
		return storeError(http.StatusForbidden, "AuthenticationFailed")
	}
	p := s.portfolio()
	t, table := p.tenantByID[parts[0]], reportTables[parts[1]]
	if t == nil || table == nil {
		return storeError(http.StatusNotFound, "BlobNotFound")
	}
	days, _ := strconv.Atoi(strings.TrimPrefix(parts[2], "D"))
	return csvReply(table(t, p.day-reportLag, days))
}

func (t *tenant) servicesReport(d day, days int) [][]string {
	head, row := []string{"Report Refresh Date"}, []string{isoDay(d)}
	add := func(name string, active, all int) {
		head = append(head, name+" Active", name+" Inactive")
		row = append(row, strconv.Itoa(active), strconv.Itoa(all-active))
	}
	for _, service := range []string{"Exchange", "OneDrive", "SharePoint", "Skype For Business", "Yammer", "Teams"} {
		active, all := t.activeIn(days, service)
		add(service, active, all)
	}
	active, all := t.activeIn(days, reportServices...)
	add("Office 365", active, all)
	return [][]string{append(head, "Report Period"), append(row, strconv.Itoa(days))}
}

// activeIn counts the people with one of the services, and those of them that used one.
func (t *tenant) activeIn(days int, services ...string) (active, all int) {
	for _, p := range t.persons() {
		served, used := false, false
		for _, service := range services {
			idle, ever := p.idle[service]
			has := p.serves(service)
			served, used = served || has, used || has && ever && idle < days
		}
		if served {
			all++
		}
		if used {
			active++
		}
	}
	return active, all
}

func (t *tenant) daysReport(d day, days int) [][]string {
	rows := [][]string{{"Report Refresh Date", "Office 365", "Exchange", "OneDrive", "SharePoint", "Skype For Business", "Yammer", "Teams",
		"Report Date", "Report Period"}}
	var usual []int
	for _, services := range [][]string{reportServices, {"Exchange"}, {"OneDrive"}, {"SharePoint"}, {"Skype For Business"}, {"Yammer"}, {"Teams"}} {
		active, _ := t.activeIn(5, services...)
		usual = append(usual, active)
	}
	for back := range days {
		at := d - day(back)
		row := []string{isoDay(d)}
		for _, active := range usual {
			quiet := int(mix(key(0, t.id), uint64(at)) % 3)
			if weekday := at.time().Weekday(); weekday == time.Saturday || weekday == time.Sunday {
				quiet += active * 4 / 5
			}
			row = append(row, strconv.Itoa(max(0, active-quiet)))
		}
		rows = append(rows, append(row, isoDay(at), strconv.Itoa(days)))
	}
	return rows
}

func (t *tenant) detailReport(d day, days int) [][]string {
	head := []string{"Report Refresh Date", "User Principal Name", "Display Name", "Is Deleted", "Deleted Date"}
	for _, part := range []string{"Has %s License", "%s Last Activity Date", "%s License Assign Date"} {
		for _, service := range reportServices {
			head = append(head, strings.Replace(part, "%s", service, 1))
		}
	}
	rows := [][]string{append(head, "Assigned Products", "Report Period")}
	for _, p := range t.persons() {
		if p.guest {
			continue
		}
		rows = append(rows, p.detail(t, d, days))
	}
	return rows
}

func (p *person) detail(t *tenant, d day, days int) []string {
	login, name := p.login, p.name
	if t.concealed {
		login, name = concealed(t.id+login), concealed(t.id+"name"+login)
	}
	row := []string{isoDay(d), login, name, "False", ""}
	var used, assigned, products []string
	for _, service := range reportServices {
		has, when, since := "False", "", ""
		if p.serves(service) {
			has, since = "True", isoDay(p.created)
			if idle, ever := p.idle[service]; ever && idle < 180 {
				when = isoDay(d - day(idle))
			}
		}
		row, used, assigned = append(row, has), append(used, when), append(assigned, since)
	}
	for _, k := range p.skus {
		products = append(products, strings.ToUpper(strings.ReplaceAll(k.part, "_", " ")))
	}
	return append(append(append(row, used...), assigned...), strings.Join(products, "+"), strconv.Itoa(days))
}

// stored is what a tenant's data take up in a service at the end of a day, in bytes: it grows with everybody who has it.
func (t *tenant) stored(service string, d day) int64 {
	var sum int64
	for _, p := range t.persons() {
		if !p.serves(service) {
			continue
		}
		dice := newDice(key(0, p.id+service))
		sum += int64(dice.between(50, 9_000)) * 1_000_003
		sum += int64(max(0, d-p.created)) * int64(dice.between(100, 9_000)) * 1_009
	}
	return sum
}

func (t *tenant) mailboxStorageReport(d day, days int) [][]string {
	rows := [][]string{{"Report Refresh Date", "Storage Used (Byte)", "Report Date", "Report Period"}}
	for back := range days {
		at := d - day(back)
		rows = append(rows, []string{isoDay(d), strconv.FormatInt(t.stored("Exchange", at), 10), isoDay(at), strconv.Itoa(days)})
	}
	return rows
}

// siteStorageReport has rows of types of sites beside that of all of them; types are parts of it.
func siteStorageReport(service string) func(t *tenant, d day, days int) [][]string {
	return func(t *tenant, d day, days int) [][]string {
		rows := [][]string{{"Report Refresh Date", "Site Type", "Storage Used (Byte)", "Report Date", "Report Period"}}
		for back := range days {
			at := d - day(back)
			add := func(siteType string, n int64) {
				rows = append(rows, []string{isoDay(d), siteType, strconv.FormatInt(n, 10), isoDay(at), strconv.Itoa(days)})
			}
			all := t.stored(service, at)
			if service == "OneDrive" {
				add("OneDrive", all)
				continue
			}
			add("Team site", all-all/5)
			add("All", all)
			add("Communication site", all/5)
		}
		return rows
	}
}

// concealed is what stands in place of a name.
func concealed(name string) string {
	k := key(0, name)
	var b [16]byte
	for i := range b {
		b[i] = byte(mix(k, uint64(i)))
	}
	return strings.ToUpper(hex.EncodeToString(b[:]))
}

func isoDay(d day) string { return d.time().Format(time.DateOnly) }
