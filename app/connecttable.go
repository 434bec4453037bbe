package app

import (
	"slices"
	"strings"

	"tenantry/backend/importer"
	"tenantry/backend/language"
)

// columnName heads the names of connections.
const columnName = "name"

// columns says what each heading means, "" for one that means nothing here; false where the row is no headings.
func (m *many) columns(row []string) ([]string, bool) {
	meanings := m.headings()
	columns := make([]string, len(row))
	known := 0
	for i, cell := range row {
		if column := meanings[heading(cell)]; column != "" && !slices.Contains(columns, column) {
			columns[i] = column
			known++
		}
	}
	return columns, known > 0
}

// headings are what the columns may be called: by the fields' names or labels in any language, and the secret, where there
// is one, "key" for short.
func (m *many) headings() map[string]string {
	meanings := map[string]string{}
	for _, tag := range language.Supported() {
		texts := language.New(tag)
		meanings[heading(texts.Text("column.name", nil))] = columnName
		for _, f := range m.spec.Fields {
			meanings[heading(texts.Text("field."+string(m.spec.Vendor)+"."+f.Name+".label", nil))] = f.Name
		}
	}
	for _, f := range m.spec.Fields {
		meanings[heading(f.Name)] = f.Name
	}
	meanings[columnName] = columnName
	if secret := m.secretColumn(); secret != "" {
		meanings["key"] = secret
	}
	return meanings
}

func heading(text string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "").Replace(strings.ToLower(strings.TrimSpace(text)))
}

// usual are the columns of a table without headings: the name, and what must be filled in and has no default.
func (m *many) usual() []string {
	columns := []string{columnName}
	for _, f := range m.spec.Fields {
		if f.Required && f.Default == "" {
			columns = append(columns, f.Name)
		}
	}
	return columns
}

// secretColumn is the one secret of the vendor, "" where there are several.
func (m *many) secretColumn() string {
	only := ""
	for _, f := range m.spec.Fields {
		if f.Secret && only != "" {
			return ""
		}
		if f.Secret {
			only = f.Name
		}
	}
	return only
}

// nameOf makes up a name from the first field that must be filled in.
func (m *many) nameOf(in ConnectionInput) string {
	for _, f := range m.spec.Fields {
		if f.Required && !f.Secret && f.Default == "" {
			return in.Fields[f.Name]
		}
	}
	return ""
}

// ParseTable reads a pasted table of connections, as importer.ParseTable does.
func ParseTable(text string) ([][]string, error) { return importer.ParseTable(text, maxMany) }
