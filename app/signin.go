package app

import (
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/syncer"
)

const (
	// signInLasts is how long a person has to sign in at the vendor.
	signInLasts = 10 * time.Minute
	// signInKept is how long a sign-in that has ended can be asked for, and its result be used.
	signInKept = 30 * time.Minute
)

// SignIns lets a person sign in at a vendor in a browser. What comes of it, a refresh token, stays here until a
// connection takes it; no caller ever sees it.
type SignIns struct {
	app *App

	mu  sync.Mutex
	all map[string]*signIn
}

// SignInRequest says where to sign in: at a stored connection, or with what has been typed into a form so far.
type SignInRequest struct {
	CheckInput
	Device bool `json:"device,omitempty" doc:"by a code typed into a page on any device, instead of in this machine's browser"`
}

// SignInState is how far a sign-in is.
type SignInState struct {
	ID          string            `json:"id"`
	State       string            `json:"state" enum:"waiting,done,failed"`
	URL         string            `json:"url"`       // the page to sign in at
	UserCode    string            `json:"user_code"` // to type in there; "" in this machine's browser
	ExpiresAt   time.Time         `json:"expires_at"`
	ErrorKey    string            `json:"error_key"`
	ErrorParams map[string]string `json:"error_params"`
	Detail      string            `json:"detail"` // the vendor's own words, redacted
}

// The states of a sign-in.
const (
	signInWaiting = "waiting"
	signInDone    = "done"
	signInFailed  = "failed"
)

// signIn is one sign-in under way or ended.
type signIn struct {
	vendor domain.Vendor
	field  string                   // the secret field that takes the refresh token
	store  func(token string) error // gives it to the connection it is for; nil waits for one to take it
	fields map[string]string
	stop   context.CancelFunc
	ended  chan struct{}

	mu     sync.Mutex
	state  SignInState
	token  string
	endsAt time.Time // of the entry here
}

func (s *signIn) snapshot() SignInState {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

// Start begins a sign-in and gives the page to open.
func (s *SignIns) Start(ctx context.Context, req SignInRequest) (SignInState, error) {
	ws, err := s.app.current()
	if err != nil {
		return SignInState{}, err
	}
	spec, err := specOf(req.Vendor)
	if err != nil {
		return SignInState{}, err
	}
	if spec.SignIn == nil || req.Device && spec.SignIn.Device == nil || !req.Device && spec.SignIn.Redirect == "" {
		return SignInState{}, domain.NewError(domain.CodeInvalid, "sign_in_not_offered", "vendor", spec.Name)
	}
	cfg, err := ws.signInConfig(ctx, req, spec)
	if err != nil {
		return SignInState{}, err
	}
	waiting, stop := context.WithTimeout(context.WithoutCancel(ctx), signInLasts)
	entry := &signIn{
		vendor: req.Vendor, field: spec.SignIn.Field, fields: cfg.Fields, stop: stop, ended: make(chan struct{}),
		state: SignInState{ID: rand.Text(), State: signInWaiting, ErrorParams: map[string]string{}},
	}
	if req.ID != 0 {
		entry.store = func(token string) error { return ws.signedIn(req.ID, spec.SignIn.Field, token) }
	}
	if req.Device {
		err = entry.byDevice(waiting, spec.SignIn, cfg)
	} else {
		err = entry.byBrowser(waiting, spec.SignIn, cfg)
	}
	if err != nil {
		stop()
		return SignInState{}, err
	}
	s.keep(entry)
	return entry.snapshot(), nil
}

// signInConfig is what the vendor's sign-in is told: what was typed in, over what is stored.
func (w *workspace) signInConfig(ctx context.Context, req SignInRequest, spec connector.Spec) (connector.Config, error) {
	secrets, _, err := w.secretsToTry(ctx, req.CheckInput, spec)
	if err != nil {
		return connector.Config{}, err
	}
	// The token that the sign-in is for is the only secret that may be missing.
	filled := maps.Clone(secrets)
	filled[spec.SignIn.Field] = "to come"
	if err := checkFields(spec, req.Fields, filled, nil); err != nil {
		return connector.Config{}, err
	}
	return connector.Config{
		Fields: spec.Defaults(req.Fields),
		Secret: func(name string) string { return secrets[name] },
	}, nil
}

func (s *SignIns) keep(entry *signIn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[string]*signIn{}
	}
	now := time.Now()
	for id, old := range s.all {
		if now.After(old.endsAt) {
			delete(s.all, id)
		}
	}
	entry.endsAt = now.Add(signInLasts + signInKept)
	s.all[entry.state.ID] = entry
}

