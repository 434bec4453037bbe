package avepoint

import (
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/yaml"
)

// wireTypes are what the answers of the calls are decoded into.
var wireTypes = map[string]any{
	"token": wireToken{}, "customers": wireCustomer{}, "services": wireServices{}, "seats": wireSeats{}, "purchased": wirePurchased{},
	"jobs": wireJob{}, "protected": wireProtected{}, "scanProfiles": wireScanProfile{}, "rules": wireRule{},
}

// envelopes are the fields around the rows; the decoder of envelopes reads them.
var envelopes = []string{"data", "value", "result", "metadata", "totalcount", "pageindex", "pagesize", "@odata.context"}

// TestFields_AreReadOrLeftOutOnPurpose: each documented field of each call is read, or ignored.yaml says why it is not.
func TestFields_AreReadOrLeftOutOnPurpose(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromFile("testdata/elements.yaml")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("testdata/ignored.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var ignored map[string]map[string]string
	if _, err := yaml.Unmarshal(raw, &ignored, yaml.DecodeOpts{}); err != nil {
		t.Fatal(err)
	}
	for _, path := range doc.Paths.InMatchingOrder() {
		for _, operation := range doc.Paths.Value(path).Operations() {
			id := operation.OperationID
			name := strings.TrimSuffix(id, "V1")
			documented := map[string]bool{}
			collect(operation.Responses.Status(200).Value.Content.Get("application/json").Schema.Value, documented)
			read, left := 0, map[string]string{}
			known := tags(reflect.TypeOf(wireTypes[name]))
			for _, field := range slices.Sorted(maps.Keys(documented)) {
				low := strings.ToLower(field)
				reason := ignored[name][field] + ignored[id][field]
				switch {
				case slices.Contains(envelopes, low):
				case known[low] || wireTypes[name] == nil:
					read++
				case reason != "":
					left[field] = reason
				case id == "token": // OAuth's own
				default:
					t.Errorf("%s: %s is neither read nor left out on purpose", id, field)
				}
			}
			t.Logf("%s: %d fields read, left out on purpose: %s", id, read, strings.Join(slices.Sorted(maps.Keys(left)), ", "))
		}
	}
}

// collect gathers the names of all fields below a schema.
func collect(s *openapi3.Schema, into map[string]bool) {
	if s.Items != nil {
		collect(s.Items.Value, into)
	}
	for _, part := range s.OneOf {
		collect(part.Value, into)
	}
	for name, field := range s.Properties {
		into[name] = true
		collect(field.Value, into)
	}
}

// tags gives the JSON names of a type and of what it holds, in lower case.
func tags(t reflect.Type) map[string]bool {
	found := map[string]bool{}
	if t == nil {
		return found
	}
	for t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return found
	}
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("json"); tag != "" {
			found[strings.ToLower(tag)] = true
			maps.Copy(found, tags(t.Field(i).Type))
		}
	}
	return found
}
