package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	vendorBlancco     = "blancco"
	blanccoKeyHeader  = "X-Blancco-Api-Key"
	blanccoPageHeader = "X-Blancco-Cursor"
	blanccoPage       = 100
	blanccoSmallPage  = 10 // the largest page that may be asked for by number
)

// blancco is how the report export of Blancco's portal answers. Its error bodies are not documented: they are those of
// the gateway whose headers it sends.
var blancco = &dialect{
	vendor:  vendorBlancco,
	fail:    blanccoError,
	expired: func(_ *Sandbox, r *http.Request) reply { return blanccoError(r, http.StatusUnauthorized) },
	empty:   func(*http.Request) reply { return rawReply(http.StatusNoContent, "application/json", nil) },
	stamp: func(r *http.Request, h http.Header) {
		h.Set("Apigw-Requestid", trackingID(r))
		h.Set("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate")
	},
	limited: func(*http.Request) bool { return true },
}

func (s *Sandbox) routeBlancco() {
	for pattern, endpoint := range map[string]func(*http.Request, *eraser) reply{
		"POST /blancco/v1/report/export":        s.blanccoExport(false),
		"GET /blancco/v1/report/export":         s.blanccoRecent,
		"GET /blancco/v1/report/export/{uuid}":  s.blanccoOne(false),
		"POST /blancco/v1/reports/export":       s.blanccoExport(true),
		"GET /blancco/v1/reports/{uuid}/export": s.blanccoOne(true),
		"/blancco/": func(r *http.Request, _ *eraser) reply {
			return blanccoError(r, http.StatusNotFound)
		},
	} {
		s.mux.HandleFunc(pattern, s.serve(blancco, s.blanccoKeyed(endpoint)))
	}
}

func blanccoError(_ *http.Request, status int) reply {
	return jsonReply(status, map[string]string{"message": http.StatusText(status)})
}

// blanccoKeyed lets a request through that carries the key of a tenant.
func (s *Sandbox) blanccoKeyed(next func(*http.Request, *eraser) reply) func(*http.Request) reply {
	return func(r *http.Request) reply {
		key := r.Header.Get(blanccoKeyHeader)
		if tenant := s.portfolio().eraserByKey[key]; tenant != nil {
			return next(r, tenant)
		}
		if s.issued(key) {
			return next(r, &eraser{eraserPlan: &eraserPlan{}, reports: func() []*erasure { return nil }})
		}
		return blanccoError(r, http.StatusForbidden)
	}
}

// issued says whether a key belongs to a tenant of another day: on this one it has no reports.
func (s *Sandbox) issued(key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keys[key]
}

func (s *Sandbox) blanccoConnections(base string) []Connection {
	var list []Connection
	for _, tenant := range s.portfolio().erasers {
		name := tenant.customer
		if words := []rune(name); len(words) > 60 {
			name = strings.TrimSpace(string(words[:60])) + "…"
		}
		list = append(list, Connection{
			Vendor:  vendorBlancco,
			Name:    "Blancco " + name + " (sandbox)",
			Fields:  map[string]string{"base_url": base + "/blancco/v1", "customer": tenant.customer},
			Secrets: map[string]string{"api_key": tenant.key},
		})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range list {
		s.keys[c.Secrets["api_key"]] = true
	}
	return list
}

// blanccoRequest is the body of an export.
type blanccoRequest struct {
	Filter struct {
		Date struct {
			From  *time.Time `json:"gte"`
			After *time.Time `json:"gt"`
		} `json:"date"`
		Fields []struct {
			Name string `json:"name"`
			Like string `json:"like"`
		} `json:"fields"`
	} `json:"filter"`
	Format    string `json:"format"`
	Container string `json:"container"`
	Category  string `json:"category"`
	Size      *int   `json:"size"`
	Cursor    string `json:"cursor"`
}

// wrong says whether the request is one that the documentation does not allow.
func (q blanccoRequest) wrong(variant bool) bool {
	switch {
	case q.Format != "" && !slices.Contains([]string{"XML", "JSON"}, q.Format), // PDF and CSV: how they are packed is not known
		q.Size != nil && (*q.Size < 1 || *q.Size > blanccoSmallPage),
		variant && q.Category != "Erasure" && q.Category != "Diagnostics",
		!variant && q.Category != "":
		return true
	}
	return false
}

// matches says whether a report is in the filter. The date is that of the report, as the machine wrote it.
func (q blanccoRequest) matches(e *erasure) bool {
	at := e.reported
	if from := q.Filter.Date.From; from != nil && at.Before(*from) {
		return false
	}
	if after := q.Filter.Date.After; after != nil && !at.After(*after) {
		return false
	}
	if q.Category != "" && (q.Category == "Diagnostics") != e.diagnostics() {
		return false
	}
	for _, f := range q.Filter.Fields {
		value := e.field(strings.TrimPrefix(f.Name, "@custom-"))
		if f.Name == "@imei" {
			value = e.imei
		}
		if !strings.Contains(strings.ToLower(value), strings.ToLower(f.Like)) {
			return false
		}
	}
	return true
}

// blanccoExport answers a filtered export. A tenant answers at one of the two paths only.
func (s *Sandbox) blanccoExport(variant bool) func(*http.Request, *eraser) reply {
	return func(r *http.Request, tenant *eraser) reply {
		if tenant.key != "" && tenant.variant != variant {
			return blanccoError(r, http.StatusNotFound)
		}
		var q blanccoRequest
		d := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 1<<20))
		d.DisallowUnknownFields()
		if r.Header.Get("Content-Type") != "application/json" || d.Decode(&q) != nil || q.wrong(variant) {
			return blanccoError(r, http.StatusBadRequest)
		}
		return s.blanccoList(r, tenant, q)
	}
}

