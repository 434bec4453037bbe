package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Fault makes a vendor misbehave. As text it reads
//
//	vendor:[method ]path:kind[=value][:times][@every-N][@after-N]
//
// for example "webex:/licenses:500:3" (the next three licence lists fail), "microsoft:/token:expired" (the refresh token
// is expired, always), "*::429=5@every-10" (every tenth request of any vendor asks to wait five seconds),
// "webex:POST /wholesale/billing/reports:403" (reports are listed and cannot be ordered) or
// "microsoft:/subscribedSkus:consent:1@after-5" (in the middle of a sync, one customer takes back its consent).
//
//   - vendor is webex, microsoft, avepoint or * for any.
//   - method is GET, POST, PUT, PATCH or DELETE; absent means any.
//   - path is any part of the request's path and query; empty means every request, a $ at its end the end of the path
//     ("webex:/organizations$:empty" spares the single organisations). Microsoft's token requests carry the
//     tenant in their path, so "microsoft:/login/<tenant id>:500" fails one customer only.
//   - times is how often it happens; absent or 0 means always.
//   - @every-N lets it happen at each N-th matching request only, @after-N not before N matching requests were answered.
//
// The first fault that matches a request happens, and only that one. Kinds:
//
//	400 … 599        that status with the vendor's error body. 429 says when to come back: 429=30 in thirty seconds
//	                 (default 1), 429=date as an HTTP date; 503 says so only with a value
//	206              the first half of each list, as a part of the answer (206 partial success)
//	slow             the answer takes two seconds longer; slow=10s: ten
//	cut              the connection ends in the middle of the body
//	malformed        the body stops in the middle, so it is no JSON any more
//	empty            an empty list
//	expired          the access token has expired and stays so; at a token endpoint: the refresh token has
//	consent          Microsoft's alone: the tenant that is asked has taken back its consent. Its access tokens are refused and
//	                 Entra gives no others (AADSTS65001), until the faults are set anew or the app is approved again
//	html             a gateway's page with status 502; html=200 with another status
type Fault struct {
	Vendor string
	Method string
	Path   string
	Kind   string
	Value  string
	Times  int
	Every  int
	After  int
}

const (
	faultPartial   = "206"
	faultSlow      = "slow"
	faultCut       = "cut"
	faultMalformed = "malformed"
	faultEmpty     = "empty"
	faultExpired   = "expired"
	faultConsent   = "consent"
	faultHTML      = "html"

	defaultSlow = 2 * time.Second
	anyVendor   = "*"
)

var faultMethods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// String writes the fault as ParseFaults reads it.
func (f Fault) String() string {
	text := f.Vendor + ":" + strings.TrimSpace(f.Method+" "+f.Path) + ":" + f.Kind
	if f.Value != "" {
		text += "=" + f.Value
	}
	if f.Times > 0 {
		text += ":" + strconv.Itoa(f.Times)
	}
	if f.Every > 1 {
		text += "@every-" + strconv.Itoa(f.Every)
	}
	if f.After > 0 {
		text += "@after-" + strconv.Itoa(f.After)
	}
	return text
}

// ParseFaults reads faults in the form described at Fault.
func ParseFaults(texts []string) ([]Fault, error) {
	faults := make([]Fault, 0, len(texts))
	for _, text := range texts {
		f, err := parseFault(text)
		if err != nil {
			return nil, fmt.Errorf("fault %q: %w", text, err)
		}
		faults = append(faults, f)
	}
	return faults, nil
}

func parseFault(text string) (Fault, error) {
	var f Fault
	rest, err := f.parseWhen(strings.TrimSpace(text))
	if err != nil {
		return f, err
	}
	parts := strings.Split(rest, ":")
	if len(parts) < 3 {
		return f, fmt.Errorf("want vendor:path:kind, for example webex:/licenses:500:3")
	}
	if last := parts[len(parts)-1]; len(parts) > 3 {
		if n, err := strconv.Atoi(last); err == nil {
			if n < 0 {
				return f, fmt.Errorf("the number of times cannot be negative")
			}
			f.Times, parts = n, parts[:len(parts)-1]
		}
	}
	f.Vendor = parts[0]
	f.Kind, f.Value, _ = strings.Cut(parts[len(parts)-1], "=")
	f.Path = strings.Join(parts[1:len(parts)-1], ":")
	if method, path, found := strings.Cut(f.Path, " "); found { // no path holds a blank
		f.Method, f.Path = method, path
	}
	return f, f.check()
}

