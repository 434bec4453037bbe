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
	texts := language.New(lang)
	return coverageSentence(c, texts, formatOf(settings, texts), zone), err
}

func coverageSentence(c domain.Coverage, texts *language.Printer, format export.Format, zone *time.Location) string {
	if c.Expected == 0 && len(c.Gaps) == 0 {
		return texts.Text("completeness.nothing", nil)
	}
	number := func(n int) string { return format.Int(int64(n)) }
	var parts []string
	switch {
	case c.Expected == 0:
	case c.Complete(): // "all" only where it is known how many there are
		parts = append(parts, texts.Plural("completeness.all", c.Read, map[string]any{"count": number(c.Read)}))
	default:
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
	for _, gap := range c.Gaps {
		key := "completeness.gap"
		if gap.ErrorKey == "" {
			key = "completeness.gap_new"
		}
		parts = append(parts, texts.Text(key, map[string]any{"connection": gap.Connection, "reason": texts.Reason(gap.ErrorKey)}))
	}
	return strings.Join(parts, ", ")
}
