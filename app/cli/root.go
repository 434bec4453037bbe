// Package cli is the command line: one file per command, each calling the same services as the interface. Data go to
// standard output, talk goes to standard error.
package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"tenantry/app/desktop"
	"tenantry/backend/export"
	"tenantry/backend/language"
)

// The exit codes.
const (
	exitDone    = 0
	exitError   = 1
	exitUsage   = 2 // the command line was not understood
	exitPartial = 3 // some customers could not be read; what was read is kept
)

// errPartial ends a command with exitPartial; everything there is to say was said.
var errPartial = errors.New("partly done")

// errFailed ends a command with exitError; everything there is to say was said.
var errFailed = errors.New("failed")

// environment is what all commands share.
type environment struct {
	frontend fs.FS
	version  string
	in       io.Reader
	out, err io.Writer
	texts    *language.Printer
	flags    globalFlags
	running  bool // the command line was understood

	lines *bufio.Reader // over in, once a line of it was read

	written export.Format  // how values are written, once data are open
	zone    *time.Location // nil until then
}

type globalFlags struct {
	data            string
	json            bool
	language        string
	keyFile         string
	passphraseStdin bool
}

// Execute runs the command line of this process and gives its exit code. Frontend holds frontend/dist.
func Execute(frontend fs.FS, version string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	built, _ := fs.Sub(frontend, "frontend/dist") // fails for malformed names only
	return Run(ctx, built, version, Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, os.Args[1:]...)
}

// Streams are what a command reads from and writes to: results to Out, what is said about them to Err.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Run runs one command line and gives its exit code. Frontend holds the interface's files; nil where there are none.
func Run(ctx context.Context, frontend fs.FS, version string, streams Streams, args ...string) int {
	e := &environment{frontend: frontend, version: version, in: streams.In, out: streams.Out, err: streams.Err}
	e.texts = language.New(chosenLanguage(args))
	cobra.MousetrapHelpText = "" // else a double click on Windows ends at once
	root := newRoot(e)
	root.SetArgs(args)
	root.SetIn(e.in)
	root.SetOut(e.out)
	root.SetErr(e.err)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errPartial):
		return exitPartial
	case errors.Is(err, errFailed):
		return exitError
	case !e.running:
		_, _ = fmt.Fprintln(e.err, e.texts.Text("cli.error", map[string]any{"message": err.Error()}))
		return exitUsage
	}
	e.complain(err)
	var usage *usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitError
}

// chosenLanguage reads --language ahead of everything else, because the help is written in it.
func chosenLanguage(args []string) string {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--language="); ok {
			return value
		}
		if arg == "--language" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return language.Detect(os.Getenv)
}

func newRoot(e *environment) *cobra.Command {
	root := &cobra.Command{
		Use:           "tenantry",
		Short:         e.texts.Text("cli.root", nil),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !desktop.Available {
				return cmd.Help()
			}
			e.running = true
			return e.runWindow()
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	flags := root.PersistentFlags()
	flags.StringVar(&e.flags.data, "data", "", e.texts.Text("cli.flag.data", nil))
	flags.BoolVar(&e.flags.json, "json", false, e.texts.Text("cli.flag.json", nil))
	flags.StringVar(&e.flags.language, "language", "", e.texts.Text("cli.flag.language", nil))
	flags.StringVar(&e.flags.keyFile, "key-file", "", e.texts.Text("cli.flag.key_file", nil))
	flags.BoolVar(&e.flags.passphraseStdin, "passphrase-stdin", false, e.texts.Text("cli.flag.passphrase_stdin", nil))
	root.AddCommand(
		newSandboxCommand(e), newServeCommand(e), newUnlockCommand(e),
		newConnectCommand(e), newConnectionsCommand(e), newSignInCommand(e), newAccessCommand(e),
		newSyncCommand(e), newSchedulesCommand(e), newStatusCommand(e), newReportCommand(e), newExportCommand(e), newImportCommand(e), newImportsCommand(e), newCertificateCommand(e), newDocumentCommand(e), newListCommand(e), newMatchesCommand(e),
		newVersionCommand(e), newOpenAPICommand(e),
	)
	return root
}

// command makes a subcommand whose text is catalogue text and whose errors count as errors of the command, not of usage.
func (e *environment) command(use, shortKey string, run func(ctx context.Context, args []string) error) *cobra.Command {
	return &cobra.Command{
		Use:   use,
		Short: e.texts.Text(shortKey, nil),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			e.running = true
			return run(cmd.Context(), args)
		},
	}
}

// usageError is a wrong command line that only the command itself could notice.
type usageError struct{ err error }

func (u *usageError) Error() string { return u.err.Error() }
func (u *usageError) Unwrap() error { return u.err }

// complain says on standard error what went wrong, in a sentence for the user.
func (e *environment) complain(err error) {
	_, _ = fmt.Fprintln(e.err, e.texts.Text("cli.error", map[string]any{"message": e.texts.Error(err)}))
}
