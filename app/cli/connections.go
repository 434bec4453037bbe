package cli

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/backend/domain"
)

func newConnectionsCommand(e *environment) *cobra.Command {
	return e.command("connections", "cli.connections.short", func(ctx context.Context, _ []string) error {
		return e.withApp(ctx, "", func(a *app.App) error { return e.runConnections(ctx, a) })
	})
}

func (e *environment) runConnections(ctx context.Context, a *app.App) error {
	connections, err := a.Connections.List(ctx)
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(notNil(connections))
	}
	if len(connections) == 0 {
		e.say("cli.connections.none", nil)
		return nil
	}
	rows := [][]string{e.headings("name", "vendor", "state", "account", "records", "last_sync")}
	for _, conn := range connections {
		last := e.texts.Text("value.never", nil)
		if conn.LastRun != nil {
			last = e.moment(conn.LastRun.StartedAt) + " " + e.word("run_state", string(conn.LastRun.State))
		}
		rows = append(rows, []string{
			conn.Name, e.word("vendor", string(conn.Vendor)), e.word("connection_state", string(conn.State)),
			conn.Account.Name, strconv.Itoa(conn.Records), last,
		})
	}
	return e.printTable(rows)
}

// findConnection gives the connection of that name, or of that number.
func findConnection(ctx context.Context, a *app.App, name string) (int64, error) {
	connections, err := a.Connections.List(ctx)
	if err != nil {
		return 0, err
	}
	for _, conn := range connections {
		if strings.EqualFold(conn.Name, name) || strconv.FormatInt(conn.ID, 10) == name {
			return conn.ID, nil
		}
	}
	return 0, domain.NewError(domain.CodeNotFound, "connection_unknown", "name", name)
}
