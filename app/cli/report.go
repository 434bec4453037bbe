package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/backend/domain"
)

type reportOptions struct {
	whoseOptions
	family, now string
}

func newReportCommand(e *environment) *cobra.Command {
	report := &cobra.Command{Use: "report", Short: e.texts.Text("cli.report.short", nil), Args: cobra.NoArgs}
	var o reportOptions
	kpis := e.command("kpis", "cli.kpis.short", func(ctx context.Context, _ []string) error {
		family, err := parseFamily(o.family)
		if err != nil {
			return err
		}
		return e.withApp(ctx, o.now, func(a *app.App) error { return e.runKPIs(ctx, a, family, o.whoseOptions) })
	})
	kpis.Flags().StringVar(&o.family, "family", "all", e.texts.Text("cli.flag.family", nil))
	e.addWhose(kpis, &o.whoseOptions)
	e.addNow(kpis, &o.now)
	report.AddCommand(kpis, newCalendarCommand(e), newLicencesCommand(e), newWasteCommand(e))
	return report
}

// parseFamily knows the product groups; "all" is none in particular.
func parseFamily(text string) (domain.Family, error) {
	families := []domain.Family{
		domain.FamilyMeetings, domain.FamilyCalling, domain.FamilyMessaging, domain.FamilyMicrosoft365,
		domain.FamilyBackup, domain.FamilyErasure, domain.FamilyOther,
	}
	if text == "" || text == "all" {
		return "", nil
	}
	if !slices.Contains(families, domain.Family(text)) {
		return "", &usageError{domain.NewError(domain.CodeInvalid, "family_unknown", "family", text)}
	}
	return domain.Family(text), nil
}

// runKPIs prints the dashboard's figures.
func (e *environment) runKPIs(ctx context.Context, a *app.App, family domain.Family, whose whoseOptions) error {
	scope := domain.Scope{Family: family}
	if err := whose.fill(ctx, a, &scope); err != nil {
		return err
	}
	k, err := a.Dashboard.KPIs(ctx, scope)
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(k)
	}
	figure := func(name string, n int64) []string {
		return []string{e.texts.Text("figure."+name+".name", nil), e.format().Int(n)}
	}
	rows := [][]string{
		e.headings("figure", "value"),
		figure("customers", int64(k.Customers.Count)),
		figure("bought", k.Bought),
		figure("assigned", k.Assigned),
		figure("expiring", int64(k.Expiring.Count)),
		figure("renewing", int64(k.Renewing.Count)),
		figure("open", int64(k.Open.Count)),
		figure("low", int64(k.Low.Count)),
		figure("over", int64(k.Over.Count)),
		figure("unmatched", int64(k.Unmatched)),
		{e.texts.Text("cli.kpis.failed", nil), strconv.Itoa(k.FailedTasks)},
	}
	if err := e.printTable(rows); err != nil {
		return err
	}
	sentence, err := a.Dashboard.Coverage(ctx, k.Completeness, e.texts.Tag())
	_, _ = fmt.Fprintln(e.err, sentence)
	return err
}
