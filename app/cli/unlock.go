package cli

import (
	"context"

	"github.com/spf13/cobra"

	"tenantry/app"
)

// newUnlockCommand helps who has forgotten the passphrase of the window.
func newUnlockCommand(e *environment) *cobra.Command {
	var reset bool
	cmd := e.command("unlock", "cli.unlock.short", func(ctx context.Context, _ []string) error {
		return e.withApp(ctx, "", func(a *app.App) error {
			if err := a.Lock.Reset(ctx); err != nil {
				return err
			}
			e.say("cli.unlock.done", nil)
			return nil
		})
	})
	cmd.Long = e.texts.Text("cli.unlock.long", nil)
	cmd.Flags().BoolVar(&reset, "reset", false, e.texts.Text("cli.flag.reset", nil))
	_ = cmd.MarkFlagRequired("reset") // fails for flags that do not exist only
	return cmd
}
