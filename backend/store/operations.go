package store

import (
	"context"
	"database/sql"
	"iter"
	"strings"

	"tenantry/backend/domain"
)

// listing says who tells of a kind.
type listing struct {
	vendors  []string // of which every connection does
	datasets []string // what says whether it was ever read of a customer
}

// LiveStorage names, where the completeness of a kind is asked for, the storage that Live holds for.
const LiveStorage domain.Kind = "live-storage"

// Live is the condition on a connection's id that the storage it tells of is what customers' data take up where people work
// with them. Backups hold the same data again, so the two are never added up.
func Live(connection string) string {
	return connection + " IN (SELECT id FROM connections WHERE vendor = 'microsoft')"
}

// live is the same of records r.
var live = Live("r.connection_id")

var listedBy = map[domain.Kind]listing{
	domain.KindJobs:            {[]string{"avepoint"}, []string{"jobs"}},
	domain.KindServiceRequests: {[]string{"microsoft"}, []string{"service_requests"}},
	domain.KindServiceStates:   {[]string{"microsoft"}, []string{"health", "wholesale"}},
	domain.KindIncidents:       {[]string{"microsoft"}, []string{"health"}},
	domain.KindPeople:          {[]string{"webex", "microsoft"}, []string{"people"}},
	domain.KindStorage:         {[]string{"avepoint"}, []string{"services", "protected"}},
	LiveStorage:                {nil, []string{"storage"}}, // national clouds have no reports
	domain.KindInvoiceLines:    {nil, []string{"invoices", "invoice_lines", "billing_export", "billing-reports"}},
}

// Datasets gives the names of the datasets that list a kind, each in quotes.
func Datasets(kind domain.Kind) []string { return quoted(listedBy[kind].datasets) }

// VendorsOf gives the vendors whose every connection tells of a kind, each in quotes.
func VendorsOf(kind domain.Kind) []string { return quoted(listedBy[kind].vendors) }

func quoted(names []string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = "'" + name + "'"
	}
	return all
}

// Operations turns the figures of operations into conditions on rows, for one filter. The list of customers, the summary
// and the lists of jobs, requests and states (by domain.RowFilter.Counted) count the same rows. Its values are in Args.
type Operations struct {
	Whose
	f domain.OperationsFilter
}

// NewOperations prepares the conditions of a filter.
func NewOperations(f domain.OperationsFilter) Operations { return Operations{Whose{f.Scope}, f} }

// Args are the values of the conditions.
func (o Operations) Args() []any {
	return append(whoseArgs(o.f.Scope),
		sql.Named("jobs_since", timeText(o.f.JobsSince)), sql.Named("requests_since", timeText(o.f.RequestsSince)))
}

// Failed is the condition on jobs x that they count as failed.
func (o Operations) Failed() string {
	condition := "x.outcome = 'failed' AND x.gone_at IS NULL"
	if !o.f.JobsSince.IsZero() {
		condition += " AND x.ended_at >= :jobs_since"
	}
	return condition
}

// Open is the condition on service requests x that they count as open.
func (o Operations) Open() string {
	condition := "x.open = 1 AND x.gone_at IS NULL"
	if !o.f.RequestsSince.IsZero() {
		condition += " AND x.created_at >= :requests_since"
	}
	return condition
}

// Trouble is the condition on service states x that the service does not do well.
func (o Operations) Trouble() string { return trouble + " AND x.gone_at IS NULL" }

// Tally is a table of records r with n, the number of their rows x that a condition holds for. The index holds just those
// rows, record by record.
func (o Operations) Tally(table, index, condition string) string {
	return "(SELECT x.record_id, COUNT(*) AS n FROM " + table + " x INDEXED BY " + index + " WHERE " + condition + o.OfRecords("x.record_id") +
		" GROUP BY x.record_id) AS x CROSS JOIN records r ON r.id = x.record_id AND " + countedRecord
}

// FailedTally counts failed jobs by record.
func (o Operations) FailedTally() string { return o.Tally("jobs", "jobs_failed", o.Failed()) }

// OpenTally counts open requests by record.
func (o Operations) OpenTally() string {
	return o.Tally("service_requests", "service_requests_open", o.Open())
}

// TroubleTally counts services in trouble by record.
func (o Operations) TroubleTally() string {
	return o.Tally("service_states", "service_states_in_trouble", o.Trouble())
}

