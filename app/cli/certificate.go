package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/export"
)

type certificateOptions struct{ connection, report, out string }

func newCertificateCommand(e *environment) *cobra.Command {
	var o certificateOptions
	cmd := e.command("certificate CONNECTION REPORT", "cli.certificate.short", func(ctx context.Context, args []string) error {
		o.connection, o.report = args[0], args[1]
		return e.withApp(ctx, "", func(a *app.App) error { return e.runCertificate(ctx, a, o) })
	})
	cmd.Args = cobra.ExactArgs(2)
	cmd.Flags().StringVar(&o.out, "out", "", e.texts.Text("cli.flag.out_document", nil))
	return cmd
}

// runCertificate fetches the certificate of an erasure from the vendor and saves it.
func (e *environment) runCertificate(ctx context.Context, a *app.App, o certificateOptions) error {
	id, err := findConnection(ctx, a, o.connection)
	if err != nil {
		return err
	}
	document, err := a.Connections.Document(ctx, id, connector.DocumentCertificate, o.report)
	if err != nil {
		return err
	}
	return e.saveDocument(document, o.out, "cli.certificate.done")
}

// saveDocument saves a document at path, or under its own name where there is none, and says so in the words of the key.
func (e *environment) saveDocument(document domain.Document, path, done string) error {
	path = cmp.Or(path, document.FileName)
	err := export.SaveFile(path, func(w io.Writer) error {
		_, err := w.Write(document.Content)
		return err
	})
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(map[string]any{"path": path, "bytes": len(document.Content)})
	}
	_, err = fmt.Fprintln(e.out, e.texts.Text(done, map[string]any{"path": path}))
	return err
}
