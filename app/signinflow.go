package app

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// byDevice shows a code that is typed into the vendor's page on any device, and waits for that.
func (s *signIn) byDevice(ctx context.Context, vendor *connector.SignIn, cfg connector.Config) error {
	answer, err := vendor.Device(ctx, cfg)
	if err != nil {
		key, detail := explainSignIn(err)
		return domain.Errorf(domain.CodeUnavailable, key, nil, "start device sign-in: %s: %w", detail, err)
	}
	s.state.URL, s.state.UserCode = answer.VerificationURI, answer.UserCode
	if answer.VerificationURIComplete != "" {
		s.state.URL = answer.VerificationURIComplete
	}
	s.state.ExpiresAt = answer.Expiry
	if !loadable(s.state.URL) {
		return domain.NewError(domain.CodeUnavailable, "sign_in_refused")
	}
	go func() { s.finish(vendor.Poll(ctx, cfg, answer)) }() // s.ended says that it has ended
	return nil
}

// byBrowser waits on a loopback address for the vendor to send the browser back (RFC 8252), with PKCE.
func (s *signIn) byBrowser(ctx context.Context, vendor *connector.SignIn, cfg connector.Config) error {
	config, err := vendor.OAuth(cfg)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(vendor.Port)))
	if err != nil {
		return domain.Errorf(domain.CodeUnavailable, "sign_in_port_taken",
			map[string]string{"port": strconv.Itoa(vendor.Port)}, "listen for the browser's return: %w", err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	config.RedirectURL = fmt.Sprintf("http://localhost:%d%s", port, vendor.Redirect)
	back := &returning{config: config, state: rand.Text(), verifier: oauth2.GenerateVerifier(), came: make(chan func() (*oauth2.Token, error), 1)}
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(back.verifier)}
	for name, value := range vendor.Params {
		options = append(options, oauth2.SetAuthURLParam(name, value))
	}
	s.state.URL = config.AuthCodeURL(back.state, options...)
	s.state.ExpiresAt = time.Now().Add(signInLasts)
	if !loadable(s.state.URL) {
		return errors.Join(domain.NewError(domain.CodeInvalid, "field_invalid_url", "field", "login_url"), listener.Close())
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+vendor.Redirect, back.serve(ctx))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with the shutdown below
	go func() {                                // s.ended says that it has ended
		s.finish(back.wait(ctx))
		late, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer stop()
		_ = server.Shutdown(late)
	}()
	return nil
}

// loadable says whether an address may be shown as a link: what a vendor or a user gives could be anything.
func loadable(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Hostname() != "" && u.User == nil && (u.Scheme == "https" || u.Scheme == "http" && connector.Loopback(u))
}

// returning waits for the browser to come back from the vendor.
type returning struct {
	config   *oauth2.Config
	state    string
	verifier string
	once     sync.Once
	came     chan func() (*oauth2.Token, error)
}

func (b *returning) wait(ctx context.Context) (*oauth2.Token, error) {
	select {
	case exchange := <-b.came:
		return exchange()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// serve takes one return with the right state; anybody could call the address.
func (b *returning) serve(ctx context.Context) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		w.Header().Set("Referrer-Policy", "no-referrer")
		if subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(b.state)) != 1 {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(pageWrong))
			return
		}
		b.once.Do(func() { b.came <- b.exchange(ctx, q.Get("code"), q.Get("error"), q.Get("error_description")) })
		_, _ = w.Write([]byte(pageBack))
	}
}

func (b *returning) exchange(ctx context.Context, code, refused, words string) func() (*oauth2.Token, error) {
	return func() (*oauth2.Token, error) {
		if refused != "" || code == "" {
			return nil, &oauth2.RetrieveError{ErrorCode: refused, ErrorDescription: words}
		}
		ctx, stop := context.WithTimeout(ctx, time.Minute)
		defer stop()
		return b.config.Exchange(ctx, code, oauth2.VerifierOption(b.verifier))
	}
}

// The pages are shown outside of the program and before anybody is known, so they speak all languages.
const (
	pageHead = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tenantry</title>` +
		`<style>body{font:16px system-ui,sans-serif;margin:4rem auto;max-width:30rem;padding:0 1rem;color-scheme:light dark}</style>`
	pageBack = pageHead + `<h1>Tenantry</h1><p>Back from the vendor. You can close this page; Tenantry shows how it went.</p>` +
		`<p lang="de">Zurück vom Anbieter. Sie können diese Seite schließen; Tenantry zeigt, wie es ausging.</p>` +
		`<p lang="it">Di ritorno dal fornitore. Questa pagina si può chiudere; Tenantry mostra com’è andata.</p>` +
		`<p lang="nb">Tilbake fra leverandøren. Du kan lukke denne siden; Tenantry viser hvordan det gikk.</p>`
	pageWrong = pageHead + `<h1>Tenantry</h1><p>This is not the sign-in that Tenantry waits for. Start it again there.</p>` +
		`<p lang="de">Auf diese Anmeldung wartet Tenantry nicht. Bitte dort neu beginnen.</p>` +
		`<p lang="it">Questo non è l’accesso che Tenantry attende. Ricominciare da lì.</p>` +
		`<p lang="nb">Dette er ikke påloggingen Tenantry venter på. Start den på nytt der.</p>`
)
