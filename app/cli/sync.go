package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"tenantry/app"
	"tenantry/backend/domain"
)

type syncOptions struct {
	connections []string
	full        bool
	due         bool
	plan        bool
	now         string
}

func newSyncCommand(e *environment) *cobra.Command {
	var o syncOptions
	cmd := e.command("sync", "cli.sync.short", func(ctx context.Context, _ []string) error {
		return e.withApp(ctx, o.now, func(a *app.App) error { return e.runSync(ctx, a, o) })
	})
	flags := cmd.Flags()
	flags.StringArrayVar(&o.connections, "connection", nil, e.texts.Text("cli.flag.connection", nil))
	flags.BoolVar(&o.full, "full", false, e.texts.Text("cli.flag.full", nil))
	flags.BoolVar(&o.due, "due", false, e.texts.Text("cli.flag.due", nil))
	flags.BoolVar(&o.plan, "plan", false, e.texts.Text("cli.flag.plan", nil))
	e.addNow(cmd, &o.now)
	cmd.MarkFlagsMutuallyExclusive("due", "plan")
	cmd.MarkFlagsMutuallyExclusive("due", "connection")
	cmd.MarkFlagsMutuallyExclusive("due", "full")
	cmd.MarkFlagsMutuallyExclusive("due", "now")
	return cmd
}

// runSync reads the vendors and waits for the end.
func (e *environment) runSync(ctx context.Context, a *app.App, o syncOptions) error {
	if o.due {
		return e.runDue(ctx, a)
	}
	req := app.SyncRequest{Full: o.full}
	for _, name := range o.connections {
		id, err := findConnection(ctx, a, name)
		if err != nil {
			return err
		}
		req.ConnectionIDs = append(req.ConnectionIDs, id)
	}
	if done, err := e.plan(ctx, a, req, o.plan); done || err != nil {
		return err
	}
	events, stop := a.Events.Subscribe()
	defer stop()
	started, err := a.Sync.Start(ctx, req, app.TriggerCLI)
	if err != nil {
		return err
	}
	for _, skipped := range started.Skipped {
		_, _ = fmt.Fprintf(e.err, "%s: %s\n", skipped.Connection, e.texts.ErrorKey(skipped.ErrorKey, skipped.ErrorParams))
	}
	for _, run := range started.Runs {
		e.say("cli.sync.started", map[string]any{"connection": run.Connection})
	}
	following := e.follow(events)
	ended, err := waitForAll(ctx, a, started.Runs)
	stop()
	following()
	if err != nil {
		return err
	}
	if err := e.printRuns(ended); err != nil {
		return err
	}
	return outcome(ended, len(started.Skipped))
}

// plan says what the sync will ask for: in full and nothing else where only that is wanted, else in a line a connection.
func (e *environment) plan(ctx context.Context, a *app.App, req app.SyncRequest, only bool) (bool, error) {
	plans, err := a.Sync.Plan(ctx, req)
	if err != nil {
		return true, err
	}
	if only && e.flags.json {
		return true, e.printJSON(notNil(plans))
	}
	rows := [][]string{e.headings("connection", "dataset", "customers", "fresh", "requests")}
	for _, p := range plans {
		key, least := "cli.sync.plan", time.Duration(p.AtLeastSeconds)*time.Second
		if p.AtLeastSeconds > 0 {
			key = "cli.sync.plan_paced"
		}
		e.say(key, map[string]any{
			"connection": p.Connection, "customers": p.Customers, "requests": p.Requests, "pace": p.RequestsPerMinute, "time": least.String(),
		})
		for _, l := range p.Limits {
			params := map[string]any{
				"connection": p.Connection, "limit": e.word("limit", l.Limit), "requests": l.Requests, "pace": l.RequestsPerMinute,
				"time": (time.Duration(l.AtLeastSeconds) * time.Second).String(),
			}
			if l.Each == nil {
				e.say("cli.sync.plan_limit", params)
				continue
			}
			params["each"], params["minutes"] = l.Each.Requests, l.Each.Minutes
			e.say("cli.sync.plan_each", params)
		}
		for _, d := range p.Datasets {
			rows = append(rows, []string{
				p.Connection, e.word("dataset", d.Dataset), strconv.Itoa(d.Customers), strconv.Itoa(d.Fresh), strconv.Itoa(d.Requests),
			})
		}
	}
	if !only {
		return false, nil
	}
	return true, e.printTable(rows)
}

