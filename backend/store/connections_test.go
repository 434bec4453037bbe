package store_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store/storetest"
)

func TestConnections_AreKeptWithFieldsAccountAndHold(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	hold := &domain.GoneHold{Reason: "fewer", Before: 60, Read: 30, Since: storetest.Now}
	c, err := s.CreateConnection(ctx, domain.Connection{
		Vendor: domain.VendorMicrosoft, Name: "Graph", Fields: map[string]string{"tenant": "contoso"}, Sandbox: true, CreatedAt: storetest.Now,
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		s.SetAccount(ctx, c.ID, domain.Account{ID: "1", Name: "Ada", Org: "msp"}),
		s.SetConnectionState(ctx, c.ID, domain.ConnectionReady),
		s.SetGoneHold(ctx, c.ID, hold),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.GetConnectionByName(ctx, "graph")
	if err != nil {
		t.Fatal(err)
	}
	c.State, c.Account, c.GoneHold = domain.ConnectionReady, domain.Account{ID: "1", Name: "Ada", Org: "msp"}, hold
	compare(t, "connection", got, c)
	_, err = s.CreateConnection(ctx, domain.Connection{Vendor: domain.VendorWebex, Name: "GRAPH"}, nil)
	wantKey(t, err, "connection_name_taken")
	_, err = s.GetConnection(ctx, 99)
	wantKey(t, err, "not_found")
	wantKey(t, s.UpdateConnection(ctx, domain.Connection{ID: 99, Name: "None"}, nil), "not_found")
}

func TestAcceptGone_HoldsForWhatWasAskedUntilItIsTakenBack(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	c := storetest.Connect(t, s, domain.VendorWebex, "Hub")
	expect := func(when string, want, asked *domain.GoneHold) {
		t.Helper()
		got, err := s.AcceptedGone(ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, "accepted "+when, got, want)
		conn, err := s.GetConnection(ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, "asked "+when, conn.GoneHold, asked)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.AcceptGone(ctx, c.ID))
	expect("where nothing was asked", nil, nil)
	hold := &domain.GoneHold{Reason: "fewer", Before: 60, Read: 30, Account: "1", Since: storetest.Now}
	must(s.SetGoneHold(ctx, c.ID, hold))
	expect("before the answer", nil, hold)
	must(s.AcceptGone(ctx, c.ID))
	expect("after it", hold, nil)
	must(s.SetGoneHold(ctx, c.ID, &domain.GoneHold{Reason: "empty"}))
	expect("after another question", nil, &domain.GoneHold{Reason: "empty"})
	must(s.AcceptGone(ctx, c.ID))
	must(s.SetGoneHold(ctx, c.ID, nil))
	expect("after a complete read", nil, nil)
	wantKey(t, s.AcceptGone(ctx, 99), "not_found")
}

func TestSecrets_OnlySealedBytesAreStoredAndOthersKept(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "tenantry.db")
	s := mustOpen(t, path)
	sealed := func(b byte) []byte { return bytes.Repeat([]byte{b}, 48) }
	c, err := s.CreateConnection(ctx, domain.Connection{Vendor: domain.VendorWebex, Name: "Hub"},
		map[string][]byte{"client_secret": sealed(1), "refresh_token": sealed(2)})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.UpdateConnection(ctx, c, map[string][]byte{"refresh_token": sealed(3)}); err != nil {
		t.Fatal(err)
	}
	got, err := s.FindSecrets(ctx, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "secrets", got, map[string][]byte{"client_secret": sealed(1), "refresh_token": sealed(3)})
	if err := s.SaveSecret(ctx, c.ID, "client_secret", []byte("correct horse battery staple"), storetest.Now); err == nil {
		t.Error("a secret in plain text was stored")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(path); err != nil || bytes.Contains(content, []byte("battery")) {
		t.Errorf("the plain secret is in the file (%v)", err)
	}
}

func TestSettings_DefaultsThenWhatWasSaved(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	settings, err := s.GetSettings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "defaults", settings, domain.DefaultSettings())
	settings.Language, settings.TimeZone, settings.Thresholds.ExpiringDays = "de", "Europe/Oslo", 60
	if err := s.SaveSettings(ctx, settings); err != nil {
		t.Fatal(err)
	}
	got, err := s.GetSettings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "saved", got, settings)
	for name, change := range map[string]func(*domain.Settings){
		"language":  func(s *domain.Settings) { s.Language = "xx" },
		"theme":     func(s *domain.Settings) { s.Theme = "pink" },
		"density":   func(s *domain.Settings) { s.Density = "loose" },
		"time zone": func(s *domain.Settings) { s.TimeZone = "Europe/Atlantis" },
		"window":    func(s *domain.Settings) { s.Thresholds.ExpiringDays = 0 },
		"factor":    func(s *domain.Settings) { s.Thresholds.LowFactor = "1.5" },
		"customers": func(s *domain.Settings) { s.Thresholds.LowMinCustomers = 1 },
		"age":       func(s *domain.Settings) { s.Thresholds.LowMinAgeDays = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			wrong := settings
			change(&wrong)
			wantKey(t, s.SaveSettings(ctx, wrong), "setting_invalid")
		})
	}
}

