// Package contract checks HTTP traffic against the vendors' published API descriptions: paths, parameters, bodies, and
// that no answer carries a field the description does not know. Where a vendor's live API is known to differ from its
// description, deviations.yaml says so, with the evidence. Tests wrap their HTTP client with it.
package contract

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// FolderVariable names the folder that holds the vendors' API descriptions.
const FolderVariable = "TENANTRY_SPECS"

//go:embed tokens.yaml
var tokensYAML []byte

// Spec is one API description, ready to check traffic below a base path, and the token endpoints beside it.
type Spec struct {
	base      string
	api       *document
	tokens    *document
	errorBody *openapi3.Schema // for error answers that the description leaves without a body; may be nil

	mu   sync.Mutex
	seen map[string]bool // the operations whose requests were checked
}

type document struct {
	doc    *openapi3.T
	router routers.Router
}

// errorBodies names the schemas of tokens.yaml for descriptions that have no schema for errors.
var errorBodies = map[string]string{"webex-admin.json": "WebexError", "webex-wholesale.json": "WebexError"}

// Load reads a description from the folder named by TENANTRY_SPECS, for an API served below basePrefix. It skips the
// test when the variable is not set.
func Load(tb testing.TB, specFile, basePrefix string) *Spec {
	tb.Helper()
	folder := os.Getenv(FolderVariable)
	if folder == "" {
		tb.Skipf("%s is not set: the vendors' API descriptions are not at hand", FolderVariable)
	}
	raw, err := os.ReadFile(filepath.Join(folder, specFile))
	if err != nil {
		tb.Fatalf("reading the description: %v", err)
	}
	spec, err := build(raw, specFile, basePrefix)
	if err != nil {
		tb.Fatalf("loading %s: %v", specFile, err)
	}
	return spec
}

// Read takes a description that was written by hand after a vendor's reference, for an API served below basePrefix.
func Read(tb testing.TB, file, basePrefix string) *Spec {
	tb.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		tb.Fatalf("reading the description: %v", err)
	}
	spec, err := build(raw, filepath.Base(file), basePrefix)
	if err != nil {
		tb.Fatalf("loading %s: %v", file, err)
	}
	return spec
}

func build(raw []byte, name, basePrefix string) (*Spec, error) {
	doc, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		return nil, err
	}
	for _, item := range doc.Paths.Map() {
		for _, operation := range item.Operations() {
			loosen(operation)
		}
	}
	list, err := deviations()
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		if d.Spec == name {
			if err := d.apply(doc); err != nil {
				return nil, fmt.Errorf("deviation %s: %w", d, err)
			}
		}
	}
	tokens, err := openapi3.NewLoader().LoadFromData(tokensYAML)
	if err != nil {
		return nil, fmt.Errorf("tokens.yaml: %w", err)
	}
	spec := &Spec{base: strings.TrimRight(basePrefix, "/")}
	if ref := tokens.Components.Schemas[errorBodies[name]]; ref != nil {
		spec.errorBody = ref.Value
	}
	if spec.api, err = newDocument(doc); err != nil {
		return nil, err
	}
	spec.tokens, err = newDocument(tokens)
	return spec, err
}

// loosen reads "one of" as "any of" in answers: types that derive from one another, with no field that must be there, are
// never told apart by their schemas.
func loosen(operation *openapi3.Operation) {
	for _, answer := range operation.Responses.Map() {
		if answer.Value == nil {
			continue
		}
		for _, media := range answer.Value.Content {
			if media.Schema == nil || media.Schema.Value == nil || media.Schema.Value.Discriminator != nil {
				continue
			}
			schema := media.Schema.Value
			schema.AnyOf, schema.OneOf = append(schema.AnyOf, schema.OneOf...), nil
		}
	}
}

func newDocument(doc *openapi3.T) (*document, error) {
	doc.Servers = nil // paths are matched below the base prefix, on whatever host
	router, err := gorillamux.NewRouter(doc)
	return &document{doc: doc, router: router}, err
}

// RoundTripper checks each request before and each answer after it passes through next. What is wrong is reported to tb;
// the traffic itself is never changed. Use it only where no faults are injected.
func (s *Spec) RoundTripper(next http.RoundTripper, tb testing.TB) http.RoundTripper {
	if next == nil {
		next = http.DefaultTransport
	}
	return checker{spec: s, next: next, tb: tb}
}

type checker struct {
	spec *Spec
	next http.RoundTripper
	tb   testing.TB
}

func (c checker) RoundTrip(r *http.Request) (*http.Response, error) {
	sent, err := drain(&r.Body)
	if err != nil {
		return nil, err
	}
	input, problem := c.spec.checkRequest(r, sent)
	c.report(r, "request", problem)
	resp, err := c.next.RoundTrip(r)
	if err != nil || input == nil {
		return resp, err
	}
	got, err := drain(&resp.Body)
	if err != nil {
		return resp, err
	}
	c.report(r, fmt.Sprintf("answer %d", resp.StatusCode), c.spec.checkResponse(input, resp, got))
	return resp, nil
}

func (c checker) report(r *http.Request, part string, problem error) {
	if problem != nil {
		c.tb.Errorf("contract: %s of %s %s: %v", part, r.Method, r.URL.Path, problem)
	}
}

