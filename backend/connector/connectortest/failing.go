package connectortest

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"testing"
	"time"

	"tenantry/backend/connector"
)

func testWrongSecrets(t *testing.T, c Case) {
	for _, f := range c.Spec.Fields {
		if !f.Secret {
			continue
		}
		w := c.Start(t)
		w.Secrets = maps.Clone(w.Secrets)
		w.Secrets[f.Name] = "not-the-right-value-0123456789"
		s := c.open(t, w)
		if _, err := s.Check(t.Context()); !errors.Is(s.clean(err), connector.ErrUnauthorized) {
			t.Errorf("check with a wrong %s: %v, want ErrUnauthorized", f.Name, err)
		}
		if _, err := s.customers(t.Context()); !errors.Is(err, connector.ErrUnauthorized) {
			t.Errorf("customers with a wrong %s: %v, want ErrUnauthorized", f.Name, err)
		}
	}
}

func testExpiredSignIn(t *testing.T, c Case) {
	key := cmp.Or(c.ExpiredKey, "sign_in_expired")
	if c.Token == "" {
		key = "api_key_refused"
	}
	s := c.open(t, c.Start(t, c.fault(c.Token, "expired")))
	_, err := s.Check(t.Context())
	var refusal *connector.Refusal
	if !errors.Is(err, connector.ErrUnauthorized) || !errors.As(s.clean(err), &refusal) || refusal.Key != key {
		t.Errorf("got %v, want ErrUnauthorized with the key %s", err, key)
	}
}

// testPassingFaults: what recovers within the retries leaves no trace in the data.
func testPassingFaults(t *testing.T, c Case) {
	want := c.open(t, c.Start(t)).readAll(t.Context(), 4).facts(t)
	kinds := []string{
		"429=2:6", "cut@every-20", "429=date:4", "429:10", "429=5@every-9", "423=1:2", "500:3", "502:3", "503=1:3", "504:3",
		"cut:3", "html:3", "slow=3s@every-5", "500@every-20",
	}
	if Race {
		kinds = kinds[:2] // all of them run without the detector, which learns nothing from more of the same
	}
	for _, kind := range kinds {
		s := c.open(t, c.Start(t, c.fault("", kind)))
		if got := s.readAll(t.Context(), 4).facts(t); got != want {
			t.Errorf("with the fault %s something else is read", kind)
		}
	}
}

func testLastingFaults(t *testing.T, c Case) {
	if Race {
		t.Skip("one request after the other: done without the race detector")
	}
	var unavailable *connector.Unavailable
	var malformed *connector.Malformed
	records := c.askedFor(t)
	for kind, wanted := range map[string]func(error) bool{
		"500":       func(err error) bool { return errors.As(err, &unavailable) && unavailable.Status == 500 },
		"503":       func(err error) bool { return errors.As(err, &unavailable) && unavailable.Status == 503 },
		"html":      func(err error) bool { return errors.As(err, &unavailable) && unavailable.Status == 502 },
		"cut":       func(err error) bool { return errors.As(err, &unavailable) && unavailable.Status == 0 },
		"206":       func(err error) bool { return errors.Is(err, connector.ErrIncomplete) },
		"malformed": func(err error) bool { return errors.As(err, &malformed) },
		"html=200":  func(err error) bool { return errors.As(err, &malformed) && malformed.Excerpt != "" },
		"400":       func(err error) bool { return errors.As(err, &malformed) },
		"404":       func(err error) bool { return errors.Is(err, connector.ErrNotFound) },
		"403":       func(err error) bool { return errors.Is(err, connector.ErrForbidden) },
	} {
		if kind == "403" && c.Token == "" {
			wanted = func(err error) bool { return errors.Is(err, connector.ErrUnauthorized) }
		}
		s := c.open(t, c.Start(t, c.fault(c.List, kind)))
		if _, err := s.customers(t.Context()); err == nil || !wanted(err) {
			t.Errorf("customers with the fault %s: %v", kind, err)
		}
		for name, part := range c.Reads {
			s := c.open(t, c.Start(t, c.fault(part, kind)))
			if _, err := s.fetch(t.Context(), s.dataset(name), records[name]); err == nil || !wanted(err) {
				t.Errorf("%s with the fault %s: %v", name, kind, err)
			}
		}
	}
}

