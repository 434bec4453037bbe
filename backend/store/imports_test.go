package store_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// companyName is a plain stand-in for the spelling names are compared in.
func companyName(name string) (key, form string) {
	key = strings.ToLower(name)
	for _, f := range []string{" gmbh", " ag", " ltd"} {
		if rest, ok := strings.CutSuffix(key, f); ok {
			return rest, strings.TrimSpace(f)
		}
	}
	return key, ""
}

func rowsOf(rows ...domain.ImportRow) iter.Seq2[store.ImportRow, error] {
	return func(yield func(store.ImportRow, error) bool) {
		for i, row := range rows {
			row.Line = i + 2
			if !yield(store.ImportRow{ImportRow: row}, nil) {
				return
			}
		}
	}
}

// importer imports rows and keeps the problems of the last file.
type imported struct {
	t        *testing.T
	s        *store.Store
	at       time.Time
	problems []string
}

func (i *imported) rows(req store.ImportRequest, rows ...domain.ImportRow) domain.Import {
	i.t.Helper()
	i.problems = nil
	i.at = i.at.Add(time.Minute)
	req.FileName, req.Name, req.At, req.Day = "list.csv", companyName, i.at, domain.DateOf(i.at)
	req.Problem = func(p domain.ImportProblem) {
		i.problems = append(i.problems, strings.TrimSpace(fmt.Sprintf("%d %s %s", p.Line, p.Field, p.Key)))
	}
	done, err := i.s.Import(context.Background(), req, rowsOf(rows...))
	if err != nil {
		i.t.Fatal(err)
	}
	return done
}

func (i *imported) undo(id int64) domain.ImportUndo {
	i.t.Helper()
	i.at = i.at.Add(time.Minute)
	undone, err := i.s.UndoImport(context.Background(), id, i.at, time.UTC)
	if err != nil {
		i.t.Fatal(err)
	}
	return undone
}

func (i *imported) expect(problems ...string) {
	i.t.Helper()
	if !slices.Equal(i.problems, problems) {
		i.t.Errorf("problems are %q, want %q", i.problems, problems)
	}
}

// contents gives everything stored but the imports themselves.
func contents(t *testing.T, s *store.Store) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	tables := column(t, s, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'import%' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'")
	for _, table := range tables {
		columns := column(t, s, "SELECT name FROM pragma_table_info('"+table+"') ORDER BY name")
		for i, c := range columns {
			columns[i] = "quote(" + c + ")"
			if table == "pools" && c == "changed_at" || table == "products" {
				columns[i] = "''" // when it changed last, and products that nobody has any more, are no content
			}
		}
		all[table] = column(t, s, "SELECT "+strings.Join(columns, " || '|' || ")+" FROM "+table+" ORDER BY 1")
	}
	return all
}

func sameContents(t *testing.T, before, after map[string][]string) {
	t.Helper()
	for table, rows := range before {
		if table != "products" && !slices.Equal(rows, after[table]) {
			t.Errorf("%s was\n%s\nand is\n%s", table, strings.Join(rows, "\n"), strings.Join(after[table], "\n"))
		}
	}
}

// filed has two customers with subscriptions of Webex, and a connection that only files feed.
type filed struct {
	*imported
	webex, files domain.Connection
	records      []domain.Record
}

