package store_test

import (
	"fmt"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/report"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// operationsRig is two customers of one connection, with a run under way.
type operationsRig struct {
	*testing.T
	s        *store.Store
	conn     domain.Connection
	run      domain.Run
	contoso  domain.Record
	fabrikam domain.Record
}

func newOperationsRig(t *testing.T) operationsRig {
	t.Helper()
	s := storetest.Open(t)
	conn := storetest.Connect(t, s, domain.VendorAvePoint, "Elements")
	run := storetest.Begin(t, s, conn, storetest.Now)
	records := storetest.Records(t, s, conn, storetest.Now, "Contoso", "Fabrikam")
	return operationsRig{t, s, conn, run, records[0], records[1]}
}

func (r operationsRig) save(record domain.Record, dataset string, rows domain.Rows, kind domain.Kind) {
	r.Helper()
	storetest.Save(r.T, r.s, rowsPage(r.run, record, dataset, storetest.Now, rows, kind))
}

func jobAt(key, service string, outcome domain.Outcome, ended time.Time) domain.Job {
	return domain.Job{Key: key, Service: service, Outcome: outcome, EndedAt: &ended}
}

func ago(d time.Duration) time.Time { return storetest.Now.Add(-d) }

func (r operationsRig) jobs(f domain.RowFilter) string {
	r.Helper()
	rows, total, err := store.FindRows[domain.Job](r.Context(), r.s, f)
	if err != nil {
		r.Fatal(err)
	}
	keys := fmt.Sprint(total)
	for _, row := range rows {
		keys += " " + row.Key
	}
	return keys
}

func (r operationsRig) want(what, got, want string) {
	r.Helper()
	if got != want {
		r.Errorf("%s: %s, want %s", what, got, want)
	}
}

func TestFindRows_AreNarrowedDownAndSorted(t *testing.T) {
	r := newOperationsRig(t)
	r.save(r.contoso, "jobs", domain.Rows{Jobs: []domain.Job{
		jobAt("a", "Mail", domain.OutcomeFailed, ago(time.Hour)), jobAt("b", "Files", domain.OutcomeFailed, ago(100*time.Hour)),
		jobAt("c", "Files", domain.OutcomeOK, ago(2*time.Hour)), jobAt("d", "Files", domain.OutcomeAttention, ago(3*time.Hour)),
	}}, domain.KindJobs)
	r.save(r.fabrikam, "jobs", domain.Rows{Jobs: []domain.Job{
		jobAt("e", "Mail", domain.OutcomeFailed, ago(30*time.Hour)), {Key: "f", Outcome: domain.OutcomeFailed},
	}}, domain.KindJobs)
	failed := domain.RowFilter{Counted: true, Outcomes: []domain.Outcome{domain.OutcomeFailed}}
	with := func(change func(*domain.RowFilter)) domain.RowFilter {
		f := failed
		change(&f)
		return f
	}
	r.want("failed, newest first, unknown end last", r.jobs(failed), "4 a e b f")
	r.want("trouble", r.jobs(domain.RowFilter{Counted: true, Trouble: true}), "5 a d e b f")
	r.want("all that count", r.jobs(domain.RowFilter{Counted: true, Page: domain.PageRequest{Limit: 2}}), "6 a c")
	r.want("within a day", r.jobs(with(func(f *domain.RowFilter) { f.Since = ago(24 * time.Hour) })), "1 a")
	r.want("of a service", r.jobs(with(func(f *domain.RowFilter) { f.Services = []string{"Mail"} })), "2 a e")
	r.want("of a vendor", r.jobs(with(func(f *domain.RowFilter) { f.Vendors = []domain.Vendor{domain.VendorWebex} })), "0")
	r.want("of a customer", r.jobs(with(func(f *domain.RowFilter) { f.Scope.CustomerID = r.fabrikam.CustomerID })), "2 e f")
	r.want("found", r.jobs(with(func(f *domain.RowFilter) { f.Search = "contoso" })), "2 a b")
	r.want("by customer", r.jobs(with(func(f *domain.RowFilter) { f.Page.Sort, f.Page.Desc = "customer", true })), "4 e f a b")
	r.want("by service, none last", r.jobs(with(func(f *domain.RowFilter) { f.Page.Sort = "service" })), "4 b a e f")
	for _, f := range []domain.RowFilter{
		{Page: domain.PageRequest{Sort: "raw"}}, {Open: &yes}, {Level: domain.LevelService},
	} {
		if _, _, err := store.FindRows[domain.Job](t.Context(), r.s, f); domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%+v gave %v", f, err)
		}
	}
}

