package app

import (
	"bytes"
	"context"
	"strings"

	"tenantry/backend/domain"
	"tenantry/backend/export"
	"tenantry/backend/language"
	"tenantry/backend/mailer"
)

// mailPassword is what the mail server's password is sealed as; it belongs to no connection.
const mailPassword = "mail"

// Mail is the server by which the program sends mail.
type Mail struct{ app *App }

// MailSettings are the mail server as it may be shown.
type MailSettings struct {
	domain.MailServer
	PasswordSet bool `json:"password_set"`
}

// MailInput is what a user enters of a mail server.
type MailInput struct {
	domain.MailServer
	Password *string `json:"password,omitempty" maxLength:"1000" doc:"left out: the one there is; empty: none"`
}

// Get gives the mail server; one without a host was never set.
func (m *Mail) Get(ctx context.Context) (MailSettings, error) {
	ws, err := m.app.current()
	if err != nil {
		return MailSettings{}, err
	}
	server, password, err := ws.store.GetMailServer(ctx)
	return MailSettings{MailServer: server, PasswordSet: password != nil}, err
}

// Save replaces the mail server. A password is never sent to a server it was not typed in for.
func (m *Mail) Save(ctx context.Context, in MailInput) (MailSettings, error) {
	ws, err := m.app.current()
	if err != nil {
		return MailSettings{}, err
	}
	before, password, err := ws.store.GetMailServer(ctx)
	if err != nil {
		return MailSettings{}, err
	}
	switch {
	case in.Host == "" || in.User == "":
		password = nil
	case in.Password != nil:
		password = nil
		if *in.Password != "" {
			sealed, err := ws.vault.seal(ctx, 0, map[string]string{mailPassword: *in.Password})
			if err != nil {
				return MailSettings{}, err
			}
			password = sealed[mailPassword]
		}
	case password != nil && !strings.EqualFold(before.Host, in.Host):
		return MailSettings{}, domain.NewError(domain.CodeInvalid, "mail_password_again", "host", in.Host)
	}
	if in.Host == "" {
		in.MailServer = domain.NewMailServer()
	}
	if err := ws.store.SaveMailServer(ctx, in.MailServer, password); err != nil {
		return MailSettings{}, err
	}
	m.app.tell(ws, Event{Type: EventSettingsChanged})
	return m.Get(ctx)
}

// Test sends a mail without an attachment.
func (m *Mail) Test(ctx context.Context, to string) error {
	ws, err := m.app.current()
	if err != nil {
		return err
	}
	server, err := ws.mailServer(ctx)
	if err != nil {
		return err
	}
	settings, err := ws.store.GetSettings(ctx)
	if err != nil {
		return err
	}
	texts := language.New(chooseExportLanguage("", settings.Language))
	return mailer.Send(ctx, server, mailer.Message{
		To: to, Subject: texts.Text("mail.test.subject", nil), Text: texts.Text("mail.test.text", nil) + "\n",
	})
}

// mailServer gives the server with its password; the key "mail_unset" says that none was set.
func (w *workspace) mailServer(ctx context.Context) (mailer.Server, error) {
	server, sealed, err := w.store.GetMailServer(ctx)
	if err != nil {
		return mailer.Server{}, err
	}
	if server.Host == "" {
		return mailer.Server{}, domain.NewError(domain.CodeConflict, "mail_unset")
	}
	out := mailer.Server{MailServer: server}
	if sealed != nil {
		box, err := w.vault.unlock(ctx)
		if err != nil {
			return out, err
		}
		if out.Password, err = box.Open(0, mailPassword, sealed); err != nil {
			return out, err
		}
	}
	return out, nil
}

// mail sends the export as an attachment. The text says what a workbook's cover says: about whom, as of when, how complete.
func (j *exportJob) mail(ctx context.Context, to string) (domain.ScheduleResult, error) {
	server, err := j.ws.mailServer(ctx)
	if err != nil {
		return domain.ScheduleResult{}, err
	}
	cover, err := j.coverOf(ctx)
	if err != nil {
		return domain.ScheduleResult{}, err
	}
	var file bytes.Buffer
	rows, err := j.write(ctx, &file)
	if err != nil {
		return domain.ScheduleResult{}, err
	}
	name, err := j.fileName(ctx)
	if err != nil {
		return domain.ScheduleResult{}, err
	}
	err = mailer.Send(ctx, server, mailer.Message{
		To:       to,
		Subject:  j.texts.Text("mail.subject", map[string]any{"what": cover.Title, "day": j.format.Date(j.scope.Today)}),
		Text:     j.mailText(cover, name),
		Attached: bytes.NewReader(file.Bytes()),
		Name:     name,
	})
	return exported(name, rows), err
}

func (j *exportJob) mailText(cover export.Cover, name string) string {
	var lines []string
	if cover.Banner != "" {
		lines = append(lines, cover.Banner, "")
	}
	lines = append(lines, j.texts.Text("mail.attached", map[string]any{"file": name}), "")
	for _, fact := range cover.Facts {
		lines = append(lines, fact.Label+": "+j.format.Value(fact.Value))
	}
	return strings.Join(lines, "\n") + "\n"
}
