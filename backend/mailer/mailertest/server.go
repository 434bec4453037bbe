// Package mailertest is a mail server of the tests: real SMTP on this computer's own address, which delivers to nobody.
package mailertest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Options are what the server offers and refuses.
type Options struct {
	TLS            bool   // from the first byte on
	NoTLS          bool   // no STARTTLS either
	User, Password string // whom it lets sign in; "": nobody can
	Unknown        string // a recipient it does not know
	MaxBytes       int64  // of a mail; 0: any
	Silent         bool   // it takes connections and says nothing
	Ends           bool   // it ends the connection once it has taken a mail
}

// Mail is what was handed in.
type Mail struct {
	From      string
	To        []string
	Data      []byte
	Encrypted bool
}

// Server takes mail until the test ends.
type Server struct {
	Host  string
	Port  int
	Roots *x509.CertPool // trust its certificate

	opts    Options
	mu      sync.Mutex
	mails   []Mail
	inClear int
}

// Start starts a server.
func Start(t testing.TB, opts Options) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	address, _ := listener.Addr().(*net.TCPAddr)
	s := &Server{Host: "localhost", Port: address.Port, opts: opts, Roots: x509.NewCertPool()}
	if opts.Silent {
		return s // the system takes connections for it
	}
	config := &tls.Config{Certificates: []tls.Certificate{s.certificate(t)}, MinVersion: tls.VersionTLS12}
	server := smtp.NewServer(backend{s})
	server.Domain = s.Host
	server.MaxMessageBytes = opts.MaxBytes
	server.AllowInsecureAuth = true // so that a client that signs in unencrypted is noticed
	server.ErrorLog = log.New(io.Discard, "", 0)
	if opts.TLS {
		listener = tls.NewListener(listener, config)
	} else if !opts.NoTLS {
		server.TLSConfig = config
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		_ = listener.Close() // also where it had not begun to listen
		<-done
	})
	return s
}

// Mails gives what was handed in so far.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

// InClear counts how often somebody tried to sign in unencrypted.
func (s *Server) InClear() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inClear
}

// certificate is one that only Roots trust, for the name localhost.
func (s *Server) certificate(t testing.TB) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s.Roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

type backend struct{ server *Server }

func (b backend) NewSession(c *smtp.Conn) (smtp.Session, error) {
	_, encrypted := c.TLSConnectionState()
	base := &session{server: b.server, conn: c, mail: Mail{Encrypted: encrypted}}
	if b.server.opts.User == "" {
		return base, nil
	}
	return &signedSession{base}, nil
}

type session struct {
	server *Server
	conn   *smtp.Conn
	mail   Mail
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.mail.From = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if to == s.server.opts.Unknown {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	}
	s.mail.To = append(s.mail.To, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mail.Data = data
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.mails = append(s.server.mails, s.mail)
	return nil
}

// Reset is also called once it was answered that a mail was taken.
func (s *session) Reset() {
	if s.server.opts.Ends && s.mail.Data != nil {
		_ = s.conn.Conn().Close()
	}
	s.mail = Mail{Encrypted: s.mail.Encrypted}
}

func (s *session) Logout() error { return nil }

// signedSession offers to sign in.
type signedSession struct{ *session }

func (s *signedSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *signedSession) Auth(string) (sasl.Server, error) {
	if !s.mail.Encrypted {
		s.server.mu.Lock()
		s.server.inClear++
		s.server.mu.Unlock()
	}
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.server.opts.User || password != s.server.opts.Password {
			return errors.New("who are you")
		}
		return nil
	}), nil
}
