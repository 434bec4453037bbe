package api

import (
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"

	"github.com/danielgtaylor/huma/v2"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/export"
)

type exportInput struct {
	ScopeParams
	Kind     string   `path:"kind" enum:"customers,customer,billing,subscriptions,pools,operations,jobs,service-requests,service-states,incidents,storage,calendar,licences-added,licences-expiring,licences-renewing,licences-open,licences-low,licences-over,waste,prices,trend,storage-trend,job-trend,report,rows-profiles,rows-people,rows-administrators,rows-relationships,rows-links,rows-service-states,rows-incidents,rows-service-requests,rows-jobs,rows-storage,rows-usage,rows-scan-profiles,rows-risks,rows-erasures,rows-orders,rows-agreements,rows-invoices,rows-invoice-lines,rows-sub-partners,rows-documents"`
	Format   string   `query:"format" enum:"xlsx,csv,ics" default:"xlsx" doc:"ics for the calendar only"`
	Language string   `query:"language" maxLength:"35" doc:"left out: the language in force"`
	Columns  []string `query:"columns,explode" maxItems:"100" doc:"of lists: the columns to write, in this order, by the names their screens have for them; left out: all"`
	ExportFilterParams
}

// ExportFilterParams narrow an export of customers, subscriptions, operations, licences, waste, prices or the calendar down to what its list shows.
type ExportFilterParams struct {
	WithinParams
	CustomerQueryParams
	SubscriptionQueryParams
	Excluded   []string `query:"excluded,explode" enum:"yes,no" maxItems:"2" doc:"of pools: whether figures leave them out"`
	Gone       bool     `query:"gone"`
	Search     string   `query:"search" maxLength:"200"`
	Figure     string   `query:"figure" enum:"failed_jobs,open_requests,trouble,added,expiring,renewing,open,missing_dates,missing_price,low,over,suspended,expired,trial,unmatched,failed"`
	Country    string   `query:"country" pattern:"^[A-Z]{2}$" doc:"ISO 3166-1 alpha-2"`
	Vendor     string   `query:"vendor" enum:"webex,microsoft,avepoint,blancco" doc:"of prices; of lists see vendors"`
	Outcomes   []string `query:"outcomes,explode" enum:"ok,attention,failed,running,skipped,unknown" maxItems:"6"`
	Trouble    bool     `query:"trouble"`
	State      string   `query:"state" enum:"open,closed"`
	Services   []string `query:"services,explode" maxItems:"100"`
	Level      string   `query:"level" enum:"service,module,live"`
	Within     string   `query:"within" enum:"24h,7d,30d"`
	Waste      string   `query:"waste" enum:"reassign,reduce,exposure"`
	From       string   `query:"from" format:"date" doc:"of the calendar as a table: its first day"`
	To         string   `query:"to" format:"date" doc:"of the calendar as a table: its last day"`
	Decisions  []string `query:"decisions,explode" enum:"cancel_window,ends,paid_extension,renews,rolls_over,locked,unknown,rights_end,access_ends" maxItems:"9" doc:"of the calendar"`
	Unclear    bool     `query:"unclear" doc:"of the calendar: only what no source tells the last moment to act of"`
	Connection int64    `query:"connection_id" minimum:"0" doc:"of rows of one kind: the connection that has them"`
	Counted    bool     `query:"counted" doc:"of rows of one kind: only what figures count"`
	Days       int      `query:"days" minimum:"0" maximum:"3660" doc:"of trends: how many, back from today; left out: 365"`
	Sort       string   `query:"sort" maxLength:"40"`
	Desc       bool     `query:"desc"`
	NarrowParams
}

func (p *ExportFilterParams) filter() app.ExportFilter {
	return app.ExportFilter{
		CustomerQuery: p.CustomerQueryParams.query(), SubscriptionQuery: p.SubscriptionQueryParams.query(),
		Excluded: wordsOf[domain.YesNo](p.Excluded), Gone: p.Gone, Search: p.Search, Figure: p.Figure, Country: p.Country, JobsWithin: app.Within(p.JobsWithin),
		RequestsWithin: app.Within(p.RequestsWithin), Vendor: domain.Vendor(p.Vendor), Outcomes: wordsOf[domain.Outcome](p.Outcomes),
		Trouble: p.Trouble, State: p.State, Services: p.Services, Level: domain.Level(p.Level), Within: app.Within(p.Within),
		Waste: domain.WasteKind(p.Waste), From: domain.Date(p.From), To: domain.Date(p.To),
		Decisions: wordsOf[domain.DecisionState](p.Decisions), Unclear: p.Unclear, Where: p.Where, Except: p.Except, Days: p.Days, ConnectionID: p.Connection, Counted: p.Counted, Sort: p.Sort, Desc: p.Desc,
	}
}

// fileOutput is a download.
type fileOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        func(huma.Context)
}

var exportTypes = map[app.ExportFormat]string{
	app.FormatXLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	app.FormatCSV:  "text/csv; charset=utf-8",
	app.FormatICS:  "text/calendar; charset=utf-8",
}

func (s *server) registerExports() {
	op := describe(operation{http.MethodGet, "/export/{kind}", "export", "Download a workbook, CSV or calendar file", "exports"})
	binary := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	op.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{
		exportTypes[app.FormatXLSX]: {Schema: binary},
		"text/csv":                  {Schema: binary},
		"text/calendar":             {Schema: binary},
	}}}
	huma.Register(s.huma, op, func(ctx context.Context, in *exportInput) (*fileOutput, error) {
		out, err := s.export(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
}

// export writes the whole file before the answer starts, so that a failure is an answer of its own and never a short file.
func (s *server) export(ctx context.Context, in *exportInput) (*fileOutput, error) {
	scope := in.scope()
	req := app.ExportRequest{
		Kind: app.ExportKind(in.Kind), Format: app.ExportFormat(in.Format),
		Family: scope.Family, CustomerID: scope.CustomerID, Tag: scope.Tag, Language: in.Language, Filter: in.filter(), Columns: in.Columns,
	}
	name, err := s.app.Exports.FileName(ctx, req)
	if err != nil {
		return nil, err
	}
	file, err := os.CreateTemp("", "tenantry-export-*")
	if err != nil {
		return nil, export.SaveError(os.TempDir(), err)
	}
	drop := func() { _ = file.Close(); _ = os.Remove(file.Name()) }
	if _, err := s.app.Exports.Write(ctx, file, req); err != nil {
		drop()
		return nil, export.SaveError(file.Name(), err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		drop()
		return nil, fmt.Errorf("read temporary export: %w", err)
	}
	return &fileOutput{
		ContentType: exportTypes[req.Format],
		Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": name}),
		Body: func(c huma.Context) {
			defer drop()
			_, _ = io.Copy(c.BodyWriter(), file)
		},
	}, nil
}
