package rest_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

func TestDo_PassingFault_IsRetriedWithBackoff(t *testing.T) {
	for _, status := range []int{423, 429, 500, 502, 503, 504} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			v := script(say(status, ``), say(status, `<html>busy</html>`), fine)
			if err := get(t.Context(), newClient(v)); err != nil {
				t.Fatalf("status %d: %v", status, err)
			}
			if v.count() != 3 {
				t.Errorf("status %d: %d requests, want 3", status, v.count())
			}
			wantBetween(t, "success", time.Since(start), 0, 5*time.Second)
		})
	}
}

func TestDo_LastingFault_IsUnavailable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		v := script(say(http.StatusBadGateway, `<html>busy</html>`))
		err := get(t.Context(), newClient(v))
		var unavailable *connector.Unavailable
		if !errors.As(err, &unavailable) || unavailable.Status != http.StatusBadGateway {
			t.Fatalf("got %v, want Unavailable with status 502", err)
		}
		if v.count() != 5 {
			t.Errorf("%d requests, want 5", v.count())
		}
		wantBetween(t, "failure", time.Since(start), 0, 7500*time.Millisecond)
	})
}

func TestDo_BrokenNetwork_IsRetriedThenUnavailable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := errors.New("connection reset by peer")
		v := &vendor{answer: func(n int, _ *http.Request) (answer, error) {
			if n < 3 {
				return answer{}, broken
			}
			return fine(), nil
		}}
		if err := get(t.Context(), newClient(v)); err != nil {
			t.Fatalf("a network that recovers: %v", err)
		}
		v = &vendor{answer: func(int, *http.Request) (answer, error) { return answer{}, broken }}
		var unavailable *connector.Unavailable
		if err := get(t.Context(), newClient(v)); !errors.As(err, &unavailable) || unavailable.Status != 0 {
			t.Fatalf("a network that stays broken: %v, want Unavailable without status", err)
		}
	})
}

// TestDo_PartOfAnAnswer_IsAskedForAgainAndNeverBelieved: what is missing from a part would be taken for gone.
func TestDo_PartOfAnAnswer_IsAskedForAgainAndNeverBelieved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		part := say(http.StatusPartialContent, `{"name":"ok","code":"7","message":"Ada Admin"}`)
		if err := get(t.Context(), newClient(script(part, part, fine))); err != nil {
			t.Errorf("an answer that is whole in the end: %v", err)
		}
		problem := func(a rest.Answer) rest.Problem { return rest.Problem{Message: string(a.Body)} }
		v := script(part)
		c := newClient(v, func(o *rest.Options) { o.Problem = problem })
		err := get(t.Context(), c)
		var unavailable *connector.Unavailable
		if !errors.Is(err, connector.ErrIncomplete) || !errors.As(err, &unavailable) || unavailable.Status != http.StatusPartialContent {
			t.Fatalf("got %v, want ErrIncomplete", err)
		}
		if v.count() != 5 || strings.Contains(err.Error(), "Ada") || !strings.Contains(err.Error(), "GET https://vendor.example/v1/things") {
			t.Errorf("asked %d times: %v", v.count(), err)
		}
		if _, err := c.Download(t.Context(), "link", "https://files.example/report.csv", 1<<20); !errors.Is(err, connector.ErrIncomplete) {
			t.Errorf("a part of a file: %v", err)
		}
		write := script(part)
		_, err = newClient(write).Answer(t.Context(), rest.Request{URL: "/things", Method: http.MethodPost})
		if !errors.Is(err, connector.ErrIncomplete) || write.count() != 1 {
			t.Errorf("a write that was done in part was sent %d times: %v", write.count(), err)
		}
		got, err := c.Answer(t.Context(), rest.Request{URL: "/things", Method: http.MethodPatch, Accept: []int{http.StatusPartialContent}})
		if err != nil || got.Status != http.StatusPartialContent {
			t.Errorf("where it says what was done: %+v, %v", got, err)
		}
	})
}

func TestDo_SilentVendor_EndsByAttemptTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answer: func(_ int, r *http.Request) (answer, error) {
			<-r.Context().Done()
			return answer{}, r.Context().Err()
		}}
		start := time.Now()
		err := get(t.Context(), newClient(v, func(o *rest.Options) { o.AttemptTimeout = time.Minute }))
		var unavailable *connector.Unavailable
		if !errors.As(err, &unavailable) {
			t.Fatalf("got %v, want Unavailable", err)
		}
		wantBetween(t, "failure", time.Since(start), 5*time.Minute, 6*time.Minute)
	})
}

func TestDo_RetryAfter_IsHonoured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		date := time.Now().Add(20 * time.Second).UTC().Format(http.TimeFormat)
		for _, header := range []string{"20", date} {
			start := time.Now()
			v := script(say(http.StatusTooManyRequests, `{}`, "Retry-After", header), fine)
			if err := get(t.Context(), newClient(v)); err != nil {
				t.Fatalf("Retry-After %q: %v", header, err)
			}
			least := 20 * time.Second
			if header == date {
				parsed, _ := http.ParseTime(date)
				least = parsed.Sub(start)
			}
			wantBetween(t, "Retry-After "+header, time.Since(start), least, least+2*time.Second)
		}
	})
}

