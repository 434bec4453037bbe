package store

import (
	"io/fs"
	"strings"
)

// Schema gives the text of all migrations in order.
func Schema() (string, error) {
	var text strings.Builder
	files, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return "", err
	}
	for _, name := range files {
		content, err := migrationFiles.ReadFile(name)
		if err != nil {
			return "", err
		}
		text.Write(content)
	}
	return text.String(), nil
}
