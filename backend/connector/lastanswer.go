package connector

import (
	"context"
	"errors"
	"sync"
)

// lastAnswer remembers the beginning of the last answer to the requests made with a context. That an answer lacks what is
// documented shows only when it is put to use, far from where it came in.
type lastAnswer struct {
	mu      sync.Mutex
	excerpt func() string
}

type lastAnswerKey struct{}

// WithLastAnswer gives a context whose last answer is remembered. One worker at a time makes requests with it.
func WithLastAnswer(ctx context.Context) context.Context {
	return context.WithValue(ctx, lastAnswerKey{}, &lastAnswer{})
}

// Answered notes an answer; excerpt gives its beginning, redacted, if it is wanted.
func Answered(ctx context.Context, excerpt func() string) {
	if last, ok := ctx.Value(lastAnswerKey{}).(*lastAnswer); ok {
		last.mu.Lock()
		defer last.mu.Unlock()
		last.excerpt = excerpt
	}
}

// Shown is err with the beginning of the context's last answer where it is Malformed and shows none.
func Shown(ctx context.Context, err error) error {
	last, remembers := ctx.Value(lastAnswerKey{}).(*lastAnswer)
	var malformed *Malformed
	if !remembers || !errors.As(err, &malformed) || malformed.Excerpt != "" {
		return err
	}
	last.mu.Lock()
	defer last.mu.Unlock()
	if last.excerpt == nil {
		return err
	}
	return &shown{err, &Malformed{Excerpt: last.excerpt(), Err: malformed.Err}}
}

// shown is an error that is Malformed somewhere inside, with an excerpt.
type shown struct {
	error
	malformed *Malformed
}

// Unwrap gives the one with the excerpt before the one without.
func (s *shown) Unwrap() []error { return []error{s.malformed, s.error} }
