package rest

import (
	"context"
	"errors"
	"sync"

	"tenantry/backend/connector"
)

// Shared is a value that many need and one fetches, for example a list that a vendor gives for all customers at once. It is
// safe for concurrent use, and its zero value is ready.
type Shared[T any] struct {
	mu     sync.Mutex
	value  T
	known  bool
	flight *sharedFlight[T]
}

// sharedFlight is a fetch on its way; done is closed when value and err are set.
type sharedFlight[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// Get gives the value. It is fetched by the first caller, and kept; those who come meanwhile wait. An error is handed to all
// who waited and kept no longer than that: the next caller fetches again. A caller that was cancelled while it fetched is no
// concern of the others.
func (s *Shared[T]) Get(ctx context.Context, fetch func(context.Context) (T, error)) (T, error) {
	var none T
	for {
		s.mu.Lock()
		if s.known {
			defer s.mu.Unlock()
			return s.value, nil
		}
		f := s.flight
		if f == nil {
			f = &sharedFlight[T]{done: make(chan struct{})}
			s.flight = f
			s.mu.Unlock()
			return s.lead(ctx, f, fetch)
		}
		s.mu.Unlock()
		select {
		case <-f.done:
		case <-ctx.Done():
			return none, ctx.Err()
		}
		if f.err == nil {
			return f.value, nil
		}
		if !errors.Is(f.err, context.Canceled) && !errors.Is(f.err, context.DeadlineExceeded) {
			return none, f.err
		}
	}
}

// lead fetches for all that wait.
func (s *Shared[T]) lead(ctx context.Context, f *sharedFlight[T], fetch func(context.Context) (T, error)) (T, error) {
	f.err = context.Canceled // stands if fetch panics
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if f.err == nil {
			s.value, s.known = f.value, true
		}
		s.flight = nil
		close(f.done)
	}()
	value, err := fetch(ctx)
	f.value, f.err = value, connector.Shown(ctx, err) // those who wait have other last answers
	return f.value, f.err
}
