package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"tenantry/backend/domain"
	"tenantry/backend/language"
)

const problemType = "application/problem+json"

// Problem is every answer that is not what was asked for (RFC 9457).
type Problem struct {
	Status int               `json:"status"`
	Title  string            `json:"title"`
	Code   domain.Code       `json:"code"`
	Key    string            `json:"key"`    // names the sentence in the catalogue, "error.<key>"
	Params map[string]string `json:"params"` // fill that sentence
	Detail string            `json:"detail"` // the sentence in the language asked for
	LogRef string            `json:"log_ref,omitempty"`
	Fields []FieldProblem    `json:"fields,omitempty"`
}

// FieldProblem says which part of a request was not understood.
type FieldProblem struct {
	Location string `json:"location"` // e.g. "body.name" or "query.limit"
	Message  string `json:"message"`  // technical, English
}

var statuses = map[domain.Code]int{
	domain.CodeInvalid:      http.StatusUnprocessableEntity,
	domain.CodeNotFound:     http.StatusNotFound,
	domain.CodeConflict:     http.StatusConflict,
	domain.CodeUnauthorized: http.StatusUnauthorized,
	domain.CodeForbidden:    http.StatusForbidden,
	domain.CodeUnavailable:  http.StatusServiceUnavailable,
	domain.CodeInternal:     http.StatusInternalServerError,
}

// Error gives the key.
func (p *Problem) Error() string { return p.Key }

// GetStatus gives the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType marks the answer as a problem.
func (p *Problem) ContentType(string) string { return problemType }

// problem turns an error into an answer; what is our own fault is logged in full and shown as a reference to the log.
func (s *server) problem(ctx context.Context, err error) *Problem {
	p := sorted(err)
	if p.Code == domain.CodeInternal {
		p.LogRef = logRef()
		s.log.ErrorContext(ctx, "request failed", "log_ref", p.LogRef, "error", err)
	}
	return p
}

// Explain gives the problem that the API would answer with, in a language.
func Explain(err error, lang string) *Problem {
	p := sorted(err)
	p.Detail = language.New(lang).ErrorKey(p.Key, p.Params)
	return p
}

func sorted(err error) *Problem {
	var known *domain.Error
	switch {
	case errors.As(err, &known):
		return newProblem(known.Code, known.Key, known.Params)
	case errors.Is(err, context.Canceled):
		return newProblem(domain.CodeUnavailable, "cancelled", nil)
	}
	return newProblem(domain.CodeInternal, "internal", nil)
}

func newProblem(code domain.Code, key string, params map[string]string) *Problem {
	status, ok := statuses[code]
	if !ok {
		status = http.StatusInternalServerError
	}
	if params == nil {
		params = map[string]string{}
	}
	return &Problem{Status: status, Title: http.StatusText(status), Code: code, Key: key, Params: params}
}

func logRef() string {
	var b [4]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// transform finishes answers: huma's own errors become problems, and lists are never null.
func (s *server) transform(ctx huma.Context, _ string, body any) (any, error) {
	if model, ok := body.(*huma.ErrorModel); ok {
		body = requestProblem(model)
	}
	if p, ok := body.(*Problem); ok {
		sentence(p, ctx.Header("Accept-Language"))
		return p, nil
	}
	return withoutNull(body), nil
}

// requestProblem translates a request that did not fit the description. The values themselves are left out: they may be
// secrets.
func requestProblem(model *huma.ErrorModel) *Problem {
	key := "request_invalid"
	if model.Status == http.StatusRequestEntityTooLarge {
		key = "body_too_large"
	}
	p := newProblem(domain.CodeInvalid, key, nil)
	p.Status, p.Title = model.Status, http.StatusText(model.Status)
	for _, e := range model.Errors {
		p.Fields = append(p.Fields, FieldProblem{Location: e.Location, Message: e.Message})
	}
	return p
}

// sentence fills in the text a person reads, in the first language of an Accept-Language header.
func sentence(p *Problem, accept string) {
	first, _, _ := strings.Cut(accept, ",")
	first, _, _ = strings.Cut(first, ";")
	p.Detail = language.New(strings.TrimSpace(first)).ErrorKey(p.Key, p.Params)
}