func (s *SignIns) find(id string) (*signIn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry := s.all[id]
	if entry == nil || time.Now().After(entry.endsAt) {
		return nil, domain.NewError(domain.CodeNotFound, "sign_in_forgotten")
	}
	return entry, nil
}

// Get tells how far a sign-in is.
func (s *SignIns) Get(id string) (SignInState, error) {
	entry, err := s.find(id)
	if err != nil {
		return SignInState{}, err
	}
	return entry.snapshot(), nil
}

// Wait returns when a sign-in has ended, or ctx has.
func (s *SignIns) Wait(ctx context.Context, id string) (SignInState, error) {
	entry, err := s.find(id)
	if err != nil {
		return SignInState{}, err
	}
	select {
	case <-entry.ended:
		return entry.snapshot(), nil
	case <-ctx.Done():
		return entry.snapshot(), ctx.Err()
	}
}

// Cancel ends a sign-in; one that has ended already stays as it is.
func (s *SignIns) Cancel(id string) error {
	entry, err := s.find(id)
	if err != nil {
		return err
	}
	entry.stop()
	return nil
}

// signedIn stores a fresh token of a connection, which can then be synced again.
func (w *workspace) signedIn(id int64, field, token string) error {
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	if err := w.secretSaver(id)(ctx, field, token); err != nil {
		return err
	}
	conn, err := w.store.GetConnection(ctx, id)
	if err == nil && conn.State == domain.ConnectionSignIn {
		err = w.store.SetConnectionState(ctx, id, domain.ConnectionUnknown)
	}
	w.app.tell(w, Event{Type: EventConnectionChanged})
	return err
}

// secret gives the token of a sign-in that has ended well, for the vendor and the addresses it was made at.
func (s *SignIns) secret(id string, spec connector.Spec, fields map[string]string) (map[string]string, error) {
	if id == "" {
		return nil, nil
	}
	entry, err := s.find(id)
	if err != nil {
		return nil, err
	}
	entry.mu.Lock()
	defer entry.mu.Unlock()
	if entry.state.State != signInDone || entry.vendor != spec.Vendor || !sameAddresses(spec, entry.fields, spec.Defaults(fields)) {
		return nil, domain.NewError(domain.CodeConflict, "sign_in_forgotten")
	}
	return map[string]string{entry.field: entry.token}, nil
}

// finish notes how a sign-in ended, and stores what came of it where a connection waits for that.
func (s *signIn) finish(token *oauth2.Token, err error) {
	defer close(s.ended)
	defer s.stop()
	if err == nil && token.RefreshToken == "" {
		err = domain.NewError(domain.CodeUnavailable, "sign_in_no_refresh_token")
	}
	if err == nil && s.store != nil {
		err = s.store(token.RefreshToken)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.token, s.state.State = token.RefreshToken, signInDone
		return
	}
	s.state.State = signInFailed
	s.state.ErrorKey, s.state.Detail = explainSignIn(err)
}

// explainSignIn gives the catalogue key and the vendor's own words for a failed sign-in.
func explainSignIn(err error) (key, detail string) {
	var refused *oauth2.RetrieveError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "sign_in_too_late", ""
	case errors.Is(err, context.Canceled):
		return "cancelled", ""
	case errors.As(err, &refused):
		// Not the error's own text: it holds the whole answer.
		switch refused.ErrorCode {
		case "access_denied", "authorization_declined":
			return "sign_in_declined", refused.ErrorDescription
		case "invalid_client", "unauthorized_client":
			return "client_secret_wrong", refused.ErrorDescription
		case "expired_token":
			return "sign_in_too_late", refused.ErrorDescription
		}
		return "sign_in_refused", refused.ErrorCode + " " + refused.ErrorDescription
	}
	return syncer.Explain(err)
}

// close ends every sign-in under way.
func (s *SignIns) close() {
	s.mu.Lock()
	entries := make([]*signIn, 0, len(s.all))
	for _, entry := range s.all {
		entries = append(entries, entry)
	}
	s.mu.Unlock()
	for _, entry := range entries {
		entry.stop()
		<-entry.ended
	}
}
