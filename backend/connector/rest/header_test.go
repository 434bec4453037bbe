package rest_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

const apiKey = "4f1c1d2e-not-a-format-to-rely-on"

// keyed makes a client whose requests carry an API key, and remembers the requests.
func keyed(t *testing.T, respond func(r *http.Request) answer) (*rest.Client, *[]*http.Request) {
	t.Helper()
	var seen []*http.Request
	v := &vendor{answer: func(_ int, r *http.Request) (answer, error) {
		seen = append(seen, r)
		return respond(r), nil
	}}
	c := newClient(v, func(o *rest.Options) { o.Header = http.Header{"X-Vendor-Key": {apiKey}} })
	return c, &seen
}

func TestAnswer_GivesStatusHeadersAndBody(t *testing.T) {
	c, seen := keyed(t, func(*http.Request) answer { return reply(200, "<root/>", "X-Cursor", "17,a") })
	got, err := c.Answer(t.Context(), rest.Request{
		URL: "/report", JSON: map[string]any{"size": 1}, Header: http.Header{"Accept": {"application/xml"}},
	})
	if err != nil || got.Status != 200 || string(got.Body) != "<root/>" || got.Header.Get("X-Cursor") != "17,a" {
		t.Fatalf("got %+v, %v", got, err)
	}
	r := (*seen)[0]
	if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" ||
		r.Header.Get("Accept") != "application/xml" || r.Header.Get("X-Vendor-Key") != apiKey {
		t.Errorf("sent %s %v", r.Method, r.Header)
	}
}

func TestAnswer_Method_CanBeNamed(t *testing.T) {
	c, seen := keyed(t, func(*http.Request) answer { return reply(204, "") })
	got, err := c.Answer(t.Context(), rest.Request{URL: "/report", Method: http.MethodPut, JSON: []int{1}})
	if err != nil || got.Status != 204 || (*seen)[0].Method != http.MethodPut {
		t.Errorf("got %+v, %v after %s", got, err, (*seen)[0].Method)
	}
}

// TestAnswer_KeyStaysWithItsHost: links in answers lead anywhere.
func TestAnswer_KeyStaysWithItsHost(t *testing.T) {
	c, seen := keyed(t, func(*http.Request) answer { return reply(200, "{}") })
	for _, link := range []string{"https://elsewhere.example/v1/x", "http://vendor.example/v1/x", "https://vendor.example:8443/v1/x"} {
		if _, err := c.Answer(t.Context(), rest.Request{URL: link}); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range *seen {
		if r.Header.Get("X-Vendor-Key") != "" {
			t.Errorf("the key went to %s", r.URL)
		}
	}
}

func TestAnswer_KeyIsInNoError(t *testing.T) {
	for _, body := range []string{
		"the key " + apiKey + " is not known", `{"X-VENDOR-API-KEY":"another-key-0815"}`, "X-VENDOR-API-KEY: another-key-0815",
	} {
		c, _ := keyed(t, func(*http.Request) answer { return reply(400, body) })
		_, err := c.Answer(t.Context(), rest.Request{URL: "/report"})
		var malformed *connector.Malformed
		if !errors.As(err, &malformed) {
			t.Fatalf("got %v, want Malformed", err)
		}
		for _, secret := range []string{apiKey, "another-key-0815"} {
			if strings.Contains(malformed.Excerpt+err.Error(), secret) {
				t.Errorf("shown: %s %s", err, malformed.Excerpt)
			}
		}
	}
}

func TestAnswer_Attempts_AreCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for given, want := range map[int]int{0: 5, 1: 1, 3: 3} {
			c, seen := keyed(t, func(*http.Request) answer { return reply(503, "") })
			var unavailable *connector.Unavailable
			if _, err := c.Answer(t.Context(), rest.Request{URL: "/report", Attempts: given}); !errors.As(err, &unavailable) {
				t.Errorf("got %v, want Unavailable", err)
			}
			if len(*seen) != want {
				t.Errorf("%d attempts with %d allowed, want %d", len(*seen), given, want)
			}
		}
	})
}
