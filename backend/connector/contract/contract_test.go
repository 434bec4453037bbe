package contract_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tenantry/backend/connector/contract"
)

const small = `
openapi: 3.0.3
info: {title: small, version: "1"}
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - {name: owner, in: query, required: true, schema: {type: string}}
      responses:
        "200":
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties:
                  items: {type: array, items: {$ref: "#/components/schemas/Thing"}}
        "404": {description: Gone}
components:
  schemas:
    Thing:
      allOf:
        - {type: object, properties: {id: {type: string}}}
        - {type: object, required: [size], properties: {size: {type: integer}, tags: {type: object, additionalProperties: true}}}
`

// recorder notes what a test would have failed with.
type recorder struct {
	testing.TB
	problems []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.problems = append(r.problems, fmt.Sprintf(format, args...))
}

// exchange sends one request through the checker to a server that gives a fixed answer.
func exchange(t *testing.T, r *http.Request, status int, body string) []string {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "small.yaml"), []byte(small), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv(contract.FolderVariable, folder)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, got *http.Request) {
		if sent, err := io.ReadAll(got.Body); err != nil || (got.Method == http.MethodPost) != (len(sent) > 0) {
			t.Errorf("the server got %q, %v", sent, err)
		}
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	defer server.Close()
	rec := &recorder{TB: t}
	checked := contract.Load(t, "small.yaml", "/v1/").RoundTripper(nil, rec)
	target, err := url.Parse(server.URL + r.URL.String())
	if err != nil {
		t.Fatal(err)
	}
	r = r.Clone(t.Context())
	r.URL, r.RequestURI = target, ""
	resp, err := (&http.Client{Transport: checked}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got, err := io.ReadAll(resp.Body); err != nil || string(got) != body {
		t.Errorf("the client got %q, %v", got, err)
	}
	return rec.problems
}

func TestRoundTripper_ReportsWhatIsNotDocumented(t *testing.T) {
	const good = `{"items":[{"id":"a","size":1,"tags":{"any":"thing"}}]}`
	for name, test := range map[string]struct {
		target string
		status int
		body   string
		want   string // "" for no problem
	}{
		"all is well":        {"/v1/things?owner=me", 200, good, ""},
		"path":               {"/v1/others", 200, good, "undocumented path"},
		"outside the base":   {"/v2/things?owner=me", 200, good, "not below /v1"},
		"parameter":          {"/v1/things?owner=me&color=red", 200, good, `undocumented parameter "color"`},
		"required parameter": {"/v1/things", 200, good, "owner"},
		"field":              {"/v1/things?owner=me", 200, `{"items":[{"id":"a","size":1,"extra":2}]}`, "undocumented field items[0].extra"},
		"type":               {"/v1/things?owner=me", 200, `{"items":[{"id":"a","size":"big"}]}`, "integer"},
		"required field":     {"/v1/things?owner=me", 200, `{"items":[{"id":"a"}]}`, "size"},
		"status":             {"/v1/things?owner=me", 500, `{}`, "status is not supported"},
		"documented error":   {"/v1/things?owner=me", 404, `{"any":1}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			problems := exchange(t, httptest.NewRequestWithContext(t.Context(), http.MethodGet, test.target, nil), test.status, test.body)
			found := slices.ContainsFunc(problems, func(p string) bool { return strings.Contains(p, test.want) })
			if test.want == "" && len(problems) > 0 || test.want != "" && !found {
				t.Errorf("problems %q, want %q", problems, test.want)
			}
		})
	}
}

func TestRoundTripper_ChecksTokenEndpoints(t *testing.T) {
	const answer = `{"access_token":"a","token_type":"Bearer","expires_in":3599}`
	form := url.Values{"grant_type": {"refresh_token"}, "client_id": {"c"}, "refresh_token": {"r"}, "scope": {"s"}}
	with := func(name string, values ...string) url.Values {
		changed := url.Values{}
		for n, v := range form {
			changed[n] = v
		}
		changed[name] = values
		return changed
	}
	for name, test := range map[string]struct {
		form url.Values
		body string
		want string
	}{
		"all is well":   {form, answer, ""},
		"form field":    {with("password", "p"), answer, "password"},
		"grant":         {with("grant_type", "password"), answer, "grant_type"},
		"twice":         {with("scope", "a", "b"), answer, "2 times"},
		"answer field":  {form, `{"access_token":"a","token_type":"Bearer","expires_in":3599,"extra":1}`, "extra"},
		"answer lacks":  {form, `{"token_type":"Bearer","expires_in":3599}`, "access_token"},
		"empty id":      {with("client_id", ""), answer, "client_id"},
		"answer's type": {form, `{"access_token":"a","token_type":"Bearer","expires_in":"soon"}`, "integer"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/login/some-tenant/oauth2/v2.0/token", strings.NewReader(test.form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			problems := exchange(t, r, http.StatusOK, test.body)
			found := slices.ContainsFunc(problems, func(p string) bool { return strings.Contains(p, test.want) })
			if test.want == "" && len(problems) > 0 || test.want != "" && !found {
				t.Errorf("problems %q, want %q", problems, test.want)
			}
		})
	}
}

func TestLoad_AppliesEachDeviation(t *testing.T) {
	for _, file := range []string{"webex-admin.json", "microsoft-graph-subset.yaml"} {
		contract.Load(t, file, "/") // fails when the description has caught up with a deviation
	}
}

func TestDeviations_NameTheirEvidence(t *testing.T) {
	raw, err := os.ReadFile("deviations.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range strings.Split(string(raw), "\n- ")[1:] {
		for _, part := range []string{"\n  evidence: \"[", "\n  source: ", "\n  schema:"} {
			if !strings.Contains(entry, part) {
				t.Errorf("no %q in %s", strings.TrimSpace(part), entry)
			}
		}
	}
}