// All is the number of rows of a table that count.
func (o Operations) All(table string) string {
	if o.Scoped() {
		return "(SELECT COUNT(*) FROM records r CROSS JOIN " + table + " x ON x.record_id = r.id WHERE " + o.Counted() +
			" AND x.gone_at IS NULL)"
	}
	return allCounted(table)
}

// allCounted is the number of rows of a table that count: all but those that do not, because those are few.
func allCounted(table string) string {
	return "((SELECT COUNT(*) FROM " + table + ")" +
		" - (SELECT COUNT(*) FROM " + table + " WHERE gone_at IS NOT NULL)" +
		" - (SELECT COUNT(*) FROM " + table + " WHERE record_id IS NULL AND gone_at IS NULL)" +
		" - (SELECT COUNT(*) FROM records r CROSS JOIN " + table + " x ON x.record_id = r.id" +
		" WHERE NOT (" + countedRecord + ") AND x.gone_at IS NULL))"
}

// Counted is the condition on records r that their rows count, within the scope.
func (o Operations) Counted() string {
	return countedRecord + o.Of("r.customer_id")
}

// StorageFrom joins the storage x of services with their records r.
func (o Operations) StorageFrom() string {
	if o.Scoped() {
		return o.From("storage")
	}
	return "FROM storage x INDEXED BY storage_of_services CROSS JOIN records r ON r.id = x.record_id"
}

// Live is the condition on records r that their storage is.
func (o Operations) Live() string { return live }

// From joins a table x with the records r its rows belong to; the fewer rows lead.
func (o Operations) From(table string) string {
	if o.Scoped() {
		return "FROM records r CROSS JOIN " + table + " x ON x.record_id = r.id"
	}
	return "FROM " + table + " x CROSS JOIN records r ON r.id = x.record_id"
}

// ofCustomer counts rows of a customer c.
func ofCustomer(table, condition string) string {
	return "(SELECT COUNT(*) FROM records r JOIN " + table + " x ON x.record_id = r.id WHERE r.customer_id = c.id AND " +
		countedRecord + " AND " + condition + ")"
}

// sumOfCustomer adds up a column of the storage of a customer c that a condition on its records r holds for: services, not
// their modules.
func sumOfCustomer(column, condition string) string {
	return "(SELECT SUM(x." + column + ") FROM records r JOIN storage x ON x.record_id = r.id WHERE r.customer_id = c.id AND " +
		countedRecord + " AND " + condition + " AND x.gone_at IS NULL AND x.module = '')"
}

// readOf tells a customer c of whom a kind was read, or imported, from one of whom nothing is known.
func readOf(kind domain.Kind, table string) string {
	return "EXISTS (SELECT 1 FROM records r JOIN checkpoints k ON k.connection_id = r.connection_id AND k.record_id = r.id" +
		" WHERE r.customer_id = c.id AND " + countedRecord + " AND k.dataset IN (" + strings.Join(Datasets(kind), ", ") + ") AND k.last_ok_at > '')" +
		" OR EXISTS (SELECT 1 FROM records r JOIN " + table + " x ON x.record_id = r.id WHERE r.customer_id = c.id AND " +
		countedRecord + ")"
}

// knownCount counts rows of a customer c, NULL where nothing was ever read.
func knownCount(kind domain.Kind, table, condition string) string {
	return "CASE WHEN " + readOf(kind, table) + " THEN " + ofCustomer(table, condition) + " END"
}

// healthReadAt is the oldest good read of the states of services that a customer c has under records r.
func healthReadAt(records string) string {
	return `(
        SELECT MIN(k.last_ok_at)
        FROM records r
        JOIN service_states x ON x.record_id = r.id
        JOIN checkpoints k ON k.connection_id = x.connection_id AND k.record_id = x.record_id AND k.dataset = x.dataset
        WHERE r.customer_id = c.id AND ` + records + ` AND x.gone_at IS NULL
    )`
}

const accountsOfCustomer = `(
        SELECT group_concat(account, ', ')
        FROM (
            SELECT account FROM records WHERE customer_id = c.id AND gone_at IS NULL AND account <> ''
            UNION
            SELECT p.account
            FROM records r
            JOIN profiles p ON p.record_id = r.id
            WHERE r.customer_id = c.id AND r.gone_at IS NULL AND p.gone_at IS NULL AND p.account <> ''
        )
    )`

