package contract

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/yaml"
)

//go:embed deviations.yaml
var deviationsYAML []byte

// deviation is one known difference between a vendor's description and its live API: a query parameter, or a field of
// the answer to an operation, or with neither the answer as a whole.
type deviation struct {
	Spec      string          `json:"spec"`
	Method    string          `json:"method"`
	Path      string          `json:"path"`
	Parameter string          `json:"parameter"`
	Field     string          `json:"field"` // dotted, through lists
	Schema    json.RawMessage `json:"schema"`
	Evidence  string          `json:"evidence"`
	Source    string          `json:"source"`
}

func (d deviation) String() string {
	return fmt.Sprintf("%s %s %s %s%s", d.Spec, d.Method, d.Path, d.Parameter, d.Field)
}

func deviations() ([]deviation, error) {
	var list []deviation
	if _, err := yaml.Unmarshal(deviationsYAML, &list, yaml.DecodeOpts{}); err != nil {
		return nil, fmt.Errorf("deviations.yaml: %w", err)
	}
	return list, nil
}

// Deviations gives what is known to differ from a description that is no OpenAPI document, and which its tests read by
// themselves: the schemas of query parameters ("/path?name"), of fields ("/path#name") and of whole answers ("/path"), each
// after the operation's method and a space.
func Deviations(file string) (map[string]*openapi3.Schema, error) {
	list, err := deviations()
	if err != nil {
		return nil, err
	}
	found := map[string]*openapi3.Schema{}
	for _, d := range list {
		if d.Spec != file {
			continue
		}
		key := d.Method + " " + d.Path
		switch {
		case d.Parameter != "":
			key += "?" + d.Parameter
		case d.Field != "":
			key += "#" + d.Field
		}
		found[key] = &openapi3.Schema{}
		if err := json.Unmarshal(d.Schema, found[key]); err != nil {
			return nil, fmt.Errorf("deviation %s: schema: %w", d, err)
		}
	}
	return found, nil
}

// apply changes a loaded description so that it says what the live API does. A deviation that changes nothing, because
// the description has caught up, is an error.
func (d deviation) apply(doc *openapi3.T) error {
	item := doc.Paths.Find(d.Path)
	if item == nil || item.GetOperation(d.Method) == nil {
		return fmt.Errorf("the description has no such operation")
	}
	operation := item.GetOperation(d.Method)
	var schema openapi3.Schema
	if err := json.Unmarshal(d.Schema, &schema); err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	if d.Parameter != "" {
		if operation.Parameters.GetByInAndName("query", d.Parameter) != nil {
			return fmt.Errorf("the description has the parameter by now")
		}
		parameter := openapi3.NewQueryParameter(d.Parameter).WithSchema(&schema)
		operation.Parameters = append(operation.Parameters, &openapi3.ParameterRef{Value: parameter})
		return nil
	}
	if d.Field == "" {
		return d.applyBody(operation, &schema)
	}
	return d.applyField(operation, &schema)
}

// applyBody puts another schema in the place of the answer's.
func (d deviation) applyBody(operation *openapi3.Operation, schema *openapi3.Schema) error {
	answer := operation.Responses.Status(200)
	if answer == nil || answer.Value.Content.Get("application/json") == nil {
		return fmt.Errorf("the operation has no JSON answer")
	}
	media := answer.Value.Content.Get("application/json")
	if media.Schema.Value.Type.Is(typeOf(schema)) && !media.Schema.Value.Type.Is("object") {
		return fmt.Errorf("the description has this type by now")
	}
	media.Schema = openapi3.NewSchemaRef("", schema)
	return nil
}

func (d deviation) applyField(operation *openapi3.Operation, schema *openapi3.Schema) error {
	answer := operation.Responses.Status(200)
	if answer == nil || answer.Value.Content.Get("application/json") == nil {
		return fmt.Errorf("the operation has no JSON answer")
	}
	at := answer.Value.Content.Get("application/json").Schema.Value
	names := fieldNames(d.Field)
	for _, name := range names[:len(names)-1] {
		fields, _ := properties(at)
		if fields[name] == nil {
			return fmt.Errorf("no field %s on the way", name)
		}
		at = fields[name].Value
		for _, part := range parts(at) {
			if part.Items != nil {
				at = part.Items.Value
			}
		}
	}
	last := names[len(names)-1]
	holder := at
	for _, part := range parts(at) {
		if part.Properties[last] != nil {
			holder = part
		}
	}
	if old := holder.Properties[last]; old != nil && old.Value.Type.Is(typeOf(schema)) {
		return fmt.Errorf("the description has the field with this type by now")
	}
	if holder.Properties == nil {
		holder.Properties = openapi3.Schemas{}
	}
	holder.Properties[last] = openapi3.NewSchemaRef("", schema)
	return nil
}

// fieldNames splits a path at its dots, but for those within OData's own names ("a@odata.type").
func fieldNames(path string) []string {
	const kept = "@odata\x00"
	names := strings.Split(strings.ReplaceAll(path, "@odata.", kept), ".")
	for i := range names {
		names[i] = strings.ReplaceAll(names[i], kept, "@odata.")
	}
	return names
}

func typeOf(schema *openapi3.Schema) string {
	if schema.Type.IsSingle() {
		return schema.Type.Slice()[0]
	}
	return ""
}