func (r operationsRig) customers(f domain.OperationsFilter) string {
	r.Helper()
	rows, total, err := r.s.FindOperations(r.Context(), f)
	if err != nil {
		r.Fatal(err)
	}
	text := fmt.Sprint(total)
	for _, row := range rows {
		text += " " + row.Name + "="
		if row.FailedJobs == nil {
			text += "unknown"
		} else {
			text += fmt.Sprint(*row.FailedJobs)
		}
	}
	return text
}

func TestFindOperations_UnknownIsNotNone(t *testing.T) {
	r := newOperationsRig(t)
	storetest.Records(t, r.s, r.conn, storetest.Now, "Contoso", "Fabrikam", "Adatum")
	r.save(r.contoso, "jobs", domain.Rows{Jobs: []domain.Job{
		jobAt("a", "Mail", domain.OutcomeFailed, ago(time.Hour)), jobAt("b", "Mail", domain.OutcomeFailed, ago(100*time.Hour)),
	}}, domain.KindJobs)
	r.save(r.fabrikam, "jobs", domain.Rows{}, domain.KindJobs)
	most := domain.PageRequest{Sort: "failed_jobs", Desc: true}
	r.want("most first", r.customers(domain.OperationsFilter{Page: most}), "3 Contoso=2 Fabrikam=0 Adatum=unknown")
	r.want("fewest first, unknown last", r.customers(domain.OperationsFilter{Page: domain.PageRequest{Sort: "failed_jobs"}}),
		"3 Fabrikam=0 Contoso=2 Adatum=unknown")
	r.want("within a day", r.customers(domain.OperationsFilter{Page: most, JobsSince: ago(24 * time.Hour)}),
		"3 Contoso=1 Fabrikam=0 Adatum=unknown")
	r.want("behind the figure", r.customers(domain.OperationsFilter{Figure: domain.FigureFailedJobs}), "1 Contoso=2")
	r.want("one customer", r.customers(domain.OperationsFilter{Scope: domain.Scope{CustomerID: r.fabrikam.CustomerID}}), "1 Fabrikam=0")
}

func TestOperations_ATenantOfTwoConnections_CountsOnce(t *testing.T) {
	r := newTwinsRig(t)
	for _, c := range []domain.Connection{r.first, r.second} {
		shared, _ := r.sync(c, 10)
		run := storetest.Begin(t, r.s, c, r.now)
		storetest.Save(t, r.s, rowsPage(run, shared, "jobs", r.now, domain.Rows{Jobs: []domain.Job{
			jobAt("a", "Mail", domain.OutcomeFailed, ago(time.Hour)),
		}}, domain.KindJobs))
		storetest.Finish(t, r.s, run, r.now)
	}
	summary, err := report.New(r.s.Reader()).Operations(t.Context(), domain.OperationsFilter{})
	if err != nil || summary.FailedJobs != 1 {
		t.Errorf("%d failed jobs, %v", summary.FailedJobs, err)
	}
	_, all, err := store.FindRows[domain.Job](t.Context(), r.s, domain.RowFilter{})
	if err != nil || all != 2 {
		t.Errorf("%d jobs with duplicates, %v", all, err)
	}
	_, counted, err := store.FindRows[domain.Job](t.Context(), r.s, domain.RowFilter{Counted: true, Page: domain.PageRequest{Limit: 1}})
	if err != nil || counted != 1 {
		t.Errorf("%d jobs that count, %v", counted, err)
	}
}

