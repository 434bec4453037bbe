// Package language turns keys into sentences. The catalogue (locales/*.json) is
// shared with the frontend, so a text that both show is written once.
package language

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"

	"tenantry/backend/domain"
)

//go:embed locales/*.json
var locales embed.FS

// tags lists the languages of the catalogue, the fallback first.
var tags = []language.Tag{language.English, language.German, language.Italian, language.MustParse("nb")}

// A parameter nobody gave leaves a gap, not "<no value>".
var parser = &template.TextParser{Option: "missingkey=zero"}

var bundle = sync.OnceValue(loadBundle)

// Printer writes texts in one language. It is safe for concurrent use.
type Printer struct {
	tag       string
	localizer *i18n.Localizer
}

// New gives the printer of the language nearest to tag ("de", "de-AT", "de_DE.UTF-8"); English where none is near.
func New(tag string) *Printer {
	best := match(tag)
	return &Printer{tag: best, localizer: i18n.NewLocalizer(bundle(), best)}
}

// Tag gives the printer's language, one of Supported.
func (p *Printer) Tag() string { return p.tag }

// Text gives the text of key with its placeholders filled from args; a key the catalogue lacks comes back as it is.
func (p *Printer) Text(key string, args map[string]any) string {
	text, err := p.localizer.Localize(&i18n.LocalizeConfig{
		MessageID: key, TemplateData: texts(args), TemplateParser: parser,
	})
	if err != nil {
		return key
	}
	return text
}

// Plural gives the text of key in the form for n. Its placeholder "count" is n unless args hold a formatted count.
func (p *Printer) Plural(key string, n int, args map[string]any) string {
	data := texts(args)
	if _, ok := data["count"]; !ok {
		data["count"] = fmt.Sprint(n)
	}
	text, err := p.localizer.Localize(&i18n.LocalizeConfig{
		MessageID: key, PluralCount: n, TemplateData: data, TemplateParser: parser,
	})
	if err != nil {
		return key
	}
	return text
}

// Has reports whether the catalogue holds key.
func (p *Printer) Has(key string) bool {
	_, err := p.localizer.Localize(&i18n.LocalizeConfig{MessageID: key, PluralCount: 2, TemplateParser: parser})
	return err == nil
}

// Error gives the sentence for err: that of its key for a domain.Error, the one for internal faults otherwise.
func (p *Printer) Error(err error) string {
	if err == nil {
		return ""
	}
	var e *domain.Error
	if errors.As(err, &e) {
		return p.ErrorKey(e.Key, e.Params)
	}
	return p.ErrorKey("internal", nil)
}

// Reason gives a stored error key in a few words, for lists and counts; its sentence where there are none.
func (p *Printer) Reason(key string) string {
	if p.Has("reason." + key) {
		return p.Text("reason."+key, nil)
	}
	return p.ErrorKey(key, nil)
}

// ErrorKey gives the sentence of a stored error key, such as a task's. A key nobody wrote a sentence for reads as
// an internal fault. The parameter "field" may be "<vendor>.<name>"; the field's label is shown then.
func (p *Printer) ErrorKey(key string, params map[string]string) string {
	if key == "" || !p.Has("error."+key) {
		key = "internal"
	}
	args := make(map[string]any, len(params))
	for name, value := range params {
		if label := "field." + value + ".label"; name == "field" && p.Has(label) {
			value = p.Text(label, nil)
		}
		args[name] = value
	}
	return p.Text("error."+key, args)
}

// Supported lists the languages of the catalogue, the fallback first.
func Supported() []string {
	list := make([]string, len(tags))
	for i, tag := range tags {
		list[i] = tag.String()
	}
	return list
}

// Detect gives the language that the environment asks for, by the first of LC_ALL, LC_MESSAGES and LANG that is
// set, else the system's own setting, else English.
func Detect(env func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := env(name); value != "" {
			return match(value)
		}
	}
	return match(systemLanguage())
}

// match gives the catalogue's language nearest to a BCP 47 tag or a POSIX locale name.
func match(name string) string {
	name, _, _ = strings.Cut(name, ".")
	name, _, _ = strings.Cut(name, "@")
	asked, err := language.Parse(strings.ReplaceAll(name, "_", "-"))
	if err != nil {
		return tags[0].String()
	}
	_, index, confidence := language.NewMatcher(tags).Match(asked)
	if confidence == language.No {
		index = 0
	}
	return tags[index].String()
}

func texts(args map[string]any) map[string]string {
	data := make(map[string]string, len(args)+1)
	for name, value := range args {
		data[name] = fmt.Sprint(value)
	}
	return data
}

// loadBundle reads the embedded catalogue. We flatten it ourselves: go-i18n would take a family called "other"
// for a plural form.
func loadBundle() *i18n.Bundle {
	b := i18n.NewBundle(tags[0])
	for _, tag := range tags {
		messages, err := readCatalogue(tag.String())
		if err == nil {
			err = b.AddMessages(tag, messages...)
		}
		if err != nil {
			panic(fmt.Sprintf("embedded catalogue %s: %v", tag, err)) // the tests read all files
		}
	}
	return b
}

func readCatalogue(tag string) ([]*i18n.Message, error) {
	raw, err := locales.ReadFile("locales/" + tag + ".json")
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return nil, err
	}
	return flatten("", tree)
}

func flatten(prefix string, tree map[string]any) ([]*i18n.Message, error) {
	var messages []*i18n.Message
	for name, value := range tree {
		key := strings.TrimPrefix(prefix+"."+name, ".")
		switch v := value.(type) {
		case string:
			messages = append(messages, &i18n.Message{ID: key, Other: v})
		case map[string]any:
			if one, other, ok := pluralForms(v); ok {
				messages = append(messages, &i18n.Message{ID: key, One: one, Many: other, Other: other})
				continue
			}
			below, err := flatten(key, v)
			if err != nil {
				return nil, err
			}
			messages = append(messages, below...)
		default:
			return nil, fmt.Errorf("%s is neither a text nor an object", key)
		}
	}
	slices.SortFunc(messages, func(a, b *i18n.Message) int { return strings.Compare(a.ID, b.ID) })
	return messages, nil
}

// pluralForms recognises {"one": …, "other": …}. Whole millions, which have a form of their own in Italian, read like
// any other number.
func pluralForms(v map[string]any) (one, other string, ok bool) {
	one, hasOne := v["one"].(string)
	other, hasOther := v["other"].(string)
	return one, other, hasOne && hasOther && len(v) == 2
}
