package store_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

var update = flag.Bool("update", false, "write generated parts of the documents anew")

const modelDoc = "../../docs/data-model.md"

var diagramBlock = regexp.MustCompile("(?s)```mermaid\n.*?```\n")

// TestDataModel_DiagramIsThatOfTheMigrations keeps the diagram in docs/data-model.md current; -update draws it anew.
func TestDataModel_DiagramIsThatOfTheMigrations(t *testing.T) {
	text, err := os.ReadFile(modelDoc)
	if err != nil {
		t.Fatal(err)
	}
	s := storetest.Open(t)
	drawn := string(diagramBlock.ReplaceAllLiteral(text, []byte(diagram(t, s))))
	if *update {
		if err := os.WriteFile(modelDoc, []byte(drawn), 0o644); err != nil { //nolint:gosec // a document, for everyone to read
			t.Fatal(err)
		}
	}
	if drawn != string(text) && !*update {
		t.Errorf("the diagram in %s is out of date; run: go test ./backend/store -run DataModel -update", modelDoc)
	}
	for _, table := range tables(t, s) {
		if !strings.Contains(string(text), "| `"+table+"` |") {
			t.Errorf("%s does not say what the table %s is for", modelDoc, table)
		}
	}
}

func tables(t *testing.T, s *store.Store) []string {
	return column(t, s, `SELECT name FROM sqlite_schema
WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version' ORDER BY rowid`)
}

// diagram draws the tables, their columns and which refers to which.
func diagram(t *testing.T, s *store.Store) string {
	var b strings.Builder
	b.WriteString("```mermaid\nerDiagram\n")
	for _, table := range tables(t, s) {
		for _, to := range column(t, s, fmt.Sprintf("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list('%s') ORDER BY 1", table)) {
			fmt.Fprintf(&b, "    %s ||--o{ %s : \"\"\n", to, table)
		}
	}
	for _, table := range tables(t, s) {
		fmt.Fprintf(&b, "    %s {\n", table)
		for _, c := range column(t, s, fmt.Sprintf(`
SELECT LOWER(type) || ' ' || name || CASE WHEN pk > 0 THEN ' PK' ELSE '' END || CASE WHEN hidden = 3 THEN ' "computed"' ELSE '' END
FROM pragma_table_xinfo('%s') ORDER BY cid`, table)) {
			fmt.Fprintf(&b, "        %s\n", c)
		}
		b.WriteString("    }\n")
	}
	b.WriteString("```\n")
	return b.String()
}

// column gives the only column of a query.
func column(t *testing.T, s *store.Store, query string) []string {
	t.Helper()
	rows, err := s.Reader().QueryContext(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var values []string
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}
