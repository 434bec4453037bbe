package microsoft_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"

	"tenantry/backend/connector/contract"
)

// centerContract holds traffic with Partner Center, and the files of billing exports, to what Microsoft documents.
type centerContract struct {
	testing.TB
	next      http.RoundTripper
	graph     http.RoundTripper // the checks of Graph and the token endpoint
	published *contract.Spec    // Graph's description
	endpoints []centerEndpoint
	differs   map[string]*openapi3.Schema // from the endpoints and the description of customers, by contract.Deviations
	schemas   map[string]*openapi3.Schema // by the ends of paths
	requests  map[string]*openapi3.Schema // of bodies, the same way
	failure   *openapi3.Schema
	swagger   openapi3.Schemas
	columns   []string // of the reconciliation
	seen      map[string]int
}

type centerEndpoint struct {
	Method string   `json:"method"`
	Path   string   `json:"path"`
	Query  []string `json:"query"`
}

const (
	centerEndpoints = "microsoft-partner-center-endpoints.json"
	centerCustomers = "microsoft-partner-center-customers.swagger.json"
)

func loadCenterContract(t *testing.T, next http.RoundTripper) *centerContract {
	t.Helper()
	graph := contract.Load(t, "microsoft-graph-subset.yaml", "/microsoft/graph/v1.0")
	c := &centerContract{TB: t, next: next, published: graph, graph: graph.RoundTripper(next, t), seen: map[string]int{}}
	var endpoints struct{ Endpoints []centerEndpoint }
	c.load(filepath.Join(os.Getenv(contract.FolderVariable), centerEndpoints), &endpoints)
	c.endpoints = endpoints.Endpoints
	var hand struct {
		Paths, Requests map[string]*openapi3.Schema
		Error           *openapi3.Schema
	}
	c.load("testdata/partnercenter-schemas.json", &hand)
	c.schemas, c.requests, c.failure = hand.Paths, hand.Requests, hand.Error
	var swagger openapi2.T
	c.load(filepath.Join(os.Getenv(contract.FolderVariable), centerCustomers), &swagger)
	published, err := openapi2conv.ToV3(&swagger)
	if err != nil {
		t.Fatal(err)
	}
	c.swagger = published.Components.Schemas
	c.differs = map[string]*openapi3.Schema{}
	for _, file := range []string{centerEndpoints, centerCustomers} {
		known, err := contract.Deviations(file)
		if err != nil {
			t.Fatal(err)
		}
		maps.Copy(c.differs, known)
	}
	for _, e := range c.endpoints {
		for _, name := range e.Query {
			if c.differs[e.Method+" "+e.Path+"?"+name] != nil {
				t.Errorf("%s has the parameter %s by now", e.Path, name)
			}
		}
	}
	var attributes struct{ Reconciliation []struct{ Name string } }
	c.load(filepath.Join(os.Getenv(contract.FolderVariable), "microsoft-graph-billing-attributes.json"), &attributes)
	for _, a := range attributes.Reconciliation {
		c.columns = append(c.columns, a.Name)
	}
	return c
}

func (c *centerContract) load(name string, into any) {
	c.Helper()
	body, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(body, into)
	}
	if err != nil {
		c.Fatalf("%s: %v", name, err)
	}
}

