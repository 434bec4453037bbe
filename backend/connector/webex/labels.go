package webex

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"tenantry/backend/connector"
)

// labels is the tags of all subscriptions that have any, by customer and subscription.
type labels struct {
	bySubscription map[string]string
	// partial: not all who carry a tag were listed, so one that is not listed may have tags all the same.
	partial bool
}

// of gives the tags of a subscription, and whether none means that it has none.
func (l labels) of(org, number string) (tags string, all bool) {
	return l.bySubscription[labelKey(org, number)], !l.partial
}

func labelKey(org, number string) string { return orgKey(org) + " " + number }

// labels reads the tags of subscriptions, once for all customers: their own lookup answers for trials' sake only until it is
// known that they are none. Licences are worth more than this, so lists that are refused or out of order leave it unknown.
func (c *client) labels(ctx context.Context) (labels, error) {
	return c.labelled.Get(ctx, func(ctx context.Context) (labels, error) {
		all := labels{bySubscription: map[string]string{}}
		err := c.readLabels(ctx, &all)
		var limited *connector.RateLimited
		if err != nil && (ctx.Err() != nil || errors.As(err, &limited) || errors.Is(err, connector.ErrUnauthorized)) {
			return all, err
		}
		all.partial = all.partial || err != nil
		return all, nil
	})
}

func (c *client) readLabels(ctx context.Context, all *labels) error {
	var tags []wireTag
	if err := c.get(ctx, "/partner/tags?type=SUBSCRIPTION", &tags); err != nil {
		return err
	}
	if len(tags) > maxTags {
		all.partial = true
		return nil
	}
	for _, tag := range tags {
		if strings.Contains(tag.Name, ",") { // the comma separates tags in the question
			all.partial = true
			continue
		}
		query := url.Values{"tags": {tag.Name}, "max": {strconv.Itoa(maxTagged)}}
		var tagged []wireTagged
		if err := c.get(ctx, "/partner/tags/subscriptions?"+query.Encode(), &tagged); err != nil {
			return err
		}
		all.partial = all.partial || len(tagged) >= maxTagged
		for _, t := range tagged { // each with all its tags
			all.bySubscription[labelKey(t.OrgID, strings.TrimSpace(t.SubscriptionID))] = strings.Join(sortedSet(t.Tags), ", ")
		}
	}
	return nil
}
