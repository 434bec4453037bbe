package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"tenantry/backend/sandbox"
)

func TestParseFaults_ReadsWhatItWrites(t *testing.T) {
	for _, text := range []string{
		"webex:/licenses:500:3", "microsoft:/token:expired", "*::429=5@every-10", "webex::slow=10s:2", "webex:/x:html=200",
		"microsoft:/directory/subscriptions:empty", "webex:/organizations:cut:1", "blancco:/report:206", "*:/licenses:429=date", "webex:a:b:malformed:4",
		"webex:POST /wholesale/billing/reports:403", "microsoft:DELETE:500:2", "microsoft:/subscribedSkus:consent:1@after-5",
		"*:/x@y:cut@every-3@after-2",
	} {
		faults, err := sandbox.ParseFaults([]string{text})
		if err != nil || len(faults) != 1 || faults[0].String() != text {
			t.Errorf("%s: %v, %v", text, faults, err)
		}
	}
	f, err := sandbox.ParseFaults([]string{"webex:/licenses:500:3"})
	if want := (sandbox.Fault{Vendor: "webex", Path: "/licenses", Kind: "500", Times: 3}); err != nil || f[0] != want {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestParseFaults_SaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"":                    "want vendor:path:kind",
		"webex:500":           "want vendor:path:kind",
		"cisco:/x:500":        `unknown vendor "cisco"`,
		"webex:/x:exploded":   `unknown kind "exploded"`,
		"webex:/x:200":        `unknown kind "200"`,
		"webex:/x:slow=fast":  "want a duration",
		"webex:/x:429=soon":   "want seconds",
		"webex:/x:cut=1":      "takes no value",
		"webex:/x:206=1":      "takes no value",
		"webex:/x:html=99":    "want a status",
		"webex:/x:500:-1":     "cannot be negative",
		"webex:/x:500@every-": "after @every-",
		"webex:/x:500@after-": "after @after-",
		"webex:BREW /x:500":   `unknown method "BREW"`,
		"webex:/x:consent":    "only customers of microsoft",
		"*:/x:consent":        "only customers of microsoft",
	} {
		if _, err := sandbox.ParseFaults([]string{text}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// inject replaces the faults by one.
func inject(t *testing.T, s *sandbox.Sandbox, text string) {
	t.Helper()
	faults, err := sandbox.ParseFaults([]string{text})
	if err != nil {
		t.Fatal(err)
	}
	s.SetFaults(faults)
}

func TestFaults_EachKindHappens(t *testing.T) {
	s, c := start(t, sandbox.Options{})
	webex := c.webexToken()
	graph, _ := c.graphToken(c.partner())
	for vendor, place := range map[string]struct{ address, token string }{
		"webex":     {c.webexURL("/organizations"), webex},
		"microsoft": {c.graphURL("/subscribedSkus"), graph.Access},
	} {
		whole := c.get(place.address, place.token)
		for kind, ok := range map[string]func(a answer) bool{
			"429=7": func(a answer) bool {
				return a.status == 429 && a.header.Get("Retry-After") == "7" && json.Valid(a.body)
			},
			"429=date": func(a answer) bool { _, err := http.ParseTime(a.header.Get("Retry-After")); return err == nil },
			"500":      func(a answer) bool { return a.status == 500 && json.Valid(a.body) },
			"503":      func(a answer) bool { return a.status == 503 && json.Valid(a.body) },
			"403":      func(a answer) bool { return a.status == 403 && json.Valid(a.body) },
			"401":      func(a answer) bool { return a.status == 401 && json.Valid(a.body) },
			"cut":      func(a answer) bool { return a.status == 200 && a.err != nil && len(a.body) > 0 },
			"malformed": func(a answer) bool {
				return a.status == 200 && a.err == nil && len(a.body) > 0 && !json.Valid(a.body)
			},
			"206": func(a answer) bool {
				return a.status == 206 && json.Valid(a.body) && len(a.body) > 2 && len(a.body) < len(whole.body)
			},
			"empty": func(a answer) bool { return a.status == 200 && bytes.Contains(a.body, []byte(`":[]}`)) },
			"html": func(a answer) bool {
				return a.status == 502 && strings.HasPrefix(a.header.Get("Content-Type"), "text/html")
			},
			"html=200": func(a answer) bool { return a.status == 200 && bytes.HasPrefix(a.body, []byte("<!DOCTYPE")) },
		} {
			inject(t, s, vendor+"::"+kind+":1")
			if a := c.get(place.address, place.token); !ok(a) {
				t.Errorf("%s %s: %d %v %s (%v)", vendor, kind, a.status, a.header, a.body, a.err)
			}
			if a := c.get(place.address, place.token); a.status != http.StatusOK || a.err != nil || !json.Valid(a.body) {
				t.Errorf("%s after %s: %d (%v)", vendor, kind, a.status, a.err)
			}
		}
	}
}

func TestFaults_Expired_EndsTheToken(t *testing.T) {
	s, c := start(t, sandbox.Options{})
	webex := c.webexToken()
	graph, _ := c.graphToken(c.partner())
	for vendor, place := range map[string]struct{ address, token string }{
		"webex":     {c.webexURL("/organizations"), webex},
		"microsoft": {c.graphURL("/subscribedSkus"), graph.Access},
	} {
		inject(t, s, vendor+"::expired:1")
		for range 2 {
			if a := c.get(place.address, place.token); a.status != http.StatusUnauthorized {
				t.Errorf("%s: %d", vendor, a.status)
			}
		}
	}
	if a := c.get(c.webexURL("/organizations"), c.webexToken()); a.status != http.StatusOK {
		t.Errorf("webex with another token: %d", a.status)
	}
	inject(t, s, "microsoft:/token:expired")
	if _, a := c.graphToken(c.partner()); a.status != 400 || !bytes.Contains(a.body, []byte("AADSTS700082")) {
		t.Errorf("refresh token at Entra: %d %s", a.status, a.body)
	}
	inject(t, s, "webex:/access_token:expired")
	if a := c.post(c.webexURL("/access_token"), c.webexForm()); a.status != 401 {
		t.Errorf("refresh token at Webex: %d %s", a.status, a.body)
	}
}

func TestFaults_Slow_OutlastsAnImpatientClient(t *testing.T) {
	s, c := start(t, sandbox.Options{})
	token := c.webexToken()
	inject(t, s, "webex::slow=1h")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	r := c.request(http.MethodGet, c.webexURL("/organizations"), "").WithContext(ctx)
	r.Header.Set("Authorization", "Bearer "+token)
	if a := c.do(r); a.err == nil {
		t.Errorf("answered %d within the time", a.status)
	}
	inject(t, s, "webex::slow=1ms")
	if a := c.get(c.webexURL("/organizations"), token); a.status != http.StatusOK {
		t.Errorf("a little slow: %d", a.status)
	}
}

func TestFaults_HitOnlyTheirPath_AsOftenAsTold(t *testing.T) {
	s, c := start(t, sandbox.Options{AllAccessible: true})
	all, _ := c.customers("")
	inject(t, s, "microsoft:/login/"+all[1].ID+":500")
	for i, want := range []int{200, 500, 200} {
		if _, a := c.graphToken(all[i].ID); a.status != want {
			t.Errorf("customer %d: %d, want %d", i, a.status, want)
		}
	}
	token := c.webexToken()
	inject(t, s, "webex:/organizations$:500")
	if list, one := c.get(c.webexURL("/organizations"), token), c.get(c.webexURL("/organizations/x"), token); list.status != 500 || one.status != 404 {
		t.Errorf("the list alone: %d, one of it %d", list.status, one.status)
	}
	inject(t, s, "webex:/people:500:2@every-3")
	var got []int
	for range 8 {
		got = append(got, c.get(c.webexURL("/people/me"), token).status)
	}
	if want := []int{200, 200, 500, 200, 200, 500, 200, 200}; !equal(got, want) {
		t.Errorf("every third, twice: %v, want %v", got, want)
	}
	inject(t, s, "webex:/people:500@every-2@after-3")
	got = nil
	for range 8 {
		got = append(got, c.get(c.webexURL("/people/me"), token).status)
	}
	if want := []int{200, 200, 200, 200, 500, 200, 500, 200}; !equal(got, want) {
		t.Errorf("every second after the third: %v, want %v", got, want)
	}
}

func TestFaults_HitOnlyTheirMethod(t *testing.T) {
	s, c := start(t, sandbox.Options{})
	token := c.webexToken()
	address := c.webexURL("/wholesale/billing/reports")
	status := func(method string) int {
		r := c.request(method, address, `{}`)
		r.Header.Set("Authorization", "Bearer "+token)
		return c.do(r).status
	}
	before := status(http.MethodPost)
	inject(t, s, "webex:POST /wholesale/billing/reports:503")
	if got, want := []int{status(http.MethodGet), status(http.MethodPost)}, []int{200, 503}; !equal(got, want) {
		t.Errorf("listed and ordered with %v, want %v", got, want)
	}
	inject(t, s, "webex:GET /wholesale/billing/reports:503")
	if got, want := []int{status(http.MethodGet), status(http.MethodPost)}, []int{503, before}; !equal(got, want) {
		t.Errorf("listed and ordered with %v, want %v", got, want)
	}
}

// TestFaults_Consent_EndsTheTokensOfOneTenant: nobody else is concerned.
func TestFaults_Consent_EndsTheTokensOfOneTenant(t *testing.T) {
	s, c := start(t, sandbox.Options{AllAccessible: true})
	all, _ := c.customers("")
	first, _ := c.graphToken(all[1].ID)
	second, _ := c.graphToken(all[2].ID)
	inject(t, s, "microsoft:/subscribedSkus:consent:1@after-1")
	for i, token := range []string{first.Access, second.Access, second.Access} {
		if a, want := c.get(c.graphURL("/subscribedSkus"), token), []int{200, 401, 401}[i]; a.status != want {
			t.Errorf("list %d: %d %s, want %d", i, a.status, a.body, want)
		}
	}
	if a := c.get(c.graphURL("/organization"), second.Access); a.status != http.StatusUnauthorized {
		t.Errorf("another list of the same customer: %d", a.status)
	}
	if _, a := c.graphToken(all[2].ID); a.status != 400 || !bytes.Contains(a.body, []byte("AADSTS65001")) {
		t.Errorf("a new token: %d %s", a.status, a.body)
	}
	if _, a := c.graphToken(all[1].ID); a.status != http.StatusOK {
		t.Errorf("a new token for the other customer: %d", a.status)
	}
	s.SetFaults(nil)
	if _, a := c.graphToken(all[2].ID); a.status != http.StatusOK {
		t.Errorf("without faults: %d", a.status)
	}
	inject(t, s, "microsoft:/login/"+all[1].ID+":consent@after-1")
	for i, want := range []int{200, 400, 400} {
		if _, a := c.graphToken(all[1].ID); a.status != want {
			t.Errorf("sign-in %d: %d, want %d", i, a.status, want)
		}
	}
	if a := c.get(c.graphURL("/subscribedSkus"), first.Access); a.status != http.StatusUnauthorized {
		t.Errorf("with the token from before: %d", a.status)
	}
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestRate_RefusesWhatGoesBeyond_AndRecovers(t *testing.T) {
	now := time.Now()
	_, c := start(t, sandbox.Options{Rate: 60, Now: func() time.Time { return now }})
	token := c.webexToken()
	graph, _ := c.graphToken(c.partner())
	refused := 0
	for range 12 {
		a := c.get(c.webexURL("/organizations"), token)
		if a.status == http.StatusTooManyRequests && a.header.Get("Retry-After") == "1" {
			refused++
		}
	}
	if refused != 2 {
		t.Errorf("%d of 12 refused, want 2", refused)
	}
	if a := c.get(c.graphURL("/organization"), graph.Access); a.status != http.StatusOK {
		t.Errorf("the other connection: %d", a.status)
	}
	for range 5 {
		now = now.Add(time.Second)
		if a := c.get(c.webexURL("/organizations"), token); a.status != http.StatusOK {
			t.Errorf("a request a second: %d", a.status)
		}
	}
}
