package api

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

	"tenantry/backend/domain"
)

// recovered turns a panic into a logged answer: a window whose request is never answered waits for ever.
func (s *server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(v)
			}
			p := newProblem(domain.CodeInternal, "internal", nil)
			p.LogRef = logRef()
			s.log.ErrorContext(r.Context(), "request panicked", "log_ref", p.LogRef,
				"method", r.Method, "path", r.URL.Path, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
			s.writeProblem(w, r, p)
		}()
		next.ServeHTTP(w, r)
	})
}

func (s *server) unknownOperation(w http.ResponseWriter, r *http.Request) {
	s.writeProblem(w, r, newProblem(domain.CodeNotFound, "not_found", nil))
}

func (s *server) writeProblem(w http.ResponseWriter, r *http.Request, p *Problem) {
	sentence(p, r.Header.Get("Accept-Language"))
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	if err := jsonFormat.Marshal(w, p); err != nil {
		s.log.DebugContext(r.Context(), "answer not sent", "error", err)
	}
}
