package rest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

func TestDo_AnswerThatIsNoJSON_IsMalformed(t *testing.T) {
	cases := map[string]func() answer{
		"page":      say(200, "<!DOCTYPE html><html><body>Sign in, admin@partner.example</body></html>", "Content-Type", "text/html"),
		"empty":     say(200, ""),
		"blank":     say(200, " \n"),
		"cut":       say(200, `{"name":"o`),
		"text":      say(200, `ok`),
		"wrong":     say(200, `{"name":[1]}`),
		"two":       say(200, `{"name":"ok"}{"name":"ok"}`),
		"nothing":   say(204, ""),
		"redirect":  say(302, "", "Location", "https://elsewhere.example/"),
		"our fault": say(400, `{"message":"orgId is not valid"}`),
		"gone mad":  say(418, `{}`),
		"too large": func() answer {
			r := reply(200, "")
			r.body = io.MultiReader(strings.NewReader(`{"name":"`), io.LimitReader(endless{}, 40<<20))
			return r
		},
	}
	for name, step := range cases {
		t.Run(name, func(t *testing.T) {
			v := script(step)
			err := get(t.Context(), newClient(v))
			var malformed *connector.Malformed
			if !errors.As(err, &malformed) {
				t.Fatalf("got %v, want Malformed", err)
			}
			if v.count() != 1 {
				t.Errorf("asked %d times, want once", v.count())
			}
			if strings.Contains(malformed.Excerpt, "partner.example") {
				t.Errorf("excerpt shows an address: %s", malformed.Excerpt)
			}
		})
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestDo_ByteOrderMark_IsTakenOff(t *testing.T) {
	if err := get(t.Context(), newClient(script(say(200, "\xef\xbb\xbf{\"name\":\"ok\"}")))); err != nil {
		t.Error(err)
	}
}

func TestDo_Refusal_IsSortedWithTheVendorsWords(t *testing.T) {
	problem := func(a rest.Answer) rest.Problem {
		return rest.Problem{Code: "C7", Message: "not for\n you", Trace: a.Header.Get("Trace")}
	}
	for status, sort := range map[int]error{
		401: connector.ErrUnauthorized, 403: connector.ErrForbidden, 451: connector.ErrForbidden,
		404: connector.ErrNotFound, 410: connector.ErrNotFound,
	} {
		c := newClient(script(say(status, `{}`, "Trace", "T-9")), func(o *rest.Options) { o.Problem = problem })
		err := get(t.Context(), c)
		var refusal *connector.Refusal
		if !errors.Is(err, sort) || !errors.As(err, &refusal) {
			t.Fatalf("status %d: got %v, want %v", status, err, sort)
		}
		if want := "C7: not for you (request T-9)"; !strings.HasSuffix(refusal.Detail, want) {
			t.Errorf("detail %q, want it to end in %q", refusal.Detail, want)
		}
	}
}

func TestDo_ProblemOfTheVendor_OverridesTheStatus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		own := rest.Problem{Sort: connector.ErrForbidden, Key: "consent_missing", Message: "no consent"}
		c := newClient(script(say(400, `{}`)), func(o *rest.Options) { o.Problem = func(rest.Answer) rest.Problem { return own } })
		var refusal *connector.Refusal
		if err := get(t.Context(), c); !errors.As(err, &refusal) || refusal.Key != "consent_missing" || !errors.Is(err, connector.ErrForbidden) {
			t.Errorf("got %v", err)
		}
		v := script(say(400, `{}`), fine)
		passing := func(a rest.Answer) rest.Problem { return rest.Problem{Transient: a.Status == 400} }
		if err := get(t.Context(), newClient(v, func(o *rest.Options) { o.Problem = passing })); err != nil {
			t.Errorf("a code that passes by itself: %v", err)
		}
	})
}

