package domain

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"
)

// View is a page's filter saved under a name.
type View struct {
	ID        int64          `json:"id"`
	Page      string         `json:"page"`
	Name      string         `json:"name"`
	Query     map[string]any `json:"query"` // the page's search parameters
	CreatedAt time.Time      `json:"created_at"`
}

const (
	maxViewName  = 60
	maxViewQuery = 4000
)

// CleanView gives a view as it is stored, or refuses it.
func CleanView(v View) (View, error) {
	v.Name = strings.Join(strings.Fields(v.Name), " ")
	if v.Name == "" || utf8.RuneCountInString(v.Name) > maxViewName {
		return v, NewError(CodeInvalid, "view_name")
	}
	text, err := json.Marshal(v.Query)
	if err != nil || len(text) > maxViewQuery {
		return v, NewError(CodeInvalid, "view_query")
	}
	return v, nil
}