func newFiled(t *testing.T) *filed {
	s := storetest.Open(t)
	webex := storetest.Connect(t, s, domain.VendorWebex, "Webex")
	records := storetest.Records(t, s, webex, storetest.Now, "Contoso GmbH", "Fabrikam AG")
	storetest.Sync(t, s, webex, storetest.Now, func(run domain.Run) []store.PageSave {
		var pages []store.PageSave
		for i, r := range records {
			number := fmt.Sprintf("Sub%d", i+1)
			lines := []domain.Subscription{
				storetest.Subscription(number+"a", "Meetings", domain.FamilyMeetings, 10),
				storetest.Subscription(number+"b", "Calling", domain.FamilyCalling, 5),
			}
			lines[0].Number, lines[1].Number = number, number
			pools := []domain.Pool{storetest.Pool("Meetings", domain.FamilyMeetings, 10, 4), storetest.Pool("Calling", domain.FamilyCalling, 5, 5)}
			pages = append(pages, storetest.Read(run, r, storetest.Now, pools, lines))
		}
		return pages
	})
	files, err := s.CreateConnection(t.Context(), domain.Connection{Vendor: domain.VendorBlancco, Name: "Blancco (files)", State: domain.ConnectionFile, CreatedAt: storetest.Now}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &filed{imported: &imported{t: t, s: s, at: storetest.Now}, webex: webex, files: files, records: records}
}

func (p *filed) subscriptions() map[string]domain.SubscriptionRow {
	p.t.Helper()
	rows, _, err := p.s.FindSubscriptions(p.t.Context(), domain.SubscriptionFilter{Scope: domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}})
	if err != nil {
		p.t.Fatal(err)
	}
	byKey := map[string]domain.SubscriptionRow{}
	for _, row := range rows {
		byKey[row.Number+"/"+row.Product] = row
	}
	return byKey
}

var contoso = domain.ImportCustomer{Name: "CONTOSO GmbH"}

func renewal(number string, day domain.Date) domain.ImportRow {
	return domain.ImportRow{Customer: contoso, Number: number, Typed: domain.Typed{TermEndOn: &day, AtTermEnd: ptr(domain.TermRenews)}}
}

func TestImport_RenewalDates_ReachEveryLineOfTheNumber_AndGoBack(t *testing.T) {
	p := newFiled(t)
	before := contents(t, p.s)
	done := p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions}, renewal("sub1", "2027-01-31"))
	p.expect()
	if done.ID == 0 || done.Changed != 1 || done.Added != 0 || done.Rows != 1 {
		t.Errorf("import is %+v", done)
	}
	for _, key := range []string{"Sub1/Meetings", "Sub1/Calling"} {
		row := p.subscriptions()[key]
		if row.TermEndOn != "2027-01-31" || row.TermEndSource != domain.SourceImport || row.AtTermEndSource != domain.SourceImport || row.TermSource != "" {
			t.Errorf("%s: %s from %q, at its end %q, term %q", key, row.TermEndOn, row.TermEndSource, row.AtTermEndSource, row.TermSource)
		}
	}
	again := p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions}, renewal("Sub1", "2027-01-31"))
	if again.ID != 0 || again.Unchanged != 1 {
		t.Errorf("the same file again: %+v", again)
	}
	undone := p.undo(done.ID)
	if undone.Restored != 2 || len(undone.Kept) != 0 {
		t.Errorf("undone: %+v", undone)
	}
	sameContents(t, before, contents(t, p.s))
	if _, err := p.s.UndoImport(t.Context(), done.ID, p.at, time.UTC); domain.CodeOf(err) != domain.CodeConflict {
		t.Errorf("undone twice: %v", err)
	}
}

func TestImport_TypedValue_StaysUnlessAsked(t *testing.T) {
	p := newFiled(t)
	id := p.subscriptions()["Sub1/Meetings"].ID
	if _, err := p.s.SaveTyped(t.Context(), []int64{id}, domain.Typed{TermEndOn: ptr(domain.Date("2026-12-31"))}, p.at); err != nil {
		t.Fatal(err)
	}
	done := p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions}, renewal("Sub1", "2027-01-31"))
	p.expect("2 term_end_on typed_kept")
	row := p.subscriptions()["Sub1/Meetings"]
	if row.TermEndOn != "2026-12-31" || row.TermEndSource != domain.SourceTyped || done.Notes != 1 || row.AtTermEndSource != domain.SourceImport {
		t.Errorf("kept: %+v, import %+v", row, done)
	}
	p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions, ReplaceTyped: true}, renewal("Sub1", "2027-01-31"))
	if row := p.subscriptions()["Sub1/Meetings"]; row.TermEndOn != "2027-01-31" || row.TermEndSource != domain.SourceImport {
		t.Errorf("replaced: %+v", row)
	}
}

