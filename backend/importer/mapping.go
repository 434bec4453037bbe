package importer

import (
	"slices"
	"strings"

	"tenantry/backend/domain"
)

// Mapping says how the columns of a file are read. Columns are named by their headings, so it fits the next file too.
type Mapping struct {
	Columns   map[string]string `json:"columns"`    // heading by field
	Constants map[string]string `json:"constants"`  // value by field, for all rows: the currency, the one customer
	DateOrder string            `json:"date_order"` // "dmy", "mdy" or "": found out, day first where either fits
	Decimal   string            `json:"decimal"`    // "comma", "point" or "": found out
	// Delimiter, Encoding and HeaderRow are how the file is read where the user said so; left out, they are found out.
	Delimiter string `json:"delimiter,omitempty"`
	Encoding  string `json:"encoding,omitempty"`
	HeaderRow int    `json:"header_row,omitempty" minimum:"0"`
}

// Guess maps the columns whose headings are known. An exact heading goes before one that only begins like it; no column
// is used twice.
func (f *File) Guess(kind domain.ImportKind) Mapping {
	m := Mapping{Columns: map[string]string{}, Constants: map[string]string{}}
	taken := map[int]bool{}
	for _, match := range []func(alias, name string) bool{exactly, closely} {
		for _, field := range fields[kind] {
			if m.Columns[field.Name] != "" {
				continue
			}
			best := func(alias, name string) bool { return match(alias, name) && !outdone(kind, alias, name) }
			if c, ok := f.find(field, taken, best); ok {
				m.Columns[field.Name] = c.Name
				taken[c.Index] = true
			}
		}
	}
	return m
}

func exactly(alias, name string) bool { return alias == name }

// closely takes "Renewal date (UTC)" for a renewal date, but no short word for a longer one.
func closely(alias, name string) bool {
	return len(alias) >= 6 && (strings.HasPrefix(name, alias) || strings.HasSuffix(name, alias))
}

// outdone reports whether a heading ends like a longer alias too: "free trial status" ends as a status does, but tells of a
// trial.
func outdone(kind domain.ImportKind, alias, name string) bool {
	return strings.HasSuffix(name, alias) && slices.ContainsFunc(fields[kind], func(field Field) bool {
		return slices.ContainsFunc(field.aliases, func(other string) bool { return len(other) > len(alias) && strings.HasSuffix(name, other) })
	})
}

func (f *File) find(field Field, taken map[int]bool, match func(alias, name string) bool) (Column, bool) {
	for _, alias := range field.aliases {
		for _, c := range f.Columns {
			if !taken[c.Index] && !c.Blank && !c.Twice && match(alias, foldHeading(c.Name)) && (!field.extra || f.readable(field, c)) {
				return c, true
			}
		}
	}
	return Column{}, false
}

// readable reports whether all cells of a column in sight can be read as a field.
func (f *File) readable(field Field, c Column) bool {
	one := &Read{
		fields: []Field{field}, numbers: []numberStyle{f.numberStyle(c.Index, "")}, dates: []dateStyle{f.dateStyle(c.Index, "")},
		units: []string{unitOf(c.Name)},
	}
	for cell := range f.sampleCells(c.Index) {
		if _, ok := one.convert(0, cell); !ok && !isNothing(cell) {
			return false
		}
	}
	return true
}

// GuessKind gives the kind of file whose headings fit best, "" when none fits.
func (f *File) GuessKind() domain.ImportKind {
	best, most := domain.ImportKind(""), 0
	for _, kind := range domain.ImportKinds() {
		m := f.Guess(kind)
		score := len(m.Columns) * 2
		if len(f.Missing(kind, m)) == 0 {
			score += 5 + required(kind)
		}
		if score > most {
			best, most = kind, score
		}
	}
	return best
}

func required(kind domain.ImportKind) int {
	n := 0
	for _, f := range fields[kind] {
		if f.OneOf == f.Name {
			n++
		}
	}
	return n
}

// Missing gives the groups of fields of which none is mapped, each as the names of its fields.
func (f *File) Missing(kind domain.ImportKind, m Mapping) [][]string {
	var missing [][]string
	done := map[string]bool{}
	for _, field := range fields[kind] {
		if field.OneOf == "" || done[field.OneOf] {
			continue
		}
		done[field.OneOf] = true
		var names []string
		found := false
		for _, other := range fields[kind] {
			if other.OneOf != field.OneOf {
				continue
			}
			names = append(names, other.Name)
			found = found || f.maps(m, other.Name)
		}
		if !found {
			missing = append(missing, names)
		}
	}
	return missing
}

func (f *File) maps(m Mapping, field string) bool {
	if clean(m.Constants[field]) != "" {
		return true
	}
	_, ok := f.column(m.Columns[field])
	return ok
}

// column finds a column by its heading, written in whatever way.
func (f *File) column(name string) (Column, bool) {
	if name == "" {
		return Column{}, false
	}
	for _, c := range f.Columns {
		if c.Name == name {
			return c, true
		}
	}
	i := slices.IndexFunc(f.Columns, func(c Column) bool { return foldHeading(c.Name) == foldHeading(name) })
	if i < 0 {
		return Column{}, false
	}
	return f.Columns[i], true
}

// check refuses a mapping that does not fit the file.
func (f *File) check(kind domain.ImportKind, m Mapping) error {
	if len(fields[kind]) == 0 {
		return fileError("import_kind", "kind", string(kind))
	}
	used := map[int]string{}
	for field, name := range m.Columns {
		if name == "" {
			continue
		}
		c, ok := f.column(name)
		switch {
		case fieldIndex(kind, field) < 0:
			return fileError("import_field", "field", field)
		case !ok:
			return fileError("import_column", "column", name)
		case used[c.Index] != "":
			return fileError("import_column_twice", "column", name)
		}
		used[c.Index] = field
	}
	for field := range m.Constants {
		if fieldIndex(kind, field) < 0 {
			return fileError("import_field", "field", field)
		}
	}
	if !slices.Contains([]string{"", "dmy", "mdy"}, m.DateOrder) || !slices.Contains([]string{"", "comma", "point"}, m.Decimal) {
		return fileError("import_mapping")
	}
	if missing := f.Missing(kind, m); len(missing) > 0 {
		return fileError("import_missing_columns", "fields", strings.Join(missing[0], ", "))
	}
	return nil
}
