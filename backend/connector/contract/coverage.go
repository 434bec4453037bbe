package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// Coverage says what becomes of the fields that a vendor documents for the answer to an operation. What the type reads
// that answers are decoded into is stored, but for what is used on the way only; the rest is ignored on purpose. Names
// are dotted, lists of them parted by spaces; a name stands for the fields below it as well.
type Coverage struct {
	Operation string // "GET /users"
	At        string // the field that holds the items; "" where an answer is the item itself, or a bare list of them
	Wire      any    // a value of the type, or nil; a map reads everything
	Used      string // fields that are read, used and not stored
	Beyond    string // fields that are read without being documented, since the live API has them
	// Ignored are the fields that are not read, by the reason; "*" stands for all that are named nowhere else.
	Ignored map[string]string
	Note    string // what is to be said of an answer without documented fields
}

// Cover prints what becomes of each documented field of each operation, and fails for fields that are neither read nor
// ignored on purpose, for those that are read without being documented, and for operations that passed by the checker
// and are not listed, or the other way round.
func (s *Spec) Cover(tb testing.TB, list []Coverage) {
	tb.Helper()
	seen := s.Seen()
	sum := Tally{}
	for _, c := range list {
		at := slices.Index(seen, c.Operation)
		if at < 0 {
			tb.Errorf("%s is never called", c.Operation)
			continue
		}
		seen = slices.Delete(seen, at, at+1)
		method, path, _ := strings.Cut(c.Operation, " ")
		sum.Add(c.Report(tb, s.fields(method, path, c)))
	}
	for _, operation := range seen {
		tb.Errorf("%s is called, and nothing says what becomes of its fields", operation)
	}
	if err := sum.Note(s.api.doc.Info.Title); err != nil {
		tb.Error(err)
	}
}

// Tally counts what becomes of the documented fields of some operations.
type Tally struct{ Operations, Stored, Used, Ignored int }

// Add adds another tally.
func (t *Tally) Add(more Tally) {
	t.Operations += more.Operations
	t.Stored += more.Stored
	t.Used += more.Used
	t.Ignored += more.Ignored
}

// CoverageFile names the file that sums go to, a line each: go test shows nothing of tests that pass.
const CoverageFile = "TENANTRY_COVERAGE"

// Note writes the sums of what the title names to the file for them, if there is one.
func (t *Tally) Note(title string) error {
	path := os.Getenv(CoverageFile)
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(file, "%s: %d operations, %d documented fields: %d stored, %d used on the way, %d ignored on purpose\n",
		title, t.Operations, t.Stored+t.Used+t.Ignored, t.Stored, t.Used, t.Ignored)
	return errors.Join(err, file.Close())
}

// Seen lists the operations of the description whose requests were checked, in order.
func (s *Spec) Seen() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.seen))
}

func (s *Spec) see(operation string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen == nil {
		s.seen = map[string]bool{}
	}
	s.seen[operation] = true
}

// fields lists the documented fields of an operation's items.
func (s *Spec) fields(method, path string, c Coverage) []string {
	operation := s.api.doc.Paths.Value(path).GetOperation(method)
	for _, status := range []int{http.StatusOK, http.StatusCreated, http.StatusAccepted} {
		answer := operation.Responses.Status(status)
		if answer == nil || answer.Value == nil {
			continue
		}
		media := answer.Value.Content.Get("application/json")
		if media == nil || media.Schema == nil {
			continue
		}
		schema := element(media.Schema.Value)
		if c.At != "" {
			fields, _ := properties(schema)
			if fields[c.At] == nil {
				return nil
			}
			schema = element(fields[c.At].Value)
		}
		return documented(schema, "", c.names())
	}
	return nil
}

// element is what a list is made of, and anything else as it is.
func element(schema *openapi3.Schema) *openapi3.Schema {
	for _, part := range parts(schema) {
		if part.Items != nil {
			return part.Items.Value
		}
	}
	return schema
}

// documented lists the names of a schema's fields. What is within a field is looked into only where that is read or
// named: some types contain one another.
func documented(schema *openapi3.Schema, path string, named []string) []string {
	var list []string
	fields, _ := properties(schema)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		at := path + name
		inner := element(fields[name].Value)
		below, _ := properties(inner)
		within := strings.ToLower(at) + "."
		if len(below) > 0 && slices.ContainsFunc(named, func(n string) bool { return strings.HasPrefix(n, within) }) {
			list = append(list, documented(inner, at+".", named)...)
		} else {
			list = append(list, at)
		}
	}
	return list
}