func TestDo_LongWaitAskedFor_IsRateLimitedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		v := script(say(http.StatusTooManyRequests, `{}`, "Retry-After", "600"), fine)
		c := newClient(v)
		for range 2 { // the second request finds the vendor's wish known and does not even ask
			var limited *connector.RateLimited
			if err := get(t.Context(), c); !errors.As(err, &limited) || limited.RetryAfter != 600*time.Second {
				t.Fatalf("got %v, want RateLimited for 10m", err)
			}
		}
		if v.count() != 1 || time.Since(start) != 0 {
			t.Errorf("%d requests after %s, want 1 at once", v.count(), time.Since(start))
		}
		time.Sleep(601 * time.Second) // the bubble's clock
		if err := get(t.Context(), c); err != nil {
			t.Errorf("after the wait: %v", err)
		}
	})
}

func TestDo_EndlessRateLimit_EndsWithinBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, header := range [][]string{{"Retry-After", "1"}, {"Retry-After", "0"}, nil} {
			start := time.Now()
			v := script(say(http.StatusTooManyRequests, `{}`, header...))
			err := get(t.Context(), newClient(v, func(o *rest.Options) { o.WaitBudget = time.Minute }))
			var limited *connector.RateLimited
			if !errors.As(err, &limited) || limited.RetryAfter <= 0 {
				t.Fatalf("got %v, want RateLimited", err)
			}
			wantBetween(t, "giving up", time.Since(start), 0, time.Minute)
			if v.count() < 3 || v.count() > 60 {
				t.Errorf("%d requests in a minute", v.count())
			}
		}
	})
}

func TestDo_RateLimitOfOneRequest_HoldsTheOthersBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		v := script(say(http.StatusTooManyRequests, `{}`, "Retry-After", "30"), fine)
		var waits []time.Duration
		var mu sync.Mutex
		c := newClient(v, func(o *rest.Options) {
			o.Notify = func(_ context.Context, d time.Duration) { mu.Lock(); waits = append(waits, d); mu.Unlock() }
		})
		var wg sync.WaitGroup
		for i := range 5 {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * time.Second)
				if err := get(t.Context(), c); err != nil {
					t.Errorf("request %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		for i, at := range v.times(start)[1:] {
			wantBetween(t, "request", at, 30*time.Second, 35*time.Second)
			if i > 0 && at == v.times(start)[i] {
				t.Errorf("requests %d and %d start together after a rate limit", i, i+1)
			}
		}
		if len(waits) != 5 {
			t.Errorf("told of waits %v, want five", waits)
		}
	})
}

func TestDo_UnpublishedLimit_IsFoundAndKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tokens, last := 5.0, time.Now() // the vendor lets two requests a second pass
		refused := 0
		var mu sync.Mutex
		v := &vendor{answer: func(int, *http.Request) (answer, error) {
			mu.Lock()
			defer mu.Unlock()
			now := time.Now()
			tokens, last = min(5, tokens+2*now.Sub(last).Seconds()), now
			if tokens < 1 {
				refused++
				return reply(http.StatusTooManyRequests, `{}`, "Retry-After", "1"), nil
			}
			tokens--
			return fine(), nil
		}}
		c := newClient(v)
		start := time.Now()
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 50 {
					if err := get(t.Context(), c); err != nil {
						t.Errorf("after %s: %v", time.Since(start), err)
					}
				}
			})
		}
		wg.Wait()
		wantBetween(t, "400 requests at two a second", time.Since(start), 190*time.Second, 400*time.Second)
		if refused > 200 {
			t.Errorf("%d of %d requests refused", refused, v.count())
		}
	})
}

func TestDo_Pace_IsKeptByAllRequestsTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		v := script(fine)
		c := newClient(v, func(o *rest.Options) { o.RequestsPerMinute = 120 })
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 5 {
					if err := get(t.Context(), c); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		// Two at once, then one each half second.
		wantBetween(t, "40 requests", time.Since(start), 19*time.Second, 19*time.Second+time.Millisecond)
	})
}

func TestDo_Cancelled_StopsAtOnce(t *testing.T) {
	cases := map[string]*vendor{
		"in a rate limit": script(say(http.StatusTooManyRequests, `{}`, "Retry-After", "60")),
		"in a backoff":    script(say(http.StatusServiceUnavailable, ``, "Retry-After", "60")),
		"in a request": {answer: func(_ int, r *http.Request) (answer, error) {
			<-r.Context().Done()
			return answer{}, r.Context().Err()
		}},
	}
	for name, v := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(3*time.Second, cancel)
				start := time.Now()
				if err := get(ctx, newClient(v)); !errors.Is(err, context.Canceled) {
					t.Errorf("got %v, want context.Canceled", err)
				}
				wantBetween(t, "the end", time.Since(start), 3*time.Second, 3*time.Second)
			})
		})
	}
	t.Run("in the pace", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(3*time.Second, cancel)
			c := newClient(script(fine), func(o *rest.Options) { o.RequestsPerMinute = 1 })
			if err := get(ctx, c); err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			if err := get(ctx, c); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, want context.Canceled", err)
			}
			wantBetween(t, "the end", time.Since(start), 3*time.Second, 3*time.Second)
		})
	})
}