// TestImport_DayOfCreation_IsTakenWhereTheSourceTellsNone, makes pools older, and goes with the file.
func TestImport_DayOfCreation_IsTakenWhereTheSourceTellsNone(t *testing.T) {
	p := newFiled(t)
	row := renewal("Sub1", "2027-01-31")
	row.Typed.CreatedOn = ptr(domain.Date("2024-03-01"))
	created := func() string {
		t.Helper()
		line, rows := p.subscriptions()["Sub1/Meetings"], storetest.ReadRows(t, p.s)
		ages := rows.RecountAges()
		for _, got := range rows.Pools {
			if want := ages[got.ID]; got.AgedOn != want.AgedOn || got.AgeKnown != want.AgeKnown {
				t.Errorf("the pool %s is aged %q (%v), want %q (%v)", got.Key, got.AgedOn, got.AgeKnown, want.AgedOn, want.AgeKnown)
			}
		}
		return fmt.Sprintf("%s by %q", line.CreatedOn, line.CreatedSource)
	}
	expect := func(what, want string) {
		t.Helper()
		if got := created(); got != want {
			t.Errorf("%s: it was created on %s, want %s", what, got, want)
		}
	}
	p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions}, row)
	p.expect()
	expect("imported", `2024-03-01 by "import"`)
	id := p.subscriptions()["Sub1/Meetings"].ID
	day := domain.Date("2023-05-06")
	if result, err := p.s.SaveTyped(t.Context(), []int64{id}, domain.Typed{CreatedOn: &day}, p.at); err != nil || result.Saved != 1 {
		t.Fatalf("typed: %+v, %v", result, err)
	}
	expect("typed", `2023-05-06 by "typed"`)
	day = ""
	if _, err := p.s.SaveTyped(t.Context(), []int64{id}, domain.Typed{CreatedOn: &day}, p.at); err != nil {
		t.Fatal(err)
	}
	expect("taken back", ` by ""`)
	again := p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions}, row)
	storetest.Sync(t, p.s, p.webex, p.at, func(run domain.Run) []store.PageSave {
		line := storetest.Subscription("Sub1a", "Meetings", domain.FamilyMeetings, 12)
		line.Number, line.CreatedOn = "Sub1", "2024-02-01"
		return []store.PageSave{storetest.Read(run, p.records[0], p.at, nil, []domain.Subscription{line})}
	})
	expect("told by the source since", `2024-03-01 by "import"`)
	if line := p.subscriptions()["Sub1/Meetings"]; line.Given == nil || line.Given.CreatedOn != "2024-02-01" {
		t.Errorf("what the source says since is not told: %+v", line.Given)
	}
	day = "2022-01-01"
	result, err := p.s.SaveTyped(t.Context(), []int64{id}, domain.Typed{CreatedOn: &day}, p.at)
	if err != nil || len(result.Skipped) != 1 || result.Skipped[0].ReasonKey != "typed_has_source" {
		t.Errorf("typed over the source: %+v, %v", result, err)
	}
	p.undo(again.ID)
	expect("undone", `2024-02-01 by "api"`)
}

func TestUndoImport_ValueTypedSince_Stays(t *testing.T) {
	p := newFiled(t)
	done := p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions}, renewal("Sub1", "2027-01-31"))
	id := p.subscriptions()["Sub1/Calling"].ID
	if _, err := p.s.SaveTyped(t.Context(), []int64{id}, domain.Typed{TermEndOn: ptr(domain.Date("2027-02-28"))}, p.at); err != nil {
		t.Fatal(err)
	}
	if got := p.subscriptions()["Sub1/Calling"].TermEndSource; got != domain.SourceTyped {
		t.Errorf("what a user typed over an import counts as %q", got)
	}
	undone := p.undo(done.ID)
	want := domain.ImportKept{Kind: "subscriptions", Customer: "Contoso GmbH", What: "Sub1", Field: "term_end_on", Value: "2027-02-28"}
	if len(undone.Kept) != 1 || undone.Kept[0] != want {
		t.Errorf("kept %+v", undone.Kept)
	}
	row := p.subscriptions()["Sub1/Calling"]
	if row.TermEndOn != "2027-02-28" || row.AtTermEnd != "" || p.subscriptions()["Sub1/Meetings"].TermEndOn != "" {
		t.Errorf("row is %+v", row)
	}
}

