package blancco_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"tenantry/backend/connector"
)

// FuzzErrors: whatever a refusal holds, it is sorted, and the key is never in what is told of it.
func FuzzErrors(f *testing.F) {
	f.Add(403, `{"message":"Forbidden","code":7}`)
	f.Add(401, `{"message":null,"error":["x"]}`)
	f.Add(400, `{"message":"the-key-0123456789 is not valid"}`)
	f.Add(404, `<html>Not found</html>`)
	f.Add(429, ``)
	f.Add(503, `{"error":"`+strings.Repeat("x", 2000)+`"}`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 300 || status > 599 {
			return
		}
		synctest.Test(t, func(t *testing.T) { // waiting takes no time here
			conn := answering(t, func(*http.Request) *http.Response { return answer(status, body) })
			_, err := conn.Check(t.Context())
			if err == nil {
				t.Fatalf("%d %q is taken for an answer", status, body)
			}
			var (
				malformed *connector.Malformed
				refusal   *connector.Refusal
				limited   *connector.RateLimited
				down      *connector.Unavailable
			)
			told := err.Error()
			switch {
			case errors.As(err, &malformed):
				told += malformed.Excerpt
				if len(malformed.Excerpt) > 300 {
					t.Fatalf("%d: an excerpt of %d bytes", status, len(malformed.Excerpt))
				}
			case errors.As(err, &refusal):
				told += refusal.Detail
			case errors.As(err, &limited), errors.As(err, &down), errors.Is(err, connector.ErrNotFound), errors.Is(err, connector.ErrForbidden):
			default:
				t.Fatalf("%d %q: %v", status, body, err)
			}
			if strings.Contains(told, "the-key-0123456789") {
				t.Fatalf("%d %q: the key is told: %s", status, body, told)
			}
		})
	})
}
