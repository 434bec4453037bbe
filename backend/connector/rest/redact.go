package rest

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"tenantry/backend/domain"
)

const (
	hidden      = "[redacted]"
	maxExcerpt  = 300
	readExcerpt = 8 << 10
	minSecret   = 6 // shorter values would black out ordinary words
)

// secretNames are the keys whose values are secrets wherever they stand. "code" is one in a query only: in JSON it is
// what vendors call their error codes.
const secretNames = `access_token|refresh_token|id_token|client_secret|client_assertion|assertion|device_code|user_code|code_verifier|password|passwd|authorization|sig|sas_?token|[a-z-]*api[_-]?key`

var redactions = []struct {
	pattern *regexp.Regexp
	with    string
}{
	// The closing quote is not asked for: a value cut off at the end of the text counts too.
	{regexp.MustCompile(`(?i)("(?:` + secretNames + `)"\s*:\s*")(?:[^"\\]|\\.)*`), "${1}" + hidden},
	{regexp.MustCompile(`(?i)(\\"(?:` + secretNames + `)\\"\s*:\s*\\")(?:[^"\\]|\\[^"])*`), "${1}" + hidden}, // JSON within JSON
	{regexp.MustCompile(`(?i)\b((?:` + secretNames + `)(?:=|%3d))[^&\s"'<>]*`), "${1}" + hidden},
	{regexp.MustCompile(`(?i)(signature(?:=|%3d))[^&\s"'<>]*`), "${1}" + hidden}, // of signed addresses, "\u0026Signature=" too
	{regexp.MustCompile(`(?i)([?&]code=|^code=)[^&\s"'<>]*`), "${1}" + hidden},
	{regexp.MustCompile(`(?i)\b((?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{6,}`), "${1}" + hidden},
	{regexp.MustCompile(`(?i)\b((?:authorization|[a-z-]*api-?key):\s*)[^\r\n"]+`), "${1}" + hidden},
	{regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)*`), hidden},
	// Webex tokens: random text, cluster, organisation.
	{regexp.MustCompile(`\b[A-Za-z0-9_-]{20,}_[A-Z0-9]{2,6}_[0-9a-fA-F-]{36}\b`), hidden},
}

// Redact takes out of text what must not be shown: the given secrets, whatever looks like a token or stands where
// secrets stand, and e-mail addresses.
func Redact(text string, secrets ...string) string {
	for _, s := range secrets {
		if len(s) < minSecret {
			continue
		}
		text = strings.ReplaceAll(text, s, hidden)
		if escaped := url.QueryEscape(s); escaped != s {
			text = strings.ReplaceAll(text, escaped, hidden)
		}
	}
	for _, r := range redactions {
		text = r.pattern.ReplaceAllString(text, r.with)
	}
	return domain.HideAddresses(text)
}

func (c *Client) redact(text, token string) string {
	secrets := []string{token}
	for _, values := range c.opts.Header {
		secrets = append(secrets, values...)
	}
	if c.opts.Secrets != nil {
		secrets = append(secrets, c.opts.Secrets()...)
	}
	return Redact(text, secrets...)
}

// shape is what an answer is made of without what it says of customers and people: the names of fields and elements, and
// of tables the heading. What is none of that, such as a gateway's page, stays as it is.
func shape(text string) string {
	switch {
	case strings.HasPrefix(text, "{"), strings.HasPrefix(text, "["):
		return withoutTexts(text)
	case html.MatchString(text):
		return text
	case strings.HasPrefix(text, "<"):
		text = characters.ReplaceAllString(text, "…")
		return values.ReplaceAllString(contents.ReplaceAllString(text, ">…"), "=…")
	case strings.HasPrefix(text, `"`) && !strings.Contains(text, "\n"):
		return withoutTexts(text)
	}
	heading, _, _ := strings.Cut(text, "\n")
	return heading
}

var (
	html       = regexp.MustCompile(`(?i)^<(?:!doctype\s+html|html|head|body)\b`)
	characters = regexp.MustCompile(`(?s)<!\[CDATA\[.*?(?:\]\]>|$)`)
	contents   = regexp.MustCompile(`>[^<>]*[^<>\s][^<>]*`)
	values     = regexp.MustCompile(`=\s*(?:"[^"]*"?|'[^']*'?)`)
	quoted     = regexp.MustCompile(`"(?:[^"\\]|\\(?s:.))*(?:"\s*:?|\\?$)`)
)

// withoutTexts puts a mark in the place of the texts of JSON, which may be cut off, and leaves the names of its fields.
func withoutTexts(json string) string {
	return quoted.ReplaceAllStringFunc(json, func(text string) string {
		if strings.HasSuffix(text, ":") {
			return text
		}
		return `"…"`
	})
}

// excerpt is the beginning of a body on one line. It is redacted before it is cut, so that no half of a secret remains.
func (c *Client) excerpt(body []byte, token string) string {
	if len(body) > readExcerpt {
		body = body[:readExcerpt]
	}
	text := strings.TrimSpace(strings.ToValidUTF8(string(body), "�"))
	text = strings.Join(strings.Fields(shape(text)), " ")
	text = c.redact(text, token)
	for len(text) > maxExcerpt || !utf8.ValidString(text) {
		text = text[:min(maxExcerpt, len(text)-1)]
	}
	return text
}