// TestUndoImport_RowsTypedOnSince_Stay: a subscription or customer that a file added stays where somebody typed something in
// for it, with the record it hangs on; all others go.
func TestUndoImport_RowsTypedOnSince_Stay(t *testing.T) {
	p := newFiled(t)
	quantity := int64(5)
	row := func(customer, number string) domain.ImportRow {
		return domain.ImportRow{Customer: domain.ImportCustomer{Name: customer}, Number: number, Product: "Drive Eraser", Quantity: &quantity,
			Typed: domain.Typed{UnitPrice: ptr("5"), Currency: ptr("EUR"), PricePeriod: ptr("month")}}
	}
	customer := func(name string) domain.ImportRow {
		return domain.ImportRow{Record: &domain.Record{Name: name}}
	}
	customers := p.rows(store.ImportRequest{Kind: domain.ImportCustomers, ConnectionID: p.files.ID}, customer("Wingtip"), customer("Litware"))
	lines := p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions, ConnectionID: p.files.ID}, row("Contoso GmbH", "F1"), row("Contoso GmbH", "F2"), row("Fabrikam AG", "F3"))
	if customers.Added != 2 || lines.Added != 3 {
		t.Fatalf("%+v, %+v, %v", customers, lines, p.problems)
	}
	if _, err := p.s.SaveTyped(t.Context(), []int64{p.subscriptions()["F1/Drive Eraser"].ID}, domain.Typed{TermEndOn: ptr(domain.Date("2027-02-28"))}, p.at); err != nil {
		t.Fatal(err)
	}
	wingtip := count(t, p.s, "SELECT customer_id FROM records WHERE name = 'Wingtip'")
	for _, id := range []int64{wingtip, p.records[1].CustomerID} { // Fabrikam has a record that no file added
		if err := p.s.SaveTypedFact(t.Context(), id, "phone", "+49 89 1", p.at); err != nil {
			t.Fatal(err)
		}
	}
	kept := fmt.Sprint(append(p.undo(lines.ID).Kept, p.undo(customers.ID).Kept...))
	if kept != "[{subscriptions Contoso GmbH F1  } {records Wingtip Wingtip  }]" {
		t.Errorf("kept %s", kept)
	}
	left := column(t, p.s, "SELECT number || ' ' || COALESCE(term_end_on, '') FROM subscriptions WHERE source = 'import'")
	records := column(t, p.s, fmt.Sprintf("SELECT name FROM records WHERE connection_id = %d ORDER BY name", p.files.ID))
	facts := column(t, p.s, "SELECT DISTINCT r.name FROM typed_facts f JOIN records r ON r.id = f.record_id ORDER BY 1")
	if fmt.Sprint(left, records, facts) != "[F1 2027-02-28] [Contoso GmbH Wingtip] [Fabrikam AG Wingtip]" {
		t.Errorf("left are %v under %v, with facts at %v", left, records, facts)
	}
}

func TestImport_SyncOverwritesNothing(t *testing.T) {
	p := newFiled(t)
	p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions}, renewal("Sub1", "2027-01-31"))
	read := func(at time.Time) {
		storetest.Sync(t, p.s, p.webex, at, func(run domain.Run) []store.PageSave {
			return []store.PageSave{storetest.Read(run, p.records[0], at, nil, []domain.Subscription{storetest.Subscription("Sub1a", "Meetings", domain.FamilyMeetings, 12)})}
		})
	}
	read(storetest.Now.AddDate(0, 0, 1)) // Webex tells no pools any more, so that a file can
	p.rows(store.ImportRequest{Kind: domain.ImportLicencePools, ConnectionID: p.webex.ID},
		domain.ImportRow{Customer: contoso, Family: domain.FamilyErasure, Pool: &domain.Pool{Key: "import:x", ProductKey: "x", Product: "Drive Eraser", Bought: 100, Assigned: 20}})
	read(storetest.Now.AddDate(0, 0, 2))
	row := p.subscriptions()["Sub1a/Meetings"]
	if row.TermEndOn != "2027-01-31" || row.TermEndSource != domain.SourceImport || row.Quantity != 12 {
		t.Errorf("after the sync: %+v", row)
	}
	pools := column(t, p.s, "SELECT product || ' ' || (gone_at IS NULL) || ' ' || source FROM pools WHERE record_id = "+fmt.Sprint(p.records[0].ID)+" ORDER BY 1")
	if want := "[Calling 0 api Drive Eraser 1 import Meetings 0 api]"; fmt.Sprint(pools) != want {
		t.Errorf("pools are %v, want %s", pools, want)
	}
}