// parseWhen takes what a text ends with, which says at which requests the fault happens, and gives the rest.
func (f *Fault) parseWhen(text string) (string, error) {
	for {
		at := strings.LastIndex(text, "@")
		if at < 0 {
			return text, nil
		}
		name, value, _ := strings.Cut(text[at+1:], "-")
		into := map[string]*int{"every": &f.Every, "after": &f.After}[name]
		if into == nil { // a part of the path
			return text, nil
		}
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			return text, fmt.Errorf("after @%s- stands a number from 1 on, not %q", name, value)
		}
		*into, text = n, text[:at]
	}
}

func (f Fault) check() error {
	if f.Vendor != anyVendor && !slices.Contains(vendors, f.Vendor) {
		return fmt.Errorf("unknown vendor %q: want %s or %s", f.Vendor, strings.Join(vendors, ", "), anyVendor)
	}
	if f.Method != "" && !slices.Contains(faultMethods, f.Method) {
		return fmt.Errorf("unknown method %q: want %s", f.Method, strings.Join(faultMethods, ", "))
	}
	if f.Kind == faultConsent && f.Vendor != vendorMicrosoft {
		return fmt.Errorf("consent: only customers of microsoft give one")
	}
	switch f.Kind {
	case faultPartial, faultConsent, faultCut, faultMalformed, faultEmpty, faultExpired:
		if f.Value != "" {
			return fmt.Errorf("%s takes no value", f.Kind)
		}
		return nil
	case faultSlow:
		if _, err := time.ParseDuration(f.Value); f.Value != "" && err != nil {
			return fmt.Errorf("slow=%s: want a duration like 10s", f.Value)
		}
		return nil
	case faultHTML:
		if code, err := strconv.Atoi(f.Value); f.Value != "" && (err != nil || code < 200 || code > 599) {
			return fmt.Errorf("html=%s: want a status from 200 to 599", f.Value)
		}
		return nil
	}
	if f.status() == 0 {
		return fmt.Errorf("unknown kind %q: want a status from 400 to 599, 206, slow, cut, malformed, empty, expired, consent or html", f.Kind)
	}
	if f.Value == "" || f.Value == "date" {
		return nil
	}
	if n, err := strconv.Atoi(f.Value); err != nil || n < 0 {
		return fmt.Errorf("%s=%s: want seconds or the word date", f.Kind, f.Value)
	}
	return nil
}

// status is the HTTP status of a fault that is one, else 0.
func (f Fault) status() int {
	code, err := strconv.Atoi(f.Kind)
	if err != nil || code < 400 || code > 599 {
		return 0
	}
	return code
}

func (f Fault) delay() time.Duration {
	if d, err := time.ParseDuration(f.Value); err == nil {
		return d
	}
	return defaultSlow
}

func (f Fault) concerns(r *http.Request) bool {
	if f.Method != "" && f.Method != r.Method {
		return false
	}
	if end, anchored := strings.CutSuffix(f.Path, "$"); anchored {
		return strings.HasSuffix(r.URL.Path, end)
	}
	return strings.Contains(r.URL.RequestURI(), f.Path)
}

// decorate adds when to come back, for the statuses that say so.
func (f Fault) decorate(a reply, now time.Time) reply {
	if a.status != http.StatusTooManyRequests && (a.status != http.StatusServiceUnavailable || f.Value == "") {
		return a
	}
	switch f.Value {
	case "":
		return a.with("Retry-After", "1")
	case "date":
		return a.with("Retry-After", now.Add(2*time.Second).UTC().Format(http.TimeFormat))
	default:
		return a.with("Retry-After", f.Value)
	}
}

func (f Fault) page() reply {
	status := http.StatusBadGateway
	if f.Value != "" {
		status, _ = strconv.Atoi(f.Value)
	}
	const page = "<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>The service is busy</h1></body></html>"
	return rawReply(status, "text/html; charset=utf-8", []byte(page))
}

// faultSet holds the faults in force with how often each has matched and happened.
type faultSet struct {
	mu     sync.Mutex
	active []activeFault
}

type activeFault struct {
	Fault
	matched, happened int
}

func (s *faultSet) set(faults []Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active = make([]activeFault, 0, len(faults))
	for _, f := range faults {
		s.active = append(s.active, activeFault{Fault: f})
	}
}

// match is the fault that happens to this request; its Kind is "" if none does.
func (s *faultSet) match(vendor string, r *http.Request) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.active {
		f := &s.active[i]
		if f.Vendor != anyVendor && f.Vendor != vendor || !f.concerns(r) {
			continue
		}
		f.matched++
		due := f.matched > f.After && (f.Every < 2 || (f.matched-f.After)%f.Every == 0)
		if !due || f.Times > 0 && f.happened >= f.Times {
			continue
		}
		f.happened++
		return f.Fault
	}
	return Fault{}
}