func TestDo_Secrets_AreNowhereInErrors(t *testing.T) {
	const secret, token = "s3cr3t/value+1", "opaque-access-token-0123456789"
	echo := `{"message":"client_secret=` + url.QueryEscape(secret) + ` and ` + secret + ` and Bearer ` + token + `",` +
		`"refresh_token":"abc\"def","who":"admin@partner.example"` + strings.Repeat(" ", 20)
	answers := map[string]func(int, *http.Request) (answer, error){
		"refusal":   func(int, *http.Request) (answer, error) { return reply(403, echo+"}"), nil },
		"malformed": func(int, *http.Request) (answer, error) { return reply(200, echo), nil },
		"fault":     func(int, *http.Request) (answer, error) { return reply(500, echo+"}"), nil },
		"network": func(_ int, r *http.Request) (answer, error) {
			return answer{}, &url.Error{Op: "Get", URL: r.URL.String(), Err: errors.New("dial " + r.URL.String() + " with " + token)}
		},
	}
	for name, respond := range answers {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newClient(&vendor{answer: respond}, func(o *rest.Options) {
					o.Secrets = func() []string { return []string{secret, ""} }
					o.Problem = func(a rest.Answer) rest.Problem { return rest.Problem{Message: string(a.Body)} }
				})
				source := rest.NewTokenSource((&fixed{token}).fetch, nil)
				var out named
				err := c.Do(t.Context(), rest.Request{URL: "/things?code=0.AXcode&sig=abc&top=1", Tokens: source}, &out)
				text := everything(err)
				for _, forbidden := range []string{secret, url.QueryEscape(secret), token, "def", "AXcode", "sig=abc", "admin@"} {
					if strings.Contains(text, forbidden) {
						t.Errorf("%q stands in %s", forbidden, text)
					}
				}
				if !strings.Contains(text, "[redacted]") && name != "network" {
					t.Errorf("nothing was redacted in %s", text)
				}
			})
		})
	}
}

func everything(err error) string {
	text := err.Error()
	var malformed *connector.Malformed
	if errors.As(err, &malformed) {
		text += " | " + malformed.Excerpt
	}
	var refusal *connector.Refusal
	if errors.As(err, &refusal) {
		text += " | " + refusal.Detail
	}
	return text
}

func TestDo_Excerpt_IsShortAndWhole(t *testing.T) {
	err := get(t.Context(), newClient(script(say(200, "<html><p>"+strings.Repeat("ä 1", 5000)))))
	var malformed *connector.Malformed
	if !errors.As(err, &malformed) {
		t.Fatal(err)
	}
	if n := len(malformed.Excerpt); n > 300 || n < 290 || !utf8.ValidString(malformed.Excerpt) {
		t.Errorf("excerpt of %d bytes: %q", n, malformed.Excerpt)
	}
}

// TestMalformed_LaterOn_ShowsTheShapeOfTheAnswer: what an answer lacks is found where it is used, and shown without what it
// says of anybody.
func TestMalformed_LaterOn_ShowsTheShapeOfTheAnswer(t *testing.T) {
	for body, want := range map[string]string{
		`{"items":[{"displayName":"Ada Admin","age" : 41,"note":"called \"Ada\": yes"}]}`: `{"items":[{"displayName":"…","age" : 41,"note":"…"}]}`,
		`["Ada Admin", "Otto"]`:           `["…", "…"]`,
		`{"access_token":"abc","n":null}`: `{"access_token":"[redacted]","n":null}`,
	} {
		ctx := connector.WithLastAnswer(t.Context())
		c := newClient(script(say(200, body)))
		var out any
		if err := c.Do(ctx, rest.Request{URL: "/things"}, &out); err != nil {
			t.Fatal(err)
		}
		var malformed *connector.Malformed
		err := connector.Shown(ctx, fmt.Errorf("read: %w", c.Malformed("GET things: an item has no id")))
		if !errors.As(err, &malformed) || malformed.Excerpt != want || !strings.HasPrefix(err.Error(), "read: ") || !strings.Contains(err.Error(), "an item has no id") {
			t.Errorf("%s\n got %v, %s\nwant %s", body, err, malformed.Excerpt, want)
		}
	}
}

