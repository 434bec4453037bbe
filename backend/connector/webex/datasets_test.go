package webex_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/connector/webex"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// reply is one answer of a scripted API.
type reply struct {
	status int
	body   string
	header http.Header
}

// scripted makes a connector to an API that answers by a function; settings are added to the fields.
func scripted(t *testing.T, settings map[string]string, answer func(r *http.Request) reply) connector.Connector {
	t.Helper()
	return scriptedAt(t, today.Add(9*time.Hour), settings, answer)
}

func scriptedAt(t *testing.T, now time.Time, settings map[string]string, answer func(r *http.Request) reply) connector.Connector {
	t.Helper()
	fields := map[string]string{"base_url": "https://webex.example/v1", "client_id": "C1", "requests_per_minute": "0"}
	for name, value := range settings {
		fields[name] = value
	}
	conn, err := webex.New(connector.Config{
		Fields: fields,
		Secret: func(string) string { return "old one" },
		Now:    func() time.Time { return now },
		Transport: connectortest.NewTransport(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a := answer(r)
			for name, values := range a.header {
				w.Header()[name] = values
			}
			if a.status != 0 {
				w.WriteHeader(a.status)
			}
			_, _ = w.Write([]byte(a.body))
		})),
	})
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// said answers by the longest beginning of the path with its query; what is not there is not found.
func said(bodies map[string]string) func(r *http.Request) reply {
	bodies["/access_token"] = `{"access_token":"a","expires_in":1209599}`
	bodies["/organizations/"] = `{}`
	bodies["/people/me"] = `{"id":"P","displayName":"Sam","orgId":"O","emails":["sam@msp.example"]}`
	return func(r *http.Request) reply {
		best := ""
		at := strings.TrimPrefix(r.URL.RequestURI(), "/v1")
		for beginning := range bodies {
			if strings.HasPrefix(at, beginning) && len(beginning) > len(best) {
				best = beginning
			}
		}
		if best == "" {
			return reply{status: http.StatusNotFound}
		}
		return reply{body: bodies[best]}
	}
}

// fetch reads one dataset of one customer.
func fetch(t *testing.T, conn connector.Connector, name string, req connector.Request) ([]connector.Page, error) {
	t.Helper()
	for _, d := range conn.Datasets() {
		if d.Name != name {
			continue
		}
		var pages []connector.Page
		for page, err := range d.Fetch(t.Context(), req) {
			if err != nil {
				return pages, err
			}
			pages = append(pages, page)
		}
		return pages, nil
	}
	t.Fatalf("there is no dataset %s", name)
	return nil, nil
}

func rowsOf(t *testing.T, conn connector.Connector, name string) domain.Rows {
	t.Helper()
	pages, err := fetch(t, conn, name, connector.Request{Customer: customer})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var rows domain.Rows
	for _, p := range pages {
		connectortest.Join(&rows, p.Rows)
	}
	return rows
}

var customer = domain.Record{VendorID: "ORG"}

const someLicenses = `{"items":[
	{"id":"L1","name":"Webex Calling - Professional","totalUnits":50,"consumedUnits":3,"subscriptionId":"Sub1"},
	{"id":"L2","name":"Messaging","totalUnits":50,"consumedUnits":3,"subscriptionId":"Sub2"}]}`

