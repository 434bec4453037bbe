package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tenantry/app"
)

// newSchedulesCommand lets the system's own scheduler run what is due while no window is open.
func newSchedulesCommand(e *environment) *cobra.Command {
	cmd := &cobra.Command{Use: "schedules", Short: e.texts.Text("cli.schedules.short", nil), Args: cobra.NoArgs}
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
