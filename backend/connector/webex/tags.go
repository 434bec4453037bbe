package webex

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

const (
	maxTagged = 100 // as many customers of one tag are listed, without further pages
	maxTags   = 50  // with more tags than that, customers are asked one by one
)

// tagIndex is the tags of all customers.
type tagIndex struct {
	byOrg map[string][]string
	// partial: not all who carry a tag were listed, so customers are to be asked one by one.
	partial bool
}

// fetchTags gives the tags that we put on a customer.
func (w *webex) fetchTags(ctx context.Context, req connector.Request) (connector.Page, error) {
	c, org := w.client, req.Customer.VendorID
	page := connector.Page{Kinds: []domain.Kind{domain.KindProfiles}}
	index, err := c.tagged.Get(ctx, c.tagIndex)
	if err != nil {
		return page, err
	}
	tags := index.byOrg[orgKey(org)]
	if index.partial {
		var tagged wireTagged
		if err := c.get(ctx, "/partner/tags/organizations/"+url.PathEscape(org), &tagged); err != nil {
			return page, err
		}
		tags = sortedSet(tagged.Tags)
	}
	if len(tags) > 0 {
		page.Profiles = []domain.Profile{{Key: "tags", Tags: tags}}
	}
	return page, nil
}

// tagIndex reads the list of tags and, for each, who carries it.
func (c *client) tagIndex(ctx context.Context) (tagIndex, error) {
	index := tagIndex{byOrg: map[string][]string{}}
	var tags []wireTag
	if err := c.get(ctx, "/partner/tags?type=ORGANIZATION", &tags); err != nil {
		return index, err
	}
	if len(tags) > maxTags {
		index.partial = true
		return index, nil
	}
	for _, tag := range tags {
		if strings.Contains(tag.Name, ",") { // the comma separates tags in the question
			index.partial = true
			return index, nil
		}
		tagged, err := c.taggedWith(ctx, tag.Name)
		if err != nil {
			return index, err
		}
		if len(tagged) >= maxTagged {
			index.partial = true
			return index, nil
		}
		for _, t := range tagged {
			key := orgKey(t.OrgID)
			index.byOrg[key] = sortedSet(append(index.byOrg[key], t.Tags...))
		}
	}
	return index, nil
}

func (c *client) taggedWith(ctx context.Context, tag string) ([]wireTagged, error) {
	query := url.Values{"tags": {tag}, "max": {strconv.Itoa(maxTagged)}}
	var tagged []wireTagged
	err := c.get(ctx, "/partner/tags/organizations?"+query.Encode(), &tagged)
	return tagged, err
}

func sortedSet(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}
