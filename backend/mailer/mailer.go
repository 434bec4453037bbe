// Package mailer sends mail through the user's own server. It keeps nothing: what is to be sent, and whether it was sent
// before, is its callers' affair.
package mailer

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"tenantry/backend/domain"
)

// Message is one mail.
type Message struct {
	To      string // addresses, comma between
	Subject string
	Text    string // plain, lines end with \n
	// Attached is the file's content; nothing is attached without a name.
	Attached io.ReadSeeker
	Name     string
}

// Server is where mail is handed in.
type Server struct {
	domain.MailServer
	Password string
	Roots    *x509.CertPool // of its certificate; nil: those the system trusts
}

// wait is how long it may take to be signed in, and to hand in a mail after that: a large file through a narrow line.
const wait = 5 * time.Minute

// Send hands a mail to the server; without an error it has taken it for all recipients. Errors say what was refused and by
// whom: mail_unreachable, mail_untrusted, mail_unencrypted, mail_login, mail_recipient or mail_refused, the last two with
// the server's own words.
func Send(ctx context.Context, s Server, m Message) error {
	if err := s.Check(); err != nil {
		return err
	}
	msg, err := s.compose(m)
	if err != nil {
		return err
	}
	client, err := s.client(ctx)
	if err != nil {
		return fmt.Errorf("mail client: %w", err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return s.greeting(ctx, err)
	}
	if err := client.Send(msg); err != nil {
		_ = client.Close()
		return cmp.Or(ctx.Err(), refusal(err))
	}
	_ = client.Close() // the mail is on its way, whatever the server answers to the farewell
	return nil
}

func (s Server) compose(m Message) (*mail.Msg, error) {
	from, err := domain.MailAddress(s.From)
	if err != nil {
		return nil, err
	}
	to, err := domain.MailAddresses(m.To)
	if err != nil {
		return nil, err
	}
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	msg.FromMailAddress(from)
	msg.ToMailAddress(to...)
	msg.Subject(m.Subject)
	msg.SetDate()
	_, host, _ := strings.Cut(from.Address, "@")
	msg.SetMessageIDWithValue(rand.Text() + "@" + host) // not with this computer's name
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	if m.Name != "" {
		msg.AttachReadSeeker(m.Name, m.Attached)
	}
	return msg, nil
}

func (s Server) client(ctx context.Context) (*mail.Client, error) {
	config := &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	options := []mail.Option{mail.WithPort(s.Port), mail.WithTimeout(wait), mail.WithTLSConfig(config), mail.WithDialContextFunc(s.dial(ctx, config))}
	if s.Security == domain.MailStartTLS {
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	} else {
		options = append(options, mail.WithTLSPolicy(mail.NoTLS)) // TLS from the first byte on, or none
	}
	if s.User != "" {
		// Neither of these is sent unencrypted.
		options = append(options, mail.WithOpportunisticSMTPAuth(mail.SMTPAuthPlain, mail.SMTPAuthLogin),
			mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	return mail.NewClient(s.Host, options...)
}

// dial connects so that everything ends with ctx: go-mail itself looks at it only while it connects.
func (s Server) dial(ctx context.Context, config *tls.Config) mail.DialContextFunc {
	return func(dialing context.Context, network, address string) (net.Conn, error) {
		dialing, stop := context.WithTimeout(dialing, 30*time.Second)
		defer stop()
		conn, err := new(net.Dialer).DialContext(dialing, network, address)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, func() { _ = conn.Close() })
		if s.Security != domain.MailTLS {
			return conn, nil
		}
		encrypted := tls.Client(conn, config)
		if err := encrypted.HandshakeContext(dialing); err != nil {
			_ = conn.Close()
			return nil, err
		}
		return encrypted, nil
	}
}

// greeting says why no mail could be handed in.
func (s Server) greeting(ctx context.Context, err error) error {
	at := map[string]string{"server": net.JoinHostPort(s.Host, strconv.Itoa(s.Port))}
	var untrusted *tls.CertificateVerificationError
	var said *textproto.Error
	var record tls.RecordHeaderError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &untrusted):
		return domain.Errorf(domain.CodeForbidden, "mail_untrusted", at, "connect: %w", err)
	// go-mail has no value for the words looked for here and below.
	case strings.Contains(err.Error(), "does not support STARTTLS"), errors.As(err, &record):
		return domain.Errorf(domain.CodeInvalid, "mail_unencrypted", at, "connect: %w", err)
	case errors.Is(err, mail.ErrNoSupportedAuthDiscovered), strings.Contains(err.Error(), "does not support SMTP AUTH"),
		errors.As(err, &said) && refusesLogin(said.Code):
		at["user"] = s.User
		return domain.Errorf(domain.CodeUnauthorized, "mail_login", at, "sign in: %w", err)
	case said != nil:
		return refusal(err)
	}
	return domain.Errorf(domain.CodeUnavailable, "mail_unreachable", at, "connect: %w", err)
}

// refusesLogin knows the codes of RFC 4954, section 6.
func refusesLogin(code int) bool {
	return code == 432 || code == 454 || code == 530 || code == 534 || code == 535 || code == 538
}

// refusal repeats what the server said when it refused a mail.
func refusal(err error) error {
	key := "mail_refused"
	var sent *mail.SendError
	if errors.As(err, &sent) && sent.Reason == mail.ErrSMTPRcptTo {
		key = "mail_recipient"
	}
	return domain.Errorf(domain.CodeInvalid, key, map[string]string{"reason": words(err)}, "send: %w", err)
}

// words gives an answer in one line, cut where it is endless.
func words(err error) string {
	const enough = 300
	line := []rune(strings.Join(strings.Fields(err.Error()), " "))
	if len(line) > enough {
		line = append(line[:enough], '…')
	}
	return string(line)
}
