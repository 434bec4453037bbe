package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// mostLevels is how deep in an answer a field is looked for.
const mostLevels = 16

var decodesItself = reflect.TypeFor[json.Unmarshaler]()

// misfit says which field of an answer cannot be read, since types that decode themselves don't know where they stand.
func misfit(body []byte, out any, cause error) error {
	path, inner := place(body, reflect.TypeOf(out), mostLevels)
	if inner == nil || path == "" {
		return cause
	}
	var kind *json.UnmarshalTypeError
	if errors.As(inner, &kind) {
		inner = fmt.Errorf("%s where %s is expected", kind.Value, words[kind.Type.Kind()])
	}
	return fmt.Errorf("%s: %w", strings.TrimPrefix(path, "."), inner)
}

// words are JSON's names for what Go's types take.
var words = map[reflect.Kind]string{
	reflect.String: "a text", reflect.Bool: "yes or no", reflect.Slice: "a list", reflect.Struct: "an object", reflect.Map: "an object",
	reflect.Int: "a whole number", reflect.Int64: "a whole number", reflect.Float64: "a number",
}

// place is the way to the innermost part that cannot be decoded into its type, and its error.
func place(raw []byte, t reflect.Type, levels int) (string, error) {
	err := json.Unmarshal(raw, reflect.New(t).Interface())
	for t.Kind() == reflect.Pointer && !t.Implements(decodesItself) {
		t = t.Elem()
	}
	if err == nil || levels == 0 || reflect.PointerTo(t).Implements(decodesItself) {
		return "", err
	}
	switch t.Kind() {
	case reflect.Slice:
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) != nil {
			return "", err
		}
		for i, item := range items {
			if path, inner := place(item, t.Elem(), levels-1); inner != nil {
				return fmt.Sprintf("[%d]%s", i, path), inner
			}
		}
	case reflect.Struct:
		return placeField(raw, t, levels, err)
	}
	return "", err
}

func placeField(raw []byte, t reflect.Type, levels int, err error) (string, error) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return "", err
	}
	for field := range t.Fields() {
		tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		for name, value := range fields {
			if tag == "" || !strings.EqualFold(name, tag) {
				continue
			}
			if path, inner := place(value, field.Type, levels-1); inner != nil {
				return "." + name + path, inner
			}
		}
	}
	return "", err
}
