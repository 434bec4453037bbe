package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"

	"gopkg.in/natefinch/lumberjack.v2"

	"tenantry/backend/connector/rest"
)

const (
	logFolder  = "logs"
	logName    = "tenantry.log"
	logSizeMiB = 5
	logBackups = 3
)

// openLog opens the log of a data folder. It starts a new file at a size and keeps a few old ones.
func openLog(folder string) (*slog.Logger, io.Closer, error) {
	dir := filepath.Join(folder, logFolder)
	if err := makeFolder(dir); err != nil {
		return nil, nil, err
	}
	file := &lumberjack.Logger{Filename: filepath.Join(dir, logName), MaxSize: logSizeMiB, MaxBackups: logBackups}
	return slog.New(NewLogHandler(file)), file, nil
}

// NewLogHandler writes log records as lines of JSON, without secrets: whatever looks like one is blacked out, also in
// errors that come from far below.
func NewLogHandler(w io.Writer) slog.Handler {
	return redacting{slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: redactAttr})}
}

func redactAttr(_ []string, a slog.Attr) slog.Attr {
	if kind := a.Value.Kind(); kind != slog.KindString && kind != slog.KindAny {
		return a
	}
	switch v := a.Value.Any().(type) {
	case string:
		return slog.String(a.Key, rest.Redact(v))
	case error:
		return slog.String(a.Key, rest.Redact(v.Error()))
	case fmt.Stringer:
		return slog.String(a.Key, rest.Redact(v.String()))
	}
	return a
}

// redacting takes care of the message, which ReplaceAttr may not change.
type redacting struct{ slog.Handler }

// Handle writes the record with its message redacted.
func (r redacting) Handle(ctx context.Context, record slog.Record) error {
	record.Message = rest.Redact(record.Message)
	return r.Handler.Handle(ctx, record)
}

// WithAttrs keeps the redaction.
func (r redacting) WithAttrs(attrs []slog.Attr) slog.Handler {
	return redacting{r.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the redaction.
func (r redacting) WithGroup(name string) slog.Handler { return redacting{r.Handler.WithGroup(name)} }
