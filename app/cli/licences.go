package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/backend/domain"
)

type licencesOptions struct {
	whoseOptions
	family, search, now string
	limit               int
}

func newLicencesCommand(e *environment) *cobra.Command {
	var o licencesOptions
	names := make([]string, len(domain.LicenceSections))
	for i, section := range domain.LicenceSections {
		names[i] = string(section)
	}
	cmd := e.command("licences "+strings.Join(names, "|"), "cli.licences.short", func(ctx context.Context, args []string) error {
		f := domain.LicenceFilter{Section: domain.Figure(args[0]), Search: o.search, Page: domain.PageRequest{Limit: o.limit}}
		if !slices.Contains(domain.LicenceSections, f.Section) {
			return &usageError{domain.NewError(domain.CodeInvalid, "invalid", "detail", args[0])}
		}
		var err error
		if f.Scope.Family, err = parseFamily(o.family); err != nil {
			return err
		}
		return e.withApp(ctx, o.now, func(a *app.App) error {
			if err := o.fill(ctx, a, &f.Scope); err != nil {
				return err
			}
			return e.runLicences(ctx, a, f)
		})
	})
	cmd.Args = cobra.ExactArgs(1)
	cmd.ValidArgs = names
	e.addListFlags(cmd, &o)
	return cmd
}

func (e *environment) addListFlags(cmd *cobra.Command, o *licencesOptions) {
	cmd.Flags().StringVar(&o.family, "family", "all", e.texts.Text("cli.flag.family", nil))
	e.addWhose(cmd, &o.whoseOptions)
	cmd.Flags().StringVar(&o.search, "search", "", e.texts.Text("cli.flag.search", nil))
	cmd.Flags().IntVar(&o.limit, "limit", 0, e.texts.Text("cli.flag.limit", nil))
	e.addNow(cmd, &o.now)
}

// runLicences prints the rows of a section; what they add up to goes to standard error, with how complete it is.
func (e *environment) runLicences(ctx context.Context, a *app.App, f domain.LicenceFilter) error {
	summary, err := a.Licences.Summary(ctx, f)
	if err != nil {
		return err
	}
	page, err := a.Licences.List(ctx, f)
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(map[string]any{"summary": summary, "items": page.Items, "total": page.Total})
	}
	rows := [][]string{e.headings("customer", "number", "product", "quantity", "assigned", "ratio", "used", "assigned_change", sectionDay(f.Section))}
	for _, l := range page.Items {
		rows = append(rows, e.licenceCells(l, f.Section))
	}
	if err := e.printTable(rows); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(e.err, e.texts.Plural("cli.licences.sum", summary.Customers, map[string]any{
		"count": e.format().Int(int64(summary.Customers)), "licences": e.format().Int(summary.Licences),
		"share": e.share(summary.Seats.Share), "used": e.share(summary.Seats.UsedShare),
	}))
	return e.reservations(ctx, a, summary.Completeness, summary.Unmatched)
}

// reservations tells what sums rest on: how complete the data are, and which customers may be in them twice.
func (e *environment) reservations(ctx context.Context, a *app.App, completeness domain.Coverage, unmatched int) error {
	sentence, err := a.Dashboard.Coverage(ctx, completeness, e.texts.Tag())
	_, _ = fmt.Fprintln(e.err, sentence)
	if unmatched > 0 {
		_, _ = fmt.Fprintln(e.err, e.texts.Plural("workbook.note.unmatched", unmatched, map[string]any{
			"count": e.format().Int(int64(unmatched)),
		}))
	}
	return err
}

// sectionDay is the column of the day that a section is about.
func sectionDay(section domain.Figure) string {
	if section == domain.FigureAdded || section == domain.FigureLow {
		return "added_on"
	}
	return "term_end_on"
}

