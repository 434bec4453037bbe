package sandbox_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tenantry/backend/sandbox"
)

var someDay = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

// client walks the simulated APIs with nothing but net/http, as any other client would.
type client struct {
	testing.TB
	base      string
	http      *http.Client
	webex     sandbox.Connection
	microsoft sandbox.Connection

	connections []sandbox.Connection
}

func start(t testing.TB, opts sandbox.Options) (*sandbox.Sandbox, *client) {
	t.Helper()
	if opts.AsOf.IsZero() {
		opts.AsOf = someDay
	}
	s := sandbox.New(opts)
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	connections := s.Connections(server.URL)
	return s, &client{TB: t, base: server.URL, http: server.Client(), webex: connections[0], microsoft: connections[1], connections: connections}
}

type answer struct {
	status int
	header http.Header
	body   []byte
	err    error // the connection's, while reading
}

func (a answer) decode(t testing.TB, into any) {
	t.Helper()
	if err := json.Unmarshal(a.body, into); err != nil {
		t.Fatalf("answer %d is no JSON: %v\n%s", a.status, err, a.body)
	}
}

func (c *client) do(r *http.Request) answer {
	c.Helper()
	resp, err := c.http.Do(r)
	if err != nil {
		return answer{err: err}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, body, err}
}

func (c *client) request(method, address, body string) *http.Request {
	c.Helper()
	r, err := http.NewRequestWithContext(c.Context(), method, address, strings.NewReader(body))
	if err != nil {
		c.Fatal(err)
	}
	return r
}

func (c *client) get(address, token string) answer {
	c.Helper()
	r := c.request(http.MethodGet, address, "")
	r.Body = nil
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return c.do(r)
}

func (c *client) put(path, body string) answer {
	c.Helper()
	return c.do(c.request(http.MethodPut, c.base+path, body))
}

func (c *client) post(address string, form url.Values) answer {
	c.Helper()
	r := c.request(http.MethodPost, address, form.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.do(r)
}

type tokens struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	ID      string `json:"id_token"`
	Expires int    `json:"expires_in"`
	Type    string `json:"token_type"`
}

func (c *client) webexForm() url.Values {
	return url.Values{
		"grant_type":    {"refresh_token"},
		"client_id":     {c.webex.Fields["client_id"]},
		"client_secret": {c.webex.Secrets["client_secret"]},
		"refresh_token": {c.webex.Secrets["refresh_token"]},
	}
}

func (c *client) webexURL(path string) string { return c.webex.Fields["base_url"] + path }

func (c *client) webexToken() string {
	c.Helper()
	a := c.post(c.webexURL("/access_token"), c.webexForm())
	if a.status != http.StatusOK {
		c.Fatalf("token: %d %s", a.status, a.body)
	}
	var t tokens
	a.decode(c, &t)
	return t.Access
}

func (c *client) entraForm() url.Values {
	return url.Values{
		"grant_type":    {"refresh_token"},
		"client_id":     {c.microsoft.Fields["client_id"]},
		"client_secret": {c.microsoft.Secrets["client_secret"]},
		"refresh_token": {c.microsoft.Secrets["refresh_token"]},
		"scope":         {"https://graph.microsoft.com/.default offline_access"},
	}
}

func (c *client) entraURL(tenant string) string {
	return c.microsoft.Fields["login_url"] + "/" + tenant + "/oauth2/v2.0/token"
}

func (c *client) graphURL(path string) string { return c.microsoft.Fields["graph_url"] + path }

func (c *client) partner() string { return c.microsoft.Fields["tenant_id"] }

// graphToken is the answer to redeeming the refresh token at a tenant.
func (c *client) graphToken(tenant string) (tokens, answer) {
	c.Helper()
	a := c.post(c.entraURL(tenant), c.entraForm())
	var t tokens
	if a.status == http.StatusOK {
		a.decode(c, &t)
	}
	return t, a
}

type webexOrg struct{ ID, DisplayName, Created string }

type webexLicence struct {
	ID, Name, SubscriptionID, SiteURL, SiteType                      string
	TotalUnits, ConsumedUnits, ConsumedByUsers, ConsumedByWorkspaces int
}

func items[T any](t testing.TB, a answer) []T {
	t.Helper()
	if a.status != http.StatusOK {
		t.Fatalf("list: %d %s", a.status, a.body)
	}
	var list struct {
		Items []T
		Value []T
	}
	a.decode(t, &list)
	return append(list.Items, list.Value...)
}

type tenant struct{ ID, TenantID, DisplayName string }

// customers pages through the delegated customers and says how many pages there were.
func (c *client) customers(query string) (all []tenant, pages int) {
	c.Helper()
	token, _ := c.graphToken(c.partner())
	next := c.graphURL("/tenantRelationships/delegatedAdminCustomers") + query
	for next != "" {
		a := c.get(next, token.Access)
		if a.status != http.StatusOK {
			c.Fatalf("%s: %d %s", next, a.status, a.body)
		}
		var page struct {
			Value []tenant
			Next  string `json:"@odata.nextLink"`
		}
		a.decode(c, &page)
		all, next, pages = append(all, page.Value...), page.Next, pages+1
	}
	return all, pages
}

type sku struct {
	SkuPartNumber, CapabilityStatus, AppliesTo string
	ConsumedUnits                              int
	PrepaidUnits                               struct{ Enabled, Warning, Suspended, LockedOut int }
	SubscriptionIDs                            []string
}

type subscription struct {
	ID, SkuPartNumber, Status string
	TotalLicenses             int
	IsTrial                   bool
	CreatedDateTime           time.Time
	NextLifecycleDateTime     *time.Time
	OwnerTenantID             string
}
