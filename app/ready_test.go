package app_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"tenantry/app"
	"tenantry/app/api"
	"tenantry/backend/domain"
)

// TestFindAhead_IsWhatThePagesAskFor when nothing is narrowed down: after it the program finds nothing out for them.
func TestFindAhead_IsWhatThePagesAskFor(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	a := start(t, t.TempDir(), func(c *app.Config) {
		c.Mode, c.Now = app.ModeBrowser, func() time.Time { return now }
	})
	settings := domain.DefaultSettings()
	settings.TimeZone = "UTC"
	if _, err := a.Settings.Save(t.Context(), settings); err != nil {
		t.Fatal(err)
	}
	if err := a.FindAhead(t.Context()); err != nil {
		t.Fatal(err)
	}
	known := a.Remembered()
	handler := api.New(a, api.Options{})
	paths := []string{
		"/api/dashboard", "/api/dashboard?family=all", "/api/waste/summary", "/api/calendar/summary?from=2026-11-20&to=2027-02-18",
		"/api/calendar?from=2026-11-20&to=2027-02-18&offset=0&limit=200", "/api/operations/summary", "/api/operations/countries",
		"/api/operations?sort=failed_jobs&desc=true&offset=0&limit=200",
	}
	for _, kind := range domain.WasteKinds {
		paths = append(paths, "/api/waste?waste="+string(kind)+"&offset=0&limit=200")
	}
	for _, section := range domain.LicenceSections {
		paths = append(paths, "/api/licences/"+string(section)+"/summary", "/api/licences/"+string(section)+"?offset=0&limit=200")
	}
	for _, path := range paths {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)
		r.Host = "127.0.0.1"
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		if now := a.Remembered(); now != known {
			t.Errorf("%s was not found ahead", path)
			known = now
		}
	}
	if known < len(paths)-1 { // both ways to ask for the dashboard are one
		t.Errorf("%d answers are known, want one for each of %d questions", known, len(paths))
	}
}
