package domain

import (
	"errors"
	"fmt"
)

// Code sorts an error by what the caller can do about it.
type Code string

// The codes an Error can carry. Anything that is not an Error counts as CodeInternal.
const (
	CodeInvalid      Code = "invalid"      // the input is wrong: correct it
	CodeNotFound     Code = "not_found"    // the thing named does not exist
	CodeConflict     Code = "conflict"     // it exists already, or is busy
	CodeUnauthorized Code = "unauthorized" // sign in (again)
	CodeForbidden    Code = "forbidden"    // signed in, but not allowed
	CodeUnavailable  Code = "unavailable"  // try again later
	CodeInternal     Code = "internal"     // our fault: see the log
)

// Error is an error a user is told about. Key names its sentence in the
// catalogue (backend/language, "error.<Key>"), Params fill that sentence.
// Neither may hold a secret.
type Error struct {
	Code   Code
	Key    string
	Params map[string]string
	Err    error // the cause, for the log only; may be nil
}

// Errorf makes an Error whose cause is described by format and args.
func Errorf(code Code, key string, params map[string]string, format string, args ...any) *Error {
	return &Error{Code: code, Key: key, Params: params, Err: fmt.Errorf(format, args...)}
}

// NewError makes an Error without a cause. Pairs are the names and values of its parameters.
func NewError(code Code, key string, pairs ...string) *Error {
	params := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		params[pairs[i]] = pairs[i+1]
	}
	return &Error{Code: code, Key: key, Params: params}
}

// Error gives the code, the key and the cause; it is meant for logs, not for users.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s (%s): %v", e.Key, e.Code, e.Err)
	}
	return fmt.Sprintf("%s (%s) %v", e.Key, e.Code, e.Params)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf gives the code of err, CodeInternal for any error that is not an Error, "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}
