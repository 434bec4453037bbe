package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/backend/domain"
)

// whoseOptions say which customers a command is about: all, one, or those with a tag.
type whoseOptions struct{ customer, tag string }

func (e *environment) addWhose(cmd *cobra.Command, o *whoseOptions) {
	cmd.Flags().StringVar(&o.customer, "customer", "", e.texts.Text("cli.flag.customer", nil))
	cmd.Flags().StringVar(&o.tag, "tag", "", e.texts.Text("cli.flag.tag", nil))
}

// fill puts the customers into a scope.
func (o whoseOptions) fill(ctx context.Context, a *app.App, scope *domain.Scope) (err error) {
	if o.customer != "" && o.tag != "" {
		return &usageError{domain.NewError(domain.CodeInvalid, "scope_both")}
	}
	if o.customer != "" {
		scope.CustomerID, err = findCustomer(ctx, a, o.customer)
	}
	if o.tag != "" {
		scope.Tag, err = findTag(ctx, a, o.tag)
	}
	return err
}

// findTag gives the tag of that name as it is written; one of that very spelling goes before one of another.
func findTag(ctx context.Context, a *app.App, name string) (string, error) {
	tags, err := a.Tags.Counts(ctx)
	found := ""
	for _, tag := range tags {
		if tag.Name == name || found == "" && strings.EqualFold(tag.Name, name) {
			found = tag.Name
		}
	}
	if err == nil && found == "" {
		err = domain.NewError(domain.CodeNotFound, "tag_unknown", "tag", name)
	}
	return found, err
}