func TestExcerpt_NamesFieldsAndNobody(t *testing.T) {
	for body, want := range map[string]string{
		`{"name":["Ada Admin`: `{"name":["…"`,
		`{"name":["Ada\`:      `{"name":["…"`,
		"<?xml version=\"1.0\"?><a b='Ada'><c>Ada Admin</c>\n<d/></a>": "<?xml version=…?><a b=…><c>…</c> <d/></a>",
		"Name,Mail\nAda Admin,ada@contoso.example\n":                   "Name,Mail",
		"<html><title>Bad gateway</title>":                             "<html><title>Bad gateway</title>",
		"<a><n><![CDATA[Ada <Admin>]]></n><m><![CDATA[Ada":             "<a><n>…</n><m>…",
		"<report name='Ada'>Ada Admin</report>":                        "<report name=…>…</report>",
		`"Ada Admin`:                                                   `"…"`,
	} {
		var malformed *connector.Malformed
		if err := get(t.Context(), newClient(script(say(200, body)))); !errors.As(err, &malformed) || malformed.Excerpt != want {
			t.Errorf("%s\n got %s\nwant %s", body, malformed.Excerpt, want)
		}
	}
}

func TestRedact(t *testing.T) {
	jwt := "eyJhbGciOiJub25lIn0.eyJvaWQiOiIxIn0.c2ln"
	for text, want := range map[string]string{
		`{"access_token":"a b","n":1}`:                                       `{"access_token":"[redacted]","n":1}`,
		`{"refresh_token" : "cut off`:                                        `{"refresh_token" : "[redacted]`,
		`{\"id_token\":\"abc\",\"x\":1}`:                                     `{\"id_token\":\"[redacted]\",\"x\":1}`,
		`grant_type=x&client_secret=y%2Fz&scope=s`:                           `grant_type=x&client_secret=[redacted]&scope=s`,
		`https://h/p?code=0.AX&state=1`:                                      `https://h/p?code=[redacted]&state=1`,
		`{"error":{"code":"Authorization_Denied"}}`:                          `{"error":{"code":"Authorization_Denied"}}`,
		`Authorization: Bearer abcdefgh`:                                     `Authorization: [redacted]`,
		`token Bearer abcdefgh.ijk refused`:                                  `token Bearer [redacted] refused`,
		`got ` + jwt + ` here`:                                               `got [redacted] here`,
		`to joe.doe+x@mail.example.org, please`:                              `to [email], please`,
		`user%40host.example`:                                                `[email]`,
		`https://x.blob.example/f?sv=1&sig=abc%3D&se=2`:                      `https://x.blob.example/f?sv=1&sig=[redacted]&se=2`,
		`{"url":"https://f.example/r.csv?Expires=1\u0026Signature=ab~c-d"}`:  `{"url":"https://f.example/r.csv?Expires=1\u0026Signature=[redacted]"}`,
		`the whole word topsecret and topsecret`:                             `the whole word [redacted] and [redacted]`,
		`Nzc0NDQ0MTEyMjMzNDQ1NTY2_PF84_1eb65fdf-9643-417f-9974-ad72cae0e10f`: `[redacted]`,
		`design = assignment`:                                                `design = assignment`,
		`id Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi81MmNm`:                    `id Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi81MmNm`,
	} {
		if got := rest.Redact(text, "topsecret", "", "a"); got != want {
			t.Errorf("Redact(%s)\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestSameOrigin(t *testing.T) {
	c := newClient(script(fine))
	for link, want := range map[string]bool{
		"https://vendor.example/v1/things?$skiptoken=x": true,
		"https://VENDOR.example/other":                  true,
		"http://vendor.example/v1/things":               false,
		"https://vendor.example:8443/v1/things":         false,
		"https://vendor.example.evil.example/v1":        false,
		"https://vendor.example@evil.example/v1":        false,
		"https://me@vendor.example/v1":                  false,
		"//vendor.example/v1":                           false,
		"/v1/things":                                    false,
		"::":                                            false,
	} {
		if got := c.SameOrigin(link); got != want {
			t.Errorf("SameOrigin(%q) = %v, want %v", link, got, want)
		}
	}
}

func TestTime(t *testing.T) {
	for text, want := range map[string]string{
		`"2026-11-13T00:00:00Z"`:              "2026-11-13T00:00:00Z",
		`"2023-10-18T14:26:16+02:00"`:         "2023-10-18T12:26:16Z",
		`"2023-10-18T14:26:16+0200"`:          "2023-10-18T12:26:16Z",
		`"2026-08-12T08:00:00"`:               "2026-08-12T08:00:00Z",
		`"2026-08-12T08:00:00.1234567"`:       "2026-08-12T08:00:00Z",
		`"2015-11-25T06: 41: 12Z"`:            "2015-11-25T06:41:12Z",
		`"2026-08-12"`:                        "2026-08-12T00:00:00Z",
		`"0001-01-01T00:00:00"`:               "0001-01-01T00:00:00Z",
		`"9999-12-31T23:59:59Z"`:              "0001-01-01T00:00:00Z",
		`"9999-12-31T23:59:59.9999999+00:00"`: "0001-01-01T00:00:00Z",
		`""`:                                  "0001-01-01T00:00:00Z",
		`null`:                                "0001-01-01T00:00:00Z",
	} {
		var got rest.Time
		if err := json.Unmarshal([]byte(text), &got); err != nil || got.UTC().Format(time.RFC3339) != want {
			t.Errorf("%s: %s, %v; want %s", text, got.UTC().Format(time.RFC3339), err, want)
		}
	}
	for _, text := range []string{`"soon"`, `12`, `"2026-13-01"`} {
		if err := json.Unmarshal([]byte(text), new(rest.Time)); err == nil {
			t.Errorf("%s was taken for a date", text)
		}
	}
}

func TestInt(t *testing.T) {
	for text, want := range map[string]rest.Int{`12`: 12, `"12"`: 12, `12.0`: 12, `1e3`: 1000, `-1`: -1, `null`: 0, `""`: 0, `" 7 "`: 7} {
		var got rest.Int
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s: %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{`1.5`, `"many"`, `true`, `[1]`, `1e40`, `"NaN"`, `"Inf"`} {
		if err := json.Unmarshal([]byte(text), new(rest.Int)); err == nil {
			t.Errorf("%s was taken for a whole number", text)
		}
	}
}

// FuzzRedact: whatever stands around it, a known secret does not survive.
func FuzzRedact(f *testing.F) {
	f.Add(`{"client_secret":"`, `"}`)
	f.Add(`Bearer `, ` refused`)
	f.Add(`user@`, `.example`)
	f.Fuzz(func(t *testing.T, before, after string) {
		const secret = "kE9!xQ-27-secret-value"
		if got := rest.Redact(before+secret+after, secret); strings.Contains(got, secret) {
			t.Errorf("secret survived in %q", got)
		}
	})
}

func TestDo_NetworkError_DoesNotQuoteTheQuery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answer: func(int, *http.Request) (answer, error) { return answer{}, errors.New("no route") }}
		err := newClient(v).Do(t.Context(), rest.Request{URL: "/things?customer=4711"}, new(named))
		if want := "vendor unavailable: GET https://vendor.example/v1/things: no route"; err.Error() != want {
			t.Errorf("got %q, want %q", err, want)
		}
	})
}

// FuzzRedact_UnknownSecret: a value that nobody told of is known by its name, whatever it consists of.
func FuzzRedact_UnknownSecret(f *testing.F) {
	f.Add("refresh \"token\"\\", false)
	f.Add("0.AXoA&x=1", true)
	f.Fuzz(func(t *testing.T, secret string, form bool) {
		text := url.Values{"grant_type": {"x"}, "refresh_token": {secret}, "scope": {"s"}}.Encode()
		want := "grant_type=x&refresh_token=[redacted]&scope=s"
		if !form {
			b, err := json.Marshal(map[string]string{"refresh_token": secret, "scope": "s"})
			if err != nil {
				t.Fatal(err)
			}
			text, want = string(b), `{"refresh_token":"[redacted]","scope":"s"}`
		}
		if got := rest.Redact(text); got != want {
			t.Errorf("%s became %s, want %s", text, got, want)
		}
	})
}

// FuzzValues: whatever stands where a number, a moment, a text or a wait is expected is read or refused, and never nonsense.
func FuzzValues(f *testing.F) {
	for _, seed := range []string{"12", `"12.0"`, "1e300", "null", `"2026-11-02T10:00:00"`, `"9999-12-31"`, `"0001-01-01T00:00:00Z"`, "Wed, 21 Oct 2026 07:28:00 GMT", "-1", `{"a":1}`, "NaN"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var number rest.Int
		if json.Unmarshal([]byte(text), &number) == nil {
			again, err := json.Marshal(number)
			var same rest.Int
			if err != nil || json.Unmarshal(again, &same) != nil || same != number {
				t.Errorf("%q is %d, then %d", text, number, same)
			}
		}
		var at rest.Time
		if json.Unmarshal([]byte(text), &at) == nil && !at.IsZero() && (at.Year() < 1 || at.Year() > 9999) {
			t.Errorf("%q is in the year %d", text, at.Year())
		}
		var words rest.Text
		if json.Valid([]byte(text)) {
			if err := json.Unmarshal([]byte(text), &words); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
		if wait, asked := (rest.Answer{Header: http.Header{"Retry-After": {text}}}).RetryAfter(); wait < 0 || wait > 24*time.Hour || !asked && wait != 0 {
			t.Errorf("%q asks to wait %s", text, wait)
		}
	})
}