func (e *environment) licenceCells(l domain.LicenceRow, section domain.Figure) []string {
	unknown := e.texts.Text("value.unknown", nil)
	number := strings.Join(l.Numbers, ", ")
	if l.Trial != nil && *l.Trial {
		number = e.texts.Text("value.trial", nil)
	}
	assigned, share, used, change := unknown, "", unknown, "–"
	if l.Seats != nil {
		assigned, share = e.format().Int(l.Seats.Assigned), e.share(l.Seats.Share)
		if l.Seats.Used != nil {
			used = e.format().Int(*l.Seats.Used)
		}
	}
	if l.AssignedChange != nil {
		change = fmt.Sprintf("%+d", *l.AssignedChange)
	}
	day := l.TermEndOn
	if sectionDay(section) == "added_on" {
		day = l.AddedOn
	}
	return []string{l.Customer, number, l.Product, e.format().Int(l.Quantity), assigned, share, used, change, e.format().Date(day)}
}

// share is a percentage, "–" where there is none.
func (e *environment) share(share *float64) string {
	if share == nil {
		return "–"
	}
	return e.format().Percent(*share)
}

func newWasteCommand(e *environment) *cobra.Command {
	var o licencesOptions
	kind := ""
	cmd := e.command("waste", "cli.waste.short", func(ctx context.Context, _ []string) error {
		f := domain.WasteFilter{Kind: domain.WasteKind(kind), Search: o.search, Page: domain.PageRequest{Sort: "customer", Limit: o.limit}}
		if kind != "" && !slices.Contains(domain.WasteKinds, f.Kind) {
			return &usageError{domain.NewError(domain.CodeInvalid, "invalid", "detail", kind)}
		}
		var err error
		if f.Scope.Family, err = parseFamily(o.family); err != nil {
			return err
		}
		return e.withApp(ctx, o.now, func(a *app.App) error {
			if err := o.fill(ctx, a, &f.Scope); err != nil {
				return err
			}
			return e.runWaste(ctx, a, f)
		})
	})
	cmd.Flags().StringVar(&kind, "kind", "", e.texts.Text("cli.flag.waste_kind", nil))
	e.addListFlags(cmd, &o)
	return cmd
}

// runWaste prints one line per row; the three sums go to standard error, with what they rest on.
func (e *environment) runWaste(ctx context.Context, a *app.App, f domain.WasteFilter) error {
	summary, err := a.Licences.WasteSummary(ctx, f)
	if err != nil {
		return err
	}
	page, err := a.Licences.Waste(ctx, f)
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(map[string]any{"summary": summary, "items": page.Items, "total": page.Total})
	}
	rows := [][]string{e.headings("waste", "customer", "product", "seats", "act_on", "amount")}
	for _, w := range page.Items {
		amount := e.texts.Text("value.unknown", nil)
		if w.Amount != nil {
			amount = e.format().Money(*w.Amount) + " " + e.texts.Text("price_period."+w.PricePeriod, nil)
		}
		rows = append(rows, []string{
			e.texts.Text("waste."+string(w.Kind), nil), w.Customer, w.Product, e.format().Int(w.Seats), e.format().Date(w.ActOn), amount,
		})
	}
	if err := e.printTable(rows); err != nil {
		return err
	}
	for _, sum := range summary.Sums {
		_, _ = fmt.Fprintln(e.err, e.wasteSentence(sum))
	}
	return e.reservations(ctx, a, summary.Completeness, summary.Unmatched)
}

func (e *environment) wasteSentence(sum domain.WasteSum) string {
	parts := []string{e.texts.Plural("cli.waste.sum", int(sum.Seats), map[string]any{
		"kind": e.texts.Text("waste."+string(sum.Kind), nil), "count": e.format().Int(sum.Seats),
	})}
	for _, total := range sum.Totals {
		parts = append(parts, e.format().Money(total.Amount)+" "+e.texts.Text("price_period."+total.PricePeriod, nil))
	}
	if sum.Unpriced > 0 {
		parts = append(parts, e.texts.Plural("cli.waste.unpriced", int(sum.Unpriced), map[string]any{"count": e.format().Int(sum.Unpriced)}))
	}
	return strings.Join(parts, "; ")
}
