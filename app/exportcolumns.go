package app

import (
	"slices"
	"strings"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

// fileColumns are the columns of a file that the screen shows as one, or names otherwise. What a value cannot be read without
// stands beside it: the currency of an amount, what tells two customers of one name apart, where a date came from.
var fileColumns = map[string][]string{
	"name": {"id", "name"}, "customer": {"id", "customer"},
	"status": {"status", "status_source"}, "assigned": {"assigned", "assigned_shared"},
	"term_end_on": {"term_end_on", "term_end_source", "given"}, "term": {"term", "term_source", "given"},
	"at_term_end": {"at_term_end", "at_term_end_source", "given"},
	"unit_price":  {"unit_price", "currency", "price_period", "price_source"},
	"amount":      {"amount", "currency", "price_period", "price_source"},
	"cost":        {"cost", "currency", "price_period"},
	"day":         {"day", "term_end_source"}, "state": {"state", "at_term_end_source"},
	"next": {"next_term"}, "source": {"source", "at_term_end_source"},
	"shared": {"shared_mailboxes"}, "pool": {"bought", "assigned"},
	"key": {"job", "incident"}, "outcome": {"outcome", "health"},
	"changed_at": {"imported_at"},
}

// sectionFileColumns are those of the licence dashboards, where they are others.
var sectionFileColumns = map[string][]string{
	"days": {"days_since_added", "days_to_renewal", "days_to_end"}, "months": {"months_since_added", "months_left"},
	"assigned": {"assigned", "ratio"}, "share": {"ratio"}, "used": {"used", "used_share"},
	"seats": {"bought", "assigned", "used", "available", "shared_with"}, "use": {"use_average"},
}

// columnsShownAs gives the names of the columns that a file has for one of the screen.
func (k ExportKind) columnsShownAs(id string) []string {
	if names := sectionFileColumns[id]; names != nil && k.section() != "" {
		return names
	}
	if names := fileColumns[id]; names != nil {
		return names
	}
	return []string{id}
}

// shortKey is a column's own name, of a key that may be a heading's whole key in the catalogue.
func shortKey(key string) string { return key[strings.LastIndex(key, ".")+1:] }

// chooseColumns finds the columns wanted among those of the main table, in the order wanted. None wanted are all.
func (j *exportJob) chooseColumns(all []export.Column) error {
	at := map[string]int{}
	for i, column := range all {
		at[shortKey(column.Key)] = i
	}
	for _, id := range j.req.Columns {
		found := false
		for _, name := range j.req.Kind.columnsShownAs(id) {
			i, has := at[name]
			found = found || has
			if has && !slices.Contains(j.columns, i) {
				j.columns = append(j.columns, i)
			}
		}
		if !found {
			names := make([]string, len(all))
			for i, column := range all {
				names[i] = shortKey(column.Key)
			}
			return domain.NewError(domain.CodeInvalid, "export_column", "column", id, "columns", strings.Join(names, ", "))
		}
	}
	for i, column := range all {
		if !slices.Contains(j.columns, i) {
			j.without = append(j.without, column.Heading)
		}
	}
	return nil
}

// leftOut says which rows and columns of the list the file does not have, so that nobody takes it for all that is known.
func (j *exportJob) leftOut() []export.Fact {
	var facts []export.Fact
	if narrowed := j.narrowedText(); narrowed != "" {
		facts = append(facts, export.Fact{Label: j.text("workbook.cover.narrowed"), Value: export.Text(narrowed)})
	}
	if len(j.without) > 0 {
		written := len(j.columns)
		facts = append(facts, export.Fact{Label: j.text("workbook.cover.columns"), Value: export.Text(j.texts.Text("workbook.cover.columns_of", map[string]any{
			"count": j.format.Int(int64(written)), "all": j.format.Int(int64(written + len(j.without))), "without": strings.Join(j.without, ", "),
		}))})
	}
	return facts
}
