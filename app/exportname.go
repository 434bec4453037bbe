package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"tenantry/backend/domain"
)

// FileName suggests a name that says what, about whom and when.
func (e *Exports) FileName(ctx context.Context, req ExportRequest) (string, error) {
	job, err := e.prepare(ctx, req)
	if err != nil {
		return "", err
	}
	return job.fileName(ctx)
}

// fileName has the day in it, and for CSV, which has no cover that would tell it, that customers or rows are missing.
func (j *exportJob) fileName(ctx context.Context) (string, error) {
	more := []string{string(j.scope.Today)}
	if j.req.Format == FormatCSV {
		rests, err := j.coverages(ctx)
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(rests, func(c domain.Coverage) bool { return !c.Complete() }) {
			more = append(more, "partial")
		}
	}
	return j.nameWith(more...), nil
}

// coverages say how complete the data are that the export rests on; nothing for what no sync reads, and for rows of a kind,
// whose data sets stand beside them.
func (j *exportJob) coverages(ctx context.Context) ([]domain.Coverage, error) {
	switch {
	case j.req.Kind == ExportPrices || j.req.Kind.tellsRows():
		return nil, nil
	case j.req.Kind.tellsOperations():
		return j.operationsCoverages(ctx)
	}
	kpis, err := j.ws.reports.KPIs(ctx, j.scope)
	return []domain.Coverage{kpis.Completeness}, err
}

// nameWith says what a file is and about whom, then what more it is given.
func (j *exportJob) nameWith(more ...string) string {
	parts := []string{"tenantry", strings.TrimPrefix(string(j.req.Kind), rowsPrefix)}
	if name := cmp.Or(j.customer, j.connection, j.req.Tag); name != "" {
		parts = append(parts, fileWord(name))
	}
	if j.req.Family != "" {
		parts = append(parts, string(j.req.Family))
	}
	if j.ws.sample {
		parts = append(parts, "sample")
	}
	return strings.Join(append(parts, more...), "-") + "." + string(j.req.Format)
}

// fileWord leaves of a name what every file system takes.
func fileWord(name string) string {
	word := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"/\|?*'`, r) || r < ' ' {
			return '_'
		}
		return r
	}, name)
	return strings.Trim(word, " .")
}