func TestImport_Problems_StoreNothing_UnlessTheGoodRowsAreWanted(t *testing.T) {
	p := newFiled(t)
	before := contents(t, p.s)
	rows := []domain.ImportRow{
		renewal("Sub1", "2027-01-31"),
		{Customer: domain.ImportCustomer{Name: "Nobody"}, Number: "Sub1"},
		renewal("Sub9", "2027-01-31"),
		{Customer: contoso, Product: "Meetings", Typed: domain.Typed{Term: ptr(domain.Term("P1Y"))}},
		renewal("Sub1", "2027-02-28"),
		{Customer: contoso, Number: "Sub1", Typed: domain.Typed{UnitPrice: ptr("5"), Currency: ptr("EUR"), PricePeriod: ptr("month")}},
	}
	req := store.ImportRequest{Kind: domain.ImportSubscriptions}
	done := p.rows(req, rows...)
	p.expect("3 customer customer_unknown", "4 number subscription_unknown", "5 number row_twice", "6 number row_twice", "7 unit_price price_of_several")
	if done.ID != 0 || done.Skipped != 5 {
		t.Errorf("import is %+v", done)
	}
	sameContents(t, before, contents(t, p.s))
	req.DryRun, req.GoodRows = true, true
	if done := p.rows(req, rows...); done.ID != 0 || done.Changed != 1 {
		t.Errorf("dry run is %+v", done)
	}
	sameContents(t, before, contents(t, p.s))
	req.DryRun = false
	if done := p.rows(req, rows...); done.ID == 0 || done.Changed != 1 || done.Skipped != 5 {
		t.Errorf("good rows: %+v", done)
	}
	if p.subscriptions()["Sub1/Meetings"].TermEndOn != "2027-01-31" {
		t.Error("the good row was not stored")
	}
}

func TestImport_Customers_AreFoundByIDThenDomainThenName(t *testing.T) {
	p := newFiled(t)
	row := func(c domain.ImportCustomer) domain.ImportRow {
		return domain.ImportRow{Customer: c, Number: "Sub2", Typed: domain.Typed{Term: ptr(domain.Term("P1Y"))}}
	}
	for _, c := range []domain.ImportCustomer{
		{VendorID: "ID-fabrikam ag", Name: "Other"}, {Domain: "Customer1.example", Name: "Contoso GmbH"}, {Name: "fabrikam"}, {Name: "FABRIKAM AG"}, {},
	} {
		if done := p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions, DryRun: true}, row(c)); done.Changed != 1 {
			t.Errorf("%+v: %+v, problems %v", c, done, p.problems)
		}
	}
	p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions, DryRun: true}, row(domain.ImportCustomer{Name: "Fabrikam GmbH"}))
	p.expect("2 customer customer_unknown")
	other := storetest.Connect(t, p.s, domain.VendorMicrosoft, "Microsoft")
	storetest.Records(t, p.s, other, storetest.Now, "Zava", "Fabrikam AG")
	p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions, DryRun: true}, row(domain.ImportCustomer{Name: "Fabrikam AG"}))
	p.expect("2 customer customer_ambiguous")
}

