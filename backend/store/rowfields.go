package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"tenantry/backend/domain"
)

// field is one column of a row kind: its name, what is written and what a read goes into.
type field struct {
	name   string
	value  any
	target any
	heavy  bool          // left out of lists
	order  string        // what lists are sorted by in its place; "" is the column
	as     comparability // how lists test it
}

func text[T ~string](name string, p *T) field {
	return field{name: name, value: string(*p), target: p, as: asText}
}

// day is a calendar day, NULL where it is not known.
func day(name string, p *domain.Date) field {
	return field{name: name, value: orNull(*p), target: orEmpty(p), as: asDay}
}

func moment(name string, p **time.Time) field {
	return field{name: name, value: optionalTime(*p), target: intoOptionalTime{p}, as: asMoment}
}

func flag(name string, p *bool) field { return field{name: name, value: *p, target: p} }

// maybe is a number, or a yes or no, NULL where it is not known.
func maybe[T any](name string, p **T) field {
	f := field{name: name, value: optional(*p), target: p, as: asNumber}
	if _, answer := any(p).(**bool); answer {
		f.as = untested
	}
	return f
}

func whole[T int | int64](name string, p *T) field {
	return field{name: name, value: int64(*p), target: p, as: asNumber}
}

// blob is a file or the like.
func blob(name string, p *[]byte) field { return field{name: name, value: *p, target: p, heavy: true} }

// decimal is an exact number that is kept as text, "" where it is not known.
func decimal(name string, p *string) field {
	return field{name: name, value: *p, target: p, order: "CAST(NULLIF(x." + name + ", '') AS REAL)", as: asNumber}
}

// counted is a list of which only the number is shown.
func counted[T any](name string, p *T) field {
	f := list(name, p)
	f.order, f.as = "json_array_length(x."+name+")", asNumber
	return f
}

// words is a list of texts, sorted and tested as it is shown: with commas between.
func words(name string, p *[]string) field {
	f := list(name, p)
	f.order, f.as = "(SELECT group_concat(value, ', ') FROM json_each(x."+name+"))", asText
	return f
}

// list is a list or object as JSON; an empty one is stored as such, so that NULL has no second meaning.
func list[T any](name string, p *T) field {
	return field{name: name, value: jsonText(*p), target: intoJSON{p}}
}

// amount is money in two columns, both NULL where it is not known.
func amount(name string, p **domain.Money) []field {
	into := &intoMoney{to: p}
	minor := field{name: name + "_minor", target: minorOf{into}}
	currency := field{name: name + "_currency", target: currencyOf{into}}
	if *p != nil {
		minor.value, currency.value = (*p).Minor, (*p).Currency
	}
	return []field{minor, currency}
}

func jsonText(value any) string {
	text, err := json.Marshal(value)
	if err != nil { // strings, numbers and lists of them: it cannot fail
		return "null"
	}
	return string(text)
}

// intoJSON reads a column of JSON.
type intoJSON struct{ to any }

// Scan makes intoJSON an sql.Scanner.
func (s intoJSON) Scan(value any) error {
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("stored JSON is a %T", value)
	}
	return json.Unmarshal([]byte(text), s.to)
}

// intoMoney puts the two columns of an amount together. The minor unit is scanned first.
type intoMoney struct {
	to    **domain.Money
	minor sql.NullInt64
}

type minorOf struct{ *intoMoney }

// Scan reads the minor units.
func (s minorOf) Scan(value any) error { return s.minor.Scan(value) }

type currencyOf struct{ *intoMoney }

// Scan reads the currency.
func (s currencyOf) Scan(value any) error {
	var currency sql.NullString
	if err := currency.Scan(value); err != nil {
		return err
	}
	*s.to = nil
	if s.minor.Valid && currency.Valid {
		*s.to = &domain.Money{Minor: s.minor.Int64, Currency: currency.String}
	}
	return nil
}
