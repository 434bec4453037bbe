package sandbox

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const aboutName = "tenantry-sandbox"

// Connection is what to type into Tenantry to connect a vendor to the sandbox.
type Connection struct {
	Vendor  string            `json:"vendor"`
	Name    string            `json:"name"`
	Fields  map[string]string `json:"fields"`
	Secrets map[string]string `json:"secrets"`
}

// Connections lists one connection per vendor, and at Blancco one per tenant, for a sandbox that listens at baseURL.
func (s *Sandbox) Connections(baseURL string) []Connection {
	base := strings.TrimRight(baseURL, "/")
	all := []Connection{s.webexConnection(base), s.microsoftConnection(base), s.avepointConnection(base)}
	all = append(all, s.blanccoConnections(base)...)
	return slices.DeleteFunc(all, func(c Connection) bool {
		return len(s.opts.Vendors) > 0 && !slices.Contains(s.opts.Vendors, c.Vendor)
	})
}

func (s *Sandbox) webexConnection(base string) Connection {
	return Connection{
		Vendor: vendorWebex,
		Name:   "Webex (sandbox)",
		Fields: map[string]string{"base_url": base + "/webex/v1", "client_id": s.secrets.webexClient},
		Secrets: map[string]string{
			"client_secret": s.secrets.webexSecret,
			"refresh_token": s.secrets.webexRefresh,
		},
	}
}

func (s *Sandbox) microsoftConnection(base string) Connection {
	return Connection{
		Vendor: vendorMicrosoft,
		Name:   "Microsoft (sandbox)",
		Fields: map[string]string{
			"tenant_id": s.secrets.partnerTenant,
			"client_id": s.secrets.microsoftClient,
			"login_url": base + "/microsoft/login",
			"graph_url": base + "/microsoft/graph/v1.0",

			"partner_center_url": base + centerBase,
			// The simulator has no such limit of its own.
			"partner_center_requests_per_minute": "0",
		},
		Secrets: map[string]string{
			"client_secret": s.secrets.microsoftSecret,
			"refresh_token": s.secrets.microsoftRefresh,
		},
	}
}

// Answers says whether a Tenantry sandbox listens at the host of baseURL.
func Answers(ctx context.Context, baseURL string) bool {
	u, err := url.Parse(baseURL)
	if err != nil || u.Host == "" {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.Scheme+"://"+u.Host+"/sandbox/about", nil)
	if err != nil {
		return false
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	var about struct {
		Name string `json:"name"`
	}
	err = json.NewDecoder(http.MaxBytesReader(nil, resp.Body, 1<<16)).Decode(&about)
	return err == nil && resp.StatusCode == http.StatusOK && about.Name == aboutName
}

func (s *Sandbox) routeControl() {
	s.mux.HandleFunc("GET /sandbox/about", loopback(s.about))
	s.mux.HandleFunc("GET /sandbox/connections", loopback(func(w http.ResponseWriter, r *http.Request) {
		write(w, jsonReply(http.StatusOK, s.Connections(baseOf(r))), false)
	}))
	s.mux.HandleFunc("GET /sandbox/truth", loopback(func(w http.ResponseWriter, _ *http.Request) {
		write(w, jsonReply(http.StatusOK, s.Truth()), false)
	}))
	s.mux.HandleFunc("GET /sandbox/requests", loopback(func(w http.ResponseWriter, _ *http.Request) {
		write(w, jsonReply(http.StatusOK, s.Counts()), false)
	}))
	s.mux.HandleFunc("PUT /sandbox/as-of", loopback(s.putAsOf))
	s.mux.HandleFunc("PUT /sandbox/faults", loopback(s.putFaults))
}

func (s *Sandbox) about(w http.ResponseWriter, _ *http.Request) {
	write(w, jsonReply(http.StatusOK, map[string]any{
		"name":      aboutName,
		"as_of":     s.AsOf().Format(time.DateOnly),
		"seed":      s.opts.Seed,
		"customers": s.opts.Customers,
		"vendors":   vendors,
	}), false)
}

func (s *Sandbox) putAsOf(w http.ResponseWriter, r *http.Request) {
	var in struct {
		AsOf string `json:"as_of"`
	}
	if !decode(w, r, &in) {
		return
	}
	date, err := time.Parse(time.DateOnly, in.AsOf)
	if err != nil {
		refuse(w, http.StatusBadRequest, `as_of is a date like "2026-09-01"`)
		return
	}
	s.SetAsOf(date)
	s.about(w, r)
}

func (s *Sandbox) putFaults(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Faults []string `json:"faults"`
	}
	if !decode(w, r, &in) {
		return
	}
	faults, err := ParseFaults(in.Faults)
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	s.SetFaults(faults)
	write(w, jsonReply(http.StatusOK, map[string]any{"faults": len(faults)}), false)
}

func decode(w http.ResponseWriter, r *http.Request, into any) bool {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		refuse(w, http.StatusBadRequest, "the body is not the expected JSON: "+err.Error())
		return false
	}
	return true
}

func refuse(w http.ResponseWriter, status int, message string) {
	write(w, jsonReply(status, map[string]string{"error": message}), false)
}

// loopback lets only this machine through, and only under a name of this machine, so that no web page reaches the
// endpoint by rebinding a name of its own.
func loopback(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		peer, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil || !net.ParseIP(peer).IsLoopback() || !loopbackName(r.Host) {
			refuse(w, http.StatusForbidden, "control endpoints answer on the loopback interface only")
			return
		}
		next(w, r)
	}
}

func loopbackName(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}

// baseOf is where the client reached the sandbox.
func baseOf(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
