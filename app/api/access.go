package api

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"strings"
	"sync"

	"tenantry/backend/domain"
)

// mutationHeader must come with every request that changes something: no page of another site can send it.
const mutationHeader = "X-Tenantry"

// Access keeps everybody out of the browser mode but the one who was given the sign-in link. Hosts that were not meant
// are refused too, so that no web page reaches us by rebinding a name of its own.
type Access struct {
	hosts  map[string]bool
	scheme string
	cookie string

	mu      sync.Mutex
	session string
	token   string // "" once it was used
}

// NewAccess makes the guard of a server that is reached under the hosts (with port) named first to last.
func NewAccess(scheme string, hosts ...string) *Access {
	a := &Access{hosts: map[string]bool{}, scheme: scheme, session: secret(), token: secret()}
	for _, host := range hosts {
		host = strings.ToLower(host)
		a.hosts[host] = true
		if bare, ok := strings.CutSuffix(host, map[string]string{"http": ":80", "https": ":443"}[scheme]); ok {
			a.hosts[bare] = true // browsers leave a scheme's own port out
		}
	}
	port := hosts[0][strings.LastIndex(hosts[0], ":")+1:]
	a.cookie = "tenantry_" + port // cookies ignore ports: two servers on one machine must not share one
	return a
}

// Path is the address below the host that signs the first browser in that opens it.
func (a *Access) Path() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return "/?token=" + a.token
}

func secret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // crypto/rand never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

func (a *Access) guard(s *server, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.app.Lock.Locked() // ends a session whose time is over
		if token := r.URL.Query().Get("token"); token != "" && r.URL.Path == "/" && a.hosts[strings.ToLower(r.Host)] {
			a.signIn(s, w, r, token)
			return
		}
		if key := a.refusal(r); key != "" {
			code := domain.CodeForbidden
			if key == "session_missing" {
				code = domain.CodeUnauthorized
			}
			s.writeProblem(w, r, newProblem(code, key, nil))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refusal gives the error key for a request that may not come in, "" for one that may.
func (a *Access) refusal(r *http.Request) string {
	if !a.hosts[strings.ToLower(r.Host)] {
		return "host_refused"
	}
	if origin := r.Header.Get("Origin"); origin != "" && !strings.EqualFold(origin, a.scheme+"://"+r.Host) {
		return "origin_refused"
	}
	if !strings.HasPrefix(r.URL.Path, prefix+"/") {
		return ""
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" || site == "same-site" {
		return "origin_refused"
	}
	if !a.signedIn(r) {
		return "session_missing"
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead && r.Header.Get(mutationHeader) == "" {
		return "header_missing"
	}
	return ""
}

func (a *Access) signedIn(r *http.Request) bool {
	cookie, err := r.Cookie(a.cookie)
	a.mu.Lock()
	defer a.mu.Unlock()
	return err == nil && same(cookie.Value, a.session)
}

// end makes every session invalid; the next one begins with a new link.
func (a *Access) end() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.session, a.token = secret(), secret()
}

// signIn trades the one-time token for the session.
func (a *Access) signIn(s *server, w http.ResponseWriter, r *http.Request, token string) {
	a.mu.Lock()
	valid, session := a.token != "" && same(token, a.token), a.session
	if valid {
		a.token = ""
	}
	a.mu.Unlock()
	if !valid && !a.signedIn(r) {
		s.writeProblem(w, r, newProblem(domain.CodeUnauthorized, "token_used", nil))
		return
	}
	if valid {
		s.app.Lock.Entered()
		http.SetCookie(w, &http.Cookie{
			Name: a.cookie, Value: session, Path: "/", HttpOnly: true,
			SameSite: http.SameSiteStrictMode, Secure: a.scheme == "https",
		})
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// The interface's own scripts only; styles may be inline because the component library sets some at run time.
const contentPolicy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; " +
	"form-action 'none'; frame-ancestors 'none'"

func securityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if strings.HasPrefix(r.URL.Path, prefix+"/") {
			h.Set("Cache-Control", "no-store")
		}
		next.ServeHTTP(w, r)
	})
}