func TestPeople_OddValues_AreUnderstood(t *testing.T) {
	conn := scripted(t, map[string]string{"wholesale": "no"}, said(map[string]string{
		"/licenses": someLicenses,
		"/people?": `{"items":[
			{"id":"A","emails":["Maria.Lopez@Harbor.example"],"displayName":"Maria Lopez","licenses":["L2","L1","gone"],"loginEnabled":true,
			 "invitePending":"false","type":"person","roles":["Y2lzY29zcGFyazovL3VzL1JPTEUvaWRfZnVsbF9hZG1pbg"],
			 "created":"2024-03-11T08:02:55.120Z","lastActivity":"2026-11-18T16:20:31.028Z","addresses":[{"country":"us"}]},
			{"id":"B","emails":[],"firstName":"No","lastName":"Mail","loginEnabled":"false","invitePending":true,"type":"bot"},
			{"id":"A","emails":["again@harbor.example"]}],"notFoundIds":null}`,
	}))
	rows := rowsOf(t, conn, "people")
	if len(rows.People) != 2 {
		t.Fatalf("read %+v", rows.People)
	}
	a, b := rows.People[0], rows.People[1]
	if a.Email != "maria.lopez@harbor.example" || a.Kind != "user" || a.Enabled == nil || !*a.Enabled || a.Pending || a.Country != "US" ||
		strings.Join(a.Products, ",") != "Messaging,Webex Calling - Professional" || strings.Join(a.Roles, ",") != "id_full_admin" ||
		a.CreatedOn != "2024-03-11" || a.LastActiveOn != "2026-11-18" {
		t.Errorf("read %+v", a)
	}
	if b.Name != "No Mail" || b.Kind != "service" || b.Enabled == nil || *b.Enabled || !b.Pending {
		t.Errorf("read %+v", b)
	}
}

// TestDomains_AreThoseOfTheCustomer: not ours, no public mail service, no single adviser's.
func TestDomains_AreThoseOfTheCustomer(t *testing.T) {
	people := []string{`{"id":"T","emails":["tech@msp.example"]}`, `{"id":"G","emails":["someone@gmail.com"]}`, `{"id":"Y","emails":["someone@yahoo.co.uk"]}`,
		`{"id":"X","emails":["adviser@other.example"]}`, `{"id":"N","emails":["nonsense"]}`}
	for i := range 5 { // enough of each to pass for the customer's
		n := string(rune('a' + i))
		people = append(people, `{"id":"T`+n+`","emails":["tech@msp.example"]}`, `{"id":"G`+n+`","emails":["someone@gmail.com"]}`)
	}
	for i := range 15 {
		people = append(people, `{"id":"H`+string(rune('a'+i))+`","emails":["p@harbor.example"],"licenses":["L1"],"lastActivity":"2026-11-1`+string(rune('0'+i%10))+`T00:00:00Z"}`)
	}
	bodies := map[string]string{"/licenses": someLicenses, "/people?": `{"items":[` + strings.Join(people, ",") + `]}`}
	conn := scripted(t, map[string]string{"wholesale": "no"}, said(bodies))
	rows := rowsOf(t, conn, "domains")
	if len(rows.Profiles) != 1 || strings.Join(rows.Profiles[0].Derived, ",") != "harbor.example" {
		t.Errorf("read %+v", rows.Profiles)
	}
	if len(rows.People) != 0 {
		t.Errorf("people were told: %+v", rows.People)
	}
	want := domain.Usage{Key: "Webex Calling - Professional|active|P7D|2026-11-20", Product: "Webex Calling - Professional",
		ProductKey: "Webex Calling - Professional", Metric: "active", Period: "P7D", Day: "2026-11-20", Value: 7}
	if len(rows.Usage) != 1 || rows.Usage[0] != want {
		t.Errorf("read %+v, want %+v", rows.Usage, want)
	}
}

// TestDomains_AfterPeople_AskNothing: the list is read once.
func TestDomains_AfterPeople_AskNothing(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 10, AllAccessible: true})
	conn := open(t, w, w.Transport)
	readEverything(t, conn)
	if n := len(w.Transport.Requests("/people?")); n != w.Customers+extraPages(w) {
		t.Errorf("%d requests for the people of %d customers", n, w.Customers)
	}
}

// extraPages counts the pages of people beyond the first.
func extraPages(w connectortest.World) int { return len(w.Transport.Requests("cursor=")) }