// names are all that are read or named, in lower case: JSON's case does not matter to the decoder.
func (c Coverage) names() []string {
	named := append(wireNames(reflect.TypeOf(c.Wire), ""), words(c.Used)...)
	for _, fields := range c.Ignored {
		named = append(named, words(fields)...)
	}
	return named
}

// ReportOf is Report for the fields of a schema.
func (c Coverage) ReportOf(tb testing.TB, schema *openapi3.Schema) Tally {
	tb.Helper()
	return c.Report(tb, documented(element(schema), "", c.names()))
}

// Report prints what becomes of these documented fields, as Cover does for a whole description, and counts them.
func (c Coverage) Report(tb testing.TB, fields []string) Tally {
	tb.Helper()
	fields = slices.Sorted(slices.Values(fields))
	read, used, beyond := wireNames(reflect.TypeOf(c.Wire), ""), words(c.Used), words(c.Beyond)
	var stored, passing []string
	ignored := map[string][]string{}
	for _, field := range fields {
		low := strings.ToLower(field)
		reason, named := c.reason(low)
		switch reads := related(read, low); {
		case named || !reads && reason != "":
			ignored[reason] = append(ignored[reason], field)
		case !reads:
			tb.Errorf("%s: %s is documented, and neither read nor ignored on purpose", c.Operation, field)
		case related(used, low):
			passing = append(passing, field)
		default:
			stored = append(stored, field)
		}
	}
	for _, name := range c.names() {
		if !strings.HasSuffix(name, "*") && !related(lower(fields), name) && !related(beyond, name) {
			tb.Errorf("%s: %s is read or named, and not documented", c.Operation, name)
		}
	}
	tb.Log(c.line(fields, stored, passing, ignored))
	return Tally{Operations: 1, Stored: len(stored), Used: len(passing), Ignored: len(fields) - len(stored) - len(passing)}
}

func (c Coverage) line(fields, stored, passing []string, ignored map[string][]string) string {
	if len(fields) == 0 {
		return fmt.Sprintf("%s: no documented fields; %s", c.Operation, c.Note)
	}
	var reasons []string
	for _, reason := range slices.Sorted(maps.Keys(ignored)) {
		reasons = append(reasons, fmt.Sprintf("%s (%s)", strings.Join(ignored[reason], " "), reason))
	}
	return fmt.Sprintf("%s: %d documented fields\n    %d stored: %s\n    %d used on the way: %s\n    %d ignored on purpose: %s",
		c.Operation, len(fields), len(stored), strings.Join(stored, " "), len(passing), strings.Join(passing, " "),
		len(fields)-len(stored)-len(passing), strings.Join(reasons, "; "))
}

// reason is why a field is ignored; named says whether it is named and not only one of the rest.
func (c Coverage) reason(field string) (reason string, named bool) {
	for why, fields := range c.Ignored {
		list := words(fields)
		if slices.ContainsFunc(list, func(name string) bool { return within(field, name) }) {
			return why, true
		}
		if slices.Contains(list, "*") {
			reason = why
		}
	}
	return reason, false
}

// related says whether one of the names stands for a field: as it is, for what is below it or for what it is below.
func related(names []string, field string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		return name == "*" || within(field, name) || within(name, field)
	})
}

func within(field, name string) bool { return field == name || strings.HasPrefix(field, name+".") }

func words(text string) []string { return strings.Fields(strings.ToLower(text)) }

func lower(names []string) []string {
	low := make([]string, len(names))
	for i, name := range names {
		low[i] = strings.ToLower(name)
	}
	return low
}

var decodes = reflect.TypeFor[json.Unmarshaler]()

// wireNames lists the names that a type reads, dotted, in lower case; "*" is all of them.
func wireNames(t reflect.Type, path string) []string {
	for t != nil && (t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice) && !reflect.PointerTo(t).Implements(decodes) {
		t = t.Elem()
	}
	switch {
	case t == nil:
		return nil
	case t.Kind() == reflect.Map:
		return []string{path + "*"}
	case t.Kind() != reflect.Struct || path != "" && reflect.PointerTo(t).Implements(decodes):
		return []string{strings.TrimSuffix(path, ".")}
	}
	var names []string
	for field := range t.Fields() {
		tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case tag != "" && tag != "-" && field.Type != t && !strings.Contains(path, strings.ToLower(tag)+"."):
			names = append(names, wireNames(field.Type, path+strings.ToLower(tag)+".")...)
		case field.Anonymous:
			names = append(names, wireNames(field.Type, path)...)
		}
	}
	return names
}