// drain reads a body and puts it back.
func drain(body *io.ReadCloser) ([]byte, error) {
	if *body == nil || *body == http.NoBody {
		return nil, nil
	}
	raw, err := io.ReadAll(*body)
	closing := (*body).Close()
	*body = io.NopCloser(bytes.NewReader(raw))
	return raw, errors.Join(err, closing)
}

// find is the description and the path in it that a request belongs to.
func (s *Spec) find(r *http.Request) (*document, string, error) {
	path := r.URL.Path
	if at := strings.LastIndex(path, "/oauth2/"); at > 0 {
		tenant := strings.LastIndexByte(path[:at], '/')
		return s.tokens, path[tenant:], nil
	}
	for _, end := range []string{"/access_token", "/device/authorize", "/device/token"} {
		if strings.HasSuffix(path, end) {
			return s.tokens, end, nil
		}
	}
	if strings.HasSuffix(path, ".csv") {
		return s.tokens, path[strings.LastIndexByte(path, '/'):], nil
	}
	rest, below := strings.CutPrefix(path, s.base)
	if !below || !strings.HasPrefix(rest, "/") {
		return nil, "", fmt.Errorf("the path is not below %s", s.base)
	}
	return s.api, rest, nil
}

var options = &openapi3filter.Options{
	AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
	IncludeResponseStatus:             true,
	RejectWhenRequestBodyNotSpecified: true,
	SkipSettingDefaults:               true,
	MultiError:                        true,
}

func (s *Spec) checkRequest(r *http.Request, body []byte) (*openapi3filter.RequestValidationInput, error) {
	in, path, err := s.find(r)
	if err != nil {
		return nil, err
	}
	copied := r.Clone(context.Background())
	copied.URL.Path, copied.URL.RawPath = path, path // as sent: brackets and quotes would be escaped otherwise
	copied.Body = io.NopCloser(bytes.NewReader(body))
	route, params, err := in.router.FindRoute(copied)
	if err != nil {
		return nil, fmt.Errorf("undocumented path: %w", err)
	}
	if in == s.api {
		s.see(route.Method + " " + route.Path)
	}
	input := &openapi3filter.RequestValidationInput{
		Request: copied, PathParams: params, QueryParams: copied.URL.Query(), Route: route, Options: options,
	}
	return input, errors.Join(
		openapi3filter.ValidateRequest(context.Background(), input),
		undocumentedParameters(input),
		undocumentedForm(input, body),
	)
}

func undocumentedParameters(input *openapi3filter.RequestValidationInput) error {
	var problems []error
	for name := range input.QueryParams {
		if input.Route.Operation.Parameters.GetByInAndName("query", name) == nil &&
			input.Route.PathItem.Parameters.GetByInAndName("query", name) == nil {
			problems = append(problems, fmt.Errorf("undocumented parameter %q", name))
		}
	}
	return errors.Join(problems...)
}

const formType = "application/x-www-form-urlencoded"

// undocumentedForm checks a posted form as a whole: the validator looks only at the fields it knows.
func undocumentedForm(input *openapi3filter.RequestValidationInput, body []byte) error {
	if input.Route.Operation.RequestBody == nil {
		return nil
	}
	media := input.Route.Operation.RequestBody.Value.Content.Get(formType)
	if media == nil {
		return nil
	}
	r := &http.Request{Method: http.MethodPost, Header: input.Request.Header, Body: io.NopCloser(bytes.NewReader(body))}
	if err := r.ParseForm(); err != nil {
		return err
	}
	fields := map[string]any{}
	for name, values := range r.PostForm {
		if len(values) > 1 {
			return fmt.Errorf("form field %q is sent %d times", name, len(values))
		}
		fields[name] = values[0]
	}
	return media.Schema.Value.VisitJSON(fields, openapi3.MultiErrors())
}

func (s *Spec) checkResponse(input *openapi3filter.RequestValidationInput, resp *http.Response, body []byte) error {
	err := openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: resp.StatusCode, Header: resp.Header,
		Body: io.NopCloser(bytes.NewReader(body)), Options: options,
	})
	schema := s.bodySchema(input, resp)
	if schema == nil || len(body) == 0 {
		return err
	}
	var value any
	if decoding := json.Unmarshal(body, &value); decoding != nil {
		return errors.Join(err, decoding)
	}
	if schema == s.errorBody {
		err = errors.Join(err, schema.VisitJSON(value, openapi3.MultiErrors()))
	}
	for _, field := range undocumented(schema, value, "") {
		err = errors.Join(err, fmt.Errorf("undocumented field %s", field))
	}
	return err
}

// bodySchema is what the body should look like, or nil where nothing is said about it.
func (s *Spec) bodySchema(input *openapi3filter.RequestValidationInput, resp *http.Response) *openapi3.Schema {
	ref := input.Route.Operation.Responses.Status(resp.StatusCode)
	if ref == nil {
		ref = input.Route.Operation.Responses.Default()
	}
	if ref == nil || ref.Value == nil {
		return nil
	}
	kind := resp.Header.Get("Content-Type")
	if media := ref.Value.Content.Get(kind); media != nil && media.Schema != nil && strings.Contains(kind, "json") {
		return media.Schema.Value
	}
	if resp.StatusCode >= http.StatusBadRequest && len(ref.Value.Content) == 0 {
		return s.errorBody
	}
	return nil
}
