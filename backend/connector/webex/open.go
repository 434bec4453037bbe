package webex

import (
	"context"
	"errors"
	"net/url"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

// open reads one organisation. Webex refuses a partner's questions about a customer until this was done, and forgets
// after a while that it was (docs/vendors/webex.md, "Opening a customer").
func (c *client) open(ctx context.Context, org string) error {
	var ignored struct{}
	err := c.get(ctx, "/organizations/"+url.PathEscape(org), &ignored)
	if err == nil || errors.Is(err, connector.ErrForbidden) || errors.Is(err, connector.ErrNotFound) {
		c.opened.Store(org, err)
	}
	return err
}

// ensureOpen opens a customer that nobody has opened in this run, or says again how that was refused.
func (c *client) ensureOpen(ctx context.Context, org string) error {
	if result, done := c.opened.Load(org); done {
		err, _ := result.(error)
		return err
	}
	return c.open(ctx, org)
}

// ask reads something about a customer: it opens the customer first, if nobody did in this run, and once more if the
// question is refused all the same.
func (c *client) ask(ctx context.Context, org, link string) (rest.Answer, error) {
	if err := c.ensureOpen(ctx, org); err != nil {
		return rest.Answer{}, err
	}
	answer, err := c.answer(ctx, link)
	if !errors.Is(err, connector.ErrForbidden) {
		return answer, err
	}
	if err := c.open(ctx, org); err != nil {
		return rest.Answer{}, err
	}
	return c.answer(ctx, link)
}

// askFor is ask for an answer's JSON.
func (c *client) askFor(ctx context.Context, org, link string, out any) error {
	answer, err := c.ask(ctx, org, link)
	if err != nil {
		return err
	}
	return c.rest.Decode(answer, out)
}

func (c *client) answer(ctx context.Context, link string) (rest.Answer, error) {
	return c.rest.Answer(ctx, rest.Request{URL: link, Tokens: c.tokens})
}
