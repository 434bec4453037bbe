package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/scheduler"
)

// newSchedulesCommand lets the system's own scheduler run what is due while no window is open.
func newSchedulesCommand(e *environment) *cobra.Command {
	cmd := &cobra.Command{Use: "schedules", Short: e.texts.Text("cli.schedules.short", nil), Args: cobra.NoArgs}
	cmd.AddCommand(e.command("list", "cli.schedules.list", func(ctx context.Context, _ []string) error {
		return e.withApp(ctx, "", func(a *app.App) error { return e.listSchedules(ctx, a) })
	}))
	for _, sub := range []struct {
		name, short string
		run         func(context.Context, *app.App) (app.Background, error)
	}{
		{"register", "cli.schedules.register", func(ctx context.Context, a *app.App) (app.Background, error) {
			return a.Schedules.SetBackground(ctx, true)
		}},
		{"unregister", "cli.schedules.unregister", func(ctx context.Context, a *app.App) (app.Background, error) {
			return a.Schedules.SetBackground(ctx, false)
		}},
		{"status", "cli.schedules.status", func(ctx context.Context, a *app.App) (app.Background, error) {
			return a.Schedules.Background(ctx)
		}},
	} {
		cmd.AddCommand(e.command(sub.name, sub.short, func(ctx context.Context, _ []string) error {
			return e.withApp(ctx, "", func(a *app.App) error {
				is, err := sub.run(ctx, a)
				if err != nil {
					return err
				}
				return e.printBackground(is)
			})
		}))
	}
	return cmd
}

func (e *environment) printBackground(is app.Background) error {
	if e.flags.json {
		return e.printJSON(is)
	}
	key := "cli.schedules.off"
	switch {
	case !is.Supported:
		key = "cli.schedules.unsupported"
	case is.Registered:
		key = "cli.schedules.on"
	}
	_, err := fmt.Fprintln(e.out, e.texts.Text(key, map[string]any{"minutes": is.EveryMinutes}))
	return err
}

// listSchedules prints what runs by itself.
func (e *environment) listSchedules(ctx context.Context, a *app.App) error {
	schedules, err := a.Schedules.List(ctx)
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(schedules)
	}
	if len(schedules) == 0 {
		e.say("cli.schedules.none", nil)
		return nil
	}
	rows := [][]string{e.headings("when", "what", "next_run", "last_run", "result")}
	for _, s := range schedules {
		result := ""
		if s.LastAt != nil {
			result = e.scheduleResult(s)
		}
		rows = append(rows, []string{e.scheduleWhen(s), e.scheduleWhat(s), e.optMoment(s.NextAt), e.optMoment(s.LastAt), result})
	}
	return e.printTable(rows)
}

func (e *environment) scheduleWhen(s app.ScheduleRow) string {
	args := map[string]any{}
	for name, value := range s.Words {
		args[name] = value
	}
	if days := s.Words["days"]; days != "" {
		var names []string
		for day := range strings.SplitSeq(days, ",") {
			names = append(names, e.texts.Text("schedule.day."+day, nil))
		}
		args["days"] = strings.Join(names, ", ")
	}
	return e.texts.Text("schedule.in_zone", map[string]any{"words": e.texts.Text(s.WordsKey, args), "zone": s.TimeZone})
}

// scheduleWhat says what a schedule does.
func (e *environment) scheduleWhat(s app.ScheduleRow) string {
	if s.Export == nil {
		connection := s.Connection
		if s.ConnectionID == nil {
			connection = e.texts.Text("schedule.all_connections", nil)
		}
		return e.texts.Text("schedule.sync", map[string]any{"connection": connection})
	}
	customers := s.Customer
	switch {
	case s.Export.Tag != "":
		customers = e.texts.Text("schedule.customers_tag", map[string]any{"tag": s.Export.Tag})
	case s.Export.CustomerID == 0:
		customers = e.texts.Text("schedule.customers_all", nil)
	case customers == "":
		customers = e.texts.Text("schedule.customer_gone", nil)
	}
	details := []string{customers}
	if s.Export.Family != "" {
		details = append(details, e.word("family", string(s.Export.Family)))
	}
	key := "schedule.export"
	if s.Export.To != "" {
		key = "schedule.mail"
	}
	return e.texts.Text(key, map[string]any{
		"what":    e.texts.Text("workbook."+s.Export.Kind+".title", nil),
		"details": strings.Join(append(details, strings.ToUpper(s.Export.Format)), ", "),
		"folder":  s.Export.Folder, "to": s.Export.To,
	})
}

// scheduleResult says how a schedule's last run ended.
func (e *environment) scheduleResult(s app.ScheduleRow) string {
	if file := s.LastParams["file"]; file != "" {
		rows, _ := strconv.Atoi(s.LastParams["rows"])
		return e.texts.Plural("schedule.rows", rows, map[string]any{"number": e.format().Int(int64(rows)), "file": file})
	}
	if key := "run_state." + s.LastResult; e.texts.Has(key) {
		return e.texts.Text(key, nil)
	}
	return e.word("run_state", "failed") + ": " + e.texts.ErrorKey(s.LastResult, s.LastParams)
}

// exportedSince gives the schedules of exports that were run since they were listed before.
func exportedSince(before, now []app.ScheduleRow) []app.ScheduleRow {
	known := map[int64]domain.Schedule{}
	for _, s := range before {
		known[s.ID] = s.Schedule
	}
	var ran []app.ScheduleRow
	for _, s := range now {
		last := known[s.ID].LastAt
		if s.Export != nil && s.LastAt != nil && (last == nil || s.LastAt.After(*last)) {
			ran = append(ran, s)
		}
	}
	return ran
}

// printExports says how the exports of schedules ended, and counts them. Where runs are printed as data, the sentences go beside.
func (e *environment) printExports(exports []app.ScheduleRow, t *tally) {
	for _, s := range exports {
		out := e.out
		if s.LastResult == scheduler.ResultDone {
			t.good++
		} else {
			t.bad++
			out = e.err
		}
		if e.flags.json {
			out = e.err
		}
		_, _ = fmt.Fprintf(out, "%s: %s\n", e.scheduleWhat(s), e.scheduleResult(s))
	}
}
