package rest_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

// list is something that takes a second to fetch.
type list struct {
	mu  sync.Mutex
	n   int
	err error
}

func (l *list) fetch(ctx context.Context) (int, error) {
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n++
	return l.n, l.err
}

func TestShared_ManyCallers_FetchOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var shared rest.Shared[int]
		source := &list{}
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if got, err := shared.Get(t.Context(), source.fetch); got != 1 || err != nil {
					t.Errorf("got %d, %v", got, err)
				}
			})
		}
		wg.Wait()
		if got, err := shared.Get(t.Context(), source.fetch); got != 1 || err != nil || source.n != 1 {
			t.Errorf("later: got %d, %v after %d fetches", got, err, source.n)
		}
	})
}

func TestShared_CancelledLeader_IsNoConcernOfTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var shared rest.Shared[int]
		source := &list{}
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := shared.Get(ctx, source.fetch); !errors.Is(err, context.Canceled) {
				t.Errorf("the cancelled one got %v", err)
			}
		})
		synctest.Wait()
		for range 3 {
			wg.Go(func() {
				if got, err := shared.Get(t.Context(), source.fetch); got != 1 || err != nil {
					t.Errorf("another got %d, %v", got, err)
				}
			})
		}
		synctest.Wait()
		cancel()
		wg.Wait()
	})
}

func TestShared_Error_GoesToThoseWhoWaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var shared rest.Shared[int]
		source := &list{err: errors.New("broken")}
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				if _, err := shared.Get(t.Context(), source.fetch); !errors.Is(err, source.err) {
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Wait()
		if source.n != 1 {
			t.Errorf("%d fetches, want one", source.n)
		}
		source.err = nil
		if got, err := shared.Get(t.Context(), source.fetch); got != 2 || err != nil {
			t.Errorf("later: got %d, %v, want a new fetch", got, err)
		}
	})
}

func TestShared_PanickedLeader_LetsTheNextFetch(t *testing.T) {
	var shared rest.Shared[int]
	func() {
		defer func() { _ = recover() }()
		_, _ = shared.Get(t.Context(), func(context.Context) (int, error) { panic("bug") })
	}()
	if got, err := shared.Get(t.Context(), func(context.Context) (int, error) { return 7, nil }); got != 7 || err != nil {
		t.Errorf("got %d, %v", got, err)
	}
}

// TestShared_Malformed_ShowsTheLeadersAnswer: those who wait have had other answers.
func TestShared_Malformed_ShowsTheLeadersAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var shared rest.Shared[int]
		ask := func(seen string) error {
			ctx := connector.WithLastAnswer(t.Context())
			connector.Answered(ctx, func() string { return seen })
			_, err := shared.Get(ctx, func(context.Context) (int, error) {
				<-time.After(time.Second)
				return 0, &connector.Malformed{Err: errors.New("no items")}
			})
			return connector.Shown(ctx, err)
		}
		waited := make(chan error)
		go func() {
			<-time.After(time.Millisecond)
			waited <- ask("another")
		}()
		for _, err := range []error{ask("the list"), <-waited} {
			var malformed *connector.Malformed
			if !errors.As(err, &malformed) || malformed.Excerpt != "the list" {
				t.Errorf("got %v, excerpt %q", err, malformed.Excerpt)
			}
		}
	})
}
