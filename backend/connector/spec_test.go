package connector_test

import (
	"errors"
	"maps"
	"testing"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

var spec = connector.Spec{
	Vendor:            "acme",
	RequestsPerMinute: 90,
	Fields: []connector.Field{
		{Name: "client", Kind: connector.KindText, Required: true},
		{Name: "url", Kind: connector.KindURL, Required: true, Default: "https://api.example/v1"},
		{Name: "ends", Kind: connector.KindDate},
		{Name: "region", Kind: connector.KindText, Choices: []string{"eu", "us"}},
		{Name: connector.FieldRequestsPerMinute, Kind: connector.KindNumber, Default: "90"},
		{Name: "secret", Kind: connector.KindText, Secret: true, Required: true},
		{Name: "extra", Kind: connector.KindText, Secret: true},
	},
}

// forms change one field of a valid form each.
var forms = []struct {
	name         string
	field, value string // changes one field of a valid form
	secret       bool
	wantKey      string
}{
	{name: "valid"},
	{name: "required", field: "client", value: " ", wantKey: "field_required"},
	{name: "required secret", field: "secret", value: "", secret: true, wantKey: "field_required"},
	{name: "optional secret", field: "extra", value: "", secret: true},
	{name: "default", field: "url", value: ""},
	{name: "https", field: "url", value: "https://proxy.example:8443/x"},
	{name: "loopback", field: "url", value: "http://127.0.0.1:8080/x"},
	{name: "localhost", field: "url", value: "http://localhost/x"},
	{name: "loopback v6", field: "url", value: "http://[::1]:80/x"},
	{name: "no TLS", field: "url", value: "http://api.example", wantKey: "field_invalid_url"},
	{name: "looks like loopback", field: "url", value: "http://127.0.0.1.evil.example", wantKey: "field_invalid_url"},
	{name: "with credentials", field: "url", value: "https://me:pw@api.example", wantKey: "field_invalid_url"},
	{name: "with a query", field: "url", value: "https://api.example/?a=1", wantKey: "field_invalid_url"},
	{name: "another scheme", field: "url", value: "file:///etc/passwd", wantKey: "field_invalid_url"},
	{name: "relative", field: "url", value: "api.example/v1", wantKey: "field_invalid_url"},
	{name: "number", field: connector.FieldRequestsPerMinute, value: "0"},
	{name: "negative", field: connector.FieldRequestsPerMinute, value: "-1", wantKey: "field_invalid_number"},
	{name: "fraction", field: connector.FieldRequestsPerMinute, value: "1.5", wantKey: "field_invalid_number"},
	{name: "huge", field: connector.FieldRequestsPerMinute, value: "99999999999", wantKey: "field_invalid_number"},
	{name: "day", field: "ends", value: "2026-11-20"},
	{name: "no day", field: "ends", value: "20.11.2026", wantKey: "field_invalid_date"},
	{name: "choice", field: "region", value: "us"},
	{name: "no choice", field: "region", value: "mars", wantKey: "field_invalid_choice"},
	{name: "unknown", field: "colour", value: "red", wantKey: "field_unknown"},
	{name: "a secret among the fields", field: "secret", value: "x", wantKey: "field_unknown"},
	{name: "a field among the secrets", field: "client", value: "x", secret: true, wantKey: "field_unknown"},
}

func TestValidate(t *testing.T) {
	for _, c := range forms {
		t.Run(c.name, func(t *testing.T) {
			fields, secrets := map[string]string{"client": "c"}, map[string]string{"secret": "s"}
			if c.field != "" && c.secret {
				secrets[c.field] = c.value
			} else if c.field != "" {
				fields[c.field] = c.value
			}
			before := maps.Clone(fields)
			err := spec.Validate(fields, secrets)
			if !maps.Equal(fields, before) {
				t.Errorf("the form was changed: %v", fields)
			}
			var problem *domain.Error
			if c.wantKey == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			if !errors.As(err, &problem) || problem.Key != c.wantKey || problem.Code != domain.CodeInvalid ||
				problem.Params["field"] != c.field || problem.Params["vendor"] != "acme" {
				t.Errorf("got %v, want %s for %s", err, c.wantKey, c.field)
			}
		})
	}
}

func TestDefaults(t *testing.T) {
	got := spec.Defaults(map[string]string{"client": " c ", "url": ""})
	want := map[string]string{"client": "c", "url": "https://api.example/v1", "region": "", "ends": "", connector.FieldRequestsPerMinute: "90"}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPace(t *testing.T) {
	for text, want := range map[string]int{"": 90, "0": 0, " 30 ": 30, "many": 90} {
		if got := spec.Pace(map[string]string{connector.FieldRequestsPerMinute: text}); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