// blanccoRecent answers with the past month.
func (s *Sandbox) blanccoRecent(r *http.Request, tenant *eraser) reply {
	if tenant.variant {
		return blanccoError(r, http.StatusNotFound)
	}
	from := s.portfolio().day.addMonths(-1).time()
	q := blanccoRequest{Format: "XML", Container: "NONE", Cursor: r.URL.Query().Get("cursor")}
	q.Filter.Date.From = &from
	if imei := r.URL.Query().Get("@imei"); imei != "" {
		q.Filter.Fields = append(q.Filter.Fields, struct {
			Name string `json:"name"`
			Like string `json:"like"`
		}{"@imei", imei})
	}
	return s.blanccoList(r, tenant, q)
}

func (s *Sandbox) blanccoList(r *http.Request, tenant *eraser, q blanccoRequest) reply {
	var found []*erasure
	for _, e := range tenant.reports() {
		if q.matches(e) {
			found = append(found, e)
		}
	}
	begin, ok := tenant.place(q, len(found))
	if !ok {
		return blanccoError(r, http.StatusBadRequest)
	}
	size := blanccoPage
	if q.Size != nil {
		size = *q.Size
	}
	end := min(begin+size, len(found))
	page := found[begin:end]
	if len(page) == 0 && tenant.silent {
		return rawReply(http.StatusNoContent, "application/json", nil)
	}
	answer := blanccoDocument(page, q)
	if end < len(found) {
		answer = answer.with(blanccoPageHeader, tenant.cursor(q, end))
	}
	return answer
}

// blanccoDocument writes a page: bare where that was asked for, else packed with a file per report.
func blanccoDocument(page []*erasure, q blanccoRequest) reply {
	if q.Container != "NONE" {
		return zipReply(page, q.Format)
	}
	var out bytes.Buffer
	if q.Format == "JSON" {
		out.WriteString(`{"reports":[`)
		for i, e := range page {
			if i > 0 {
				out.WriteByte(',')
			}
			out.Write(e.json())
		}
		out.WriteString(`]}`)
		return rawReply(http.StatusOK, "application/json;charset=UTF-8", out.Bytes())
	}
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<root>")
	for _, e := range page {
		out.Write(e.xml())
	}
	out.WriteString("</root>")
	return rawReply(http.StatusOK, "application/xml;charset=UTF-8", out.Bytes()).
		with("Content-Disposition", "attachment; filename=reports.xml")
}

// blanccoOne answers with one report as a document.
func (s *Sandbox) blanccoOne(variant bool) func(*http.Request, *eraser) reply {
	return func(r *http.Request, tenant *eraser) reply {
		at := slices.IndexFunc(tenant.reports(), func(e *erasure) bool { return e.uuid == r.PathValue("uuid") })
		if tenant.variant != variant || at < 0 {
			return blanccoError(r, http.StatusNotFound)
		}
		e := tenant.reports()[at]
		switch r.URL.Query().Get("format") {
		case "PDF":
			return rawReply(http.StatusOK, "application/pdf", e.pdf()).
				with("Content-Disposition", "attachment; filename="+e.uuid+".pdf")
		case "JSON":
			return rawReply(http.StatusOK, "application/json;charset=UTF-8", e.json())
		case "XML", "":
			return rawReply(http.StatusOK, "application/xml;charset=UTF-8", []byte("<root>"+string(e.xml())+"</root>"))
		}
		return blanccoError(r, http.StatusBadRequest)
	}
}
