package rest_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

type inner struct {
	Units rest.Int  `json:"units"`
	At    rest.Time `json:"at"`
	Names []string  `json:"names"`
}

type outer struct {
	Value []struct {
		ID    string `json:"id"`
		Inner *inner `json:"inner"`
	} `json:"value"`
	Inside *outer `json:"inside"`
}

func TestDecode_NamesTheFieldThatCannotBeRead(t *testing.T) {
	deep := strings.Repeat(`{"inside":`, 30) + `{"value":7}` + strings.Repeat(`}`, 30)
	for body, want := range map[string]string{
		`{"value":[{"id":"a"},{"inner":{"units":1.5}}]}`: "value[1].inner.units: 1.5 is not a whole number",
		`{"VALUE":[{"Inner":{"At":"soon"}}]}`:            `VALUE[0].Inner.At: "soon" is not a date`,
		`{"value":[{"id":7}]}`:                           "value[0].id: number where a text is expected",
		`{"value":[{"inner":{"names":["a",{"b":1}]}}]}`:  "value[0].inner.names[1]: object where a text is expected",
		`{"value":{"id":"a"}}`:                           "value: object where a list is expected",
		`{"inside":{"value":[{"id":true}]}}`:             "inside.value[0].id: bool where a text is expected",
		`[1]`:                                            "cannot unmarshal array",
		deep:                                             "inside.inside.inside",
		`{"value":[{"id":"a","inner":{"units":"9999999999999999999"}}]}`: "value[0].inner.units: 9999999999999999999 is not a whole number",
	} {
		client := newClient(script(say(http.StatusOK, body)))
		var out outer
		err := client.Do(t.Context(), rest.Request{URL: "/a"}, &out)
		var malformed *connector.Malformed
		if !errors.As(err, &malformed) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v, want %q", body, err, want)
		}
	}
}
