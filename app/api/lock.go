package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

const (
	lockPath   = "/lock"
	unlockPath = "/unlock"
)

type lockInput struct {
	Body struct {
		Minutes int `json:"minutes"`
	}
}

type passphraseInput struct {
	Body struct {
		Current    string `json:"current,omitempty"`
		Passphrase string `json:"passphrase"`
	}
}

type unlockInput struct {
	Body struct {
		Passphrase string `json:"passphrase"`
	}
}

func (s *server) registerLock() {
	const tag = "session"
	register(s, operation{http.MethodGet, lockPath, "get-lock", "Whether the interface is locked, and when it locks", tag},
		func(ctx context.Context, in *sessionInput) (app.LockState, error) {
			return s.app.Lock.State(ctx, in.AcceptLanguage)
		})
	registerSilent(s, operation{http.MethodPut, lockPath, "save-lock", "After how many minutes without input it locks; 0 is never", tag},
		func(ctx context.Context, in *lockInput) error { return s.app.Lock.SetMinutes(ctx, in.Body.Minutes) })
	registerSilent(s, operation{http.MethodPut, lockPath + "/passphrase", "save-passphrase", "Choose the window's passphrase", tag},
		func(ctx context.Context, in *passphraseInput) error {
			return s.app.Lock.SetPassphrase(ctx, in.Body.Current, in.Body.Passphrase)
		})
	registerSilent(s, operation{http.MethodPost, lockPath, "lock", "Lock the window now, or end the browser's session", tag},
		func(ctx context.Context, _ *none) error { return s.app.Lock.Lock(ctx) })
	registerSilent(s, operation{http.MethodPost, lockPath + "/input", "tell-input", "Somebody types or points", tag},
		func(_ context.Context, _ *none) error { s.app.Lock.Input(); return nil })
	registerSilent(s, operation{http.MethodPost, unlockPath, "unlock", "Open a locked window", tag},
		func(ctx context.Context, in *unlockInput) error { return s.app.Lock.Unlock(ctx, in.Body.Passphrase) })
}

// whileLocked refuses everything of a locked window but asking whether it is locked, and unlocking it.
func (s *server) whileLocked(next http.Handler) http.Handler {
	open := http.NewServeMux()
	open.Handle("GET "+prefix+lockPath, next)
	open.Handle("POST "+prefix+unlockPath, next)
	open.Handle(prefix+"/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.app.Lock.Locked() {
			s.writeProblem(w, r, newProblem(domain.CodeUnauthorized, "locked", nil))
			return
		}
		next.ServeHTTP(w, r)
	}))
	open.Handle("/", next)
	return open
}
