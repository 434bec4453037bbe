package contract

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// undocumented lists the fields of a JSON value that its schema does not name, as paths like items[0].extra. A schema
// that names no field at all, or expressly allows others, documents everything.
func undocumented(schema *openapi3.Schema, value any, path string) []string {
	if schema == nil {
		return nil
	}
	switch v := value.(type) {
	case []any:
		return undocumentedItems(schema, v, path)
	case map[string]any:
		return undocumentedFields(schema, v, path)
	}
	return nil
}

func undocumentedItems(schema *openapi3.Schema, items []any, path string) []string {
	var found []string
	for _, part := range parts(schema) {
		if part.Items == nil {
			continue
		}
		for i, item := range items {
			found = append(found, undocumented(part.Items.Value, item, fmt.Sprintf("%s[%d]", path, i))...)
		}
	}
	return found
}

func undocumentedFields(schema *openapi3.Schema, object map[string]any, path string) []string {
	fields, open := properties(schema)
	if open {
		return nil
	}
	var found []string
	for name, value := range object {
		at := name
		if path != "" {
			at = path + "." + name
		}
		field, known := fields[name]
		if !known {
			found = append(found, at)
			continue
		}
		found = append(found, undocumented(field.Value, value, at)...)
	}
	slices.Sort(found)
	return found
}

// properties gathers all fields that a schema and its parts name; open is true if any other field is as good.
func properties(schema *openapi3.Schema) (fields openapi3.Schemas, open bool) {
	fields = openapi3.Schemas{}
	for _, part := range parts(schema) {
		for name, field := range part.Properties {
			fields[name] = field
		}
		extra := part.AdditionalProperties
		if extra.Schema != nil || extra.Has != nil && *extra.Has {
			open = true
		}
	}
	return fields, open || len(fields) == 0
}

// parts is a schema with all that it is composed of.
func parts(schema *openapi3.Schema) []*openapi3.Schema {
	list := []*openapi3.Schema{schema}
	for _, group := range []openapi3.SchemaRefs{schema.AllOf, schema.OneOf, schema.AnyOf} {
		for _, ref := range group {
			if ref.Value != nil {
				list = append(list, parts(ref.Value)...)
			}
		}
	}
	return list
}
