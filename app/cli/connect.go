package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/backend/domain"
)

type connectOptions struct {
	vendor      string
	name        string
	set         []string
	secretStdin bool
	fromSandbox string
	noCheck     bool
	from        string
	goodOnly    bool
}

func newConnectCommand(e *environment) *cobra.Command {
	var o connectOptions
	cmd := e.command("connect VENDOR", "cli.connect.short", func(ctx context.Context, args []string) error {
		if len(args) == 1 {
			o.vendor = args[0]
		}
		if (o.vendor == "") == (o.fromSandbox == "") {
			return &usageError{domain.NewError(domain.CodeInvalid, "connect_usage")}
		}
		return e.withApp(ctx, "", func(a *app.App) error { return e.runConnect(ctx, a, o) })
	})
	cmd.Args = cobra.MaximumNArgs(1)
	flags := cmd.Flags()
	flags.StringVar(&o.name, "name", "", e.texts.Text("cli.flag.name", nil))
	flags.StringArrayVar(&o.set, "set", nil, e.texts.Text("cli.flag.set", nil))
	flags.BoolVar(&o.secretStdin, "secret-stdin", false, e.texts.Text("cli.flag.secret_stdin", nil))
	flags.StringVar(&o.fromSandbox, "from-sandbox", "", e.texts.Text("cli.flag.from_sandbox", nil))
	flags.StringVar(&o.from, "from", "", e.texts.Text("cli.flag.from", nil))
	flags.BoolVar(&o.goodOnly, "good-only", false, e.texts.Text("cli.flag.good_only", nil))
	flags.BoolVar(&o.noCheck, "no-check", false, e.texts.Text("cli.flag.no_check", nil))
	return cmd
}

// runConnect stores a connection after the vendor has let us in, or those of a simulator.
func (e *environment) runConnect(ctx context.Context, a *app.App, o connectOptions) error {
	if o.fromSandbox != "" {
		return e.connectSandbox(ctx, a, o.fromSandbox)
	}
	vendor, err := findVendor(a, o.vendor)
	if err != nil {
		return err
	}
	if o.from != "" {
		return e.connectMany(ctx, a, vendor.Vendor, o)
	}
	in := app.ConnectionInput{Name: o.name, Secrets: map[string]string{}}
	if in.Name == "" {
		in.Name = vendor.Name
	}
	if in.Fields, err = pairs(o.set); err != nil {
		return err
	}
	if o.secretStdin {
		if in.Secrets, err = e.readSecrets(); err != nil {
			return err
		}
	}
	var account domain.Account
	if !o.noCheck {
		if account, err = e.tryOut(ctx, a, vendor.Vendor, in); err != nil {
			return err
		}
	}
	conn, err := a.Connections.Create(ctx, vendor.Vendor, in)
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(conn)
	}
	key := "cli.connect.done"
	if o.noCheck {
		key = "cli.connect.unchecked"
	}
	_, err = fmt.Fprintln(e.out, e.texts.Text(key, map[string]any{"name": conn.Name, "account": account.Name}))
	return err
}

// tryOut signs in once, so that a mistyped secret is noticed before it is stored.
func (e *environment) tryOut(ctx context.Context, a *app.App, vendor domain.Vendor, in app.ConnectionInput) (domain.Account, error) {
	result, err := a.Connections.Check(ctx, app.CheckInput{Vendor: vendor, Fields: in.Fields, Secrets: in.Secrets})
	if err != nil {
		return domain.Account{}, err
	}
	if !result.OK {
		e.detail(result.Detail)
		return domain.Account{}, &domain.Error{Code: domain.CodeUnauthorized, Key: result.ErrorKey, Params: result.ErrorParams}
	}
	return result.Account, nil
}

func (e *environment) connectSandbox(ctx context.Context, a *app.App, address string) error {
	connections, err := a.Connections.ConnectSandbox(ctx, address)
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(connections)
	}
	for _, conn := range connections {
		_, err := fmt.Fprintln(e.out, e.texts.Text("cli.connect.unchecked", map[string]any{"name": conn.Name}))
		if err != nil {
			return err
		}
	}
	return nil
}

func findVendor(a *app.App, name string) (app.Vendor, error) {
	for _, vendor := range a.Connections.Vendors() {
		if string(vendor.Vendor) == name {
			return vendor, nil
		}
	}
	return app.Vendor{}, &usageError{domain.NewError(domain.CodeInvalid, "vendor_unknown", "vendor", name)}
}

// pairs reads NAME=VALUE texts.
func pairs(texts []string) (map[string]string, error) {
	values := map[string]string{}
	for _, text := range texts {
		name, value, found := strings.Cut(text, "=")
		if !found || name == "" {
			return nil, &usageError{domain.NewError(domain.CodeInvalid, "pair_invalid")}
		}
		values[strings.TrimSpace(name)] = value
	}
	return values, nil
}

// readSecrets reads NAME=VALUE lines up to the end of standard input.
func (e *environment) readSecrets() (map[string]string, error) {
	var lines []string
	for {
		line, err := e.readLine()
		if strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
		if errors.Is(err, io.EOF) {
			return pairs(lines)
		}
		if err != nil {
			return nil, err
		}
	}
}
