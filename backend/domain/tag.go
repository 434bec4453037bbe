package domain

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// maxTagLength leaves room for words, not for sentences.
const maxTagLength = 40

// Tag is a tag that users give, by hand or by a rule.
type Tag struct {
	ID        int64         `json:"id"`
	Name      string        `json:"name"`
	Rule      *CustomerRule `json:"rule"` // nil: by hand
	Customers int           `json:"customers"`
	CreatedAt time.Time     `json:"created_at"`
}

// TagCount is any tag, whoever gives it, with how many customers that are not gone have it.
type TagCount struct {
	Name      string `json:"name"`
	Customers int    `json:"customers"`
}

// TagChange says which customers a tag was given to or taken from: those that it changed anything for.
type TagChange struct {
	Tag       Tag     `json:"tag"`
	Customers []int64 `json:"customers"`
}

// CleanTagName gives a tag's name as it is stored, or refuses it.
func CleanTagName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" || utf8.RuneCountInString(name) > maxTagLength || strings.Contains(name, ",") || strings.ContainsFunc(name, unicode.IsControl) {
		return "", NewError(CodeInvalid, "tag_name")
	}
	return name, nil
}

// CheckTagRule refuses a rule that selects everybody or that no filter could be.
func CheckTagRule(rule CustomerRule) error {
	if rule.IsEmpty() {
		return NewError(CodeInvalid, "tag_rule_empty")
	}
	return rule.Check()
}
