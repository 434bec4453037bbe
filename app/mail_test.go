package app_test

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/mailer/mailertest"
)

// relay is a mail server that lets everybody in the network hand in mail.
func relay(t *testing.T, unknown string) (*mailertest.Server, app.MailInput) {
	t.Helper()
	s := mailertest.Start(t, mailertest.Options{NoTLS: true, Unknown: unknown})
	return s, app.MailInput{MailServer: domain.MailServer{
		Host: s.Host, Port: s.Port, Security: domain.MailPlain, From: "Office <office@msp.example>",
	}}
}

func TestScheduledMail_SendsTheFileOnceAndSaysHowComplete(t *testing.T) {
	x := newExporting(t)
	s, in := relay(t, "")
	mailed := domain.ScheduledExport{Kind: "customers", Format: "csv", Language: "de", To: "anna@one.example, Ben <ben@two.example>"}
	schedule := app.ScheduleInput{Export: &mailed, Cron: "30 6 1 * *", TimeZone: "UTC"}
	if _, err := x.Schedules.Create(t.Context(), schedule); keyOf(err) != "mail_unset" {
		t.Fatalf("without a server: %v", err)
	}
	if _, err := x.Mail.Save(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	id := x.add(t, mailed)
	x.overdue(t, id, nil)
	for _, want := range []int{1, 0} {
		if n, err := x.Sync.RunDue(t.Context()); n != want || err != nil {
			t.Fatalf("%d ran (%v), want %d", n, err, want)
		}
	}
	mails := s.Mails()
	if len(mails) != 1 || strings.Join(mails[0].To, " ") != "anna@one.example ben@two.example" {
		t.Fatalf("%d mails: %+v", len(mails), mails)
	}
	text := string(mails[0].Data)
	for _, said := range []string{"Umfang: Alle Kunden", "Angeh=C3=A4ngt: tenantry-customers-", "Vollst=C3=A4ndigkeit: ", `filename="tenantry-customers-`} {
		if !strings.Contains(text, said) {
			t.Errorf("the mail does not say %q:\n%.1500s", said, text)
		}
	}
	if row := x.row(t, id); row.LastResult != "done" || row.LastParams["rows"] != "20" || x.files(t) != "" {
		t.Errorf("the result is %q %v; the folder holds %q", row.LastResult, row.LastParams, x.files(t))
	}
}

func TestScheduledMail_FailsInWords(t *testing.T) {
	x := newExporting(t)
	s, in := relay(t, "ben@two.example")
	if _, err := x.Mail.Save(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	mailed := x.customers()
	mailed.Folder, mailed.To = "", "ben@two.example"
	id := x.add(t, mailed)
	x.overdue(t, id, nil)
	if n, err := x.Sync.RunDue(t.Context()); n != 1 || err == nil {
		t.Errorf("%d ran (%v)", n, err)
	}
	if row := x.row(t, id); row.LastResult != "mail_recipient" || !strings.Contains(row.LastParams["reason"], "no such mailbox") {
		t.Errorf("the result is %q %v", row.LastResult, row.LastParams)
	}
	if _, err := x.Mail.Save(t.Context(), app.MailInput{}); err != nil {
		t.Fatal(err)
	}
	x.overdue(t, id, nil)
	_, _ = x.Sync.RunDue(t.Context())
	if row := x.row(t, id); row.LastResult != "mail_unset" || len(s.Mails()) > 0 {
		t.Errorf("without a server the result is %q; %d mails", row.LastResult, len(s.Mails()))
	}
	for name, c := range map[string]struct{ folder, to, key string }{
		"both":    {x.folder, "ben@two.example", "schedule_where"},
		"neither": {"", "", "schedule_folder_relative"},
		"nobody":  {"", "ben", "mail_address"},
	} {
		mailed.Folder, mailed.To = c.folder, c.to
		_, err := x.Schedules.Create(t.Context(), app.ScheduleInput{Export: &mailed, Cron: "30 6 * * *", TimeZone: "UTC"})
		if keyOf(err) != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMail_PasswordStaysSealedAndWithItsServer(t *testing.T) {
	x := newExporting(t)
	session, err := x.Session(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	password := "a mail password that is longer than what is put around a sealed one"
	in := app.MailInput{
		MailServer: domain.MailServer{Host: "smtp.msp.example", Port: 587, Security: domain.MailStartTLS, User: "office", From: "office@msp.example"},
		Password:   &password,
	}
	saved, err := x.Mail.Save(t.Context(), in)
	if err != nil || !saved.PasswordSet {
		t.Fatalf("%+v (%v)", saved, err)
	}
	for _, name := range []string{"tenantry.db", "tenantry.db-wal"} {
		data, err := os.ReadFile(filepath.Join(session.DataFolder, name))
		coded := base64.StdEncoding.EncodeToString([]byte(password))
		if err != nil || bytes.Contains(data, []byte(password)) || bytes.Contains(data, []byte(coded)) {
			t.Errorf("%s holds the password (%v)", name, err)
		}
	}
	in.Password = nil
	in.Port = 2525
	if saved, err = x.Mail.Save(t.Context(), in); err != nil || !saved.PasswordSet {
		t.Errorf("another port: %+v (%v)", saved, err)
	}
	in.Host = "evil.example"
	if _, err := x.Mail.Save(t.Context(), in); keyOf(err) != "mail_password_again" {
		t.Errorf("another server: %v", err)
	}
	none := ""
	in.Password = &none
	if saved, err = x.Mail.Save(t.Context(), in); err != nil || saved.PasswordSet || saved.Host != "evil.example" {
		t.Errorf("without a password: %+v (%v)", saved, err)
	}
	if saved, err = x.Mail.Save(t.Context(), app.MailInput{}); err != nil || saved.Host != "" || saved.Port != 587 {
		t.Errorf("without a host: %+v (%v)", saved, err)
	}
}

func TestMail_TestReachesTheServerThatIsSet(t *testing.T) {
	a := start(t, t.TempDir(), nil)
	if err := a.Mail.Test(t.Context(), "anna@one.example"); keyOf(err) != "mail_unset" {
		t.Errorf("without a server: %v", err)
	}
	s, in := relay(t, "")
	if _, err := a.Mail.Save(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if err := a.Mail.Test(t.Context(), "anna@one.example"); err != nil {
		t.Fatal(err)
	}
	mails := s.Mails()
	if len(mails) != 1 || mails[0].To[0] != "anna@one.example" || !bytes.Contains(mails[0].Data, []byte("Test mail from Tenantry")) {
		t.Errorf("%+v", mails)
	}
}
