package sandbox

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	billingKept = 4               // months whose reports someone ordered before; the last month's is not among them
	billingLook = 1               // looks at an ordered report before it is done
	linkLife    = 5 * time.Minute // of a signed link
)

type webexBilling struct {
	ID       string `json:"id"`
	From     string `json:"billingStartDate"`
	To       string `json:"billingEndDate"`
	Type     string `json:"type"`
	Category string `json:"category,omitempty"`
	Status   string `json:"status,omitempty"`
	Created  string `json:"created,omitempty"`
	By       string `json:"createdBy,omitempty"`
	Link     string `json:"tempDownloadURL,omitempty"`
}

func (s *Sandbox) billingID(from, to, kind string) string {
	return webexID("BILLING_REPORT", uuidOf(s.opts.Seed, "billing "+from+to+kind))
}

// ordered is a report that was ordered, with how often it was looked at.
type ordered struct {
	webexBilling
	looks int
}

// billingReports are the reports there are: those of earlier months, and those ordered since.
func (s *Sandbox) billingReports() []webexBilling {
	today := s.portfolio().day.time()
	var list []webexBilling
	for n := 1; n <= billingKept+1; n++ {
		first := time.Date(today.Year(), today.Month()-time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		from, to := first.Format(time.DateOnly), first.AddDate(0, 1, -1).Format(time.DateOnly)
		for _, kind := range []string{"CUSTOMER", "PARTNER"} {
			if n > 1 || kind == "PARTNER" {
				list = append(list, webexBilling{ID: s.billingID(from, to, kind), From: from, To: to, Type: kind, Category: "RECONCILIATION", Status: "COMPLETED"})
			}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.billing {
		o.Category, o.Status = "RECONCILIATION", "COMPLETED"
		if o.looks < billingLook {
			o.Status = "IN_PROGRESS"
		}
		list = append(list, o.webexBilling)
	}
	return list
}

func (s *Sandbox) webexBillingReports(r *http.Request) reply {
	q, list := r.URL.Query(), []webexBilling{}
	for _, b := range s.billingReports() {
		fits := func(name, value string) bool { return q.Get(name) == "" || q.Get(name) == value }
		if fits("type", b.Type) && fits("status", b.Status) && fits("billingStartDate", b.From) && fits("billingEndDate", b.To) {
			list = append(list, b)
		}
	}
	return jsonReply(http.StatusOK, map[string]any{"items": list})
}

// webexOrderReport has a report made; the same one is not made twice.
func (s *Sandbox) webexOrderReport(r *http.Request) reply {
	var in struct {
		From     string `json:"billingStartDate"`
		To       string `json:"billingEndDate"`
		Type     string `json:"type"`
		Internal bool   `json:"internal"`
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil || json.Unmarshal(body, &in) != nil {
		return webexError(r, http.StatusBadRequest, "")
	}
	from, err1 := time.Parse(time.DateOnly, in.From)
	to, err2 := time.Parse(time.DateOnly, in.To)
	if err1 != nil || err2 != nil || to.Before(from) || !to.Before(s.latest()) {
		return webexError(r, http.StatusBadRequest, "billingStartDate and billingEndDate must lie before today.")
	}
	if in.Type == "" {
		in.Type = "PARTNER"
	}
	for _, b := range s.billingReports() {
		if b.From == in.From && b.To == in.To && b.Type == in.Type {
			return webexError(r, http.StatusConflict, "A report for this period exists.")
		}
	}
	id := s.billingID(in.From, in.To, in.Type)
	s.mu.Lock()
	s.billing = append(s.billing, ordered{webexBilling: webexBilling{ID: id, From: in.From, To: in.To, Type: in.Type}})
	s.mu.Unlock()
	return jsonReply(http.StatusOK, webexBilling{ID: id, From: in.From, To: in.To, Type: in.Type})
}

// latest is the day being served, or today where that is later: clients ask by their own clock.
func (s *Sandbox) latest() time.Time {
	if now := s.opts.Now(); now.After(s.AsOf()) {
		return now
	}
	return s.AsOf()
}

func (s *Sandbox) webexBillingReport(r *http.Request) reply {
	for _, b := range s.billingReports() {
		if b.ID != r.PathValue("id") {
			continue
		}
		s.mu.Lock()
		for i := range s.billing {
			if s.billing[i].ID == b.ID {
				s.billing[i].looks++
			}
		}
		s.mu.Unlock()
		end, _ := time.Parse(time.DateOnly, b.To)
		b.Created, b.By = end.AddDate(0, 0, 2).Add(12*time.Hour).Format(webexStamp), webexID("PEOPLE", s.secrets.partnerPerson)
		if b.Status == "COMPLETED" {
			b.Link = s.signed(r, b)
		}
		return jsonReply(http.StatusOK, b)
	}
	return webexError(r, http.StatusNotFound, "Billing Report not found.")
}

// signed is a link that lets anyone in who has it, for a while.
func (s *Sandbox) signed(r *http.Request, b webexBilling) string {
	file, ends := b.From+"_"+b.To+"_"+b.Type+".csv", strconv.FormatInt(s.opts.Now().Add(linkLife).Unix(), 10)
	query := url.Values{"Expires": {ends}, "Signature": {s.secrets.sign(file + ends)}, "Key-Pair-Id": {"KSANDBOX"}}
	return baseOf(r) + "/webex/cdn/WHOLESALE/" + file + "?" + query.Encode()
}

// webexBillingFile is the content network: it knows no tokens, and refuses a request that carries one.
func (s *Sandbox) webexBillingFile(r *http.Request) reply {
	q, file := r.URL.Query(), r.PathValue("file")
	ends, err := strconv.ParseInt(q.Get("Expires"), 10, 64)
	if r.Header.Get("Authorization") != "" || err != nil || q.Get("Signature") != s.secrets.sign(file+q.Get("Expires")) || s.opts.Now().Unix() > ends {
		return rawReply(http.StatusForbidden, "text/xml", []byte("<Error><Code>AccessDenied</Code></Error>"))
	}
	parts := strings.Split(strings.TrimSuffix(file, ".csv"), "_")
	from, err1 := time.Parse(time.DateOnly, parts[0])
	to, err2 := time.Parse(time.DateOnly, parts[1])
	if err1 != nil || err2 != nil {
		return rawReply(http.StatusNotFound, "text/xml", nil)
	}
	return rawReply(http.StatusOK, "text/csv", s.billingFile(dayOf(from), dayOf(to)))
}

// billingFile has the sum of a package's daily quantities in its eleventh column. The names of the columns are not known.
func (s *Sandbox) billingFile(from, to day) []byte {
	var b bytes.Buffer
	b.WriteString("\xef\xbb\xbf")
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"PARTNER_NAME", "PARTNER_ORG_ID", "SUBSCRIPTION_ID", "SERVICE_NAME", "CUSTOMER_NAME", "CUSTOMER_ORG_ID",
		"EXTERNAL_CUSTOMER_ID", "PACKAGE", "DESCRIPTION", "LICENSE_IDS", "TOTAL_CONSUMPTION", "SKU"})
	for _, o := range s.portfolio().orgs {
		if !o.wholesale() || o.from > to {
			continue
		}
		licences := o.at(to)
		for _, name := range packages(licences) {
			seats := 0
			for _, l := range licences {
				if packages([]licence{l}) != nil && packages([]licence{l})[0] == name {
					seats += l.consumed()
				}
			}
			_ = w.Write([]string{partnerName, s.secrets.partnerOrg, "Sub900001", "Wholesale", o.name, o.uuid, o.customer().ExternalID, name,
				"Webex " + name, "", strconv.Itoa(seats * int(to-from+1)), fmt.Sprintf("A-WHS-%s", strings.ToUpper(name))})
		}
	}
	w.Flush()
	return b.Bytes()
}