func (o Operations) selection() string {
	health := func(outcome string) string {
		return "EXISTS (SELECT 1 FROM records r JOIN service_states x ON x.record_id = r.id WHERE r.customer_id = c.id AND " +
			countedRecord + " AND x.gone_at IS NULL AND x.outcome = '" + outcome + "') THEN '" + outcome + "'"
	}
	return `
SELECT
    c.id,
    c.name,
    ` + accountsOfCustomer + `,
    c.country,
    c.vendors,
    c.families,
    c.subscriptions,
    ` + knownCount(domain.KindJobs, "jobs", o.Failed()) + `,
    ` + knownCount(domain.KindServiceRequests, "service_requests", o.Open()) + `,
    ` + knownCount(domain.KindServiceStates, "service_states", "x.gone_at IS NULL") + `,
    ` + knownCount(domain.KindServiceStates, "service_states", o.Trouble()) + `,
    CASE WHEN ` + health("failed") + `
         WHEN ` + health("attention") + `
         WHEN ` + health("unknown") + `
         WHEN ` + health("ok") + `
    END,
    ` + healthReadAt(countedRecord) + `,
    ` + sumOfCustomer("consumed", "NOT "+live) + `,
    ` + sumOfCustomer("protected", "NOT "+live) + `,
    ` + sumOfCustomer("purchased", "NOT "+live) + `,
    ` + sumOfCustomer("consumed", live) + `,
    c.synced_at
`
}

func scanOperations(row scanner) (domain.OperationsRow, error) {
	var o domain.OperationsRow
	var vendors, families string
	err := row.Scan(&o.ID, &o.Name, orEmpty(&o.Account), &o.Country, &vendors, &families, &o.Subscriptions, &o.FailedJobs,
		&o.OpenRequests, &o.Services, &o.Trouble, orEmpty(&o.Health), intoOptionalTime{&o.HealthAt}, &o.Consumed, &o.Protected, &o.Purchased, &o.Live,
		intoOptionalTime{&o.SyncedAt})
	o.Vendors, o.Families = split[domain.Vendor](vendors), split[domain.Family](families)
	return o, err
}

// sortedBy gives the table n that a sort needs beside customers, and the columns to sort by.
func (o Operations) sortedBy(sort string) (from string, columns map[string]string) {
	columns = map[string]string{
		"": "c.sort_name", "name": "c.sort_name", "country": "NULLIF(c.country, '')", "vendors": "NULLIF(c.vendors, '')",
		"families": "NULLIF(c.families, '')", "subscriptions": "c.subscriptions", "synced_at": "c.synced_at",
		"account": accountsOfCustomer, "health": "n.n",
		"failed_jobs":   orZero(domain.KindJobs, "jobs"),
		"open_requests": orZero(domain.KindServiceRequests, "service_requests"),
		"trouble":       orZero(domain.KindServiceStates, "service_states"),
		"services":      orZero(domain.KindServiceStates, "service_states"),
		"consumed":      "n.n", "protected": "n.n", "purchased": "n.n", "live": "n.n",
	}
	present := "x.gone_at IS NULL"
	whole := present + " AND x.module = '' AND "
	counts := map[string]string{
		"failed_jobs":   "SELECT r.customer_id, SUM(x.n) AS n FROM " + o.FailedTally(),
		"open_requests": "SELECT r.customer_id, SUM(x.n) AS n FROM " + o.OpenTally(),
		"trouble":       "SELECT r.customer_id, SUM(x.n) AS n FROM " + o.TroubleTally(),
		"services":      perCustomer("service_states", "COUNT(*)", present),
		"health":        perCustomer("service_states", "MIN("+outcomeRank+")", present),
		"consumed":      perCustomer("storage", "SUM(x.consumed)", whole+"NOT "+live),
		"protected":     perCustomer("storage", "SUM(x.protected)", whole+"NOT "+live),
		"purchased":     perCustomer("storage", "SUM(x.purchased)", whole+"NOT "+live),
		"live":          perCustomer("storage", "SUM(x.consumed)", whole+live),
	}
	if counts[sort] != "" {
		from = "LEFT JOIN (" + counts[sort] + " GROUP BY r.customer_id) AS n ON n.customer_id = c.id\n"
	}
	return from, columns
}

// orZero is a customer's count: none where something was read, NULL where nothing ever was.
func orZero(kind domain.Kind, table string) string {
	return "CASE WHEN n.n IS NOT NULL THEN n.n WHEN " + readOf(kind, table) + " THEN 0 END"
}

