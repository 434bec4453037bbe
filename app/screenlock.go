package app

import (
	"context"
	"fmt"
	"sync"
	"time"

	"tenantry/backend/credentials"
	"tenantry/backend/domain"
	"tenantry/backend/store"
)

const (
	freeTries = 3               // wrong passphrases before one has to wait
	firstWait = 5 * time.Second // then twice as long each time
	maxWait   = 5 * time.Minute
)

// ScreenLock takes the interface away after a time without input: from the window until the passphrase is typed in, from
// browsers by ending their session. What runs in the background goes on.
type ScreenLock struct {
	app    *App
	trying sync.Mutex // held while a passphrase is tried: one after the other

	mu      sync.Mutex
	minutes int
	guarded bool      // there is a passphrase
	input   time.Time // when somebody last typed or pointed
	locked  bool      // the window
	entered bool      // somebody is signed in, in the browser mode
	ended   func()    // ends the sessions of browsers
}

// LockState is what an interface may know of its lock, locked or not.
type LockState struct {
	Mode       Mode   `json:"mode"`
	Locked     bool   `json:"locked"`
	Minutes    int    `json:"minutes"`    // without input, until it locks; 0 is never
	Passphrase bool   `json:"passphrase"` // one was chosen; the window locks with one only
	Wait       int    `json:"wait"`       // seconds until a passphrase may be tried
	Language   string `json:"language"`
	Theme      string `json:"theme"`
}

// State gives the lock's state, and the language and colours to show it in.
func (l *ScreenLock) State(ctx context.Context, asked string) (LockState, error) {
	ws, err := l.app.current()
	if err != nil {
		return LockState{}, err
	}
	settings, err := ws.store.GetSettings(ctx)
	if err != nil {
		return LockState{}, err
	}
	own, err := l.app.ownStore()
	if err != nil {
		return LockState{}, err
	}
	stored, err := own.GetScreenLock(ctx)
	if err != nil {
		return LockState{}, err
	}
	return LockState{
		Mode: l.app.cfg.Mode, Locked: l.Locked(), Minutes: stored.Minutes, Passphrase: stored.Hash != nil,
		Wait: int(l.wait(stored).Round(time.Second).Seconds()), Language: chooseLanguage(settings.Language, asked), Theme: settings.Theme,
	}, nil
}

// ownStore gives the user's own data, even while sample data are shown: it is they that the lock guards.
func (a *App) ownStore() (*store.Store, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if a.own == nil {
		return nil, domain.NewError(domain.CodeUnavailable, "shutting_down")
	}
	return a.own.store, nil
}

// now is the clock on the wall: the time a computer sleeps counts, which Go's own count of time leaves out.
func (l *ScreenLock) now() time.Time { return l.app.cfg.Now().Round(0) }

// begin reads the lock when the program starts. A window begins locked: starting it anew gets nobody past the passphrase.
func (l *ScreenLock) begin(ctx context.Context) error {
	if err := l.reload(ctx); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.input = l.now()
	l.locked = l.app.cfg.Mode == ModeWindow && l.minutes > 0 && l.guarded
	return nil
}

// reload takes over what this or another process has stored. Without a passphrase no window stays locked.
func (l *ScreenLock) reload(ctx context.Context) error {
	own, err := l.app.ownStore()
	if err != nil {
		return err
	}
	stored, err := own.GetScreenLock(ctx)
	if err != nil {
		return err
	}
	l.mu.Lock()
	if l.minutes != stored.Minutes || l.guarded != (stored.Hash != nil) {
		l.input = l.now() // until now nobody had to tell of input
	}
	l.minutes, l.guarded = stored.Minutes, stored.Hash != nil
	freed := l.locked && !l.guarded
	l.mu.Unlock()
	if freed {
		l.open()
	}
	return nil
}

// Locked tells whether the window is locked now.
func (l *ScreenLock) Locked() bool {
	l.look()
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.locked
}

// Check refuses with the key "locked" while the window is locked.
func (l *ScreenLock) Check() error {
	if l.Locked() {
		return domain.NewError(domain.CodeUnauthorized, "locked")
	}
	return nil
}

// OnEnd names what ends the sessions of browsers.
func (l *ScreenLock) OnEnd(end func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = end
}

// Entered says that a browser has just been signed in.
func (l *ScreenLock) Entered() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entered, l.input = true, l.now()
}

// Input says that somebody types or points. While it is locked that opens nothing.
func (l *ScreenLock) Input() {
	l.look()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.input = l.now()
}

// look locks where nobody has typed for long enough.
func (l *ScreenLock) look() {
	l.mu.Lock()
	due := l.minutes > 0 && l.canLock() && l.now().Sub(l.input) >= time.Duration(l.minutes)*time.Minute
	l.mu.Unlock()
	if due {
		l.lock()
	}
}

// canLock tells whether there is something to lock, and a way back.
func (l *ScreenLock) canLock() bool {
	if l.app.cfg.Mode == ModeWindow {
		return l.guarded && !l.locked
	}
	return l.entered
}

