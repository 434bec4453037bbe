package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"tenantry/app"
	"tenantry/backend/domain"
)

// passphraseVariable holds the passphrase of the master key where nobody can be asked.
const passphraseVariable = "TENANTRY_PASSPHRASE"

// minPassphrase is how long a new passphrase has to be.
const minPassphrase = 8

// config says which data a command works on.
func (e *environment) config(mode app.Mode) (app.Config, error) {
	dir := e.flags.data
	if dir == "" {
		var err error
		if dir, err = app.DefaultDataDir(); err != nil {
			return app.Config{}, err
		}
	}
	return app.Config{
		DataDir: dir, KeyFile: e.flags.keyFile, Passphrase: e.passphrase, Version: e.version, Mode: mode,
	}, nil
}

// withApp opens the data folder, runs a command on it and closes it again. Now is the value of --now, "" for the clock.
func (e *environment) withApp(ctx context.Context, now string, run func(*app.App) error) (err error) {
	cfg, err := e.config(app.ModeConsole)
	if err != nil {
		return err
	}
	if now != "" {
		at, err := parseNow(now)
		if err != nil {
			return err
		}
		cfg.Now, cfg.Simulated = func() time.Time { return at }, true
	}
	a := app.New(cfg)
	if err := a.Start(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := e.takeOver(ctx, a); err != nil {
		return err
	}
	return run(a)
}

// addNow adds the flag that sets the clock.
func (e *environment) addNow(cmd *cobra.Command, now *string) {
	cmd.Flags().StringVar(now, "now", "", e.texts.Text("cli.flag.now", nil))
}

// parseNow reads a day, which stands for its noon here, or a moment.
func parseNow(text string) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, time.Local)
	if err != nil {
		return time.Time{}, &usageError{domain.NewError(domain.CodeInvalid, "date_invalid")}
	}
	return day.Add(12 * time.Hour), nil
}

// passphrase gives the passphrase from the environment, standard input or the terminal; "" where there is none.
func (e *environment) passphrase(fresh bool) (string, error) {
	if text := os.Getenv(passphraseVariable); text != "" {
		return text, nil
	}
	if e.flags.passphraseStdin {
		line, err := e.readLine()
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		return line, nil
	}
	file, ok := e.in.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return "", nil
	}
	if !fresh {
		return e.askSecret(file, "cli.passphrase.ask")
	}
	first, err := e.askSecret(file, "cli.passphrase.new")
	if err != nil {
		return "", err
	}
	again, err := e.askSecret(file, "cli.passphrase.again")
	if err != nil {
		return "", err
	}
	if first != again {
		return "", domain.NewError(domain.CodeInvalid, "passphrase_differs")
	}
	return first, nil
}

func (e *environment) askSecret(file *os.File, key string) (string, error) {
	if _, err := io.WriteString(e.err, e.texts.Text(key, nil)); err != nil {
		return "", err
	}
	text, err := term.ReadPassword(int(file.Fd()))
	_, _ = io.WriteString(e.err, "\n")
	return string(text), err
}

// readLine reads one line of standard input; the lines behind it stay readable.
func (e *environment) readLine() (string, error) {
	if e.lines == nil {
		e.lines = bufio.NewReader(e.in)
	}
	line, err := e.lines.ReadString('\n')
	return strings.TrimRight(line, "\r\n"), err
}
