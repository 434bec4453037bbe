package app_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/language"
	"tenantry/backend/store"
)

// exporting is a program on synced customers with an empty folder to write into.
type exporting struct {
	*app.App
	beside *store.Store // the same data file, as another process has it open
	folder string
}

func newExporting(t *testing.T) *exporting {
	t.Helper()
	a := startRead(t, twoVendors...)
	session, err := a.Session(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	beside, err := store.Open(t.Context(), filepath.Join(session.DataFolder, "tenantry.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = beside.Close() })
	return &exporting{App: a, beside: beside, folder: t.TempDir()}
}

func (x *exporting) customers() domain.ScheduledExport {
	return domain.ScheduledExport{Kind: "customers", Format: "csv", Language: "de", Folder: x.folder}
}

func (x *exporting) add(t *testing.T, e domain.ScheduledExport) int64 {
	t.Helper()
	row, err := x.Schedules.Create(t.Context(), app.ScheduleInput{Export: &e, Cron: "30 6 * * *", TimeZone: "UTC"})
	if err != nil {
		t.Fatal(err)
	}
	return row.ID
}

// overdue lets a schedule have missed some days, and changes it as only another process could.
func (x *exporting) overdue(t *testing.T, id int64, change func(*domain.Schedule)) {
	t.Helper()
	s, err := x.beside.GetSchedule(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	past := time.Now().Add(-72 * time.Hour)
	s.NextAt = &past
	if change != nil {
		change(&s)
	}
	if _, err := x.beside.SaveSchedule(t.Context(), s); err != nil {
		t.Fatal(err)
	}
}

func (x *exporting) row(t *testing.T, id int64) app.ScheduleRow {
	t.Helper()
	rows, err := x.Schedules.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if row.ID == id {
			return row
		}
	}
	t.Fatalf("schedule %d is not listed", id)
	return app.ScheduleRow{}
}

// files names what is in the folder.
func (x *exporting) files(t *testing.T) string {
	t.Helper()
	entries, err := os.ReadDir(x.folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return strings.Join(names, " ")
}

func TestScheduledExport_CatchesUpOnceAndReplacesItsFileOnly(t *testing.T) {
	x := newExporting(t)
	req := app.ExportRequest{Kind: app.ExportCustomers, Format: app.FormatCSV, Language: "de"}
	name, err := x.Exports.FileName(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{name, "other.csv"} {
		if err := os.WriteFile(filepath.Join(x.folder, file), []byte("before"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	id := x.add(t, x.customers())
	if n, err := x.Sync.RunDue(t.Context()); n != 0 || err != nil || x.row(t, id).LastAt != nil {
		t.Fatalf("%d ran before their time (%v)", n, err)
	}
	x.overdue(t, id, nil)
	for _, want := range []int{1, 0} {
		if n, err := x.Sync.RunDue(t.Context()); n != want || err != nil {
			t.Fatalf("%d ran (%v), want %d", n, err, want)
		}
	}
	var manual bytes.Buffer
	rows, err := x.Exports.Write(t.Context(), &manual, req)
	if err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(filepath.Join(x.folder, name))
	if err != nil || !bytes.Equal(written, manual.Bytes()) || rows == 0 {
		t.Errorf("the file differs from one saved by hand (%v): %s", err, written)
	}
	other, err := os.ReadFile(filepath.Join(x.folder, "other.csv"))
	if err != nil || string(other) != "before" || len(strings.Fields(x.files(t))) != 2 {
		t.Errorf("the folder holds %s, and in the other file %q (%v)", x.files(t), other, err)
	}
	s := x.row(t, id)
	if s.LastResult != "done" || s.LastParams["file"] != name || s.LastParams["rows"] != "20" || rows != 20 {
		t.Errorf("the result is %q %v, with %d rows", s.LastResult, s.LastParams, rows)
	}
	if s.LastEndedAt == nil || s.LastEndedAt.Before(*s.LastAt) || s.NextAt == nil || !s.NextAt.After(time.Now()) {
		t.Errorf("ran from %v to %v, next at %v", s.LastAt, s.LastEndedAt, s.NextAt)
	}
	connections, err := x.Connections.List(t.Context())
	if err != nil || connections[0].NextSync != nil {
		t.Errorf("an export counts as the next sync: %+v (%v)", connections, err)
	}
}

// TestScheduledExport_FailsInWords: what an export was about may be gone when it comes due. Then nothing is written, least of
// all about everybody.
func TestScheduledExport_FailsInWords(t *testing.T) {
	x := newExporting(t)
	outside := filepath.Join(t.TempDir(), "outside.txt")
	for name, c := range map[string]struct {
		change func(*domain.Schedule)
		key    string
		param  string
	}{
		"folder":   {func(s *domain.Schedule) { s.Export.Folder = filepath.Join(x.folder, "gone") }, "schedule_folder_missing", "folder"},
		"tag":      {func(s *domain.Schedule) { s.Export.Tag = "Gold" }, "tag_unknown", "tag"},
		"customer": {func(s *domain.Schedule) { s.Export.CustomerID = 999999 }, "schedule_customer_gone", ""},
		"kind":     {func(s *domain.Schedule) { s.Export.Kind = "customer" }, "export_kind", "kind"},
		"export":   {func(s *domain.Schedule) { s.Export = nil }, "job_unknown", "job"},
	} {
		t.Run(name, func(t *testing.T) {
			id := x.add(t, x.customers())
			x.overdue(t, id, c.change)
			if n, err := x.Sync.RunDue(t.Context()); n != 1 || err == nil {
				t.Errorf("%d ran (%v)", n, err)
			}
			s := x.row(t, id)
			if s.LastResult != c.key || c.param != "" && s.LastParams[c.param] == "" || s.LastEndedAt == nil || s.NextAt == nil {
				t.Errorf("the result is %q %v: %+v", s.LastResult, s.LastParams, s)
			}
			if sentence := language.New("en").ErrorKey(s.LastResult, s.LastParams); strings.Contains(sentence, "Something went wrong") {
				t.Error(sentence)
			}
			if left := x.files(t); left != "" {
				t.Errorf("the folder holds %s", left)
			}
		})
	}
	t.Run("a link out of the folder", func(t *testing.T) {
		name, err := x.Exports.FileName(t.Context(), app.ExportRequest{Kind: app.ExportCustomers, Format: app.FormatCSV})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(outside, []byte("before"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(outside, filepath.Join(x.folder, name)); err != nil {
			t.Skipf("no links here: %v", err)
		}
		id := x.add(t, x.customers())
		x.overdue(t, id, nil)
		_, err = x.Sync.RunDue(t.Context())
		if text, _ := os.ReadFile(outside); string(text) != "before" || x.row(t, id).LastResult != "export_unwritable" {
			t.Errorf("outside is %q now (%v)", text, err)
		}
	})
}

// TestScheduledExport_FollowsItsTag: the tag is looked up when the export runs, also after somebody deleted it.
func TestScheduledExport_FollowsItsTag(t *testing.T) {
	x := newExporting(t)
	page, err := x.Customers.List(t.Context(), domain.CustomerFilter{Page: domain.PageRequest{Limit: 2}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.Tags.Give(t.Context(), "Gold", []int64{page.Items[0].ID, page.Items[1].ID}, true); err != nil {
		t.Fatal(err)
	}
	export := x.customers()
	export.Tag = "Gold"
	id := x.add(t, export)
	x.overdue(t, id, nil)
	if _, err := x.Sync.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := x.row(t, id); s.LastParams["rows"] != "2" || !strings.HasPrefix(s.LastParams["file"], "tenantry-customers-Gold-2") {
		t.Errorf("the result is %q %v", s.LastResult, s.LastParams)
	}
	tags, err := x.Tags.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.Tags.Delete(t.Context(), tags[0].ID); err != nil {
		t.Fatal(err)
	}
	before := x.files(t)
	x.overdue(t, id, nil)
	if _, err := x.Sync.RunDue(t.Context()); err == nil {
		t.Error("the tag is gone, and it ran all the same")
	}
	if s := x.row(t, id); s.LastResult != "tag_unknown" || s.LastParams["tag"] != "Gold" || x.files(t) != before {
		t.Errorf("the result is %q %v, the folder holds %s", s.LastResult, s.LastParams, x.files(t))
	}
}

// TestScheduledExport_CalendarFileKeepsItsName: what a calendar program follows is one file, replaced each time.
func TestScheduledExport_CalendarFileKeepsItsName(t *testing.T) {
	x := newExporting(t)
	path := filepath.Join(x.folder, "tenantry-calendar.ics")
	if err := os.WriteFile(path, []byte("yesterday's"), 0o600); err != nil {
		t.Fatal(err)
	}
	id := x.add(t, domain.ScheduledExport{Kind: "calendar", Format: "ics", Language: "de", Folder: x.folder})
	for range 2 {
		x.overdue(t, id, nil)
		if n, err := x.Sync.RunDue(t.Context()); n != 1 || err != nil {
			t.Fatalf("%d ran (%v)", n, err)
		}
		file, err := os.ReadFile(path)
		if err != nil || !bytes.HasPrefix(file, []byte("BEGIN:VCALENDAR")) || !bytes.HasSuffix(file, []byte("END:VCALENDAR\r\n")) {
			t.Errorf("the file is not the new one (%v): %.80s", err, file)
		}
	}
	if left := x.files(t); left != "tenantry-calendar.ics" || x.row(t, id).LastParams["file"] != left {
		t.Errorf("the folder holds %s, the result names %v", left, x.row(t, id).LastParams)
	}
}

func TestScheduledExport_PausedAndRunNow(t *testing.T) {
	x := newExporting(t)
	export := x.customers()
	export.Folder = filepath.Join(x.folder, "exports")
	if err := os.Mkdir(export.Folder, 0o700); err != nil {
		t.Fatal(err)
	}
	id := x.add(t, export)
	if err := os.Remove(export.Folder); err != nil {
		t.Fatal(err)
	}
	input := app.ScheduleInput{Export: &export, Cron: "30 6 * * *"}
	if _, err := x.Schedules.Update(t.Context(), id, input); keyOf(err) != "schedule_folder_missing" {
		t.Errorf("kept on without a folder: %v", err)
	}
	input.Paused = true
	if s, err := x.Schedules.Update(t.Context(), id, input); err != nil || s.NextAt != nil {
		t.Fatalf("not paused: %+v (%v)", s, err)
	}
	if n, err := x.Sync.RunDue(t.Context()); n != 0 || err != nil {
		t.Errorf("%d paused ones ran (%v)", n, err)
	}
	if err := os.Mkdir(export.Folder, 0o700); err != nil {
		t.Fatal(err)
	}
	events, stop := x.Events.Subscribe()
	defer stop()
	if err := x.Schedules.RunNow(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	for x.row(t, id).LastEndedAt == nil {
		next(t, events, app.EventConnectionChanged)
	}
	if s := x.row(t, id); s.LastResult != "done" || s.NextAt != nil || !s.Paused {
		t.Errorf("by hand: %+v", s)
	}
	if _, err := os.Stat(filepath.Join(export.Folder, x.row(t, id).LastParams["file"])); err != nil {
		t.Error(err)
	}
}

func TestScheduledExport_RefusesWhatCouldNotRun(t *testing.T) {
	x := newExporting(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	connections, err := x.Connections.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(*app.ScheduleInput)
		key    string
	}{
		"relative":     {func(in *app.ScheduleInput) { in.Export.Folder = "exports" }, "schedule_folder_relative"},
		"home":         {func(in *app.ScheduleInput) { in.Export.Folder = "~/exports" }, "schedule_folder_relative"},
		"no folder":    {func(in *app.ScheduleInput) { in.Export.Folder = filepath.Join(x.folder, "none") }, "schedule_folder_missing"},
		"a file":       {func(in *app.ScheduleInput) { in.Export.Folder = file }, "schedule_folder_missing"},
		"customer":     {func(in *app.ScheduleInput) { in.Export.CustomerID = 999999 }, "schedule_customer_gone"},
		"tag":          {func(in *app.ScheduleInput) { in.Export.Tag = "Gold" }, "tag_unknown"},
		"both":         {func(in *app.ScheduleInput) { in.Export.Tag, in.Export.CustomerID = "Gold", 1 }, "scope_both"},
		"kind":         {func(in *app.ScheduleInput) { in.Export.Kind = "invoices" }, "export_kind"},
		"one customer": {func(in *app.ScheduleInput) { in.Export.Kind, in.Export.CustomerID = "customer", 1 }, "export_kind"},
		"format":       {func(in *app.ScheduleInput) { in.Export.Format = "ics" }, "export_format"},
		"family":       {func(in *app.ScheduleInput) { in.Export.Kind, in.Export.Family = "jobs", domain.FamilyBackup }, "schedule_family"},
		"language":     {func(in *app.ScheduleInput) { in.Export.Language = "fr" }, "setting_invalid"},
		"connection":   {func(in *app.ScheduleInput) { in.ConnectionID = &connections[0].ID }, "schedule_connection"},
		"time":         {func(in *app.ScheduleInput) { in.Cron = "soon" }, "cron_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			export := x.customers()
			in := app.ScheduleInput{Export: &export, Cron: "30 6 * * *"}
			c.change(&in)
			if _, err := x.Schedules.Create(t.Context(), in); keyOf(err) != c.key {
				t.Errorf("got %v, want %s", err, c.key)
			}
		})
	}
	if rows, err := x.Schedules.List(t.Context()); err != nil || len(rows) != 0 || x.files(t) != "" {
		t.Errorf("%d were stored all the same, and the folder holds %q (%v)", len(rows), x.files(t), err)
	}
}

// TestScheduledExport_EveryKindRuns: every kind that the API takes is written in each of its formats.
func TestScheduledExport_EveryKindRuns(t *testing.T) {
	x := newExporting(t)
	field, _ := reflect.TypeFor[domain.ScheduledExport]().FieldByName("Kind")
	customers, err := x.Customers.List(t.Context(), domain.CustomerFilter{Page: domain.PageRequest{Limit: 1}})
	if err != nil || len(customers.Items) == 0 {
		t.Fatal(customers, err)
	}
	var ids []int64
	for kind := range strings.SplitSeq(field.Tag.Get("enum"), ",") {
		formats := []string{"xlsx", "csv"}
		if kind == "calendar" {
			formats = append(formats, "ics")
		}
		for _, format := range formats {
			export := domain.ScheduledExport{Kind: kind, Format: format, Folder: x.folder}
			if kind == string(app.ExportReport) {
				export.CustomerID = customers.Items[0].ID
			}
			ids = append(ids, x.add(t, export))
		}
	}
	for _, id := range ids {
		x.overdue(t, id, nil)
	}
	if n, err := x.Sync.RunDue(t.Context()); n != len(ids) || err != nil {
		t.Fatalf("%d of %d ran (%v)", n, len(ids), err)
	}
	if got := strings.Count(x.files(t), "tenantry-"); got != len(ids) { // a customer's name has spaces
		t.Errorf("%d files of %d exports: %s", got, len(ids), x.files(t))
	}
	for _, id := range ids {
		if s := x.row(t, id); s.LastResult != "done" {
			t.Errorf("%s as %s: %s %v", s.Export.Kind, s.Export.Format, s.LastResult, s.LastParams)
		}
	}
}

func keyOf(err error) string {
	var known *domain.Error
	if errors.As(err, &known) {
		return known.Key
	}
	return ""
}

// open gives what is told of schedules that failed.
func (x *exporting) open(t *testing.T, state domain.NotificationState) []domain.Notification {
	t.Helper()
	page, err := x.Notifications.List(t.Context(), state, domain.PageRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var all []domain.Notification
	for _, n := range page.Items {
		if n.Rule == domain.RuleSchedule {
			all = append(all, n)
		}
	}
	return all
}

func (x *exporting) failures(t *testing.T, scope domain.Scope) int {
	t.Helper()
	home, err := x.Home.Get(t.Context(), app.HomeRequest{Scope: scope, Limit: 8})
	if err != nil {
		t.Fatal(err)
	}
	return len(home.Failed.Schedules)
}

func TestScheduledExport_ThatFails_IsToldOnce_UntilItIsWritten(t *testing.T) {
	x := newExporting(t)
	id := x.add(t, x.customers())
	run := func(well bool) {
		t.Helper()
		x.overdue(t, id, nil)
		if n, err := x.Sync.RunDue(t.Context()); n != 1 || (err == nil) != well {
			t.Fatalf("%d ran (%v)", n, err)
		}
	}
	if err := os.Remove(x.folder); err != nil {
		t.Fatal(err)
	}
	run(false)
	told := x.open(t, domain.NotificationsOpen)
	if len(told) != 1 || told[0].Kind != domain.NotifyFailure || told[0].Params["error_key"] != "schedule_folder_missing" ||
		told[0].Params["folder"] != x.folder || told[0].Params["export"] != "customers" {
		t.Fatalf("told: %+v", told)
	}
	if x.failures(t, domain.Scope{}) != 1 || x.failures(t, domain.Scope{CustomerID: 1}) != 0 {
		t.Error("the first page tells it, but not that of one customer whom it is not about")
	}
	if err := x.Notifications.Read(t.Context(), told[0].ID, true); err != nil {
		t.Fatal(err)
	}

	// While it runs again nothing is known yet, and when it fails again that is no news.
	x.overdue(t, id, nil)
	s := x.row(t, id)
	if ok, err := x.beside.MarkScheduleStarted(t.Context(), id, s.NextAt, time.Now(), *s.NextAt); !ok || err != nil {
		t.Fatal(ok, err)
	}
	other := x.customers()
	other.Folder = t.TempDir()
	x.add(t, other) // has the notifications made anew
	again := x.open(t, domain.NotificationsOpen)
	if len(again) != 1 || again[0].ReadAt == nil {
		t.Errorf("while it runs: %+v", again)
	}
	run(false)
	again = x.open(t, domain.NotificationsOpen)
	if len(again) != 1 || again[0].ID != told[0].ID || again[0].ReadAt == nil {
		t.Errorf("told again: %+v", again)
	}

	if err := os.Mkdir(x.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	run(true)
	if open, ended := x.open(t, domain.NotificationsOpen), x.open(t, domain.NotificationsEnded); len(open) != 0 || len(ended) != 1 {
		t.Errorf("written, and open: %+v, ended: %+v", open, ended)
	}
	if x.failures(t, domain.Scope{}) != 0 {
		t.Error("the first page still tells it")
	}
}

func TestScheduledExport_ThatFailedAndIsPaused_IsToldNoMore(t *testing.T) {
	x := newExporting(t)
	e := x.customers()
	id := x.add(t, e)
	if err := os.Remove(x.folder); err != nil {
		t.Fatal(err)
	}
	x.overdue(t, id, nil)
	if n, err := x.Sync.RunDue(t.Context()); n != 1 || err == nil || len(x.open(t, domain.NotificationsOpen)) != 1 {
		t.Fatalf("%d ran (%v)", n, err)
	}
	in := app.ScheduleInput{Export: &e, Cron: "30 6 * * *", TimeZone: "UTC", Paused: true}
	if _, err := x.Schedules.Update(t.Context(), id, in); err != nil {
		t.Fatal(err)
	}
	if told := x.open(t, domain.NotificationsOpen); len(told) != 0 {
		t.Errorf("still told: %+v", told)
	}
}