// lock takes the interface away and tells those who show it.
func (l *ScreenLock) lock() {
	l.mu.Lock()
	able, end := l.canLock(), l.ended
	l.locked = l.locked || able && l.app.cfg.Mode == ModeWindow
	l.entered = false
	l.mu.Unlock()
	if !able {
		return
	}
	if end != nil {
		end()
	}
	l.app.Events.emit(Event{Type: EventLocked})
}

func (l *ScreenLock) open() {
	l.mu.Lock()
	l.locked, l.input = false, l.now()
	l.mu.Unlock()
	l.app.Events.emit(Event{Type: EventUnlocked})
}

// Lock locks at once. A window without a passphrase refuses with the key "lock_needs_passphrase".
func (l *ScreenLock) Lock(ctx context.Context) error {
	if err := l.reload(ctx); err != nil {
		return err
	}
	l.mu.Lock()
	stuck := l.app.cfg.Mode == ModeWindow && !l.guarded
	l.mu.Unlock()
	if stuck {
		return domain.NewError(domain.CodeConflict, "lock_needs_passphrase")
	}
	l.lock()
	return nil
}

// SetMinutes says after how long without input it locks; 0 switches the lock off.
func (l *ScreenLock) SetMinutes(ctx context.Context, minutes int) error {
	if minutes < 0 || minutes > domain.MaxLockMinutes {
		return domain.NewError(domain.CodeInvalid, "setting_invalid", "setting", "lock_minutes")
	}
	return l.change(ctx, func(stored *domain.ScreenLock) error {
		if minutes > 0 && stored.Hash == nil && l.app.cfg.Mode == ModeWindow {
			return domain.NewError(domain.CodeConflict, "lock_needs_passphrase")
		}
		stored.Minutes = minutes
		return nil
	})
}

// SetPassphrase chooses the window's passphrase. Where there is one already it has to be given, too.
func (l *ScreenLock) SetPassphrase(ctx context.Context, current, fresh string) error {
	hash, err := credentials.HashPhrase(fresh)
	if err != nil {
		return err
	}
	if err := l.try(ctx, current); err != nil {
		return err
	}
	return l.change(ctx, func(stored *domain.ScreenLock) error {
		stored.Hash = hash
		return nil
	})
}

// Unlock opens the window for the right passphrase. After some wrong ones it refuses with "lock_wait" for a while.
func (l *ScreenLock) Unlock(ctx context.Context, passphrase string) error {
	if err := l.try(ctx, passphrase); err != nil {
		return err
	}
	l.open()
	return nil
}

// Reset forgets the passphrase and switches the lock off. A window that is open notices.
func (l *ScreenLock) Reset(ctx context.Context) error {
	return l.change(ctx, func(stored *domain.ScreenLock) error {
		*stored = domain.ScreenLock{}
		return nil
	})
}

// change replaces what is stored of the lock.
func (l *ScreenLock) change(ctx context.Context, with func(*domain.ScreenLock) error) error {
	own, err := l.app.ownStore()
	if err != nil {
		return err
	}
	stored, err := own.GetScreenLock(ctx)
	if err != nil {
		return err
	}
	if err := with(&stored); err != nil {
		return err
	}
	if err := own.SaveScreenLock(ctx, stored); err != nil {
		return err
	}
	if err := l.reload(ctx); err != nil {
		return err
	}
	l.app.Events.emit(Event{Type: EventSettingsChanged})
	return nil
}

// try compares a passphrase with the one that was chosen. A try counts before it is judged: ending the program in the
// middle of one saves nobody the wait.
func (l *ScreenLock) try(ctx context.Context, passphrase string) error {
	l.trying.Lock()
	defer l.trying.Unlock()
	own, err := l.app.ownStore()
	if err != nil {
		return err
	}
	stored, err := own.GetScreenLock(ctx)
	if err != nil || stored.Hash == nil {
		return err
	}
	if wait := l.wait(stored); wait > 0 {
		return domain.NewError(domain.CodeUnauthorized, "lock_wait", "seconds", fmt.Sprint(int(wait.Round(time.Second).Seconds())))
	}
	stored.Failed++
	if late := stored.Failed - freeTries; late >= 0 {
		at := l.now().Add(min(maxWait, firstWait<<min(late, 10))).UTC()
		stored.RetryAt = &at
	}
	if err := own.SaveScreenLock(ctx, stored); err != nil {
		return err
	}
	known, err := credentials.KnowsPhrase(stored.Hash, passphrase)
	if err != nil {
		return err
	}
	if !known {
		l.app.log.WarnContext(ctx, "wrong passphrase of the window", "tries", stored.Failed)
		return domain.NewError(domain.CodeUnauthorized, "passphrase_wrong")
	}
	stored.Failed, stored.RetryAt = 0, nil
	return own.SaveScreenLock(ctx, stored)
}

// wait gives how long no passphrase may be tried. A clock that was set back makes nobody wait longer than the longest.
func (l *ScreenLock) wait(stored domain.ScreenLock) time.Duration {
	if stored.RetryAt == nil {
		return 0
	}
	return max(0, min(maxWait, stored.RetryAt.Sub(l.now())))
}
