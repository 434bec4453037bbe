package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	vendorWebex     = "webex"
	vendorMicrosoft = "microsoft"
	vendorAvePoint  = "avepoint"
	markHeader      = "X-Tenantry-Sandbox"
)

// vendors lists the simulated vendors, in the order they are offered.
var vendors = []string{vendorWebex, vendorMicrosoft, vendorAvePoint, vendorBlancco}

// reply is a finished answer; faults may still change it before it is written.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// dialect is what differs between vendors when something goes wrong.
type dialect struct {
	vendor  string
	fail    func(r *http.Request, status int) reply // the vendor's error body for a status
	expired func(s *Sandbox, r *http.Request) reply // the answer to an expired token
	empty   func(r *http.Request) reply             // an empty list, or an empty object where none is due
	stamp   func(r *http.Request, h http.Header)    // headers that every answer carries
	limited func(r *http.Request) bool              // whether the rate limit counts the request
}

func jsonReply(status int, v any) reply {
	body, err := json.Marshal(v)
	if err != nil {
		return reply{status: http.StatusInternalServerError, header: http.Header{}}
	}
	return rawReply(status, "application/json;charset=UTF-8", body)
}

func rawReply(status int, contentType string, body []byte) reply {
	return reply{status: status, header: http.Header{"Content-Type": {contentType}}, body: body}
}

func (a reply) with(name, value string) reply {
	a.header.Set(name, value)
	return a
}

// serve wraps a vendor's endpoint with what all have in common: latency, faults, the rate limit and the journal.
func (s *Sandbox) serve(d *dialect, endpoint func(r *http.Request) reply) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(context.WithValue(r.Context(), trackingKey{}, s.newTrackingID()))
		if !wait(r, s.opts.Latency) {
			return
		}
		fault := s.faults.match(d.vendor, r)
		if fault.Kind == faultSlow && !wait(r, fault.delay()) {
			return
		}
		answer := s.answer(d, fault, endpoint, r)
		d.stamp(r, answer.header)
		s.journal.add(Request{Vendor: d.vendor, Method: r.Method, Path: r.URL.RequestURI(), Status: answer.status})
		write(w, answer, fault.Kind == faultCut)
	}
}

// trackingKey finds the id that the headers and the body of one answer share.
type trackingKey struct{}

func (s *Sandbox) newTrackingID() string {
	return newDice(mix(s.serial.Add(1), key(s.opts.Seed, "tracking"))).uuid()
}

func trackingID(r *http.Request) string {
	id, _ := r.Context().Value(trackingKey{}).(string)
	return id
}

func (s *Sandbox) answer(d *dialect, fault Fault, endpoint func(r *http.Request) reply, r *http.Request) reply {
	if status := fault.status(); status != 0 {
		return fault.decorate(d.fail(r, status), s.opts.Now())
	}
	if fault.Kind == faultExpired {
		return d.expired(s, r)
	}
	if fault.Kind == faultConsent {
		return s.withdrawConsent(d, r)
	}
	if fault.Kind == faultHTML {
		return fault.page()
	}
	if d.limited(r) {
		if after := s.limits[d.vendor].take(); after > 0 {
			seconds := int((after + time.Second - 1) / time.Second)
			return d.fail(r, http.StatusTooManyRequests).with("Retry-After", strconv.Itoa(seconds))
		}
	}
	answer := endpoint(r)
	switch {
	case fault.Kind == faultMalformed:
		answer.body = answer.body[:len(answer.body)*2/3]
	case fault.Kind == faultEmpty && answer.status == http.StatusOK:
		answer = d.empty(r)
	case fault.Kind == faultPartial && answer.status == http.StatusOK:
		answer.status, answer.body = http.StatusPartialContent, shortened(answer.body)
	}
	return answer
}

// shortened leaves out the second half of each list of a JSON answer; what is no JSON stays whole.
func shortened(body []byte) []byte {
	var list []json.RawMessage
	if json.Unmarshal(body, &list) == nil {
		return jsonReply(0, list[:len(list)/2]).body
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return body
	}
	for name, value := range fields {
		if bytes.HasPrefix(value, []byte("[")) {
			fields[name] = shortened(value)
		}
	}
	return jsonReply(0, fields).body
}

// wait holds a request back; it is false when the client gave up meanwhile.
func wait(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// write sends an answer. A cut one promises its whole length, sends half of it and drops the connection.
func write(w http.ResponseWriter, a reply, cut bool) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	if !cut {
		_, _ = w.Write(a.body)
		return
	}
	_, _ = w.Write(a.body[:len(a.body)/2])
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
	panic(http.ErrAbortHandler)
}

// bearer is the token of a request, or "".
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

func itoa(n uint64) string { return strconv.FormatUint(n, 10) }