func TestStorageTrend_AddsUpServices_AndCarriesWhatWasNotRead(t *testing.T) {
	s := storetest.Open(t)
	conn := storetest.Connect(t, s, domain.VendorAvePoint, "Elements")
	gb := func(n int64) *int64 { n *= 1_000_000_000; return &n }
	read := func(at time.Time, customers map[string]int64) {
		records := storetest.Records(t, s, conn, at, "Contoso", "Fabrikam")
		run := storetest.Begin(t, s, conn, at)
		for _, record := range records {
			size, ok := customers[record.Name]
			if !ok {
				continue
			}
			page := storetest.Read(run, record, at, nil, nil)
			page.Last.Lists[domain.KindStorage] = true
			page.Storage = []domain.Storage{
				{Key: "all", Service: "M365", Consumed: gb(size)}, {Key: "mail", Service: "M365", Module: "Exchange", Consumed: gb(size - 1)},
			}
			for _, row := range page.Storage {
				page.Last.Seen.Add(domain.KindStorage, row.Key)
			}
			storetest.Save(t, s, page)
		}
		storetest.Finish(t, s, run, at.Add(time.Second))
	}
	read(storetest.Now.AddDate(0, 0, -2), map[string]int64{"Contoso": 10, "Fabrikam": 5})
	read(storetest.Now.AddDate(0, 0, -1), map[string]int64{"Contoso": 12}) // Fabrikam could not be read
	read(storetest.Now.AddDate(0, 0, -1), map[string]int64{"Contoso": 13}) // twice on a day: the last counts
	scope := domain.Scope{Today: storetest.Today}
	if got := consumedOf(t, s, scope); got != "15 18" {
		t.Errorf("trend %s", got)
	}
	scope.CustomerID = 1
	if got := consumedOf(t, s, scope); got != "10 13" {
		t.Errorf("trend of one customer %s", got)
	}
}

// storeBackupAndLive reads a backup, and a day later what the same company has in Microsoft 365.
func storeBackupAndLive(t *testing.T) *store.Store {
	t.Helper()
	s := storetest.Open(t)
	read := func(vendor domain.Vendor, at time.Time, rows ...domain.Storage) int64 {
		conn := storetest.Connect(t, s, vendor, string(vendor))
		record := storetest.Records(t, s, conn, at, "Contoso")[0]
		run := storetest.Begin(t, s, conn, at)
		page := storetest.Read(run, record, at, nil, nil)
		page.Last.Lists[domain.KindStorage] = true
		page.Storage = rows
		for _, row := range rows {
			page.Last.Seen.Add(domain.KindStorage, row.Key)
		}
		storetest.Save(t, s, page)
		storetest.Finish(t, s, run, at.Add(time.Second))
		return record.CustomerID
	}
	n := func(n int64) *int64 { return &n }
	first := read(domain.VendorAvePoint, storetest.Now.AddDate(0, 0, -1),
		domain.Storage{Key: "backup", Service: "Backup", Consumed: n(10), Protected: n(7), Purchased: n(50)})
	second := read(domain.VendorMicrosoft, storetest.Now,
		domain.Storage{Key: "Exchange", Service: "Exchange", Consumed: n(100)},
		domain.Storage{Key: "OneDrive", Service: "OneDrive"}, domain.Storage{Key: "SharePoint", Service: "SharePoint", Consumed: n(200)})
	if _, err := s.JoinCustomers(t.Context(), first, second, storetest.Now); err != nil {
		t.Fatal(err)
	}
	return s
}

// bytesOf writes amounts, "-" for those not known.
func bytesOf(amounts ...*int64) string {
	text := ""
	for _, n := range amounts {
		if n == nil {
			text += "- "
		} else {
			text += fmt.Sprint(*n) + " "
		}
	}
	return text
}

