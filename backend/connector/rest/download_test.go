package rest_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

// watch gives a vendor that keeps what was asked last.
func watch(step func() answer) (*vendor, *http.Request) {
	last := &http.Request{}
	return &vendor{answer: func(_ int, r *http.Request) (answer, error) {
		*last = *r
		return step(), nil
	}}, last
}

func TestAnswer_Accepted_IsGivenWithItsHeaders(t *testing.T) {
	v, asked := watch(say(202, "", "Location", "https://vendor.example/operations/1", "Retry-After", "7"))
	c := newClient(v)
	got, err := c.Answer(t.Context(), rest.Request{
		URL: "/export", JSON: map[string]string{"invoiceId": "G1"}, Header: http.Header{"MS-RequestId": {"r1"}},
	})
	if err != nil || got.Status != 202 || got.Header.Get("Location") == "" {
		t.Fatalf("got %+v, %v", got, err)
	}
	if wait, ok := got.RetryAfter(); !ok || wait != 7*time.Second {
		t.Errorf("wait %s, %v", wait, ok)
	}
	if asked.Method != http.MethodPost || asked.Header.Get("Content-Type") != "application/json" || asked.Header.Get("MS-RequestId") != "r1" {
		t.Errorf("asked %s with %v", asked.Method, asked.Header)
	}
	if body := v.requests[0].body; body != `{"invoiceId":"G1"}` {
		t.Errorf("sent %s", body)
	}
}

func TestAnswer_OtherStatus_IsAnErrorUnlessAccepted(t *testing.T) {
	c := newClient(script(say(410, `{}`)))
	if _, err := c.Answer(t.Context(), rest.Request{URL: "/operations/1"}); !errors.Is(err, connector.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	got, err := c.Answer(t.Context(), rest.Request{URL: "/operations/1", Accept: []int{410}})
	if err != nil || got.Status != 410 {
		t.Errorf("accepted: got %+v, %v", got, err)
	}
	var out named
	if err := c.Do(t.Context(), rest.Request{URL: "/operations/1", Accept: []int{410}}, &out); !errors.Is(err, connector.ErrNotFound) {
		t.Errorf("Do accepts it: %v", err)
	}
}

func TestAnswer_Method_IsSent(t *testing.T) {
	v, asked := watch(fine)
	if _, err := newClient(v).Answer(t.Context(), rest.Request{Method: http.MethodPut, URL: "/x", JSON: []int{1}}); err != nil {
		t.Fatal(err)
	}
	if asked.Method != http.MethodPut {
		t.Errorf("sent %s", asked.Method)
	}
}

func TestDownload_OtherHost_GetsNoToken(t *testing.T) {
	v, asked := watch(say(200, "\x1f\x8bdata", "Content-Type", "application/octet-stream"))
	got, err := newClient(v).Download(t.Context(), "link", "https://files.example/part1.json.gz?sv=1&sig=top-secret", 100)
	if err != nil || string(got) != "\x1f\x8bdata" {
		t.Fatalf("got %q, %v", got, err)
	}
	if asked.URL.Host != "files.example" || asked.Header.Get("Authorization") != "" || asked.URL.Query().Get("sig") != "top-secret" {
		t.Errorf("asked %s with %v", asked.URL, asked.Header)
	}
}

func TestDownload_UnsafeLink_IsNotFollowed(t *testing.T) {
	v := script(fine)
	for _, link := range []string{"http://files.example/a?sig=s3cret-value", "ftp://127.0.0.1/a", "/relative", "https://me:pw@files.example/", "://", ""} {
		_, err := newClient(v).Download(t.Context(), "link", link, 100)
		var malformed *connector.Malformed
		if !errors.As(err, &malformed) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%q: %v", link, err)
		}
	}
	if v.count() != 0 {
		t.Errorf("%d requests sent", v.count())
	}
	if _, err := newClient(v).Download(t.Context(), "link", "http://127.0.0.1:1/a", 100); err != nil {
		t.Errorf("this machine: %v", err)
	}
}

func TestDownload_TooLargeOrRefused_SaysSoWithoutTheQuery(t *testing.T) {
	const link = "https://files.example/part1.json.gz?sig=s3cret-value"
	var malformed *connector.Malformed
	_, err := newClient(script(say(200, strings.Repeat("x", 200)))).Download(t.Context(), "link", link, 100)
	if !errors.As(err, &malformed) || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("too large: %v", err)
	}
	_, err = newClient(script(say(403, "<Error>sig=s3cret-value did not match</Error>"))).Download(t.Context(), "link", link, 100)
	if !errors.Is(err, connector.ErrForbidden) || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("refused: %v", err)
	}
}

// TestWithin_BothPaces_AreKept: two APIs of one connection together keep to what the user set.
func TestWithin_BothPaces_AreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := script(fine)
		outer := newClient(v, func(o *rest.Options) { o.RequestsPerMinute = 60 })
		inner := newClient(v, func(o *rest.Options) { o.RequestsPerMinute, o.Within = 500, outer })
		begin := time.Now()
		for i := range 10 {
			if err := get(t.Context(), []*rest.Client{outer, inner}[i%2]); err != nil {
				t.Fatal(err)
			}
		}
		wantBetween(t, "ten requests", time.Since(begin), 9*time.Second, 9*time.Second)
	})
}

// TestInAnyMinute_NoMinuteHasMore: what fits runs at once, and no minute of any kind has more than the limit.
func TestInAnyMinute_NoMinuteHasMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := script(fine)
		c := newClient(v, func(o *rest.Options) { o.InAnyMinute = 5 })
		begin := time.Now()
		for i := range 12 {
			if err := get(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			if i == 4 {
				wantBetween(t, "five requests", time.Since(begin), 0, 0)
			}
			if i == 6 {
				time.Sleep(10 * time.Second) // the bubble's clock
			}
		}
		at := v.times(begin)
		for i := 5; i < len(at); i++ {
			if at[i]-at[i-5] < time.Minute {
				t.Errorf("request %d started at %s, five before it at %s", i, at[i], at[i-5])
			}
		}
		wantBetween(t, "twelve requests", at[11], 2*time.Minute, 2*time.Minute)
	})
}

func TestWait_IsToldAndCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told time.Duration
		c := newClient(script(fine), func(o *rest.Options) { o.Notify = func(_ context.Context, d time.Duration) { told = d } })
		begin := time.Now()
		if err := c.Wait(t.Context(), 10*time.Second); err != nil || time.Since(begin) != 10*time.Second || told != 10*time.Second {
			t.Errorf("%v after %s, told %s", err, time.Since(begin), told)
		}
	})
}

func TestDecode_WhatIsNoJSON_IsMalformed(t *testing.T) {
	c := newClient(script(fine))
	var out named
	if err := c.Decode(rest.Answer{Body: []byte(`{"name":"ok"}`)}, &out); err != nil || out.Name != "ok" {
		t.Errorf("got %+v, %v", out, err)
	}
	var malformed *connector.Malformed
	if err := c.Decode(rest.Answer{Body: []byte(`<x>`)}, &out); !errors.As(err, &malformed) || malformed.Excerpt != "<x>" {
		t.Errorf("got %v", err)
	}
}
