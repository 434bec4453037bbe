package rest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

// counter is a token endpoint that takes a second and numbers its tokens.
type counter struct {
	mu   sync.Mutex
	n    int
	life time.Duration
	err  error
}

func (c *counter) fetch(ctx context.Context) (rest.Token, error) {
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
		return rest.Token{}, ctx.Err()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	if c.err != nil {
		return rest.Token{}, c.err
	}
	t := rest.Token{Value: fmt.Sprintf("token-%d", c.n)}
	if c.life > 0 {
		t.Expires = time.Now().Add(c.life)
	}
	return t, nil
}

func bearerOnly(good string) *vendor {
	return &vendor{answer: func(_ int, r *http.Request) (answer, error) {
		if r.Header.Get("Authorization") != "Bearer "+good {
			return reply(http.StatusUnauthorized, `{"message":"expired"}`), nil
		}
		return fine(), nil
	}}
}

func TestDo_RefusedToken_IsRenewedOnceForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		endpoint := &counter{}
		source := rest.NewTokenSource(endpoint.fetch, nil)
		c := newClient(bearerOnly("token-2"))
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				var out named
				if err := c.Do(t.Context(), rest.Request{URL: "/x", Tokens: source}, &out); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if endpoint.n != 2 {
			t.Errorf("%d tokens fetched, want the first and one renewal", endpoint.n)
		}
	})
}

func TestDo_RenewedTokenRefusedToo_IsUnauthorized(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		endpoint := &counter{}
		v := bearerOnly("none of them")
		var out named
		err := newClient(v).Do(t.Context(), rest.Request{URL: "/x", Tokens: rest.NewTokenSource(endpoint.fetch, nil)}, &out)
		if !errors.Is(err, connector.ErrUnauthorized) {
			t.Errorf("got %v, want ErrUnauthorized", err)
		}
		if v.count() != 2 || endpoint.n != 2 {
			t.Errorf("%d requests and %d tokens, want 2 and 2", v.count(), endpoint.n)
		}
	})
}

func TestToken_BeforeItsEnd_IsRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, c := range []struct{ life, still, renewed time.Duration }{
			{time.Hour, 54 * time.Minute, 56 * time.Minute},
			{10 * time.Minute, 8 * time.Minute, 10 * time.Minute},
		} {
			endpoint := &counter{life: c.life}
			source := rest.NewTokenSource(endpoint.fetch, nil)
			start := time.Now()
			for i, at := range []time.Duration{0, c.still, c.renewed} {
				time.Sleep(at - time.Since(start))
				got, err := source.Token(t.Context())
				want := map[int]string{0: "token-1", 1: "token-1", 2: "token-2"}[i]
				if err != nil || got != want {
					t.Errorf("after %s of %s: %q, %v; want %q", at, c.life, got, err, want)
				}
			}
		}
	})
}

func TestToken_Failure_IsSharedByThoseWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		endpoint := &counter{err: connector.ErrUnauthorized}
		source := rest.NewTokenSource(endpoint.fetch, nil)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if _, err := source.Token(t.Context()); !errors.Is(err, connector.ErrUnauthorized) {
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Wait()
		if endpoint.n != 1 {
			t.Errorf("%d fetches, want 1", endpoint.n)
		}
	})
}

func TestToken_FetchingCallerCancelled_OthersStillGetOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := rest.NewTokenSource((&counter{}).fetch, nil)
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := source.Token(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("the cancelled caller got %v", err)
			}
		})
		synctest.Wait()
		wg.Go(func() {
			if got, err := source.Token(t.Context()); err != nil || got != "token-1" {
				t.Errorf("the other caller got %q, %v", got, err)
			}
		})
		synctest.Wait()
		cancel()
		wg.Wait()
	})
}

type fixed struct{ token string }

func (f *fixed) fetch(context.Context) (rest.Token, error) { return rest.Token{Value: f.token}, nil }

func TestToken_LateRefusalOfAnOldToken_ChangesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		endpoint := &counter{}
		source := rest.NewTokenSource(endpoint.fetch, nil)
		for i, want := range []string{"token-1", "token-2", "token-2"} {
			got, err := source.Token(t.Context())
			if err != nil || got != want {
				t.Errorf("call %d: %q, %v; want %q", i, got, err, want)
			}
			source.Refused("token-1")
		}
	})
}
