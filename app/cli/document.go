package cli

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/backend/domain"
)

func newDocumentCommand(e *environment) *cobra.Command {
	var out string
	cmd := e.command("document ID", "cli.document.short", func(ctx context.Context, args []string) error {
		id, err := strconv.ParseInt(args[0], 10, 64)
		if err != nil || id < 1 {
			return &usageError{domain.NewError(domain.CodeNotFound, "stored_document_unknown", "id", args[0])}
		}
		return e.withApp(ctx, "", func(a *app.App) error { return e.runDocument(ctx, a, id, out) })
	})
	cmd.Args = cobra.ExactArgs(1)
	cmd.Flags().StringVar(&out, "out", "", e.texts.Text("cli.flag.out_stored_document", nil))
	return cmd
}

// runDocument saves a document that was read from a source.
func (e *environment) runDocument(ctx context.Context, a *app.App, id int64, path string) error {
	document, err := a.Connections.StoredDocument(ctx, id)
	if err != nil {
		return err
	}
	return e.saveDocument(document, path, "cli.document.done")
}
