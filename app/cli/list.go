package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/backend/domain"
)

type listOptions struct {
	whoseOptions
	connection string
	search     string
	gone       bool
	limit      int
}

// lister prints the rows of one kind.
type lister func(ctx context.Context, e *environment, a *app.App, f domain.RowFilter) error

// listers are the kinds that can be listed; pools and subscriptions stand in the exports.
var listers = map[domain.Kind]lister{
	domain.KindProfiles: listRows[domain.Profile], domain.KindPeople: listRows[domain.Person],
	domain.KindAdministrators: listRows[domain.Administrator], domain.KindRelationships: listRows[domain.Relationship],
	domain.KindLinks: listRows[domain.Link], domain.KindServiceStates: listRows[domain.ServiceState],
	domain.KindIncidents: listRows[domain.Incident], domain.KindServiceRequests: listRows[domain.ServiceRequest],
	domain.KindJobs: listRows[domain.Job], domain.KindStorage: listRows[domain.Storage],
	domain.KindUsage: listRows[domain.Usage], domain.KindScanProfiles: listRows[domain.ScanProfile],
	domain.KindRisks: listRows[domain.Risk], domain.KindErasures: listRows[domain.Erasure],
	domain.KindOrders: listRows[domain.Order], domain.KindAgreements: listRows[domain.Agreement],
	domain.KindInvoices: listRows[domain.Invoice], domain.KindInvoiceLines: listRows[domain.InvoiceLine],
	domain.KindSubPartners: listRows[domain.SubPartner], domain.KindDocuments: listRows[domain.Document],
	domain.KindPrices: listPrices,
}

func newListCommand(e *environment) *cobra.Command {
	var o listOptions
	var kinds []string
	for kind := range listers {
		kinds = append(kinds, string(kind))
	}
	slices.Sort(kinds)
	cmd := e.command("list KIND", "cli.list.short", func(ctx context.Context, args []string) error {
		list, ok := listers[domain.Kind(args[0])]
		if !ok {
			return &usageError{domain.NewError(domain.CodeInvalid, "kind_unknown", "kind", args[0], "kinds", strings.Join(kinds, ", "))}
		}
		return e.withApp(ctx, "", func(a *app.App) error { return e.runList(ctx, a, o, list) })
	})
	cmd.Args = cobra.ExactArgs(1)
	cmd.Long = e.texts.Text("cli.list.long", map[string]any{"kinds": strings.Join(kinds, ", ")})
	flags := cmd.Flags()
	e.addWhose(cmd, &o.whoseOptions)
	flags.StringVar(&o.connection, "connection", "", e.texts.Text("cli.flag.connection", nil))
	flags.StringVar(&o.search, "search", "", e.texts.Text("cli.flag.search", nil))
	flags.BoolVar(&o.gone, "gone", false, e.texts.Text("cli.flag.gone", nil))
	flags.IntVar(&o.limit, "limit", 0, e.texts.Text("cli.flag.limit", nil))
	return cmd
}

func (e *environment) runList(ctx context.Context, a *app.App, o listOptions, list lister) error {
	f := domain.RowFilter{Search: o.search, Gone: o.gone, Page: domain.PageRequest{Limit: o.limit}}
	var err error
	if o.connection != "" {
		if f.ConnectionID, err = findConnection(ctx, a, o.connection); err != nil {
			return err
		}
	}
	if err := o.fill(ctx, a, &f.Scope); err != nil {
		return err
	}
	return list(ctx, e, a, f)
}

// findCustomer gives the one customer of that number, or whose name, domain, registered account or tag holds the text.
func findCustomer(ctx context.Context, a *app.App, text string) (int64, error) {
	if id, err := strconv.ParseInt(text, 10, 64); err == nil && id > 0 {
		return id, nil
	}
	page, err := a.Customers.List(ctx, domain.CustomerFilter{Search: text, Page: domain.PageRequest{Limit: 50}})
	if err != nil {
		return 0, err
	}
	for _, customer := range page.Items {
		if strings.EqualFold(customer.Name, text) || len(page.Items) == 1 {
			return customer.ID, nil
		}
	}
	if len(page.Items) > 1 {
		return 0, domain.NewError(domain.CodeInvalid, "customer_ambiguous", "name", text)
	}
	return 0, domain.NewError(domain.CodeNotFound, "customer_unknown", "name", text)
}

func listRows[T domain.Keyed](ctx context.Context, e *environment, a *app.App, f domain.RowFilter) error {
	page, err := app.FindRows[T](ctx, a, app.RowRequest{RowFilter: f})
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(page.Items)
	}
	columns := shownColumns(reflect.TypeFor[T]())
	// The headings are the words of --json, so that one finds there what one sees here.
	head := []string{"customer", "connection"}
	for _, column := range columns {
		head = append(head, column.name)
	}
	_, files := any(*new(T)).(domain.Document) // "document" takes their ids
	if files {
		head = append([]string{"id"}, head...)
	}
	rows := [][]string{head}
	for _, item := range page.Items {
		row := []string{item.Customer, item.Connection}
		if files {
			row = append([]string{fmt.Sprint(item.ID)}, row...)
		}
		value := reflect.ValueOf(item.Row)
		for _, column := range columns {
			row = append(row, e.cell(value.Field(column.index)))
		}
		rows = append(rows, row)
	}
	return e.printTable(rows)
}

// listPrices prints the prices of all lists. They are nobody's, so nothing but a search narrows them down.
func listPrices(ctx context.Context, e *environment, a *app.App, f domain.RowFilter) error {
	if f.ConnectionID != 0 || f.Scope.CustomerID != 0 || f.Scope.Tag != "" || f.Gone {
		return &usageError{domain.NewError(domain.CodeInvalid, "prices_whose")}
	}
	page, err := a.Imports.Prices(ctx, domain.PriceFilter{Search: f.Search, Page: f.Page})
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(page.Items)
	}
	rows := [][]string{{"vendor", "product", "sku", "term", "cost", "unit_price", "currency", "price_period", "valid_from", "file"}}
	for _, p := range page.Items {
		rows = append(rows, []string{
			string(p.Vendor), p.Product, p.SKU, string(p.Term), p.Cost, p.Price.Price, p.Currency, p.PricePeriod, e.format().Date(p.ValidFrom), p.File,
		})
	}
	return e.printTable(rows)
}

// column is a field of a row that fits into a table.
type column struct {
	index int
	name  string
}

// shownColumns leaves out keys, long texts, lists of objects and files: --json has all but the files.
func shownColumns(row reflect.Type) []column {
	var columns []column
	for i := range row.NumField() {
		field := row.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case name == "key" || name == "detail" || strings.HasSuffix(name, "_text"):
		case field.Type.Kind() == reflect.Map:
		case field.Type.Kind() == reflect.Slice && field.Type.Elem().Kind() != reflect.String:
		default:
			columns = append(columns, column{index: i, name: name})
		}
	}
	return columns
}

// cell writes a value as the command line writes such values elsewhere.
func (e *environment) cell(value reflect.Value) string {
	if value.Kind() == reflect.Pointer {
		if value.IsNil() {
			return "–"
		}
		value = value.Elem()
	}
	switch v := value.Interface().(type) {
	case time.Time:
		return e.moment(v)
	case domain.Money:
		return v.Decimal().String() + " " + v.Currency
	case domain.Date:
		return e.format().Date(v)
	case []string:
		return strings.Join(v, ", ")
	case bool:
		text, _ := json.Marshal(v)
		return string(text)
	default:
		return strings.Join(strings.Fields(fmt.Sprint(v)), " ")
	}
}