func TestSchedules_AreClaimedByOneProcessOnly(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	due, next := storetest.Now, storetest.Now.Add(24*time.Hour)
	schedule, err := s.SaveSchedule(ctx, domain.Schedule{Job: "sync", Cron: "30 6 * * *", TimeZone: "Europe/Oslo", NextAt: &due})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []bool{true, false} {
		if claimed, err := s.MarkScheduleStarted(ctx, schedule.ID, &due, storetest.Now, next); err != nil || claimed != want {
			t.Errorf("claimed %v (%v), want %v", claimed, err, want)
		}
	}
	ended := storetest.Now.Add(time.Minute)
	result := domain.ScheduleResult{Word: "done", Params: map[string]string{"rows": "7"}}
	if err := s.MarkScheduleFinished(ctx, schedule.ID, ended, result); err != nil {
		t.Fatal(err)
	}
	schedule.LastAt, schedule.LastEndedAt, schedule.LastResult, schedule.LastParams, schedule.NextAt = &due, &ended, "done", result.Params, &next
	all, err := s.FindSchedules(ctx)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "schedules", all, []domain.Schedule{schedule})
	schedule.Paused = true
	if _, err := s.SaveSchedule(ctx, schedule); err != nil {
		t.Fatal(err)
	}
	if claimed, err := s.MarkScheduleStarted(ctx, schedule.ID, &next, storetest.Now, next); err != nil || claimed {
		t.Errorf("a paused schedule was claimed (%v)", err)
	}
	if err := s.DeleteSchedule(ctx, schedule.ID); err != nil {
		t.Fatal(err)
	}
	wantKey(t, s.DeleteSchedule(ctx, schedule.ID), "not_found")
}

func TestSchedules_KeepTheirExportAndForgetTheLastResultAtTheNextStart(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	export := domain.ScheduledExport{Kind: "billing", Format: "csv", Family: domain.FamilyBackup, Tag: "Gold", Language: "it", Folder: t.TempDir()}
	saved, err := s.SaveSchedule(ctx, domain.Schedule{Job: "export", Export: &export, Cron: "30 6 * * *", TimeZone: "UTC"})
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "export", *saved.Export, export)
	result := domain.ScheduleResult{Word: "tag_unknown", Params: map[string]string{"tag": "Gold"}}
	if err := s.MarkScheduleFinished(ctx, saved.ID, storetest.Now, result); err != nil {
		t.Fatal(err)
	}
	if claimed, err := s.MarkScheduleStarted(ctx, saved.ID, nil, storetest.Now, storetest.Now.Add(time.Hour)); err != nil || !claimed {
		t.Fatalf("claimed %v (%v)", claimed, err)
	}
	running, err := s.GetSchedule(ctx, saved.ID)
	if err != nil || running.LastEndedAt != nil || len(running.LastParams) != 0 || running.LastResult != "running" {
		t.Errorf("while it runs: %+v (%v)", running, err)
	}
	saved.Export.Folder = "exports"
	_, err = s.SaveSchedule(ctx, saved)
	wantKey(t, err, "schedule_folder_relative")
}
