package cli

import (
	"context"
	"fmt"

	"github.com/pkg/browser"
	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/backend/domain"
)

type signInOptions struct {
	name   string
	device bool
	noOpen bool
}

func newSignInCommand(e *environment) *cobra.Command {
	var o signInOptions
	cmd := e.command("sign-in NAME", "cli.sign_in.short", func(ctx context.Context, args []string) error {
		o.name = args[0]
		return e.withApp(ctx, "", func(a *app.App) error { return e.runSignIn(ctx, a, o) })
	})
	cmd.Args = cobra.ExactArgs(1)
	cmd.Flags().BoolVar(&o.device, "device", false, e.texts.Text("cli.flag.device", nil))
	cmd.Flags().BoolVar(&o.noOpen, "no-open", false, e.texts.Text("cli.flag.no_open", nil))
	return cmd
}

// runSignIn signs in again at the vendor of a stored connection, in the browser or by a code, and waits for the end.
func (e *environment) runSignIn(ctx context.Context, a *app.App, o signInOptions) error {
	id, err := findConnection(ctx, a, o.name)
	if err != nil {
		return err
	}
	conn, err := a.Connections.Get(ctx, id)
	if err != nil {
		return err
	}
	begun, err := a.SignIns.Start(ctx, app.SignInRequest{
		CheckInput: app.CheckInput{ID: id, Vendor: conn.Vendor, Fields: conn.Fields}, Device: o.device,
	})
	if err != nil {
		return err
	}
	if begun.UserCode != "" {
		e.say("cli.sign_in.code", map[string]any{"url": begun.URL, "code": begun.UserCode})
	} else {
		e.say("cli.sign_in.page", map[string]any{"url": begun.URL})
	}
	if !o.noOpen {
		_ = browser.OpenURL(begun.URL) // the address stands above where no browser opens
	}
	ended, err := a.SignIns.Wait(ctx, begun.ID)
	if err != nil {
		return err
	}
	if ended.State != "done" {
		e.detail(ended.Detail)
		return &domain.Error{Code: domain.CodeUnauthorized, Key: ended.ErrorKey, Params: ended.ErrorParams}
	}
	_, err = fmt.Fprintln(e.out, e.texts.Text("cli.sign_in.done", map[string]any{"name": conn.Name}))
	return err
}

func newAccessCommand(e *environment) *cobra.Command {
	return e.command("access", "cli.access.short", func(ctx context.Context, _ []string) error {
		return e.withApp(ctx, "", func(a *app.App) error { return e.runAccess(ctx, a) })
	})
}

// runAccess prints what lets us in at vendors and customers, and for how long.
func (e *environment) runAccess(ctx context.Context, a *app.App) error {
	all, err := a.Connections.Access(ctx)
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(all)
	}
	rows := [][]string{e.headings("state", "connection", "customer", "access", "ends", "days_left")}
	for _, access := range all {
		ends, days := "–", "–"
		if access.ExpiresAt != nil {
			ends = e.moment(*access.ExpiresAt)
		}
		if access.DaysLeft != nil {
			days = fmt.Sprint(*access.DaysLeft)
		}
		kind := e.word("access_kind", string(access.Kind))
		if access.Name != "" {
			kind += " (" + access.Name + ")"
		}
		rows = append(rows, []string{
			e.word("access_state", string(access.State)), access.Connection, access.Customer, kind, ends, days,
		})
	}
	return e.printTable(rows)
}
