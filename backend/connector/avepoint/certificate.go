package avepoint

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // a certificate's thumbprint is a SHA-1 sum by definition
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// assertionLife is how long a signed assertion is good for; 5 to 60 minutes are allowed.
const assertionLife = 10 * time.Minute

// certificate is the app's certificate with its private key.
type certificate struct {
	leaf *x509.Certificate
	key  *rsa.PrivateKey
}

// The lines that begin and end a part of PEM, with the space around them: in a field of one line that is all there is.
var (
	beginning = regexp.MustCompile(`-----BEGIN ([A-Z ]{1,40})-----\s*`)
	ending    = regexp.MustCompile(`\s*-----END ([A-Z ]{1,40})-----\s*`)
)

// parseCertificate reads a certificate and its RSA key from PEM, in any order; further certificates are passed over. Lines
// may have been joined, or their ends written as \n.
func parseCertificate(text string) (*certificate, error) {
	text = strings.ReplaceAll(text, `\n`, "\n")
	text = beginning.ReplaceAllString(text, "-----BEGIN $1-----\n")
	text = ending.ReplaceAllString(text, "\n-----END $1-----\n")
	var leaves []*x509.Certificate
	var key *rsa.PrivateKey
	for rest := []byte(text); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		switch block.Type {
		case "CERTIFICATE":
			leaf, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, errors.New("the certificate cannot be read")
			}
			leaves = append(leaves, leaf)
		case "PRIVATE KEY", "RSA PRIVATE KEY":
			var err error
			if key, err = parseKey(block); err != nil {
				return nil, err
			}
		case "ENCRYPTED PRIVATE KEY":
			return nil, errors.New("the private key is protected by a password")
		}
	}
	return match(leaves, key)
}

func parseKey(block *pem.Block) (*rsa.PrivateKey, error) {
	if block.Headers["DEK-Info"] != "" {
		return nil, errors.New("the private key is protected by a password")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("the private key cannot be read")
	}
	key, isRSA := parsed.(*rsa.PrivateKey)
	if !isRSA {
		return nil, errors.New("the private key is no RSA key")
	}
	return key, nil
}

func match(leaves []*x509.Certificate, key *rsa.PrivateKey) (*certificate, error) {
	switch {
	case len(leaves) == 0:
		return nil, errors.New("there is no certificate")
	case key == nil:
		return nil, errors.New("there is no private key")
	}
	for _, leaf := range leaves {
		if key.PublicKey.Equal(leaf.PublicKey) {
			return &certificate{leaf: leaf, key: key}, nil
		}
	}
	return nil, errors.New("the private key is not the certificate's")
}

// thumbprint names the certificate as AvePoint and Windows do.
func (c *certificate) thumbprint() string {
	return fmt.Sprintf("%X", sha1.Sum(c.leaf.Raw)) //nolint:gosec // see the import
}

// assertion is a signed statement of who we are, for one token endpoint.
func (c *certificate) assertion(client, audience string, now time.Time) (string, error) {
	header, err := segment(map[string]any{"alg": "RS256", "typ": "JWT", "kid": c.thumbprint()})
	if err != nil {
		return "", err
	}
	claims, err := segment(map[string]any{
		"iss": client, "sub": client, "aud": audience, "jti": newID(),
		"nbf": now.Unix(), "iat": now.Unix(), "exp": now.Add(assertionLife).Unix(),
	})
	if err != nil {
		return "", err
	}
	unsigned := header + "." + claims
	sum := sha256.Sum256([]byte(unsigned))
	signature, err := rsa.SignPKCS1v15(rand.Reader, c.key, crypto.SHA256, sum[:])
	if err != nil {
		return "", err
	}
	return unsigned + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

func segment(v any) (string, error) {
	text, err := json.Marshal(v)
	return base64.RawURLEncoding.EncodeToString(text), err
}

// newID is a random UUID.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
