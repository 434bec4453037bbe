package app_test

import (
	"testing"
	"time"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

func login(t *testing.T, simulator *sandbox.Sandbox, url string) app.ConnectionInput {
	t.Helper()
	for _, conn := range simulator.Connections(url) {
		if conn.Vendor == "webex" {
			return app.ConnectionInput{Name: "Webex", Fields: conn.Fields, Secrets: conn.Secrets}
		}
	}
	t.Fatal("no Webex in the sandbox")
	return app.ConnectionInput{}
}

func setupOf(t *testing.T, a *app.App) domain.Setup {
	t.Helper()
	setup, err := a.Setup.Get(t.Context())
	must(t, err)
	return setup
}

func TestSetup_GoesOnAfterTheProgramEnded(t *testing.T) {
	simulator, url := vendors(t, sandbox.Options{Customers: 3})
	folder := t.TempDir()
	in := login(t, simulator, url)
	a := start(t, folder, nil)
	if setup := setupOf(t, a); setup.State != domain.SetupNew || setup.Step != domain.StepWelcome {
		t.Errorf("it begins with %+v", setup)
	}
	_, err := a.Setup.Save(t.Context(), domain.Setup{
		State: domain.SetupOpen, Step: domain.StepTest, Vendor: domain.VendorWebex, Name: in.Name, Fields: in.Fields,
	})
	must(t, err)
	must(t, a.Close())

	a = start(t, folder, nil)
	setup := setupOf(t, a)
	if setup.Step != domain.StepTest || setup.Fields["client_id"] != in.Fields["client_id"] {
		t.Errorf("after a new start it is %+v", setup)
	}
	// The connection was made, and the program ended before that was noted.
	made, err := a.Connections.Create(t.Context(), domain.VendorWebex, in)
	must(t, err)
	if setup := setupOf(t, a); setup.Step != domain.StepSync || setup.ConnectionID != made.ID {
		t.Errorf("with the connection made it is %+v", setup)
	}
	session, err := a.Session(t.Context(), "")
	if err != nil || session.Setup != domain.SetupOpen || session.FirstStart {
		t.Errorf("the session says %+v (%v)", session, err)
	}
	setup = setupOf(t, a)
	_, err = a.Setup.Save(t.Context(), setup)
	must(t, err)
	must(t, a.Connections.Delete(t.Context(), made.ID))
	if setup := setupOf(t, a); setup.Step != domain.StepVendor || setup.ConnectionID != 0 || setup.State != domain.SetupOpen {
		t.Errorf("with the connection deleted it is %+v", setup)
	}
}

// TestSetup_AnotherConnectionIsNotTakenForTheNewOne: a name alone does not make a connection that of the set-up.
func TestSetup_AnotherConnectionIsNotTakenForTheNewOne(t *testing.T) {
	simulator, url := vendors(t, sandbox.Options{Customers: 3})
	in := login(t, simulator, url)
	c := newClock()
	a := start(t, t.TempDir(), c.set)
	_, err := a.Connections.Create(t.Context(), domain.VendorWebex, in)
	must(t, err)
	c.pass(time.Second)
	_, err = a.Setup.Save(t.Context(), domain.Setup{State: domain.SetupOpen, Step: domain.StepTest, Vendor: domain.VendorWebex, Name: "webex"})
	must(t, err)
	if setup := setupOf(t, a); setup.Step != domain.StepTest || setup.ConnectionID != 0 {
		t.Errorf("it is %+v", setup)
	}
}

func TestSetup_EachStepNeedsTheOnesBefore(t *testing.T) {
	a := start(t, t.TempDir(), nil)
	for name, setup := range map[string]domain.Setup{
		"no such step":          {Step: "coffee"},
		"no such state":         {State: "half", Step: domain.StepWelcome},
		"a form without vendor": {State: domain.SetupOpen, Step: domain.StepCredentials},
		"a sync of nothing":     {State: domain.SetupOpen, Step: domain.StepSync, Vendor: domain.VendorWebex},
		"done too early":        {State: domain.SetupDone, Step: domain.StepTest, Vendor: domain.VendorWebex},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := a.Setup.Save(t.Context(), setup)
			requireKey(t, err, "setup_invalid")
		})
	}
	_, err := a.Setup.Save(t.Context(), domain.Setup{State: domain.SetupOpen, Step: domain.StepSync, Vendor: domain.VendorWebex, ConnectionID: 7})
	requireKey(t, err, "not_found")
	_, err = a.Setup.Save(t.Context(), domain.Setup{
		State: domain.SetupOpen, Step: domain.StepTest, Vendor: domain.VendorWebex, Fields: map[string]string{"client_secret": "s"},
	})
	requireKey(t, err, "setup_secret")
}

func checkOf(t *testing.T, page app.OwnPage, key domain.SetupCheckKey) domain.SetupCheck {
	t.Helper()
	for _, check := range page.Checks {
		if check.Key == key {
			return check
		}
	}
	t.Fatalf("no check %s in %+v", key, page.Checks)
	return domain.SetupCheck{}
}

