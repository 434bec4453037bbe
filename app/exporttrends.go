package app

import (
	"context"
	"iter"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

// The kinds of export of what charts draw, day by day.
const (
	ExportTrend        ExportKind = "trend" // of licences
	ExportStorageTrend ExportKind = "storage-trend"
	ExportJobTrend     ExportKind = "job-trend"
)

// trendDays is how far back a trend goes where nobody says.
const trendDays = 365

// The colours of lines, which the screen has too.
const (
	colorBought   = "5A6A7A"
	colorAssigned = "0F766E"
	colorUsed     = "C2680A"
	colorLive     = "7B4BB3"
	colorFailed   = "B3261E"
	colorSoon     = "7D4E00"
)

// tellsTrend reports whether an export is of what a chart draws.
func (k ExportKind) tellsTrend() bool {
	return k == ExportTrend || k == ExportStorageTrend || k == ExportJobTrend
}

// days is how far back a trend goes.
func (f ExportFilter) days() int {
	if f.Days == 0 {
		return trendDays
	}
	return f.Days
}

// trendTable holds the numbers that the table view of the chart shows, the earliest day first, and the chart.
func (j *exportJob) trendTable(ctx context.Context) export.Table {
	switch j.req.Kind {
	case ExportStorageTrend:
		return j.storageTrendTable(ctx)
	case ExportJobTrend:
		return j.jobTrendTable(ctx)
	}
	type row = domain.TrendPoint
	t := headed(j, j.title(), []column[row]{
		{"column.day", export.KindDate, func(p row) export.Value { return export.Date(p.Day) }},
		{"column.bought", export.KindInt, func(p row) export.Value { return export.Int(p.Bought) }},
		{"column.assigned", export.KindInt, func(p row) export.Value { return export.Int(p.Assigned) }},
		{"column.used", export.KindInt, func(p row) export.Value { return export.OptInt(p.Used) }},
	}, readRows(func() ([]row, error) {
		trend, err := j.ws.trend(ctx, j.scope, j.req.Filter.days())
		return trend.Points, err
	}))
	t.Chart = &export.Chart{Title: t.Title, Lines: []export.Line{
		{Column: 1, Color: colorBought, Dash: export.Dashed}, {Column: 2, Color: colorAssigned}, {Column: 3, Color: colorUsed, Dash: export.Dotted},
	}}
	return t
}

func (j *exportJob) storageTrendTable(ctx context.Context) export.Table {
	type row = domain.StoragePoint
	t := headed(j, j.title(), []column[row]{
		{"column.day", export.KindDate, func(p row) export.Value { return export.Date(p.Day) }},
		{"workbook.bytes.protected", export.KindInt, func(p row) export.Value { return export.OptInt(p.Protected) }},
		{"workbook.bytes.consumed", export.KindInt, func(p row) export.Value { return export.OptInt(p.Consumed) }},
		{"workbook.bytes.purchased", export.KindInt, func(p row) export.Value { return export.OptInt(p.Purchased) }},
		{"workbook.bytes.live", export.KindInt, func(p row) export.Value { return export.OptInt(p.Live) }},
	}, readRows(func() ([]row, error) {
		trend, err := j.ws.storageTrend(ctx, j.scope, j.req.Filter.days())
		return trend.Points, err
	}))
	t.Chart = &export.Chart{Title: t.Title, Bytes: true, Lines: []export.Line{
		{Column: 1, Color: colorAssigned}, {Column: 2, Color: colorUsed, Dash: export.Dotted},
		{Column: 3, Color: colorBought, Dash: export.Dashed}, {Column: 4, Color: colorLive},
	}}
	return t
}

// jobTrendTable draws what went wrong and writes all down: most jobs go well.
func (j *exportJob) jobTrendTable(ctx context.Context) export.Table {
	type row = domain.JobPoint
	t := headed(j, j.title(), []column[row]{
		{"column.day", export.KindDate, func(p row) export.Value { return export.Date(p.Day) }},
		{"outcome.failed", export.KindInt, func(p row) export.Value { return export.Int(p.Failed) }},
		{"outcome.attention", export.KindInt, func(p row) export.Value { return export.Int(p.Attention) }},
		{"outcome.ok", export.KindInt, func(p row) export.Value { return export.Int(p.OK) }},
		{"outcome.other", export.KindInt, func(p row) export.Value { return export.Int(p.Other) }},
	}, readRows(func() ([]row, error) { return j.ws.jobTrend(ctx, j.scope, j.req.Filter.days()) }))
	t.Chart = &export.Chart{Title: t.Title, Lines: []export.Line{{Column: 1, Color: colorFailed}, {Column: 2, Color: colorSoon, Dash: export.Dashed}}}
	return t
}

// readRows reads rows once somebody asks for them.
func readRows[T any](read func() ([]T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		rows, err := read()
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		each(rows)(yield)
	}
}

// trendNotes say what days are missing or not to be trusted, as the screen does below the chart.
func (j *exportJob) trendNotes(ctx context.Context) ([]export.Fact, error) {
	if j.req.Kind == ExportJobTrend { // whose days are all known
		return nil, nil
	}
	var step int
	var simulated bool
	texts := []string{j.text("workbook.note.unknown")}
	if j.req.Kind == ExportStorageTrend {
		trend, err := j.ws.storageTrend(ctx, j.scope, j.req.Filter.days())
		if err != nil {
			return nil, err
		}
		step, simulated = trend.Step, trend.Simulated
	} else {
		trend, err := j.ws.trend(ctx, j.scope, j.req.Filter.days())
		if err != nil {
			return nil, err
		}
		step, simulated = trend.Step, trend.Simulated
		texts = append(texts, j.text("workbook.note.used"))
	}
	if step > 1 {
		texts = append(texts, j.texts.Text("trend.thinned", map[string]any{"step": step}))
	}
	if simulated {
		texts = append(texts, j.text("trend.simulated"))
	}
	return noteFacts(texts), nil
}

// trendText says which days the file is about.
func (j *exportJob) trendText() string {
	if !j.req.Kind.tellsTrend() {
		return ""
	}
	return j.texts.Text("workbook.narrowed.days", map[string]any{
		"from": j.format.Date(j.scope.Today.AddDays(1 - j.req.Filter.days())), "to": j.format.Date(j.scope.Today),
	})
}
