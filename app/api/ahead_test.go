package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"tenantry/app"
	"tenantry/app/api"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// TestAhead_AnswersOnce_UnlessSomethingHappened tells an answer that was found ahead by the time in it.
func TestAhead_AnswersOnce_UnlessSomethingHappened(t *testing.T) {
	for name, happens := range map[string]bool{"quiet": false, "changed": true} {
		t.Run(name, func(t *testing.T) {
			var c clock
			c.set(nov3)
			k := newKitAt(t, false, sandbox.Options{Customers: 3, Seed: 1}, c.read)
			ahead := api.NewAhead("/api/session", "/api/unknown")
			h := api.New(k.app, api.Options{Logger: k.app.Logger(), Ahead: ahead})
			forget := ahead.Watch(&k.app.Events)
			ahead.Ask(t.Context())
			c.set(nov3.Add(time.Hour))
			want := nov3
			if happens {
				want = nov3.Add(time.Hour)
				if _, err := k.app.Settings.Save(t.Context(), domain.DefaultSettings()); err != nil {
					t.Fatal(err)
				}
				forget()
			}
			if got := sessionTime(t, h); !got.Equal(want) {
				t.Errorf("the first answer is of %s, want %s", got, want)
			}
			if got, want := sessionTime(t, h), nov3.Add(time.Hour); !got.Equal(want) {
				t.Errorf("the second answer is of %s, want %s", got, want)
			}
		})
	}
}

func sessionTime(t *testing.T, h http.Handler) time.Time {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/session", http.NoBody))
	var session app.Session
	if err := json.NewDecoder(w.Body).Decode(&session); err != nil || w.Code != http.StatusOK {
		t.Fatalf("the session gave %d (%v)", w.Code, err)
	}
	if got := w.Header().Get("Content-Type"); got != "application/json" {
		t.Errorf("the type is %q", got)
	}
	return session.Now
}