func TestImport_EveryKindOfRow_IsAddedChangedAndUndone(t *testing.T) {
	p := newFiled(t)
	moment := storetest.Now
	empty := contents(t, p.s)
	files := map[domain.ImportKind]func(version string, seats int64) []domain.ImportRow{
		domain.ImportJobs: func(v string, _ int64) []domain.ImportRow {
			return []domain.ImportRow{{Customer: contoso, Row: domain.Job{Key: "j1", Service: v, Outcome: domain.OutcomeFailed, Status: "Failed", StartedAt: &moment}}}
		},
		domain.ImportStorage: func(v string, n int64) []domain.ImportRow {
			return []domain.ImportRow{{Customer: contoso, Row: domain.Storage{Key: "backup/", Service: "Backup", Consumed: &n, Place: v}}}
		},
		domain.ImportServiceRequests: func(v string, _ int64) []domain.ImportRow {
			return []domain.ImportRow{{Customer: contoso, Row: domain.ServiceRequest{Key: "r1", Number: "r1", Title: v, Open: true}}}
		},
		domain.ImportInvoiceLines: func(v string, n int64) []domain.ImportRow {
			return []domain.ImportRow{{Customer: domain.ImportCustomer{Name: "Nobody"}, Row: domain.InvoiceLine{Key: "1/1", Invoice: "1", CustomerName: "Nobody", Product: v, Quantity: "1", Currency: "EUR", Amount: &domain.Money{Minor: n, Currency: "EUR"}}}}
		},
		domain.ImportLicencePools: func(_ string, n int64) []domain.ImportRow {
			return []domain.ImportRow{{Customer: contoso, Family: domain.FamilyErasure, Pool: &domain.Pool{Key: "import:e", ProductKey: "e", Product: "Drive Eraser", Bought: n, Assigned: 3}}}
		},
		domain.ImportCustomers: func(v string, _ int64) []domain.ImportRow {
			return []domain.ImportRow{{Record: &domain.Record{Name: "Contoso GmbH", Country: v}}, {Record: &domain.Record{VendorID: "n", Name: "New Ltd", Country: v}}}
		},
		domain.ImportSubscriptions: func(_ string, n int64) []domain.ImportRow {
			return []domain.ImportRow{{Customer: contoso, Number: "F1", Product: "Eraser", Quantity: ptr(int64(7)), Family: domain.FamilyErasure, Typed: domain.Typed{Term: ptr(domain.Term("P1Y")), UnitPrice: ptr(fmt.Sprint(n)), Currency: ptr("EUR"), PricePeriod: ptr("year")}}}
		},
		domain.ImportPrices: func(_ string, n int64) []domain.ImportRow {
			return []domain.ImportRow{{Price: &domain.Price{Product: "Meetings", Price: fmt.Sprint(n), Cost: "1", Currency: "EUR", PricePeriod: "month"}}}
		},
		domain.ImportSKUNames: func(v string, _ int64) []domain.ImportRow {
			return []domain.ImportRow{{SKUName: &domain.SKUName{SKUID: "guid", PartNumber: "P", Name: v}}}
		},
	}
	for _, kind := range domain.ImportKinds() {
		t.Run(string(kind), func(t *testing.T) {
			p.t = t
			req := store.ImportRequest{Kind: kind, ConnectionID: p.files.ID}
			if kind.WithoutConnection() {
				req.ConnectionID, req.Vendor = 0, domain.VendorWebex
			}
			first := p.rows(req, files[kind]("DE", 10)...)
			if first.ID == 0 || first.Added == 0 || first.Changed != 0 || first.Skipped != 0 {
				t.Fatalf("first: %+v, problems %v", first, p.problems)
			}
			added := contents(t, p.s)
			if same := p.rows(req, files[kind]("DE", 10)...); same.ID != 0 || same.Unchanged != first.Added {
				t.Errorf("the same again: %+v", same)
			}
			second := p.rows(req, files[kind]("AT", 12)...)
			if second.ID == 0 || second.Changed != first.Added || second.Added != 0 {
				t.Fatalf("second: %+v, problems %v", second, p.problems)
			}
			if _, err := p.s.UndoImport(t.Context(), first.ID, p.at, time.UTC); domain.CodeOf(err) != domain.CodeConflict {
				t.Errorf("the first is undone before the second: %v", err)
			}
			p.undo(second.ID)
			sameContents(t, added, contents(t, p.s))
			p.undo(first.ID)
			sameContents(t, empty, contents(t, p.s))
		})
	}
}

