package domain

import (
	"errors"
	"net/mail"
	"net/netip"
	"strings"
)

// MailServer is the server that takes the program's mail (SMTP: RFC 5321, submission: RFC 6409). Its password is kept apart.
type MailServer struct {
	Host     string       `json:"host" maxLength:"253" doc:"name or address; empty: no mail is sent"`
	Port     int          `json:"port" minimum:"0" maximum:"65535" doc:"0 without a host"`
	Security MailSecurity `json:"security" enum:"starttls,tls,none"`
	User     string       `json:"user" maxLength:"320" doc:"empty: nobody signs in"`
	From     string       `json:"from" maxLength:"320" doc:"address that mail comes from, with a name or without"`
}

// MailSecurity is how the connection to a mail server is encrypted.
type MailSecurity string

// The ways. Nothing is ever sent unencrypted where encryption was asked for.
const (
	MailStartTLS MailSecurity = "starttls" // from the greeting on, usually on port 587
	MailTLS      MailSecurity = "tls"      // from the first byte on, usually on port 465
	MailPlain    MailSecurity = "none"     // not at all, on port 25 of a server in the same network; nobody can sign in
)

// NewMailServer gives what is usual, without a server.
func NewMailServer() MailServer { return MailServer{Port: 587, Security: MailStartTLS} }

// Check refuses what no mail could be sent with. Without a host nothing else matters.
func (m MailServer) Check() error {
	if m.Host == "" {
		return nil
	}
	_, isNumber := netip.ParseAddr(m.Host)
	switch {
	case isNumber != nil && strings.ContainsAny(m.Host, "/:@[] \t\r\n"):
		return NewError(CodeInvalid, "mail_host", "host", m.Host)
	case m.Port < 1 || m.Port > 65535:
		return NewError(CodeInvalid, "mail_port")
	case m.Security != MailStartTLS && m.Security != MailTLS && m.Security != MailPlain:
		return NewError(CodeInvalid, "setting_invalid", "setting", "mail.security")
	case m.Security == MailPlain && m.User != "":
		return NewError(CodeInvalid, "mail_plain_password")
	}
	_, err := MailAddress(m.From)
	return err
}

// MailAddress reads one address as people write it: with a name or without (RFC 5322).
func MailAddress(text string) (*mail.Address, error) {
	address, err := mail.ParseAddress(text)
	if err != nil {
		return nil, Errorf(CodeInvalid, "mail_address", map[string]string{"address": text}, "parse address: %w", err)
	}
	return address, nil
}

// MailAddresses reads addresses with commas between.
func MailAddresses(text string) ([]*mail.Address, error) {
	addresses, err := mail.ParseAddressList(text)
	if err == nil && len(addresses) == 0 { // a group of nobody
		err = errors.New("nobody")
	}
	if err != nil {
		return nil, Errorf(CodeInvalid, "mail_address", map[string]string{"address": text}, "parse addresses: %w", err)
	}
	return addresses, nil
}
