package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"tenantry/app"
	"tenantry/backend/export"
)

// printJSON writes v to standard output.
func (e *environment) printJSON(v any) error {
	enc := json.NewEncoder(e.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// printTable writes rows to standard output, columns aligned; the first row is the heading.
func (e *environment) printTable(rows [][]string) error {
	w := tabwriter.NewWriter(e.out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		if _, err := fmt.Fprintln(w, strings.Join(row, "\t")); err != nil {
			return err
		}
	}
	return w.Flush()
}

// say writes a sentence to standard error.
func (e *environment) say(key string, args map[string]any) {
	_, _ = fmt.Fprintln(e.err, e.texts.Text(key, args))
}

// detail writes the vendor's own words to standard error.
func (e *environment) detail(text string) {
	if text != "" {
		_, _ = fmt.Fprintf(e.err, "  %s\n", text)
	}
}

// takeOver learns how the open data's user wants days and hours written, and in which zone.
func (e *environment) takeOver(ctx context.Context, a *app.App) (err error) {
	e.written, e.zone, err = a.Settings.Writing(ctx, e.texts)
	return err
}

// format is how values are written; before data are open, as the language does.
func (e *environment) format() export.Format {
	if e.zone == nil {
		return export.FormatFor(e.texts.Tag())
	}
	return e.written
}

// moment writes a time in the user's zone.
func (e *environment) moment(t time.Time) string { return e.format().DateTime(t.In(e.zone)) }

func (e *environment) optMoment(t *time.Time) string {
	if t == nil {
		return e.texts.Text("value.never", nil)
	}
	return e.moment(*t)
}

// word gives the catalogue's text for a word of the domain.
func (e *environment) word(group, word string) string {
	if word == "" {
		word = "unknown"
	}
	return e.texts.Text(group+"."+word, nil)
}

func (e *environment) headings(columns ...string) []string {
	texts := make([]string, len(columns))
	for i, column := range columns {
		texts[i] = e.texts.Text("column."+column, nil)
	}
	return texts
}

// notNil makes an empty list print as [] and not as null.
func notNil[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

func sortedKeys(values map[string]string) []string { return slices.Sorted(maps.Keys(values)) }