// TestGetCustomer_TellsOfFilesAndOfTheLinesOfAllInvoices: what a customer's rows rest on is also a file, and a list of the
// lines of all customers; a list that is about no customer is not among it.
func TestGetCustomer_TellsOfFilesAndOfTheLinesOfAllInvoices(t *testing.T) {
	p := newFiled(t)
	p.rows(store.ImportRequest{Kind: domain.ImportInvoiceLines, ConnectionID: p.files.ID}, domain.ImportRow{
		Customer: contoso, Row: domain.InvoiceLine{Key: "1/1", Invoice: "1", Product: "Eraser", Quantity: "1", Currency: "EUR"},
	})
	storetest.Sync(t, p.s, p.webex, storetest.Now, func(run domain.Run) []store.PageSave {
		return []store.PageSave{
			rowsPage(run, domain.Record{}, "billing-reports", storetest.Now, domain.Rows{}, domain.KindInvoiceLines),
			rowsPage(run, domain.Record{}, "partner-reports", storetest.Now, domain.Rows{}, domain.KindDocuments),
		}
	})
	for record, want := range map[int]string{
		0: "Blancco (files) import.invoice-lines, Webex billing-reports, Webex licences",
		1: "Webex billing-reports, Webex licences",
	} {
		detail, err := p.s.GetCustomer(t.Context(), p.records[record].CustomerID, storetest.Today)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range detail.Datasets {
			if d.LastOKAt == nil {
				t.Errorf("%+v was never read", d)
			}
			got = append(got, d.Connection+" "+d.Dataset)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("customer %d rests on %v, not on %s", record, got, want)
		}
	}
}

func TestImport_APIConnection_TakesRowsOfItsOwnCustomersOnly(t *testing.T) {
	p := newFiled(t)
	other := storetest.Connect(t, p.s, domain.VendorAvePoint, "Elements")
	p.rows(store.ImportRequest{Kind: domain.ImportJobs, ConnectionID: other.ID}, domain.ImportRow{Customer: contoso, Row: domain.Job{Key: "1", Status: "Failed"}})
	p.expect("2 customer customer_elsewhere")
	_, err := p.s.Import(t.Context(), store.ImportRequest{Kind: domain.ImportCustomers, ConnectionID: other.ID, Name: companyName, At: p.at}, rowsOf())
	if err == nil {
		t.Error("customers were taken into a connection that has its own")
	}
}

func TestImport_NamesOfProducts_ReachWhatSyncsWrite(t *testing.T) {
	p := newFiled(t)
	ms := storetest.Connect(t, p.s, domain.VendorMicrosoft, "Microsoft")
	record := storetest.Records(t, p.s, ms, storetest.Now, "Zava")[0]
	sync := func(at time.Time, seats int64) {
		storetest.Sync(t, p.s, ms, at, func(run domain.Run) []store.PageSave {
			line := storetest.Subscription("k", "guid", domain.FamilyMicrosoft365, seats)
			line.SKU, line.Product = "NEW_THING", "NEW_THING"
			return []store.PageSave{storetest.Read(run, record, at, nil, []domain.Subscription{line})}
		})
	}
	sync(storetest.Now, 1)
	done := p.rows(store.ImportRequest{Kind: domain.ImportSKUNames, Vendor: domain.VendorMicrosoft},
		domain.ImportRow{SKUName: &domain.SKUName{SKUID: "guid", PartNumber: "NEW_THING", Name: "New thing"}},
		domain.ImportRow{SKUName: &domain.SKUName{SKUID: "guid", PartNumber: "NEW_THING", Name: "New thing"}})
	if done.Added != 1 || done.Unchanged != 1 {
		t.Errorf("import is %+v", done)
	}
	if _, ok := p.subscriptions()["k/New thing"]; !ok {
		t.Errorf("subscriptions are %v", p.subscriptions())
	}
	sync(storetest.Now.AddDate(0, 0, 1), 2)
	if row, ok := p.subscriptions()["k/New thing"]; !ok || row.Quantity != 2 {
		t.Errorf("after a sync: %v", p.subscriptions())
	}
}