func ownPage(t *testing.T, a *app.App) app.OwnPage {
	t.Helper()
	page, err := a.Organisation.Get(t.Context())
	must(t, err)
	return page
}

func TestOrganisation_ChecklistFollowsFromWhatIsStored(t *testing.T) {
	_, url := vendors(t, sandbox.Options{Customers: 8, AllAccessible: true})
	a := start(t, t.TempDir(), nil)
	for _, check := range ownPage(t, a).Checks {
		if check.Done {
			t.Errorf("in an empty folder %s is done", check.Key)
		}
	}
	_, err := a.Connections.ConnectSandbox(t.Context(), url)
	must(t, err)
	if check := checkOf(t, ownPage(t, a), domain.CheckFirstSync); check.Done || check.Count != 0 || check.Of != 2 {
		t.Errorf("before the first sync: %+v", check)
	}
	connectAndSync(t, a, url)
	page := ownPage(t, a)
	for _, key := range []domain.SetupCheckKey{domain.CheckConnections, domain.CheckFirstSync} {
		if check := checkOf(t, page, key); !check.Done || check.Count != 2 || check.Of != 2 {
			t.Errorf("after the first sync: %+v", check)
		}
	}
	counts, err := a.Matches.Pairs(t.Context(), domain.PageRequest{})
	must(t, err)
	if check := checkOf(t, page, domain.CheckMatching); check.Count != counts.Counts.Unmatched || check.Done != (check.Count == 0) {
		t.Errorf("%d customers are unmatched, the checklist says %+v", counts.Counts.Unmatched, check)
	}
	if checkOf(t, page, domain.CheckSchedule).Done || checkOf(t, page, domain.CheckThresholds).Done {
		t.Errorf("nobody made a schedule or looked at thresholds: %+v", page.Checks)
	}
	_, err = a.Schedules.Create(t.Context(), app.ScheduleInput{Cron: "30 6 * * *"})
	must(t, err)
	must(t, a.Setup.SeeThresholds(t.Context()))
	page = ownPage(t, a)
	if !checkOf(t, page, domain.CheckSchedule).Done || !checkOf(t, page, domain.CheckThresholds).Done {
		t.Errorf("afterwards: %+v", page.Checks)
	}
}

func TestOrganisation_ChangedThresholdsWereLookedAt(t *testing.T) {
	a := start(t, t.TempDir(), nil)
	settings, err := a.Settings.Get(t.Context())
	must(t, err)
	settings.Theme = "dark"
	_, err = a.Settings.Save(t.Context(), settings)
	must(t, err)
	if checkOf(t, ownPage(t, a), domain.CheckThresholds).Done {
		t.Error("another setting counts as the thresholds")
	}
	settings.Thresholds.ExpiringDays = 60
	_, err = a.Settings.Save(t.Context(), settings)
	must(t, err)
	if !checkOf(t, ownPage(t, a), domain.CheckThresholds).Done {
		t.Error("changed thresholds were not looked at")
	}
}

// TestOrganisation_TellsWhatVendorsTell: who we are follows from the sign-in, our people from the lists at customers.
func TestOrganisation_TellsWhatVendorsTell(t *testing.T) {
	a := startRead(t)
	page := ownPage(t, a)
	if len(page.Organisations) < 4 || len(page.People) == 0 {
		t.Fatalf("%d organisations, %d people", len(page.Organisations), len(page.People))
	}
	for _, own := range page.Organisations {
		known := own.Vendor == domain.VendorWebex || own.Vendor == domain.VendorMicrosoft
		if (own.Account.Org != "") != known || own.FirstFullAt == nil || known && len(own.Links) == 0 {
			t.Errorf("%s tells %+v", own.Connection, own)
		}
		if (own.PeopleAt != nil) != (own.Vendor == domain.VendorWebex) {
			t.Errorf("%s has people read at %v", own.Connection, own.PeopleAt)
		}
		for _, link := range own.Links {
			if link.Key == "partnercenter" {
				t.Errorf("%s leads to a customer's page: %s", own.Connection, link.URL)
			}
		}
	}
	listed, err := app.FindRows[domain.Administrator](t.Context(), a, app.RowRequest{RowFilter: domain.RowFilter{Page: domain.PageRequest{Limit: 10_000}}})
	must(t, err)
	customers := map[string]map[int64]bool{}
	for _, row := range listed.Items {
		if customers[row.Key] == nil {
			customers[row.Key] = map[int64]bool{}
		}
		customers[row.Key][row.CustomerID] = true
	}
	if len(customers) != len(page.People) {
		t.Errorf("%d people are listed at customers, %d here", len(customers), len(page.People))
	}
	for _, person := range page.People {
		if person.Customers != len(customers[person.Key]) {
			t.Errorf("%s is listed at %d customers, here %d", person.Name, len(customers[person.Key]), person.Customers)
		}
	}
}
