package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

type sandboxOptions struct {
	listen    string
	customers int
	seed      int64
	asOf      string
	latency   time.Duration
	rate      int
	partner   string
	faults    []string
}

func newSandboxCommand(e *environment) *cobra.Command {
	var o sandboxOptions
	cmd := e.command("sandbox", "cli.sandbox.short", func(ctx context.Context, _ []string) error {
		return e.runSandbox(ctx, o)
	})
	flags := cmd.Flags()
	flags.StringVar(&o.listen, "listen", "127.0.0.1:0", e.texts.Text("cli.flag.listen", nil))
	flags.IntVar(&o.customers, "customers", 60, e.texts.Text("cli.flag.customers", nil))
	flags.Int64Var(&o.seed, "seed", 1, e.texts.Text("cli.flag.seed", nil))
	flags.StringVar(&o.asOf, "as-of", "", e.texts.Text("cli.flag.as_of", nil))
	flags.DurationVar(&o.latency, "latency", 0, e.texts.Text("cli.flag.latency", nil))
	flags.IntVar(&o.rate, "rate", 0, e.texts.Text("cli.flag.rate", nil))
	flags.StringVar(&o.partner, "partner", string(sandbox.PartnerDirect), e.texts.Text("cli.flag.partner", nil))
	flags.StringArrayVar(&o.faults, "fault", nil, e.texts.Text("cli.flag.fault", nil))
	return cmd
}

// simulate builds the simulator that the options describe.
func (o sandboxOptions) simulate() (*sandbox.Sandbox, error) {
	options := sandbox.Options{Customers: o.customers, Seed: o.seed, Latency: o.latency, Rate: o.rate}
	options.Partner = sandbox.PartnerType(o.partner)
	if !options.Partner.Valid() {
		return nil, &usageError{domain.NewError(domain.CodeInvalid, "invalid", "detail", "--partner direct|reseller|adviser")}
	}
	if o.customers < 1 || o.rate < 0 || o.latency < 0 {
		return nil, &usageError{domain.NewError(domain.CodeInvalid, "invalid", "detail", "--customers, --rate, --latency")}
	}
	if o.asOf != "" {
		day, err := time.Parse(time.DateOnly, o.asOf)
		if err != nil {
			return nil, &usageError{domain.NewError(domain.CodeInvalid, "date_invalid")}
		}
		options.AsOf = day
	}
	faults, err := sandbox.ParseFaults(o.faults)
	if err != nil {
		return nil, &usageError{domain.NewError(domain.CodeInvalid, "invalid", "detail", err.Error())}
	}
	options.Faults = faults
	return sandbox.New(options), nil
}

// runSandbox serves the simulated vendors until the user ends it.
func (e *environment) runSandbox(ctx context.Context, o sandboxOptions) error {
	simulator, err := o.simulate()
	if err != nil {
		return err
	}
	listener, err := listen(ctx, o.listen)
	if err != nil {
		return err
	}
	address := "http://" + listener.Addr().String()
	if e.flags.json {
		err = e.printJSON(map[string]any{"url": address, "as_of": domain.DateOf(simulator.AsOf()), "connections": simulator.Connections(address)})
	} else {
		err = e.introduceSandbox(simulator, address)
	}
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	return serveUntil(ctx, &http.Server{Handler: simulator.Handler()}, listener)
}

// introduceSandbox prints where the vendors answer and what to type in to connect them. The secrets are invented ones.
func (e *environment) introduceSandbox(simulator *sandbox.Sandbox, address string) error {
	_, err := fmt.Fprintln(e.out, e.texts.Text("cli.sandbox.listening", map[string]any{"url": address}))
	if err != nil {
		return err
	}
	rows := [][]string{}
	for _, conn := range simulator.Connections(address) {
		for _, values := range []map[string]string{conn.Fields, conn.Secrets} {
			for _, name := range sortedKeys(values) {
				rows = append(rows, []string{conn.Vendor, name, values[name]})
			}
		}
	}
	if err := e.printTable(rows); err != nil {
		return err
	}
	e.say("cli.sandbox.connect", map[string]any{"command": "tenantry connect --from-sandbox " + address})
	e.say("cli.serve.stop", nil)
	return nil
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, &domain.Error{
			Code: domain.CodeUnavailable, Key: "listen_failed", Params: map[string]string{"address": address}, Err: err,
		}
	}
	return listener, nil
}

// serveUntil serves until ctx ends, then gives open requests a moment to finish.
func serveUntil(ctx context.Context, server *http.Server, listener net.Listener) error {
	const grace = 3 * time.Second
	server.ReadHeaderTimeout = 10 * time.Second
	requests, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	server.BaseContext = func(net.Listener) context.Context { return requests }
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	stop() // ends streams of events
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	err := server.Shutdown(late)
	if err != nil {
		err = server.Close()
	}
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
