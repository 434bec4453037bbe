package app

import (
	"cmp"
	"context"
	"strings"
)

// FileName suggests a name that says what, about whom and when.
func (e *Exports) FileName(ctx context.Context, req ExportRequest) (string, error) {
	job, err := e.prepare(ctx, req)
	if err != nil {
		return "", err
	}
	return job.fileName(), nil
}

func (j *exportJob) fileName() string { return j.nameWith(string(j.scope.Today)) }

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
