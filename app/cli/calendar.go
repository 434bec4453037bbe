package cli

import (
	"context"

	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/backend/domain"
)

type calendarOptions struct {
	whoseOptions
	family, from, to, now string
}

func newCalendarCommand(e *environment) *cobra.Command {
	var o calendarOptions
	cmd := e.command("calendar", "cli.calendar.short", func(ctx context.Context, _ []string) error {
		req, err := o.request()
		if err != nil {
			return err
		}
		return e.withApp(ctx, o.now, func(a *app.App) error {
			if err := o.fill(ctx, a, &req.Scope); err != nil {
				return err
			}
			return e.runCalendar(ctx, a, req)
		})
	})
	cmd.Flags().StringVar(&o.family, "family", "all", e.texts.Text("cli.flag.family", nil))
	e.addWhose(cmd, &o.whoseOptions)
	cmd.Flags().StringVar(&o.from, "from", "", e.texts.Text("cli.flag.from", nil))
	cmd.Flags().StringVar(&o.to, "to", "", e.texts.Text("cli.flag.to", nil))
	e.addNow(cmd, &o.now)
	return cmd
}

func (o calendarOptions) request() (app.CalendarRequest, error) {
	family, err := parseFamily(o.family)
	req := app.CalendarRequest{Scope: domain.Scope{Family: family}}
	for text, to := range map[*string]*domain.Date{&o.from: &req.From, &o.to: &req.To} {
		if *text == "" || err != nil {
			continue
		}
		if *to, err = domain.ParseDate(*text); err != nil {
			return req, &usageError{domain.NewError(domain.CodeInvalid, "invalid", "detail", *text)}
		}
	}
	return req, err
}

// runCalendar prints one line per decision.
func (e *environment) runCalendar(ctx context.Context, a *app.App, req app.CalendarRequest) error {
	page, err := a.Calendar.List(ctx, req)
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(page)
	}
	rows := [][]string{e.headings("day", "state", "act_until", "customer", "product", "quantity", "amount")}
	for _, d := range page.Items {
		until, amount := e.texts.Text("value.unknown", nil), ""
		switch {
		case d.ActUntil != nil:
			until = e.format().DateTime(d.ActUntil.UTC()) + " UTC"
		case d.ActOn != "":
			until = e.format().Date(d.ActOn)
		}
		if d.Amount != nil {
			amount = e.format().Money(*d.Amount) + " " + e.texts.Text("price_period."+d.PricePeriod, nil)
		}
		rows = append(rows, []string{
			e.format().Date(d.Day), e.texts.Text("decision."+string(d.State), nil), until, d.Customer, d.Product,
			e.format().Int(d.Quantity), amount,
		})
	}
	return e.printTable(rows)
}
