package app

import (
	"context"
	"strings"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/export"
	"tenantry/backend/language"
)

// Coverage says in one sentence how complete and how old the data behind a figure are.
func (d *Dashboard) Coverage(ctx context.Context, c domain.Coverage, lang string) (string, error) {
	ws, err := d.app.current()
	if err != nil {
		return "", err
	}
	settings, err := ws.store.GetSettings(ctx)
	if err != nil {
		return "", err
	}
	zone, err := zoneOf(settings)
	return coverageSentence(c, language.New(lang), zone), err
}

func coverageSentence(c domain.Coverage, texts *language.Printer, zone *time.Location) string {
	if c.Expected == 0 {
		return texts.Text("completeness.nothing", nil)
	}
	format := export.FormatFor(texts.Tag())
	number := func(n int) string { return format.Int(int64(n)) }
	var parts []string
	if c.Read == c.Expected {
		parts = append(parts, texts.Plural("completeness.all", c.Read, map[string]any{"count": number(c.Read)}))
	} else {
		parts = append(parts, texts.Text("completeness.part", map[string]any{"read": number(c.Read), "expected": number(c.Expected)}))
	}
	if c.Oldest != nil {
		parts = append(parts, texts.Text("completeness.oldest", map[string]any{"time": format.DateTime(c.Oldest.In(zone))}))
	}
	for _, f := range c.Failed {
		parts = append(parts, texts.Plural("completeness.failed", f.Count, map[string]any{
			"count": number(f.Count), "reason": texts.Reason(f.ErrorKey),
		}))
	}
	if c.Never > 0 {
		parts = append(parts, texts.Plural("completeness.never", c.Never, map[string]any{"count": number(c.Never)}))
	}
	return strings.Join(parts, ", ")
}
