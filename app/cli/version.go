package cli

import (
	"context"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"tenantry/app/api"
)

func newVersionCommand(e *environment) *cobra.Command {
	return e.command("version", "cli.version.short", func(context.Context, []string) error {
		if e.flags.json {
			return e.printJSON(map[string]string{"version": e.version, "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH})
		}
		_, err := fmt.Fprintf(e.out, "tenantry %s (%s/%s)\n", e.version, runtime.GOOS, runtime.GOARCH)
		return err
	})
}

// newOpenAPICommand prints the description of the HTTP API, for make generate.
func newOpenAPICommand(e *environment) *cobra.Command {
	cmd := e.command("openapi", "cli.openapi.short", func(context.Context, []string) error {
		description, err := api.Describe()
		if err != nil {
			return err
		}
		_, err = e.out.Write(description)
		return err
	})
	cmd.Hidden = true
	return cmd
}
