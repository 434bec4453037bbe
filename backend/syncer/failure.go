package syncer

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// reach says how much of a run an error concerns.
type reach int

const (
	reachTask     reach = iota // this dataset of this customer
	reachCustomer              // all datasets of this customer
	reachRun                   // the run ends
)

// failure is an error sorted by what the run does about it.
type failure struct {
	reach  reach
	state  domain.RunState // for reachRun
	key    string          // catalogue key
	detail string
	signIn bool // the connection needs someone to sign in again
	// noAccess: the customer cannot be read with our rights, which is shown beside its name.
	noAccess bool
}

// Error makes a failure usable as the cause a run's context ends with.
func (f *failure) Error() string { return f.key + ": " + f.detail }

var cancelled = &failure{reach: reachRun, state: domain.RunCancelled, key: "cancelled"}

// maxDetail keeps a vendor's page of HTML out of the table of tasks.
const maxDetail = 500

// sortFailure decides what an error means; see docs of package connector. Errors of domain are ours (a full disk, a
// missing key) and would meet every customer alike, so they end the run.
func sortFailure(err error) *failure {
	var (
		ours      *domain.Error
		limited   *connector.RateLimited
		malformed *connector.Malformed
		down      *connector.Unavailable
		f         = &failure{key: "internal", detail: excerpt(err.Error())}
	)
	switch {
	case errors.As(err, &ours):
		f.reach, f.state, f.key = reachRun, domain.RunFailed, ours.Key
		f.signIn = ours.Code == domain.CodeUnauthorized
	case errors.Is(err, connector.ErrUnauthorized):
		f.reach, f.state, f.signIn = reachRun, domain.RunFailed, true
		f.refused(err, "unauthorized")
	case errors.Is(err, connector.ErrForbidden):
		f.noAccess = true
		f.refused(err, "forbidden")
	case errors.Is(err, connector.ErrNotFound):
		f.noAccess = true
		f.refused(err, "not_found_at_vendor")
	case errors.As(err, &limited):
		f.key = "rate_limited"
	case errors.As(err, &malformed):
		f.key, f.detail = "malformed", excerpt(err.Error()+": "+malformed.Excerpt)
	case errors.Is(err, connector.ErrIncomplete):
		f.key = "answer_incomplete"
	case errors.As(err, &down):
		f.key = "unavailable"
	}
	return f
}

// refused takes the vendor's own reason. One that holds for the whole customer (a missing consent) spares asking for
// the customer's other datasets.
func (f *failure) refused(err error, key string) {
	f.key = key
	var refusal *connector.Refusal
	if !errors.As(err, &refusal) {
		return
	}
	f.detail = excerpt(refusal.Detail)
	if refusal.Key != "" {
		f.key = refusal.Key
	}
	if refusal.Customer {
		f.reach = max(f.reach, reachCustomer)
	}
}

func excerpt(text string) string {
	if len(text) <= maxDetail {
		return text
	}
	cut := maxDetail
	for cut > 0 && text[cut]&0xC0 == 0x80 { // not within a character
		cut--
	}
	return text[:cut] + "…"
}

// panicked is a bug in a connector, caught.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// guarded calls f and turns a panic into an error.
func guarded(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &panicked{value: p, stack: debug.Stack()}
		}
	}()
	return f()
}

// stopped reports whether err only says that the run's context has ended.
func stopped(ctx context.Context, err error) bool {
	return ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.Cause(ctx)))
}

// Explain gives the catalogue key and the redacted detail of an error that a connector returned.
func Explain(err error) (key, detail string) {
	f := sortFailure(err)
	return f.key, f.detail
}
