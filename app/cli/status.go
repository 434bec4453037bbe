package cli

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/backend/domain"
)

func newStatusCommand(e *environment) *cobra.Command {
	var now string
	cmd := e.command("status", "cli.status.short", func(ctx context.Context, _ []string) error {
		return e.withApp(ctx, now, func(a *app.App) error { return e.runStatus(ctx, a) })
	})
	e.addNow(cmd, &now)
	return cmd
}

// runStatus says what was read, when and how completely.
func (e *environment) runStatus(ctx context.Context, a *app.App) error {
	coverage, err := a.Dashboard.Completeness(ctx)
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(notNil(coverage))
	}
	if len(coverage) == 0 {
		e.say("completeness.nothing", nil)
		return nil
	}
	rows := [][]string{e.headings("connection", "dataset", "read", "expected", "oldest", "newest", "error")}
	for _, c := range coverage {
		rows = append(rows, []string{
			c.Connection, e.word("dataset", c.Dataset), strconv.Itoa(c.Read), strconv.Itoa(c.Expected),
			e.optMoment(c.Oldest), e.optMoment(c.Newest), e.failures(c.Failed),
		})
	}
	return e.printTable(rows)
}

// failures says how many customers could not be read for which reason.
func (e *environment) failures(failed []domain.FailureCount) string {
	text := ""
	for _, f := range failed {
		if text != "" {
			text += "; "
		}
		text += strconv.Itoa(f.Count) + " " + e.texts.Reason(f.ErrorKey)
	}
	return text
}
