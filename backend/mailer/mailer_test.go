package mailer_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/mailer"
	"tenantry/backend/mailer/mailertest"
)

func server(s *mailertest.Server, security domain.MailSecurity) mailer.Server {
	return mailer.Server{
		MailServer: domain.MailServer{Host: s.Host, Port: s.Port, Security: security, User: "post", From: "Büro <office@msp.example>"},
		Password:   "right", Roots: s.Roots,
	}
}

func note() mailer.Message {
	return mailer.Message{
		To: "anna@one.example, Ben <ben@two.example>", Subject: "Kunden für März", Text: "Grüße\n.\nEnde\n",
		Name: "kunden-ä.csv", Attached: strings.NewReader("a;b\r\n1;2\r\n"),
	}
}

func TestSend_ReachesEveryRecipientAsItWasWritten(t *testing.T) {
	for _, security := range []domain.MailSecurity{domain.MailStartTLS, domain.MailTLS, domain.MailPlain} {
		t.Run(string(security), func(t *testing.T) {
			s := mailertest.Start(t, mailertest.Options{TLS: security == domain.MailTLS, User: "post", Password: "right"})
			to := server(s, security)
			if security == domain.MailPlain {
				to.User, to.Password = "", ""
			}
			if err := mailer.Send(t.Context(), to, note()); err != nil {
				t.Fatal(err)
			}
			got := s.Mails()
			if len(got) != 1 {
				t.Fatalf("%d mails arrived", len(got))
			}
			if got[0].From != "office@msp.example" || strings.Join(got[0].To, " ") != "anna@one.example ben@two.example" {
				t.Errorf("from %s to %v", got[0].From, got[0].To)
			}
			if got[0].Encrypted != (security != domain.MailPlain) {
				t.Errorf("encrypted: %v", got[0].Encrypted)
			}
			subject, text, name, file := read(t, got[0].Data)
			if subject != "Kunden für März" || strings.ReplaceAll(text, "\r\n", "\n") != "Grüße\n.\nEnde\n" {
				t.Errorf("subject %q, text %q", subject, text)
			}
			if name != "kunden-ä.csv" || file != "a;b\r\n1;2\r\n" {
				t.Errorf("attached %q: %q", name, file)
			}
		})
	}
}

func TestSend_SaysWhatWasRefused(t *testing.T) {
	withTLS := mailertest.Options{User: "post", Password: "right"}
	for name, c := range map[string]struct {
		options mailertest.Options
		change  func(*mailer.Server)
		key     string
	}{
		"wrong password":     {withTLS, func(s *mailer.Server) { s.Password = "wrong" }, "mail_login"},
		"unknown authority":  {withTLS, func(s *mailer.Server) { s.Roots = nil }, "mail_untrusted"},
		"other name":         {withTLS, func(s *mailer.Server) { s.Host = "127.0.0.1" }, "mail_untrusted"},
		"nobody listens":     {withTLS, func(s *mailer.Server) { s.Port = 1 }, "mail_unreachable"},
		"no encryption":      {mailertest.Options{NoTLS: true, User: "post", Password: "right"}, func(*mailer.Server) {}, "mail_unencrypted"},
		"TLS without TLS":    {withTLS, func(s *mailer.Server) { s.Security = domain.MailTLS }, "mail_unencrypted"},
		"recipient unknown":  {mailertest.Options{User: "post", Password: "right", Unknown: "ben@two.example"}, func(*mailer.Server) {}, "mail_recipient"},
		"too large":          {mailertest.Options{User: "post", Password: "right", MaxBytes: 100}, func(*mailer.Server) {}, "mail_refused"},
		"password in clear":  {withTLS, func(s *mailer.Server) { s.Security = domain.MailPlain }, "mail_plain_password"},
		"no sender":          {withTLS, func(s *mailer.Server) { s.From = "office" }, "mail_address"},
		"signs nobody in":    {mailertest.Options{}, func(*mailer.Server) {}, "mail_no_login"},
		"number of IPv6":     {withTLS, func(s *mailer.Server) { s.Host = "::1" }, "mail_unreachable"},
		"no port":            {withTLS, func(s *mailer.Server) { s.Port = 0 }, "mail_port"},
		"an address as host": {withTLS, func(s *mailer.Server) { s.Host = "smtp://x" }, "mail_host"},
	} {
		t.Run(name, func(t *testing.T) {
			s := mailertest.Start(t, c.options)
			to := server(s, domain.MailStartTLS)
			c.change(&to)
			err := mailer.Send(t.Context(), to, note())
			var told *domain.Error
			if !errors.As(err, &told) || told.Key != c.key {
				t.Fatalf("got %v, want %s", err, c.key)
			}
			if strings.Contains(err.Error(), "right") || strings.Contains(err.Error(), "wrong") {
				t.Errorf("the error holds the password: %v", err)
			}
			if len(s.Mails()) > 0 || s.InClear() > 0 {
				t.Errorf("%d mails were taken all the same; %d tried to sign in unencrypted", len(s.Mails()), s.InClear())
			}
			if want, ok := map[string]string{
				"mail_recipient": "550 5.1.1 no such mailbox", "mail_login": "454 4.7.0 who are you",
			}[c.key]; ok && told.Params["reason"] != want {
				t.Errorf("the server said %q, want %q", told.Params["reason"], want)
			}
		})
	}
}

// TestSend_TakenIsTaken: who sends again what the server has taken sends it twice.
func TestSend_TakenIsTaken(t *testing.T) {
	s := mailertest.Start(t, mailertest.Options{User: "post", Password: "right", Ends: true})
	if err := mailer.Send(t.Context(), server(s, domain.MailStartTLS), note()); err != nil || len(s.Mails()) != 1 {
		t.Errorf("%d mails were taken (%v)", len(s.Mails()), err)
	}
}

// A line that ends would begin a header of its own.
func TestSend_WhatIsWrittenInOneHeader_BeginsNoOther(t *testing.T) {
	s := mailertest.Start(t, mailertest.Options{User: "post", Password: "right"})
	m := note()
	m.Subject, m.Name = "a\r\nBcc: eve@evil.example", "x\r\nBcc: eve@evil.example.csv"
	if err := mailer.Send(t.Context(), server(s, domain.MailStartTLS), m); err != nil {
		t.Fatal(err)
	}
	msg, err := mail.ReadMessage(bytes.NewReader(s.Mails()[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	if msg.Header.Get("Bcc") != "" || len(s.Mails()[0].To) != 2 || bytes.Contains(s.Mails()[0].Data, []byte("\nBcc:")) {
		t.Errorf("%s", s.Mails()[0].Data)
	}
}

func TestSend_EndsWithItsContext(t *testing.T) {
	s := mailertest.Start(t, mailertest.Options{Silent: true})
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if err := mailer.Send(ctx, server(s, domain.MailStartTLS), note()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// read takes a mail apart: its subject, its text, and the file attached.
func read(t *testing.T, data []byte) (subject, text, name, file string) {
	t.Helper()
	msg, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	subject, err = new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(msg.Body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return subject, text, name, file
		}
		if err != nil {
			t.Fatal(err)
		}
		var body io.Reader = part
		if part.Header.Get("Content-Transfer-Encoding") == "base64" {
			body = base64.NewDecoder(base64.StdEncoding, part)
		}
		content, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		if part.FileName() == "" {
			text = string(content)
			continue
		}
		if name, err = new(mime.WordDecoder).DecodeHeader(part.FileName()); err != nil {
			t.Fatal(err)
		}
		file = string(content)
	}
}
