package app_test

import (
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"tenantry/app"
	"tenantry/backend/domain"
)

const phrase = "a lock's passphrase"

// clock is a wall clock that a test moves.
type clock struct{ at atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.at.Store(time.Now().UnixNano())
	return c
}

func (c *clock) now() time.Time            { return time.Unix(0, c.at.Load()) }
func (c *clock) pass(d time.Duration)      { c.at.Add(int64(d)) }
func (c *clock) set(cfg *app.Config)       { cfg.Now = c.now }
func (c *clock) inWindow(cfg *app.Config)  { cfg.Mode = app.ModeWindow; c.set(cfg) }
func (c *clock) inBrowser(cfg *app.Config) { cfg.Mode = app.ModeBrowser; c.set(cfg) }
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// guarded is a window that locks after five minutes.
func guarded(t *testing.T, folder string, c *clock) *app.App {
	t.Helper()
	a := start(t, folder, c.inWindow)
	must(t, a.Lock.SetPassphrase(t.Context(), "", phrase))
	must(t, a.Lock.SetMinutes(t.Context(), 5))
	return a
}

func TestScreenLock_WindowLocksAfterTheTimeWithoutInput(t *testing.T) {
	c := newClock()
	a := guarded(t, t.TempDir(), c)
	events, stop := a.Events.Subscribe()
	defer stop()
	c.pass(4 * time.Minute)
	a.Lock.Input()
	c.pass(4 * time.Minute)
	must(t, a.Lock.Check())
	c.pass(time.Minute)
	requireKey(t, a.Lock.Check(), "locked")
	next(t, events, app.EventLocked)
	a.Lock.Input() // opens nothing
	requireKey(t, a.Lock.Check(), "locked")
	must(t, a.Lock.Unlock(t.Context(), phrase))
	must(t, a.Lock.Check())
	next(t, events, app.EventUnlocked)
}

func TestScreenLock_WindowNeedsAPassphraseFirst(t *testing.T) {
	c := newClock()
	a := start(t, t.TempDir(), c.inWindow)
	requireKey(t, a.Lock.SetMinutes(t.Context(), 5), "lock_needs_passphrase")
	requireKey(t, a.Lock.Lock(t.Context()), "lock_needs_passphrase")
	requireKey(t, a.Lock.SetPassphrase(t.Context(), "", "short"), "passphrase_short")
	requireKey(t, a.Lock.SetMinutes(t.Context(), -1), "setting_invalid")
	requireKey(t, a.Lock.SetMinutes(t.Context(), domain.MaxLockMinutes+1), "setting_invalid")
	c.pass(24 * time.Hour)
	must(t, a.Lock.Check())
	must(t, a.Lock.SetPassphrase(t.Context(), "", phrase))
	must(t, a.Lock.SetMinutes(t.Context(), 5))
	must(t, a.Lock.Check()) // the time before it was switched on does not count
	requireKey(t, a.Lock.SetPassphrase(t.Context(), "not the one", "another passphrase"), "passphrase_wrong")
	must(t, a.Lock.SetPassphrase(t.Context(), phrase, "another passphrase"))
}

func TestScreenLock_WrongTriesHaveToWait_AlsoAfterANewStart(t *testing.T) {
	c, folder := newClock(), t.TempDir()
	a := guarded(t, folder, c)
	must(t, a.Lock.Lock(t.Context()))
	for range 3 {
		requireKey(t, a.Lock.Unlock(t.Context(), "a guess"), "passphrase_wrong")
	}
	requireKey(t, a.Lock.Unlock(t.Context(), phrase), "lock_wait")
	must(t, a.Close())

	again := start(t, folder, c.inWindow)
	requireKey(t, again.Lock.Check(), "locked") // a window begins locked
	requireKey(t, again.Lock.Unlock(t.Context(), phrase), "lock_wait")
	c.pass(5 * time.Second)
	requireKey(t, again.Lock.Unlock(t.Context(), "a guess"), "passphrase_wrong")
	c.pass(9 * time.Second)
	requireKey(t, again.Lock.Unlock(t.Context(), phrase), "lock_wait") // twice as long
	c.pass(time.Second)
	must(t, again.Lock.Unlock(t.Context(), phrase))
	must(t, again.Lock.Lock(t.Context()))
	requireKey(t, again.Lock.Unlock(t.Context(), "a guess"), "passphrase_wrong") // counted anew
	c.pass(-24 * time.Hour)
	must(t, again.Lock.Unlock(t.Context(), phrase))
}

func TestScreenLock_ForgottenPassphrase_AnotherProcessOpensTheWindow(t *testing.T) {
	c, folder := newClock(), t.TempDir()
	a := guarded(t, folder, c)
	must(t, a.Lock.Lock(t.Context()))
	events, stop := a.Events.Subscribe()
	defer stop()
	must(t, start(t, folder, nil).Lock.Reset(t.Context()))
	next(t, events, app.EventUnlocked)
	state, err := a.Lock.State(t.Context(), "de")
	if err != nil || state.Locked || state.Passphrase || state.Minutes != 0 || state.Language != "de" {
		t.Errorf("after the reset the lock is %+v (%v)", state, err)
	}
}

func TestScreenLock_BrowserIsSignedOut(t *testing.T) {
	c := newClock()
	a := start(t, t.TempDir(), c.inBrowser)
	must(t, a.Lock.SetMinutes(t.Context(), 5)) // without a passphrase
	ended := 0
	a.Lock.OnEnd(func() { ended++ })
	c.pass(time.Hour)
	if a.Lock.Locked() || ended != 0 {
		t.Errorf("%d sessions ended before one began", ended)
	}
	a.Lock.Entered()
	c.pass(5 * time.Minute)
	if a.Lock.Locked() || ended != 1 {
		t.Errorf("%d sessions ended, want the one", ended)
	}
	c.pass(time.Hour)
	if a.Lock.Locked() || ended != 1 {
		t.Errorf("%d sessions ended, want one only", ended)
	}
}

// TestScreenLock_GuardsBehindSampleData: the lock is that of the user's own data, whatever is shown.
func TestScreenLock_GuardsBehindSampleData(t *testing.T) {
	c := newClock()
	folder := t.TempDir()
	a := start(t, folder, func(cfg *app.Config) {
		cfg.Mode, cfg.Now, cfg.SampleCustomers = app.ModeWindow, c.now, 3
		cfg.KeyFile, cfg.Logger = filepath.Join(folder, "key"), slog.New(slog.DiscardHandler)
	})
	must(t, a.Lock.SetPassphrase(t.Context(), "", phrase))
	must(t, a.Lock.SetMinutes(t.Context(), 5))
	must(t, a.Sample.Open(t.Context()))
	state, err := a.Lock.State(t.Context(), "")
	if err != nil || state.Minutes != 5 || !state.Passphrase {
		t.Errorf("beside sample data the lock is %+v (%v)", state, err)
	}
	c.pass(5 * time.Minute)
	requireKey(t, a.Lock.Check(), "locked")
}
