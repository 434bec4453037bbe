package cli

import (
	"context"
	"io"
	"io/fs"
)

// Run runs a command line with the streams given, as Execute does with the process's own.
func Run(ctx context.Context, page fs.FS, in io.Reader, out, err io.Writer, args ...string) int {
	return (&environment{frontend: page, version: "1.2.3", in: in, out: out, err: err}).run(ctx, args)
}