func (c *centerContract) RoundTrip(r *http.Request) (*http.Response, error) {
	path, center := strings.CutPrefix(r.URL.Path, "/microsoft/partnercenter")
	file := strings.HasPrefix(r.URL.Path, "/microsoft/blobs/")
	if !center && !file {
		return c.graph.RoundTrip(r)
	}
	if err := c.checkBody(r, path); err != nil {
		c.Errorf("contract: body of %s %s: %v", r.Method, r.URL.Path, err)
	}
	resp, err := c.next.RoundTrip(r)
	if err != nil {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil {
		return resp, err
	}
	var problem error
	if file {
		problem = c.checkFile(r, body)
	} else {
		problem = c.checkCenter(r, path, resp, body)
	}
	if problem != nil {
		c.Errorf("contract: %s %s: %v", r.Method, r.URL.Path, problem)
	}
	return resp, nil
}

// checkBody holds what is sent to the schema for it; where there is none, nothing may be sent.
func (c *centerContract) checkBody(r *http.Request, path string) error {
	if r.Body == nil || r.Body == http.NoBody {
		return nil
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	schema := longest(c.requests, path)
	if schema == nil {
		return fmt.Errorf("there is no schema")
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return err
	}
	return schema.VisitJSON(value, openapi3.MultiErrors())
}

// longest is the schema for the longest end of a path.
func longest(schemas map[string]*openapi3.Schema, path string) *openapi3.Schema {
	best := ""
	for end := range schemas {
		if strings.HasSuffix(path, end) && len(end) > len(best) {
			best = end
		}
	}
	return schemas[best]
}

var placeholder = regexp.MustCompile(`\{[^}]+\}`)

func (c *centerContract) checkCenter(r *http.Request, path string, resp *http.Response, body []byte) error {
	for _, name := range []string{"Authorization", "MS-RequestId", "MS-CorrelationId"} {
		if r.Header.Get(name) == "" {
			return fmt.Errorf("no header %s", name)
		}
	}
	documented, query := "", []string(nil)
	for _, e := range c.endpoints {
		pattern := "(?i)^" + placeholder.ReplaceAllString(e.Path, "[^/]+") + "$"
		if e.Method == r.Method && regexp.MustCompile(pattern).MatchString(path) {
			documented = e.Path
			query = append(query, e.Query...)
		}
	}
	if documented == "" {
		return fmt.Errorf("undocumented path")
	}
	c.seen[placeholder.ReplaceAllString(documented, "{}")]++
	for name := range r.URL.Query() {
		if !slices.Contains(query, name) && c.differs[r.Method+" "+documented+"?"+name] == nil {
			return fmt.Errorf("undocumented parameter %q", name)
		}
	}
	var value any
	if err := json.Unmarshal(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), &value); err != nil {
		return err
	}
	if resp.StatusCode >= http.StatusBadRequest {
		return c.failure.VisitJSON(value, openapi3.MultiErrors())
	}
	return c.checkAnswer(documented, value)
}

const swaggerPrefix = "Microsoft.Partner.Service.Customers.Contracts.V1."

// checkAnswer uses the published description where there is one, else what was written by hand.
func (c *centerContract) checkAnswer(documented string, value any) error {
	switch {
	case documented == "/v1/customers":
		return c.checkItems("Customer", documented, value)
	case strings.HasSuffix(documented, "/agreements"):
		return c.checkItems("Agreement", documented, value)
	}
	schema := longest(c.schemas, documented)
	if schema == nil {
		return fmt.Errorf("there is no schema")
	}
	return schema.VisitJSON(value, openapi3.MultiErrors())
}

// checkItems holds the items of a list, with or without a frame, to a published schema, and to what is known to differ.
func (c *centerContract) checkItems(name, documented string, value any) error {
	if whole := c.differs["GET "+documented]; whole != nil {
		if err := whole.VisitJSON(value, openapi3.MultiErrors()); err != nil {
			return err
		}
	}
	schema := c.swagger[swaggerPrefix+name]
	if schema == nil {
		return fmt.Errorf("no schema %s", name)
	}
	items, bare := value.([]any)
	if frame, ok := value.(map[string]any); ok && !bare {
		items, _ = frame["items"].([]any)
	}
	for _, item := range items {
		object, ok := item.(map[string]any)
		if !ok {
			return fmt.Errorf("an item is no object")
		}
		for field := range object {
			if schema.Value.Properties[field] == nil {
				return fmt.Errorf("undocumented field %s", field)
			}
		}
		for field, fieldValue := range object {
			one := schema.Value.Properties[field].Value
			if other := c.differs["GET "+documented+"#"+field]; other != nil {
				if err := other.VisitJSON(fieldValue); err != nil {
					return fmt.Errorf("%s: %w", field, err)
				}
				continue
			}
			if len(one.Enum) > 0 || one.Type == nil {
				continue // enums have words with the type of numbers
			}
			if err := one.VisitJSON(fieldValue); err != nil {
				return fmt.Errorf("%s: %w", field, err)
			}
		}
	}
	return nil
}

// checkFile holds each row of an export to the columns of the full set, all of them.
func (c *centerContract) checkFile(r *http.Request, body []byte) error {
	c.seen["blob"]++
	if r.Header.Get("Authorization") != "" {
		return fmt.Errorf("the token went to the host of the files")
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return err
	}
	text, err := io.ReadAll(unpacked)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			return err
		}
		for _, column := range c.columns {
			if _, there := row[column]; !there {
				return fmt.Errorf("a row lacks %s", column)
			}
		}
		if len(row) != len(c.columns) {
			return fmt.Errorf("a row has %d columns, documented are %d", len(row), len(c.columns))
		}
	}
	return nil
}
