package microsoft

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

const (
	maxReport = 64 << 20
	// notLicensed is the key of a report that Microsoft does not make for want of a licence: there is nothing to tell.
	notLicensed = "reports_not_licensed"
)

// report reads one usage report as CSV. Graph answers with a link to a store that must not see the token.
func (c *client) report(ctx context.Context, tenant, function string) (table, error) {
	req := c.request(call{tenant, "/reports/" + function, rightsReports})
	req.Accept = []int{http.StatusFound}
	req.Problem = reportProblem
	answer, err := c.reports.Answer(ctx, req)
	if err != nil {
		return table{}, err
	}
	body := answer.Body
	if answer.Status == http.StatusFound {
		if body, err = c.reports.Download(ctx, "Location", answer.Header.Get("Location"), maxReport); err != nil {
			return table{}, err
		}
	}
	t, err := parseTable(body)
	if err != nil {
		line, _, _ := bytes.Cut(body, []byte("\n")) // the lines after it are about people
		return table{}, c.reports.Unreadable(req, rest.Answer{Status: answer.Status, Body: line}, err)
	}
	return t, nil
}

func reportProblem(a rest.Answer) rest.Problem {
	p := customerProblem(a, rightsReports)
	words := strings.ToLower(p.Message)
	for _, part := range []string{"not applicable to target tenant", "spo license", "premium license", "spo/premium license"} {
		if a.Status < 500 && strings.Contains(words, part) {
			p.Sort, p.Key = connector.ErrNotFound, notLicensed
		}
	}
	return p
}

// without tells a report that the customer cannot have from one that failed.
func without(err error) bool {
	var refusal *connector.Refusal
	return errors.As(err, &refusal) && refusal.Key == notLicensed
}

// table is a report: columns were added over the years, so they are found by name.
type table struct {
	columns map[string]int
	names   []string
	rows    [][]string
}

func parseTable(body []byte) (table, error) {
	t := table{columns: map[string]int{}}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))))
	head, err := r.Read()
	if err != nil {
		return t, fmt.Errorf("no header: %w", withoutCells(err))
	}
	for i, name := range head {
		name = strings.TrimSpace(name)
		t.names = append(t.names, name)
		if _, twice := t.columns[strings.ToLower(name)]; !twice {
			t.columns[strings.ToLower(name)] = i
		}
	}
	if _, found := t.columns["report refresh date"]; !found {
		return t, errors.New("no column Report Refresh Date")
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return t, withoutCells(err)
		}
		t.rows = append(t.rows, row)
	}
}

// withoutCells keeps what stands in a report out of the error.
func withoutCells(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return fmt.Errorf("line %d: %w", parse.Line, parse.Err)
	}
	return err
}

// cell is a value by its column's name, "" where there is none.
func (t table) cell(row []string, column string) string {
	i, found := t.columns[strings.ToLower(column)]
	if !found || i >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[i])
}

func (t table) day(row []string, column string) (domain.Date, error) {
	text := t.cell(row, column)
	if text == "" {
		return "", nil
	}
	at, err := rest.ParseTime(text)
	if err != nil {
		return "", fmt.Errorf("column %s: not a day", column)
	}
	return domain.DateOf(at), nil
}

// count reads a number of people or things; known is false for an empty cell.
func (t table) count(row []string, column string) (n int64, known bool, err error) {
	text := t.cell(row, column)
	if text == "" {
		return 0, false, nil
	}
	n, err = strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > maxUnits {
		return 0, false, fmt.Errorf("column %s: not a number", column)
	}
	return n, true, nil
}
