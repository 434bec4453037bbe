package rest

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Token is an access token and the moment from which it must not be used any more; zero is never.
type Token struct {
	Value   string
	Expires time.Time
}

// TokenSource keeps one access token fresh. It is safe for concurrent use: however many callers need a new token at the
// same time, it is fetched once.
type TokenSource struct {
	fetch func(context.Context) (Token, error)
	now   func() time.Time

	mu      sync.Mutex
	token   Token
	renewAt time.Time
	flight  *flight
}

// flight is a fetch on its way; done is closed when token and err are set.
type flight struct {
	done  chan struct{}
	token Token
	err   error
}

// NewTokenSource makes a source without a token; fetch gets one. A nil now is time.Now.
func NewTokenSource(fetch func(context.Context) (Token, error), now func() time.Time) *TokenSource {
	if now == nil {
		now = time.Now
	}
	return &TokenSource{fetch: fetch, now: now}
}

// Token gives a token that is valid for some time yet.
func (s *TokenSource) Token(ctx context.Context) (string, error) {
	for {
		s.mu.Lock()
		if s.token.Value != "" && (s.renewAt.IsZero() || s.now().Before(s.renewAt)) {
			value := s.token.Value
			s.mu.Unlock()
			return value, nil
		}
		f := s.flight
		if f == nil {
			f = &flight{done: make(chan struct{})}
			s.flight = f
			s.mu.Unlock()
			return s.lead(ctx, f)
		}
		s.mu.Unlock()
		select {
		case <-f.done:
		case <-ctx.Done():
			return "", ctx.Err()
		}
		// The leader may have been cancelled, which is no concern of this caller.
		if f.err == nil {
			return f.token.Value, nil
		}
		if !errors.Is(f.err, context.Canceled) && !errors.Is(f.err, context.DeadlineExceeded) {
			return "", f.err
		}
	}
}

// lead fetches for all that wait.
func (s *TokenSource) lead(ctx context.Context, f *flight) (string, error) {
	f.err = context.Canceled // stands if fetch panics
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if f.err == nil {
			s.token, s.renewAt = f.token, renewAt(f.token.Expires, s.now())
		}
		s.flight = nil
		close(f.done)
	}()
	f.token, f.err = s.fetch(ctx)
	return f.token.Value, f.err
}

// renewAt is five minutes before the end, or a tenth of the lifetime for tokens that live shorter than fifty minutes.
func renewAt(expires, now time.Time) time.Time {
	if expires.IsZero() {
		return expires
	}
	return expires.Add(-min(5*time.Minute, expires.Sub(now)/10))
}

// Keep gives the source a token that was fetched before; it is used until its end, or until the vendor refuses it.
func (s *TokenSource) Keep(t Token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token, s.renewAt = t, renewAt(t.Expires, s.now())
}

// Refused says that the vendor does not take this token any more. A token that was replaced meanwhile stays.
func (s *TokenSource) Refused(value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token.Value == value {
		s.token = Token{}
	}
}