// TestStorage_InMicrosoft365_IsAddedToNoBackup: a backup holds the same data again. Figures, lists and trends keep them apart.
func TestStorage_InMicrosoft365_IsAddedToNoBackup(t *testing.T) {
	s := storeBackupAndLive(t)
	reports := report.New(s.Reader())
	for _, scope := range []domain.Scope{{Today: storetest.Today}, {Today: storetest.Today, CustomerID: 1}} {
		f := domain.OperationsFilter{Scope: scope}
		sum, err := reports.Operations(t.Context(), f)
		if got := bytesOf(sum.Storage.Consumed, sum.Storage.Protected, sum.Storage.Purchased, sum.Live.Stored); err != nil || got != "10 7 50 300 " {
			t.Errorf("summary %s, %v", got, err)
		}
		if sum.Storage.Services != 1 || sum.Storage.ConsumedKnown != 1 || sum.Live.Services != 3 || sum.Live.Known != 2 {
			t.Errorf("services: %+v %+v", sum.Storage, sum.Live)
		}
		for _, sort := range []string{"name", "consumed", "protected", "purchased", "live"} {
			f.Page.Sort = sort
			rows, _, err := s.FindOperations(t.Context(), f)
			if err != nil || len(rows) != 1 || bytesOf(rows[0].Consumed, rows[0].Protected, rows[0].Purchased, rows[0].Live) != "10 7 50 300 " {
				t.Errorf("customers by %s: %+v, %v", sort, rows, err)
			}
		}
		points, _, err := reports.StorageTrend(t.Context(), scope, 30)
		got := ""
		for _, p := range points {
			got += bytesOf(p.Consumed, p.Protected, p.Purchased, p.Live)
		}
		if err != nil || got != "10 7 50 - 10 7 50 300 " {
			t.Errorf("trend %s, %v", got, err)
		}
		for level, want := range map[domain.Level]int{domain.LevelService: 1, domain.LevelLive: 3, domain.LevelModule: 0, "": 4} {
			for _, counted := range []bool{true, false} {
				_, total, err := store.FindRows[domain.Storage](t.Context(), s, domain.RowFilter{
					Scope: scope, Level: level, Counted: counted, Page: domain.PageRequest{Limit: 1, Sort: "consumed", Desc: true},
				})
				if err != nil || total != want {
					t.Errorf("%d rows of level %q, want %d, %v", total, level, want, err)
				}
			}
		}
	}
}

// consumedOf gives the gigabytes of each day of the trend.
func consumedOf(t *testing.T, s *store.Store, scope domain.Scope) string {
	t.Helper()
	points, _, err := report.New(s.Reader()).StorageTrend(t.Context(), scope, 30)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for i, p := range points {
		if i > 0 {
			text += " "
		}
		if p.Consumed == nil || p.Purchased != nil {
			t.Errorf("%+v", p)
			continue
		}
		text += fmt.Sprint(*p.Consumed / 1_000_000_000)
	}
	return text
}

// TestFindRows_SearchIgnoresCaseAndAccents: each word is looked for in the customer's name and in what the row says.
func TestFindRows_SearchIgnoresCaseAndAccents(t *testing.T) {
	r := newOperationsRig(t)
	record := storetest.Records(t, r.s, r.conn, storetest.Now, "Østlandet Ärzte")[0]
	r.save(record, "jobs", domain.Rows{Jobs: []domain.Job{
		{Key: "a", Service: "Exchange", Error: "Größe überschritten"}, {Key: "b", Service: "Teams"},
	}}, domain.KindJobs)
	r.save(r.contoso, "jobs", domain.Rows{Jobs: []domain.Job{{Key: "c", Service: "Exchange"}}}, domain.KindJobs)
	for search, want := range map[string]string{
		"østlandet": "2 a b", "ÄRZTE øst": "2 a b", "arzte ostlandet": "2 a b", "grösse": "1 a", "GRÖSSE ärzte": "1 a",
		"ärzte exchange": "1 a", "exchange": "2 a c", "%": "0", "größe teams": "0",
	} {
		r.want(search, r.jobs(domain.RowFilter{Search: search, Page: domain.PageRequest{Sort: "key"}}), want)
	}
	for where, want := range map[string]string{
		"error:contains:GROSSE": "1 a", "error:equals:größe ÜBERSCHRITTEN": "1 a", "customer:not_contains:arzte": "1 c", "error:empty:": "2 b c",
	} {
		r.want(where, r.jobs(domain.RowFilter{Page: domain.PageRequest{Sort: "key", Where: []string{where}}}), want)
	}
	exchange := domain.RowFilter{Services: []string{"Exchange"}, Page: domain.PageRequest{Sort: "key", Except: []string{"services"}}}
	r.want("none of a service", r.jobs(exchange), "1 b")
}
