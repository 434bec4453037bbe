package webex

import (
	"context"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"tenantry/backend/connector/rest"
)

const (
	// maxPages ends lists whose pages lead in a circle.
	maxPages = 2_000
	pageSize = 100
)

// list is a list that comes in pages.
type list struct {
	path  string
	query url.Values
	org   string // the customer asked about, "" for lists of the partner
	// counted lists take an offset and need not name the next page.
	counted bool
}

// pages reads a list page by page; read takes an answer and gives the number of rows it held, or the error to end with.
func (c *client) pages(ctx context.Context, l list, read func(rest.Answer) (int, error)) error {
	if l.query == nil {
		l.query = url.Values{}
	}
	l.query.Set("max", strconv.Itoa(pageSize))
	link, offset := l.path+"?"+l.query.Encode(), 0
	for range maxPages {
		answer, err := c.page(ctx, l.org, link)
		if err != nil {
			return err
		}
		rows, err := read(answer)
		if err != nil {
			return err
		}
		offset += rows
		next, err := c.next(answer, url.Values{"orgId": l.query["orgId"]})
		if err != nil {
			return err
		}
		if l.counted && next == "" && rows >= pageSize {
			l.query.Set("offset", strconv.Itoa(offset))
			next = l.path + "?" + l.query.Encode()
		}
		if next == "" || l.counted && rows == 0 {
			return nil
		}
		link = next
	}
	return c.rest.Malformed("GET %s: the pages do not end", l.path)
}

func (c *client) page(ctx context.Context, org, link string) (rest.Answer, error) {
	if org == "" {
		return c.answer(ctx, link)
	}
	return c.ask(ctx, org, link)
}

// linked takes one address of a Link header with its parameters.
var linked = regexp.MustCompile(`<([^>]*)>((?:\s*;\s*[^,;"]*(?:"[^"]*")?)*)`)

// next gives the address of the next page, "" where there is none. Some endpoints leave out what was asked for, so the
// parameters in need are put back. A link to elsewhere would carry the token there.
func (c *client) next(answer rest.Answer, need url.Values) (string, error) {
	for _, header := range answer.Header.Values("Link") {
		for _, match := range linked.FindAllStringSubmatch(header, -1) {
			if !isNext(match[2]) {
				continue
			}
			return c.follow(match[1], need)
		}
	}
	return "", nil
}

func isNext(parameters string) bool {
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
		if strings.EqualFold(strings.TrimSpace(name), "rel") && strings.EqualFold(strings.Trim(strings.TrimSpace(value), `"`), "next") {
			return true
		}
	}
	return false
}

// follow makes a link absolute and adds the parameters that it lacks; it is left as it is otherwise.
func (c *client) follow(link string, need url.Values) (string, error) {
	base, err := url.Parse(c.cfg.Fields[fieldBaseURL])
	if err != nil {
		return "", c.rest.Malformed("the base address cannot be read")
	}
	u, err := base.Parse(link)
	if err != nil || !c.rest.SameOrigin(u.String()) {
		return "", c.rest.Malformed("the address of the next page leads to another host or cannot be read")
	}
	has, missing := u.Query(), url.Values{}
	for name, values := range need {
		if len(values) > 0 && !has.Has(name) {
			missing[name] = values
		}
	}
	if len(missing) > 0 {
		u.RawQuery = strings.Trim(u.RawQuery+"&"+missing.Encode(), "&")
	}
	return u.String(), nil
}