// perCustomer gives a figure n of each customer that has such rows, but for the grouping.
func perCustomer(table, value, condition string) string {
	return "SELECT r.customer_id, " + value + " AS n FROM records r CROSS JOIN " + table + " x ON x.record_id = r.id WHERE " +
		countedRecord + " AND " + condition
}

func (o Operations) conditions() (*conditions, error) {
	c := &conditions{}
	c.add("c.gone_at IS NULL"+o.Of("c.id"), o.Args()...)
	with := func(tally string) { c.add("c.id IN (SELECT r.customer_id FROM " + tally + ")") }
	switch o.f.Figure {
	case "":
	case domain.FigureFailedJobs:
		with(o.FailedTally())
	case domain.FigureOpenRequests:
		with(o.OpenTally())
	case domain.FigureTrouble:
		with(o.TroubleTally())
	default:
		return nil, domain.NewError(domain.CodeInvalid, "invalid", "detail", "figure="+string(o.f.Figure))
	}
	if o.f.Country != "" {
		c.add("c.country = :country", sql.Named("country", o.f.Country))
	}
	c.searchFor("c.search", o.f.Search)
	return c, c.test(o.f.Page, o.f.Scope.Zone, o.tests())
}

// tests are the columns of the list that can be tested.
func (o Operations) tests() testables {
	return testables{
		"name":          {"c.sort_name", asFolded},
		"account":       {accountsOfCustomer, asText},
		"failed_jobs":   {"(" + knownCount(domain.KindJobs, "jobs", o.Failed()) + ")", asNumber},
		"open_requests": {"(" + knownCount(domain.KindServiceRequests, "service_requests", o.Open()) + ")", asNumber},
		"services":      {"(" + knownCount(domain.KindServiceStates, "service_states", "x.gone_at IS NULL") + ")", asNumber},
		"trouble":       {"(" + knownCount(domain.KindServiceStates, "service_states", o.Trouble()) + ")", asNumber},
		"subscriptions": {"c.subscriptions", asNumber},
		"consumed":      {sumOfCustomer("consumed", "NOT "+live), asNumber},
		"protected":     {sumOfCustomer("protected", "NOT "+live), asNumber},
		"purchased":     {sumOfCustomer("purchased", "NOT "+live), asNumber},
		"live":          {sumOfCustomer("consumed", live), asNumber},
		"synced_at":     {"c.synced_at", asMoment},
	}
}

// query finds the page by what it is sorted by and reads the rest for its rows only.
func (o Operations) query(c *conditions) (string, error) {
	from, columns := o.sortedBy(o.f.Page.Sort)
	inner, err := orderBy(o.f.Page, columns, "c.sort_name, c.id")
	if err != nil {
		return "", err
	}
	place := columns[o.f.Page.Sort]
	outer := strings.Replace(inner, place, "page.place", 1)
	return o.selection() + "FROM (\n    SELECT c.id, " + place + " AS place\nFROM customers c\n" + from + c.where() + "\n" +
		inner + "\n" + limit(o.f.Page) + "\n) AS page\nCROSS JOIN customers c ON c.id = page.id\n" + outer, nil
}

// FindOperations gives one page of customers with how their services do, and how many there are on all pages.
func (s *Store) FindOperations(ctx context.Context, f domain.OperationsFilter) ([]domain.OperationsRow, int, error) {
	o := NewOperations(f)
	c, err := o.conditions()
	if err != nil {
		return nil, 0, err
	}
	query, err := o.query(c)
	if err != nil {
		return nil, 0, err
	}
	rows, total, err := findPage(ctx, s.reader, f.Page, query, "SELECT COUNT(*) FROM customers c "+c.where(), c.args, scanOperations)
	return rows, total, wrap("find operations", err)
}

// EachOperations yields the customers that the filter selects without holding them all, for exports.
func (s *Store) EachOperations(ctx context.Context, f domain.OperationsFilter) iter.Seq2[domain.OperationsRow, error] {
	return func(yield func(domain.OperationsRow, error) bool) {
		o := NewOperations(f)
		c, err := o.conditions()
		query := ""
		if err == nil {
			query, err = o.query(c)
		}
		if err != nil {
			yield(domain.OperationsRow{}, err)
			return
		}
		for row, err := range queryEach(ctx, s.reader, query, c.args, scanOperations) {
			if !yield(row, wrap("find operations", err)) {
				return
			}
		}
	}
}
