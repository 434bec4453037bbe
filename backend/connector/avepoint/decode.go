package avepoint

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"tenantry/backend/connector/rest"
)

// envelope is a list in any of the forms the API has for it: rows in data, value or result, with a count in metadata or
// metaData, a bare list, a bare object for a list of one, and each of these within a list of one.
type envelope[T keyed] struct {
	rows  []T
	total int64
	next  string // where version 1.1 says that the list goes on
}

// UnmarshalJSON refuses what is neither an object nor a list, and rows that are not of T's shape.
func (e *envelope[T]) UnmarshalJSON(b []byte) error {
	*e = envelope[T]{}
	fields, items, err := open(b)
	if err != nil {
		return err
	}
	if fields != nil {
		items = e.openFields(fields, b)
	}
	if items == nil {
		return errors.New("there is no list")
	}
	e.rows = make([]T, len(items))
	for i, item := range items {
		if err := json.Unmarshal(item, &e.rows[i]); err != nil {
			return err
		}
	}
	return nil
}

// open gives the fields of an object, or the items of a list. An object alone in a list that is itself an envelope stands
// for the envelope.
func open(b []byte) (map[string]json.RawMessage, []json.RawMessage, error) {
	b = bytes.TrimSpace(b)
	if len(b) > 0 && b[0] == '{' {
		fields, err := lowered(b)
		return fields, nil, err
	}
	items := []json.RawMessage{}
	if err := json.Unmarshal(b, &items); err != nil {
		return nil, nil, err
	}
	if len(items) == 1 && items[0] != nil && bytes.HasPrefix(bytes.TrimSpace(items[0]), []byte("{")) {
		fields, err := lowered(items[0])
		if err == nil && rowsIn(fields) != nil {
			return fields, nil, nil
		}
	}
	if items == nil {
		return nil, nil, errors.New("there is null where a list was expected")
	}
	return nil, items, nil
}

// lowered gives the fields of an object under their names in lower case.
func lowered(b []byte) (map[string]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(b, &fields); err != nil {
		return nil, err
	}
	low := make(map[string]json.RawMessage, len(fields))
	for name, value := range fields {
		low[strings.ToLower(name)] = value
	}
	return low, nil
}

func rowsIn(fields map[string]json.RawMessage) json.RawMessage {
	for _, name := range []string{"data", "value", "result"} {
		if value, found := fields[name]; found {
			return value
		}
	}
	return nil
}

// openFields gives the rows of an envelope, or the object itself as the one row there is; nil where there is neither.
func (e *envelope[T]) openFields(fields map[string]json.RawMessage, whole []byte) []json.RawMessage {
	rows := rowsIn(fields)
	if rows == nil {
		if len(fields) == 0 {
			return nil
		}
		return []json.RawMessage{whole}
	}
	var meta struct {
		Total  rest.Text `json:"totalCount"`
		Number rest.Text `json:"totalNumber"`
	}
	if json.Unmarshal(fields["metadata"], &meta) == nil {
		if total := count(string(meta.Total)); total != nil {
			e.total = *total
		} else if total := count(string(meta.Number)); total != nil {
			e.total = *total
		}
	}
	var next rest.Text
	if json.Unmarshal(fields["@odata.nextlink"], &next) == nil {
		e.next = string(next)
	}
	var items []json.RawMessage
	if json.Unmarshal(rows, &items) == nil {
		if items == nil {
			items = []json.RawMessage{} // null
		}
		return items
	}
	return []json.RawMessage{rows}
}
