package sandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// secrets are what a partner would have in hand after registering an app and signing in. They follow from the seed, so
// that a restarted sandbox still knows the connections made with it.
type secrets struct {
	key []byte

	webexClient, webexSecret, webexRefresh             string
	partnerOrg, partnerPerson                          string // UUIDs at Webex
	partnerTenant, partnerUser                         string // UUIDs at Microsoft
	microsoftClient, microsoftSecret, microsoftRefresh string
	avepointClient, avepointSecret                     string
}

func newSecrets(seed int64) secrets {
	sum := sha256.Sum256(fmt.Appendf(nil, "tenantry sandbox %d", seed))
	s := secrets{key: sum[:]}
	s.partnerOrg = uuidOf(seed, "webex partner")
	s.partnerPerson = uuidOf(seed, "webex person")
	s.partnerTenant = uuidOf(seed, "microsoft partner")
	s.partnerUser = uuidOf(seed, "microsoft user")
	s.webexClient = "C" + strings.ReplaceAll(uuidOf(seed, "webex client"), "-", "") + "0a1b2c"
	s.webexSecret = s.sign("webex secret") + s.sign("more")
	s.webexRefresh = s.webexToken(claims{Use: useRefresh})
	s.microsoftClient = uuidOf(seed, "microsoft client")
	s.microsoftSecret = "sbx8Q~" + s.sign("microsoft secret")
	s.microsoftRefresh = s.microsoftToken(claims{Use: useRefresh})
	s.avepointClient = uuidOf(seed, "avepoint client")
	s.avepointSecret = "sbxA~" + s.sign("avepoint secret")
	return s
}

const (
	useAccess  = "access"
	useRefresh = "refresh"
)

// claims are what a token says. They are signed, not stored, so that serving a token costs no memory.
type claims struct {
	Use    string `json:"use"`
	Serial uint64 `json:"n"`
	Ends   int64  `json:"ends,omitempty"`
	Tenant string `json:"tenant,omitempty"`
}

func (c claims) expired(now time.Time) bool { return c.Ends != 0 && now.UnixMilli() >= c.Ends }

func (s secrets) sign(text string) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:24])
}

func (s secrets) seal(vendor string, c claims) string {
	payload, err := json.Marshal(c)
	if err != nil {
		return ""
	}
	body := base64.RawURLEncoding.EncodeToString(payload)
	return body + "." + s.sign(vendor+body)
}

func (s secrets) open(vendor, sealed string) (claims, bool) {
	var c claims
	body, mac, found := strings.Cut(sealed, ".")
	if !found || !hmac.Equal([]byte(mac), []byte(s.sign(vendor+body))) {
		return c, false
	}
	payload, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || json.Unmarshal(payload, &c) != nil {
		return c, false
	}
	return c, true
}

// webexToken has the shape of Webex tokens: something random, the cluster, and the UUID of the home organisation.
func (s secrets) webexToken(c claims) string {
	return s.seal(vendorWebex, c) + "_PF84_" + s.partnerOrg
}

func (s secrets) openWebex(token string) (claims, bool) {
	sealed, found := strings.CutSuffix(token, "_PF84_"+s.partnerOrg)
	if !found {
		return claims{}, false
	}
	return s.open(vendorWebex, sealed)
}

// microsoftToken is a refresh token of Microsoft's shape: opaque, with a version in front.
func (s secrets) microsoftToken(c claims) string { return "1.A" + s.seal(vendorMicrosoft, c) }

func (s secrets) openMicrosoft(token string) (claims, bool) {
	sealed, found := strings.CutPrefix(token, "1.A")
	if !found {
		return claims{}, false
	}
	return s.open(vendorMicrosoft, sealed)
}

// jwt makes a token in three parts, as Entra's access and id tokens are. The sandbox signs it with its own key.
func (s secrets) jwt(payload map[string]any) string {
	header := base64.RawURLEncoding.EncodeToString([]byte(`{"typ":"JWT","alg":"HS256","kid":"tenantry-sandbox"}`))
	body, err := json.Marshal(payload)
	if err != nil {
		return ""
	}
	unsigned := header + "." + base64.RawURLEncoding.EncodeToString(body)
	return unsigned + "." + s.sign(unsigned)
}

// graphToken is what an access token of Entra tells the sandbox.
type graphToken struct {
	Audience string `json:"aud"`
	AppOnly  bool   `json:"app_only"`
	Tenant   string `json:"tid"`
	Ends     int64  `json:"exp_ms"`
	Serial   uint64 `json:"n"`
	Use      string `json:"use"`
	Scope    string `json:"scope"` // AvePoint: what it lets read, separated by spaces
}

func (s secrets) openJWT(token string) (graphToken, bool) {
	var t graphToken
	at := strings.LastIndexByte(token, '.')
	if at < 0 || !hmac.Equal([]byte(token[at+1:]), []byte(s.sign(token[:at]))) {
		return t, false
	}
	_, body, found := strings.Cut(token[:at], ".")
	if !found {
		return t, false
	}
	payload, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || json.Unmarshal(payload, &t) != nil || t.Use != useAccess {
		return t, false
	}
	return t, true
}

const maxRevoked = 100_000

// revoke ends a token before its time.
func (s *Sandbox) revoke(serial uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.revoked) >= maxRevoked {
		clear(s.revoked)
	}
	s.revoked[serial] = true
}

func (s *Sandbox) isRevoked(serial uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revoked[serial]
}
