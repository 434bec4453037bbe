package app

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"os"
	"strings"

	"tenantry/backend/domain"
	"tenantry/backend/export"
	"tenantry/backend/language"
)

// ProblemText says in a language what is wrong with a row and what to do about it.
func ProblemText(texts *language.Printer, p domain.ImportProblem) (what, todo string) {
	args := map[string]any{"value": p.Value, "column": p.Column}
	for name, value := range p.Params {
		args[name] = value
	}
	return texts.Text("import.problem."+p.Key+".what", args), texts.Text("import.problem."+p.Key+".do", args)
}

// copyProblems writes the problems as a table: what is wrong, what to do, and the row as it is in the file, so that it can
// be corrected there and imported again.
func (f *openFile) copyProblems(w io.Writer, texts *language.Printer) error {
	if f.problems == "" {
		return domain.NewError(domain.CodeNotFound, "import_not_tried")
	}
	file, err := os.Open(f.problems)
	if err != nil {
		return &domain.Error{Code: domain.CodeNotFound, Key: "import_not_tried", Err: err}
	}
	defer func() { _ = file.Close() }()
	table := export.Table{Rows: problemRows(json.NewDecoder(bufio.NewReader(file)), texts)}
	for _, name := range []string{"row", "column", "what", "do"} {
		table.Columns = append(table.Columns, export.Column{Key: name, Heading: texts.Text("import.problems."+name, nil), Kind: export.KindText})
	}
	for _, heading := range f.headings {
		table.Columns = append(table.Columns, export.Column{Key: heading, Heading: heading, Kind: export.KindText})
	}
	_, err = export.WriteCSV(w, table, export.DialectFor(texts.Tag()))
	return err
}

// problemRows gives one row per row of the file, whatever the number of its problems.
func problemRows(lines *json.Decoder, texts *language.Printer) iter.Seq2[export.Row, error] {
	return func(yield func(export.Row, error) bool) {
		var same []problemLine
		for {
			var line problemLine
			err := lines.Decode(&line)
			if err != nil && !errors.Is(err, io.EOF) {
				yield(export.Row{}, err)
				return
			}
			if len(same) > 0 && (err != nil || line.Problem.Line != same[0].Problem.Line) {
				if !yield(problemRow(same, texts), nil) {
					return
				}
				same = nil
			}
			if err != nil {
				return
			}
			same = append(same, line)
		}
	}
}

func problemRow(lines []problemLine, texts *language.Printer) export.Row {
	var columns, whats, todos []string
	for _, line := range lines {
		what, todo := ProblemText(texts, line.Problem)
		columns, whats, todos = append(columns, line.Problem.Column), append(whats, what), append(todos, todo)
	}
	row := export.Row{Cells: []export.Value{
		export.Int(int64(lines[0].Problem.Line)), export.Text(strings.Trim(strings.Join(columns, ", "), ", ")),
		export.Text(strings.Join(whats, " ")), export.Text(strings.Join(todos, " ")),
	}}
	for _, cell := range lines[0].Cells {
		row.Cells = append(row.Cells, export.Text(cell))
	}
	return row
}
