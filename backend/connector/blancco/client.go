package blancco

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

// Where a tenant's reports are, as chosen in the form.
const (
	pathAuto    = "auto"
	pathReport  = "report"
	pathReports = "reports"
)

// route is one of the two families of paths that the portal's API has been seen with.
type route struct {
	name       string
	export     string
	document   string   // with a verb for the report's UUID
	categories []string // the lists that have to be read; "" is the only one
}

var routes = []route{
	{pathReport, "/report/export", "/report/export/%s", []string{""}},
	{pathReports, "/reports/export", "/reports/%s/export", []string{"Erasure", "Diagnostics"}},
}

const (
	// attemptTimeout is longer than the gateway before the API lets an answer take.
	attemptTimeout = 45 * time.Second
	probeWindow    = 30 * 24 * time.Hour
	// fewAttempts is how often a page is asked for before a smaller one is.
	fewAttempts = 2
)

// sizes are tried one after the other where the vendor does not manage a page in time; 0 is a full one.
var sizes = []int{0, 10, 1}

// client speaks to the API with the key of one tenant.
type client struct {
	rest   *rest.Client
	format string
	path   string // auto, or the name of the only route
	clock  func() time.Time
	found  rest.Shared[route]
	learn  func(ctx context.Context, c domain.Credential) error
}

func newClient(cfg connector.Config, pace int) *client {
	c := &client{format: cfg.Fields[fieldFormat], path: cfg.Fields[fieldPath], learn: cfg.Learn}
	_, c.clock = cfg.Clocks()
	c.rest = rest.New(rest.Options{
		BaseURL:           cfg.Fields[fieldBaseURL],
		Transport:         cfg.Transport,
		RequestsPerMinute: pace,
		Notify:            cfg.Notify,
		Header:            http.Header{keyHeader: {cfg.Secret(fieldAPIKey)}},
		Problem:           problem,
		AttemptTimeout:    attemptTimeout,
	})
	return c
}

// route gives the paths that the tenant answers at. They are looked for once, with a request that proves the key too.
func (c *client) route(ctx context.Context) (route, error) { return c.found.Get(ctx, c.probe) }

func (c *client) probe(ctx context.Context) (route, error) {
	var err error
	for _, r := range routes {
		if c.path != pathAuto && c.path != r.name {
			continue
		}
		q := query{since: c.clock().Add(-probeWindow), category: r.categories[0], size: 1}
		_, err = c.ask(ctx, c.request(r, q, keyProblem))
		if err == nil {
			return r, c.tell(ctx)
		}
		if !errors.Is(err, connector.ErrNotFound) {
			return r, err
		}
	}
	return route{}, err
}

// tell tells of the key once it let us in. No end of it is documented, and none is told.
func (c *client) tell(ctx context.Context) error {
	if c.learn == nil {
		return nil
	}
	if err := c.learn(ctx, domain.Credential{Kind: domain.CredentialSecret}); err != nil {
		return fmt.Errorf("note the key: %w", err)
	}
	return nil
}

// page reads one page of a list. Where the vendor fails to make it, smaller ones are asked for: step is where in sizes to
// begin, and is moved on.
func (c *client) page(ctx context.Context, r route, q query, step *int) (reports, error) {
	for {
		q.size = sizes[*step]
		req := c.request(r, q, nil)
		last := *step+1 == len(sizes)
		if !last {
			req.Attempts = fewAttempts
		}
		got, err := c.ask(ctx, req)
		var unavailable *connector.Unavailable
		if last || !errors.As(err, &unavailable) {
			return got, err
		}
		*step++
	}
}

func (c *client) request(r route, q query, problem func(rest.Answer) rest.Problem) rest.Request {
	return rest.Request{
		URL:     r.export,
		JSON:    q.wire(c.format),
		Header:  http.Header{"Accept": {"application/json, application/xml"}},
		Problem: problem,
	}
}

// reports is one page as it was answered.
type reports struct {
	list   []report
	cursor string // "" is the end
}

func (c *client) ask(ctx context.Context, req rest.Request) (reports, error) {
	answer, err := c.rest.Answer(ctx, req)
	if err != nil {
		return reports{}, err
	}
	got := reports{cursor: answer.Header.Get(cursorHeader)}
	if answer.Status == http.StatusNoContent {
		return got, nil
	}
	if got.list, err = decode(answer.Body); err != nil {
		return reports{}, c.rest.Unreadable(req, answer, err)
	}
	return got, nil
}

// document reads the certificate of one report.
func (c *client) document(ctx context.Context, r route, id string) ([]byte, error) {
	req := rest.Request{
		URL:    fmt.Sprintf(r.document, url.PathEscape(id)) + "?format=PDF",
		Header: http.Header{"Accept": {"application/pdf"}},
	}
	answer, err := c.rest.Answer(ctx, req)
	if err != nil {
		return nil, err
	}
	if !isPDF(answer.Body) {
		return nil, c.rest.Unreadable(req, answer, errors.New("not a PDF file"))
	}
	return answer.Body, nil
}

// wireError is what gateways of this kind answer with; the API's own error bodies are not documented.
type wireError struct {
	Message rest.Text `json:"message"`
	Error   rest.Text `json:"error"`
	Code    rest.Text `json:"code"`
}

func problem(a rest.Answer) rest.Problem {
	p := rest.Problem{Trace: a.Header.Get("Apigw-Requestid")}
	var body wireError
	if json.Unmarshal(a.Body, &body) == nil {
		p.Code, p.Message = string(body.Code), string(cmp.Or(body.Message, body.Error))
	}
	if a.Status == http.StatusUnauthorized {
		p.Key = "api_key_refused"
	}
	return p
}

// keyProblem: a key has no rights of its own that could be missing, so a refusal of the first request, in whatever form,
// is about the key.
func keyProblem(a rest.Answer) rest.Problem {
	p := problem(a)
	if a.Status == http.StatusForbidden {
		p.Sort, p.Key = connector.ErrUnauthorized, "api_key_refused"
	}
	return p
}
