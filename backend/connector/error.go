package connector

import (
	"errors"
	"fmt"
	"time"
)

// Errors say what to do next. Package rest sorts every failed call into one of them, after its own retries.
var (
	// ErrUnauthorized: the credentials are refused; the connection stops until someone signs in again.
	ErrUnauthorized = errors.New("credentials refused")
	// ErrForbidden: this customer or dataset is refused; the others go on.
	ErrForbidden = errors.New("access refused")
	// ErrNotFound: the vendor no longer knows what was asked for; the others go on.
	ErrNotFound = errors.New("not found at the vendor")
	// ErrIncomplete: the vendor says itself that it gave a part of the answer only; within *Unavailable.
	ErrIncomplete = errors.New("the vendor gave a part of the answer only")
)

// RateLimited is a 429 beyond the wait budget: the connection's remaining tasks wait until RetryAfter has passed.
type RateLimited struct{ RetryAfter time.Duration }

// Error names the wait.
func (e *RateLimited) Error() string { return fmt.Sprintf("rate limited for %s", e.RetryAfter) }

// Unavailable is a 5xx answer, a time-out or a broken network: due again at the next run.
type Unavailable struct {
	Status int // the HTTP status, 0 where there was no answer
	Err    error
}

// Error says what failed.
func (e *Unavailable) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("vendor unavailable (HTTP %d): %v", e.Status, e.Err)
	}
	return fmt.Sprintf("vendor unavailable: %v", e.Err)
}

// Unwrap gives the cause.
func (e *Unavailable) Unwrap() error { return e.Err }

// Malformed is an answer that does not have the documented shape; it counts as our bug.
type Malformed struct {
	Excerpt string // the beginning of the answer, redacted
	Err     error
}

// Error says what could not be read.
func (e *Malformed) Error() string { return fmt.Sprintf("answer not understood: %v", e.Err) }

// Unwrap gives the cause.
func (e *Malformed) Unwrap() error { return e.Err }

// Refusal adds the vendor's own words to ErrUnauthorized, ErrForbidden or ErrNotFound. Key, when set, names a
// sentence of the catalogue that says it better than the sort alone (for example "consent_missing").
type Refusal struct {
	Sort   error  // one of the Err values above
	Key    string // catalogue key without the "error." prefix, or ""
	Detail string // the vendor's code and message, redacted
	// Customer: the customer as a whole is refused (its token, its consent), so its other datasets need not be tried.
	Customer bool
}

// Error gives the sort and the vendor's words.
func (e *Refusal) Error() string { return fmt.Sprintf("%v: %s", e.Sort, e.Detail) }

// Unwrap gives the sort.
func (e *Refusal) Unwrap() error { return e.Sort }