// TestPeople_NextPages_NameTheCustomer: Webex leaves the organisation out of its links, and would then list our own.
func TestPeople_NextPages_NameTheCustomer(t *testing.T) {
	var asked []string
	conn := scripted(t, map[string]string{"wholesale": "no"}, func(r *http.Request) reply {
		if strings.HasSuffix(r.URL.Path, "/people") {
			asked = append(asked, r.URL.RawQuery)
			if r.URL.Query().Has("cursor") {
				return reply{body: `{"items":[{"id":"B"}]}`}
			}
			link := `<https://webex.example/v1/people?max=100>; rel="prev", <https://webex.example/v1/people?max=100&cursor=a%3D%3D>; rel="next"`
			return reply{body: `{"items":[{"id":"A"}]}`, header: http.Header{"Link": {link}}}
		}
		return said(map[string]string{"/licenses": someLicenses})(r)
	})
	if rows := rowsOf(t, conn, "people"); len(rows.People) != 2 {
		t.Errorf("read %+v", rows.People)
	}
	if len(asked) != 2 || asked[1] != "max=100&cursor=a%3D%3D&orgId=ORG" {
		t.Errorf("asked for %q", asked)
	}
}

func TestPages_ElsewhereOrEndless_AreMalformed(t *testing.T) {
	for _, link := range []string{"https://evil.example/v1/people?max=100", "https://webex.example/v1/people?max=100&cursor=again", "http://webex.example/v1/people"} {
		sent := 0
		conn := scripted(t, map[string]string{"wholesale": "no"}, func(r *http.Request) reply {
			if strings.HasSuffix(r.URL.Path, "/people") {
				sent++
				return reply{body: `{"items":[{"id":"A"}]}`, header: http.Header{"Link": {"<" + link + `>; rel="next"`}}}
			}
			return said(map[string]string{"/licenses": someLicenses})(r)
		})
		_, err := fetch(t, conn, "people", connector.Request{Customer: customer})
		var malformed *connector.Malformed
		if !errors.As(err, &malformed) {
			t.Errorf("%s: %v after %d requests", link, err, sent)
		}
	}
}

func TestTags_JoinedTexts_AreTakenApart(t *testing.T) {
	conn := scripted(t, nil, said(map[string]string{
		"/partner/tags?":              `[{"name":"gold","description":"Gold tier"},{"name":"west"}]`,
		"/partner/tags/organizations": `[{"orgName":"Harbor","orgId":"ORG","tags":["west, gold"]},{"orgId":"OTHER","tags":["west"]}]`,
	}))
	rows := rowsOf(t, conn, "tags")
	if len(rows.Profiles) != 1 || strings.Join(rows.Profiles[0].Tags, "|") != "gold|west" {
		t.Errorf("read %+v", rows.Profiles)
	}
}

// TestTags_MoreThanAreListed_AreAskedOneByOne: the list has no second page.
func TestTags_MoreThanAreListed_AreAskedOneByOne(t *testing.T) {
	full := "[" + strings.TrimSuffix(strings.Repeat(`{"orgId":"X","tags":["gold"]},`, 100), ",") + "]"
	conn := scripted(t, nil, said(map[string]string{
		"/partner/tags?":                  `[{"name":"gold"}]`,
		"/partner/tags/organizations?":    full,
		"/partner/tags/organizations/ORG": `{"orgId":"ORG","tags":["gold"]}`,
	}))
	if rows := rowsOf(t, conn, "tags"); len(rows.Profiles) != 1 || rows.Profiles[0].Tags[0] != "gold" {
		t.Errorf("read %+v", rows.Profiles)
	}
}

func TestTrials_AreToldWhereWebexAnswers(t *testing.T) {
	conn := scripted(t, map[string]string{"wholesale": "no"}, said(map[string]string{
		"/licenses": someLicenses,
		"/partner/tags/organizations/ORG/subscriptions/Sub1": `{"orgId":"ORG","subscriptionId":"Sub1","trial":"true"}`,
	}))
	subs := rowsOf(t, conn, "licenses").Subscriptions
	if len(subs) != 2 || subs[0].Trial == nil || !*subs[0].Trial || subs[1].Trial != nil {
		t.Errorf("read %+v", subs)
	}
}

