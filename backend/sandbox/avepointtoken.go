package sandbox

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // a certificate's thumbprint is a SHA-1 sum by definition
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	avepointLife      = time.Hour
	avepointTokenPath = "/avepoint/identity/connect/token"
	maxScopeText      = 300 // a longer scope is refused, as a client of the live API found
	jwtBearer         = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
)

// avepointScopes are those that were ticked when the app was registered.
var avepointScopes = []string{
	"elements.customers.read.all", "elements.license.read.all", "elements.jobs.read.all", "elements.cbprotected.read.all",
	"elements.scanprofiles.read.all", "elements.rm.read.all", "elements.wm.read.all",
	"partner.customers.read.all", "partner.license.read.all", "partner.jobs.read.all", "partner.cbprotected.read.all",
	"partner.scanprofiles.read.all",
}

// avepointToken answers the client credentials grant, with a secret or with a signed assertion.
func (s *Sandbox) avepointToken(r *http.Request) reply {
	form, ok := readForm(r)
	if !ok || form.Get("grant_type") != "client_credentials" {
		return oauthError("unsupported_grant_type")
	}
	if form.Get("client_id") != s.secrets.avepointClient || !s.avepointProof(r, form) {
		return oauthError("invalid_client")
	}
	scope := form.Get("scope")
	for _, name := range strings.Fields(scope) {
		if !slices.Contains(avepointScopes, name) {
			return oauthError("invalid_scope")
		}
	}
	if scope == "" || len(scope) > maxScopeText {
		return oauthError("invalid_scope")
	}
	now, life := s.opts.Now(), s.lifeOr(avepointLife)
	token := s.secrets.jwt(map[string]any{
		"iss": "tenantry-sandbox", "client_id": s.secrets.avepointClient, "scope": scope, "exp": now.Add(life).Unix(),
		"exp_ms": now.Add(life).UnixMilli(), "n": s.serial.Add(1), "use": useAccess, "aud": vendorAvePoint,
	})
	return jsonReply(http.StatusOK, map[string]any{
		"access_token": token, "expires_in": int(life.Seconds()), "token_type": "Bearer", "scope": scope,
	})
}

func oauthError(code string) reply {
	return jsonReply(http.StatusBadRequest, map[string]string{"error": code})
}

// avepointProof checks the secret, or the assertion that the registered certificate signed.
func (s *Sandbox) avepointProof(r *http.Request, form url.Values) bool {
	if form.Get("client_assertion_type") == "" {
		return form.Get("client_secret") == s.secrets.avepointSecret
	}
	if form.Get("client_assertion_type") != jwtBearer || form.Has("client_secret") {
		return false
	}
	return s.checkAssertion(form.Get("client_assertion"), baseOf(r)+avepointTokenPath) == nil
}

// assertion is what the signed proof says.
type assertion struct {
	Issuer   string `json:"iss"`
	Subject  string `json:"sub"`
	Audience string `json:"aud"`
	ID       string `json:"jti"`
	Begins   int64  `json:"nbf"`
	Issued   int64  `json:"iat"`
	Ends     int64  `json:"exp"`
}

func (s *Sandbox) checkAssertion(text, audience string) error {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return fmt.Errorf("an assertion has three parts")
	}
	cert, err := sandboxCertificate()
	if err != nil {
		return err
	}
	var header struct{ Alg, Typ, Kid string }
	var said assertion
	for i, into := range []any{&header, &said} {
		raw, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err == nil {
			err = json.Unmarshal(raw, into)
		}
		if err != nil {
			return err
		}
	}
	now := s.opts.Now().Unix()
	switch {
	case header.Alg != "RS256" || header.Typ != "JWT" || !strings.EqualFold(header.Kid, cert.thumbprint):
		return fmt.Errorf("header %+v", header)
	case said.Issuer != s.secrets.avepointClient || said.Subject != said.Issuer || said.Audience != audience || said.ID == "":
		return fmt.Errorf("claims %+v", said)
	case said.Begins > now || said.Issued > now || said.Ends <= now || said.Ends-said.Issued < 300 || said.Ends-said.Issued > 3600:
		return fmt.Errorf("times %+v", said)
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	return rsa.VerifyPKCS1v15(&cert.key.PublicKey, crypto.SHA256, sum[:], signature)
}

// registered is the certificate that was uploaded when the app was registered, made anew by each process.
type registered struct {
	key        *rsa.PrivateKey
	thumbprint string
	pem        string
}

var sandboxCertificate = sync.OnceValues(func() (*registered, error) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Tenantry sandbox"}, KeyUsage: x509.KeyUsageDigitalSignature,
		NotBefore: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2049, 6, 30, 12, 0, 0, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		return nil, err
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	text = append(text, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})...)
	sum := sha1.Sum(der) //nolint:gosec // see above
	return &registered{key: private, thumbprint: fmt.Sprintf("%X", sum), pem: string(text)}, nil
})

// AvePointCertificate is the certificate with its key, as PEM, that signs in at AvePoint instead of the secret. Every
// process has one of its own.
func (s *Sandbox) AvePointCertificate() (string, error) {
	cert, err := sandboxCertificate()
	if err != nil {
		return "", err
	}
	return cert.pem, nil
}