func testLongRateLimit(t *testing.T, c Case) {
	w := c.Start(t, c.fault(c.List, "429=900"))
	s := c.open(t, w)
	start := time.Now()
	_, err := s.customers(t.Context())
	var limited *connector.RateLimited
	if !errors.As(err, &limited) || limited.RetryAfter != 15*time.Minute {
		t.Fatalf("got %v, want RateLimited for 15m", err)
	}
	if time.Since(start) > time.Second {
		t.Errorf("it took %s to say so", time.Since(start))
	}
	before := len(w.Transport.Requests(""))
	if _, err := s.Check(t.Context()); !errors.As(err, &limited) || len(w.Transport.Requests("")) != before {
		t.Errorf("another request was sent all the same: %v", err)
	}
}

func testNotify(t *testing.T, c Case) {
	s := c.open(t, c.Start(t, c.fault(c.List, "429=20:1")))
	start := time.Now()
	if _, err := s.customers(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(s.waits) == 0 || s.waits[0] < 20*time.Second || time.Since(start) < 20*time.Second {
		t.Errorf("told of waits %v in %s, want at least 20s", s.waits, time.Since(start))
	}
}

func testExpiredToken(t *testing.T, c Case) {
	if c.Token == "" {
		t.Skip("the vendor has no tokens")
	}
	w := c.Start(t, c.fault(c.List, "expired:1"))
	s := c.open(t, w)
	records, err := s.customers(t.Context())
	if err != nil || len(records) != w.Customers {
		t.Fatalf("read %d customers, %v", len(records), err)
	}
	if n := len(w.Transport.Requests(c.Token)); n != 2 {
		t.Errorf("%d tokens fetched, want the first and one renewal", n)
	}
}

// testRefusedCustomer: a customer that cannot be read is an error of that customer, sorted so that the others go on.
func testRefusedCustomer(t *testing.T, c Case) {
	if c.Single {
		t.Skip("a connection has one customer")
	}
	w := c.Start(t)
	if w.Customers == w.Readable {
		t.Fatal("the simulator has no customer that refuses")
	}
	s := c.open(t, w)
	records, err := s.customers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for _, r := range records {
		for _, d := range s.Datasets() {
			if d.PerConnection {
				continue
			}
			if _, err := s.fetch(t.Context(), d, r); err != nil {
				refused++
				break
			}
		}
	}
	if refused != w.Customers-w.Readable {
		t.Errorf("%d customers refused, want %d", refused, w.Customers-w.Readable)
	}
}

// testSavedSecrets: what is saved under a secret's name must sign in again.
func testSavedSecrets(t *testing.T, c Case) {
	w := c.Start(t)
	s := c.open(t, w)
	s.readAll(t.Context(), 4)
	w.Secrets = maps.Clone(w.Secrets)
	for name, value := range s.saved {
		if _, known := w.Secrets[name]; !known || value == "" {
			t.Errorf("saved %q, which is no secret of the vendor or empty", name)
		}
		w.Secrets[name] = value
	}
	if _, err := c.open(t, w).Check(t.Context()); err != nil {
		t.Errorf("what was saved does not sign in: %v", err)
	}
}

func testSaveFails(t *testing.T, c Case) {
	w := c.Start(t)
	full := errors.New("disk full")
	asked := false
	s := c.open(t, w, func(cfg *connector.Config) {
		cfg.SaveSecret = func(context.Context, string, string) error { asked = true; return full }
	})
	_, err := s.Check(t.Context())
	if asked != (err != nil) || asked && !errors.Is(err, full) {
		t.Errorf("asked to save: %v; the error: %v", asked, err)
	}
}