// TestTrials_OutOfOrder_TakeNothingFromLicences.
func TestTrials_OutOfOrder_TakeNothingFromLicences(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, w := start(t, sandbox.Options{Customers: 20, AllAccessible: true}, "webex:/subscriptions/:503")
		if read := readAll(t, open(t, w, w.Transport)); len(read) != w.Customers {
			t.Errorf("read %d customers, want %d", len(read), w.Customers)
		}
		if n := len(w.Transport.Requests("/subscriptions/")); n > 5 {
			t.Errorf("%d lookups, want the tries of the first", n)
		}
	})
}

// TestTrials_ThatAreNone_AreNotAskedAgain in later runs.
func TestTrials_ThatAreNone_AreNotAskedAgain(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 60, AllAccessible: true})
	kept := ""
	run := func() int {
		before := len(w.Transport.Requests("/subscriptions/"))
		conn, err := webex.New(connector.Config{
			Fields: w.Fields, Secret: func(name string) string { return w.Secrets[name] }, Transport: w.Transport, Now: w.Now, Kept: kept,
			Keep: func(_ context.Context, text string) error { kept = text; return nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		readAll(t, conn)
		return len(w.Transport.Requests("/subscriptions/")) - before
	}
	w.Fields[connector.FieldRequestsPerMinute] = "0"
	first, second := run(), run()
	if second*2 > first || first == 0 {
		t.Errorf("%d lookups at first, %d then", first, second)
	}
}

func TestSignIns_TheCustomersOwn_Count(t *testing.T) {
	asked := 0
	answer := said(map[string]string{
		"/adminAudit/events?": `{"items":[{"created":"2026-11-19T10:00:00.000Z","actorOrgId":"O"},{"created":"2026-11-02T10:00:00.000Z","actorOrgId":"ORG"},
			{"created":"2026-10-02T10:00:00.000Z","actorOrgId":"ORG"}]}`,
	})
	conn := scripted(t, nil, func(r *http.Request) reply {
		if strings.HasSuffix(r.URL.Path, "/events") {
			asked++
		}
		return answer(r)
	})
	rows := rowsOf(t, conn, "sign-ins")
	if asked != 1 {
		t.Errorf("asked %d times for what fits in one answer", asked)
	}
	want := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	if len(rows.Profiles) != 1 || rows.Profiles[0].LastSignInAt == nil || !rows.Profiles[0].LastSignInAt.Equal(want) || rows.Profiles[0].SignInsFrom != "2026-08-22" {
		t.Errorf("read %+v", rows.Profiles)
	}
}

// TestSignIns_MoreThanOneAnswerHolds_AreFollowedToTheLatest in whatever order they come.
func TestSignIns_MoreThanOneAnswerHolds_AreFollowedToTheLatest(t *testing.T) {
	conn := scripted(t, nil, func(r *http.Request) reply {
		if !strings.HasSuffix(r.URL.Path, "/adminAudit/events") {
			return said(map[string]string{})(r)
		}
		from, _ := time.Parse(time.RFC3339, r.URL.Query().Get("from"))
		var items []string
		for at := today.AddDate(0, 0, -90); at.Before(today) && len(items) < 200; at = at.Add(5 * time.Hour) { // the oldest first
			if !at.Before(from) {
				items = append(items, `{"created":"`+at.Format(time.RFC3339)+`","actorOrgId":"ORG"}`)
			}
		}
		return reply{body: `{"items":[` + strings.Join(items, ",") + `]}`}
	})
	rows := rowsOf(t, conn, "sign-ins")
	if at := rows.Profiles[0].LastSignInAt; at == nil || today.Sub(*at) > 5*time.Hour {
		t.Errorf("the last sign-in is %v", at)
	}
}
