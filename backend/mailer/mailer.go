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

// How long it may take to be greeted and signed in, and to hand in a mail after that: a large file through a narrow line.
const (
	greetingTime = 30 * time.Second
	handingTime  = 10 * time.Minute
)

// Send hands a mail to the server; without an error it has taken it for all recipients. Errors say what was refused and by
// whom: mail_unreachable, mail_untrusted, mail_unencrypted, mail_no_login, and with the server's own words mail_login,
// mail_recipient and mail_refused. With mail_broken the connection ended on the way: whether the mail was taken is not known.
func Send(ctx context.Context, s Server, m Message) error {
	if err := s.Check(); err != nil {
		return err
	}
	msg, err := s.compose(m)
	if err != nil {
		return err
	}
	connected, disconnect := context.WithCancel(ctx) // go-mail leaves connections open that it was refused on
	defer disconnect()
	client, err := s.client(connected)
	if err != nil {
		return fmt.Errorf("mail client: %w", err)
	}
	late := time.AfterFunc(greetingTime, disconnect)
	err = client.DialWithContext(ctx)
	if err != nil || !late.Stop() {
		return s.greeting(ctx, err)
	}
	// The mail is on its way once it was taken, whatever the server answers to the farewell.
	if err := client.Send(msg); err != nil && !msg.IsDelivered() {
		return cmp.Or(ctx.Err(), s.refusal(err))
	}
	_ = client.Close()
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
	msg.SetMessageIDWithValue(rand.Text() + "@" + host) // a name without a domain, as computers have, looks like spam
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	if m.Name != "" {
		msg.AttachReadSeeker(m.Name, m.Attached)
	}
	return msg, nil
}

func (s Server) client(ctx context.Context) (*mail.Client, error) {
	config := &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	options := []mail.Option{mail.WithPort(s.Port), mail.WithTimeout(handingTime), mail.WithTLSConfig(config), mail.WithDialContextFunc(s.dial(ctx, config))}
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

// dial connects so that everything ends with ctx: go-mail's own is no longer looked at once it is connected.
func (s Server) dial(ctx context.Context, config *tls.Config) mail.DialContextFunc {
	return func(_ context.Context, network, _ string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, s.address()) // go-mail's address is none for IPv6
		if err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, func() { _ = conn.Close() })
		if s.Security != domain.MailTLS {
			return conn, nil
		}
		encrypted := tls.Client(conn, config)
		if err := encrypted.HandshakeContext(ctx); err != nil {
			_ = conn.Close()
			return nil, err
		}
		return encrypted, nil
	}
}

func (s Server) address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// greeting says why no mail could be handed in; nil is a server that took too long.
func (s Server) greeting(ctx context.Context, err error) error {
	at := map[string]string{"server": s.address(), "user": s.User}
	if err == nil {
		return domain.NewError(domain.CodeUnavailable, "mail_unreachable", "server", s.address())
	}
	var untrusted *tls.CertificateVerificationError
	var said *textproto.Error
	var record tls.RecordHeaderError
	// go-mail has no values for the words looked for here.
	says := func(words string) bool { return strings.Contains(err.Error(), words) }
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &untrusted):
		return domain.Errorf(domain.CodeForbidden, "mail_untrusted", at, "connect: %w", err)
	case says("does not support STARTTLS"), errors.As(err, &record):
		return domain.Errorf(domain.CodeInvalid, "mail_unencrypted", at, "connect: %w", err)
	case says("does not support SMTP AUTH"), errors.Is(err, mail.ErrNoSupportedAuthDiscovered):
		return domain.Errorf(domain.CodeInvalid, "mail_no_login", at, "sign in: %w", err)
	case !errors.As(err, &said):
		return domain.Errorf(domain.CodeUnavailable, "mail_unreachable", at, "connect: %w", err)
	}
	at["reason"] = words(fmt.Sprint(said.Code, " ", said.Msg))
	key := "mail_refused"
	if says("SMTP AUTH failed") {
		key = "mail_login"
	}
	return domain.Errorf(domain.CodeUnauthorized, key, at, "sign in: %w", err)
}

// refusal repeats what the server said when it refused a mail.
func (s Server) refusal(err error) error {
	var sent *mail.SendError
	if !errors.As(err, &sent) {
		return domain.Errorf(domain.CodeUnavailable, "mail_broken", map[string]string{"server": s.address()}, "send: %w", err)
	}
	// go-mail puts what it was doing before the answer, and whom it is about behind it.
	reason := strings.TrimPrefix(sent.Error(), sent.Reason.String()+": ")
	reason, _, _ = strings.Cut(reason, ", affected ")
	if code, quoted, ok := strings.Cut(reason, " "); ok {
		if plain, err := strconv.Unquote(quoted); err == nil {
			reason = code + " " + plain
		}
	}
	key, at := "mail_refused", map[string]string{"server": s.address(), "reason": words(reason)}
	switch {
	case sent.ErrorCode() == 0:
		key = "mail_broken"
	case sent.Reason == mail.ErrSMTPRcptTo:
		key = "mail_recipient"
	}
	return domain.Errorf(domain.CodeInvalid, key, at, "send: %w", err)
}

// words gives an answer in one line, cut where it is endless.
func words(text string) string {
	const enough = 300
	line := []rune(strings.Join(strings.Fields(text), " "))
	if len(line) > enough {
		line = append(line[:enough], '…')
	}
	return string(line)
}
