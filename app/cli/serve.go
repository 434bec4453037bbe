package cli

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"github.com/pkg/browser"
	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/app/api"
	"tenantry/backend/domain"
)

type serveOptions struct {
	listen  string
	open    bool
	sandbox bool
	cert    string
	key     string
	sandboxOptions
}

func newServeCommand(e *environment) *cobra.Command {
	o := serveOptions{sandboxOptions: sandboxOptions{listen: "127.0.0.1:0", customers: 60, seed: 1}}
	cmd := e.command("serve", "cli.serve.short", func(ctx context.Context, _ []string) error {
		return e.runServe(ctx, o)
	})
	flags := cmd.Flags()
	flags.StringVar(&o.listen, "listen", "127.0.0.1:0", e.texts.Text("cli.flag.listen", nil))
	flags.BoolVar(&o.open, "open", false, e.texts.Text("cli.flag.open", nil))
	flags.BoolVar(&o.sandbox, "sandbox", false, e.texts.Text("cli.flag.sandbox", nil))
	flags.IntVar(&o.customers, "customers", 60, e.texts.Text("cli.flag.customers", nil))
	flags.StringVar(&o.cert, "tls-cert", "", e.texts.Text("cli.flag.tls_cert", nil))
	flags.StringVar(&o.key, "tls-key", "", e.texts.Text("cli.flag.tls_key", nil))
	cmd.MarkFlagsRequiredTogether("tls-cert", "tls-key")
	return cmd
}

// runServe shows the interface in a browser until the user ends it.
func (e *environment) runServe(ctx context.Context, o serveOptions) (err error) {
	cfg, err := e.config(app.ModeBrowser)
	if err != nil {
		return err
	}
	certificate, err := o.certificate()
	if err != nil {
		return err
	}
	if o.sandbox {
		cfg = e.forSandbox(cfg)
	}
	listener, err := listen(ctx, o.listen)
	if err != nil {
		return err
	}
	a := app.New(cfg)
	if err := a.Start(ctx); err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if o.sandbox {
		stop, err := e.serveSandbox(ctx, a, o.sandboxOptions)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		defer stop()
	}
	site := newSite(listener, certificate)
	if err := e.announce(site, o.open); err != nil {
		return errors.Join(err, listener.Close())
	}
	handler := api.New(a, api.Options{Frontend: e.frontend, Access: site.access, Logger: a.Logger()})
	defer e.tellNewLinks(a, site)()
	return serveUntil(ctx, &http.Server{Handler: handler}, site.listener)
}

// forSandbox keeps simulated customers out of the folder of real ones, and needs no keychain: what its key file guards is
// invented. A folder named with --data that holds something already may have its key elsewhere.
func (e *environment) forSandbox(cfg app.Config) app.Config {
	const keyName = "sandbox.key"
	ours := e.flags.data == ""
	if ours {
		cfg.DataDir = filepath.Join(cfg.DataDir, "sandbox")
	} else {
		files, err := os.ReadDir(cfg.DataDir)
		ours = errors.Is(err, fs.ErrNotExist) || err == nil && len(files) == 0 ||
			slices.ContainsFunc(files, func(f fs.DirEntry) bool { return f.Name() == keyName })
	}
	if cfg.KeyFile == "" && ours {
		cfg.KeyFile = filepath.Join(cfg.DataDir, keyName)
	}
	return cfg
}

// site is where the browser mode is reached.
type site struct {
	listener net.Listener
	access   *api.Access
	base     string
}

// newSite works out the names under which browsers may come: this machine's own, or those of the certificate.
func newSite(listener net.Listener, certificate *tls.Certificate) site {
	host, port, _ := net.SplitHostPort(listener.Addr().String()) // a listener's address always has both
	if certificate == nil {
		hosts := []string{net.JoinHostPort(host, port), net.JoinHostPort("localhost", port)}
		return site{listener: listener, access: api.NewAccess("http", hosts...), base: "http://" + hosts[0]}
	}
	var hosts []string
	for _, name := range certificate.Leaf.DNSNames {
		hosts = append(hosts, net.JoinHostPort(name, port))
	}
	for _, ip := range certificate.Leaf.IPAddresses {
		hosts = append(hosts, net.JoinHostPort(ip.String(), port))
	}
	if len(hosts) == 0 {
		hosts = []string{net.JoinHostPort(host, port)}
	}
	config := &tls.Config{Certificates: []tls.Certificate{*certificate}, MinVersion: tls.VersionTLS12}
	return site{listener: tls.NewListener(listener, config), access: api.NewAccess("https", hosts...), base: "https://" + hosts[0]}
}

// certificate reads the certificate; nil without one, which is refused for addresses that other machines reach.
func (o serveOptions) certificate() (*tls.Certificate, error) {
	if o.cert == "" {
		host, _, err := net.SplitHostPort(o.listen)
		ip := net.ParseIP(host)
		if err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return nil, &usageError{domain.NewError(domain.CodeInvalid, "serve_needs_tls", "address", o.listen)}
		}
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(o.cert, o.key)
	if err == nil {
		pair.Leaf, err = x509.ParseCertificate(pair.Certificate[0])
	}
	if err != nil {
		return nil, &domain.Error{Code: domain.CodeInvalid, Key: "certificate_invalid", Params: map[string]string{"path": o.cert}, Err: err}
	}
	return &pair, nil
}

// announce prints the address that signs the first browser in which opens it.
func (e *environment) announce(s site, open bool) error {
	link, err := e.printLink(s)
	if err != nil {
		return err
	}
	e.say("cli.serve.stop", nil)
	if open {
		browser.Stdout = e.err // the browser's chatter is no data
		if err := browser.OpenURL(link); err != nil {
			e.say("cli.serve.no_browser", nil)
		}
	}
	return nil
}

func (e *environment) printLink(s site) (string, error) {
	link := s.base + s.access.Path()
	if e.flags.json {
		return link, e.printJSON(map[string]string{"url": link})
	}
	_, err := fmt.Fprintln(e.out, e.texts.Text("cli.serve.open", map[string]any{"url": link}))
	return link, err
}

// tellNewLinks prints the next sign-in link whenever the lock has ended the session. The function it gives ends that.
func (e *environment) tellNewLinks(a *app.App, s site) func() {
	events, unsubscribe := a.Events.Subscribe()
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-stop:
				return
			case event, ok := <-events:
				if !ok {
					return
				}
				if event.Type == app.EventLocked {
					e.say("cli.serve.locked", nil)
					_, _ = e.printLink(s) // nobody reads the console any more, then
				}
			}
		}
	}()
	return func() { unsubscribe(); close(stop); <-ended }
}

// serveSandbox starts simulated vendors, connects them and begins to read them.
func (e *environment) serveSandbox(ctx context.Context, a *app.App, o sandboxOptions) (func(), error) {
	simulator, err := o.simulate()
	if err != nil {
		return nil, err
	}
	listener, err := listen(ctx, "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := serveUntil(running, &http.Server{Handler: simulator.Handler()}, listener); err != nil {
			a.Logger().Error("simulated vendors ended", "error", err)
		}
	}()
	stop := func() { cancel(); <-ended }
	if _, err = a.Connections.ConnectSandbox(ctx, "http://"+listener.Addr().String()); err == nil {
		_, err = a.Sync.Start(ctx, app.SyncRequest{}, app.TriggerCLI)
	}
	if err != nil {
		stop()
		return nil, err
	}
	e.say("cli.sandbox.listening", map[string]any{"url": "http://" + listener.Addr().String()})
	return stop, nil
}