// runDue runs the schedules whose time has come, as the system's own scheduler asks for.
func (e *environment) runDue(ctx context.Context, a *app.App) error {
	before, err := a.Sync.Runs(ctx, app.RunFilter{Limit: 1})
	if err != nil {
		return err
	}
	planned, err := a.Schedules.List(ctx)
	if err != nil {
		return err
	}
	n, failed := a.Sync.RunDue(ctx)
	late := context.WithoutCancel(ctx)
	ended, err := runsSince(late, a, before.Items)
	if err != nil {
		return errors.Join(failed, err)
	}
	schedules, err := a.Schedules.List(late)
	if err != nil {
		return errors.Join(failed, err)
	}
	exports := exportedSince(planned, schedules)
	if len(ended) == 0 && len(exports) == 0 && failed != nil {
		return failed
	}
	if n == 0 {
		e.say("cli.sync.nothing_due", nil)
	}
	if err := e.printRuns(ended); err != nil {
		return err
	}
	t := tallyOf(ended)
	e.printExports(exports, &t)
	err = t.outcome()
	if err == nil && failed != nil { // a schedule that could not even start a run
		e.complain(failed)
		return errPartial
	}
	return err
}

// runsSince gives the runs that schedules began since the newest was looked up.
func runsSince(ctx context.Context, a *app.App, newest []domain.Run) ([]domain.Run, error) {
	runs, err := a.Sync.Runs(ctx, app.RunFilter{Limit: 100})
	var ended []domain.Run
	for _, run := range runs.Items {
		isNew := len(newest) == 0 || run.ID > newest[0].ID
		if isNew && run.Trigger == app.TriggerSchedule {
			ended = append(ended, run)
		}
	}
	return ended, err
}

func waitForAll(ctx context.Context, a *app.App, runs []domain.Run) ([]domain.Run, error) {
	ended := make([]domain.Run, 0, len(runs))
	for _, run := range runs {
		last, err := a.Sync.Wait(ctx, run.ID)
		if err != nil {
			return nil, err
		}
		ended = append(ended, last)
	}
	return ended, nil
}

// follow shows progress where standard error is a terminal; the function it gives returns when that has ended.
func (e *environment) follow(events <-chan app.Event) func() {
	file, ok := e.err.(*os.File)
	live := ok && term.IsTerminal(int(file.Fd()))
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case event, ok := <-events:
				if !ok {
					return
				}
				if live && event.Type == app.EventRunProgress && event.Run != nil {
					_, _ = fmt.Fprintf(e.err, "\r\x1b[K%s", e.progress(event))
				}
			}
		}
	}()
	return func() {
		close(done)
		<-ended
		if live {
			_, _ = fmt.Fprint(e.err, "\r\x1b[K")
		}
	}
}

// progress says how far a run is, and what it waits for.
func (e *environment) progress(event app.Event) string {
	r := event.Run
	line := e.texts.Text("cli.sync.progress", map[string]any{
		"connection": r.Connection, "done": r.TasksDone, "total": r.TasksTotal, "failed": r.TasksFailed,
	})
	if event.WaitingSeconds == 0 {
		return line
	}
	dataset := event.WaitingFor
	if dataset == "" {
		dataset = "customers"
	}
	return line + " · " + e.texts.Plural("sync.waiting", event.WaitingSeconds, map[string]any{"dataset": e.word("dataset", dataset)})
}

// printRuns says how the runs ended.
func (e *environment) printRuns(runs []domain.Run) error {
	if e.flags.json {
		return e.printJSON(notNil(runs))
	}
	for _, run := range runs {
		line := e.texts.Text("cli.sync.ended", map[string]any{
			"connection": run.Connection, "state": e.word("run_state", string(run.State)),
			"done": run.TasksDone, "total": run.TasksTotal, "written": run.RowsWritten,
			"duration": duration(run),
		})
		if _, err := fmt.Fprintln(e.out, line); err != nil {
			return err
		}
		if run.ErrorKey != "" {
			_, _ = fmt.Fprintf(e.err, "%s: %s\n", run.Connection, e.texts.ErrorKey(run.ErrorKey, nil))
			e.detail(run.ErrorDetail)
		} else if run.TasksFailed > 0 {
			_, _ = fmt.Fprintf(e.err, "%s: %s\n", run.Connection, e.texts.Plural("cli.sync.failed_tasks", run.TasksFailed, nil))
		}
	}
	return nil
}

func duration(run domain.Run) string {
	if run.EndedAt == nil {
		return "–"
	}
	return run.EndedAt.Sub(run.StartedAt).Round(100 * time.Millisecond).String()
}

// outcome is the exit code: nothing was read, some of it, or all.
func outcome(runs []domain.Run, skipped int) error {
	t := tallyOf(runs)
	t.bad += skipped
	return t.outcome()
}

// tally counts what went well and what did not; what went partly well counts as both.
type tally struct{ good, bad int }

func tallyOf(runs []domain.Run) tally {
	var t tally
	for _, run := range runs {
		switch run.State {
		case domain.RunDone:
			t.good++
		case domain.RunPartial:
			t.good++
			t.bad++
		default:
			t.bad++
		}
	}
	return t
}

func (t tally) outcome() error {
	switch {
	case t.bad == 0:
		return nil
	case t.good > 0:
		return errPartial
	}
	return errFailed
}
