package app

import (
	"context"
	"maps"
	"net"
	"net/url"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/all"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
	"tenantry/backend/syncer"
)

// checkTimeout bounds a try-out: its user waits for it.
const checkTimeout = 45 * time.Second

// Check tries a connection out. A refusal is a result, not an error.
func (c *Connections) Check(ctx context.Context, in CheckInput) (CheckResult, error) {
	ws, err := c.app.current()
	if err != nil {
		return CheckResult{}, err
	}
	spec, err := specOf(in.Vendor)
	if err != nil {
		return CheckResult{}, err
	}
	if in.Secrets, err = c.entered(spec, in.Fields, in.Secrets, in.SignIn); err != nil {
		return CheckResult{}, err
	}
	secrets, save, err := ws.secretsToTry(ctx, in, spec)
	if err != nil {
		return CheckResult{}, err
	}
	if err := checkFields(spec, in.Fields, secrets, nil); err != nil {
		return CheckResult{}, err
	}
	conn, err := spec.New(connector.Config{
		Fields:     spec.Defaults(in.Fields),
		Secret:     func(name string) string { return secrets[name] },
		SaveSecret: save,
	})
	if err != nil {
		return CheckResult{}, err
	}
	ctx, stop := context.WithTimeout(ctx, checkTimeout)
	defer stop()
	result := CheckResult{Sandbox: isSandbox(ctx, spec, in.Fields), ErrorParams: map[string]string{}}
	ctx = connector.WithLastAnswer(ctx)
	result.Account, err = conn.Check(ctx)
	if err == nil {
		result.OK = true
		return result, nil
	}
	result.ErrorKey, result.Detail = syncer.Explain(connector.Shown(ctx, err))
	return result, nil
}

// secretsToTry gives the secrets typed in over the stored ones, and where a renewed one goes. A renewed secret of a
// connection that is not stored goes nowhere, so what was typed in has to stay valid; the vendors' refresh tokens do.
func (w *workspace) secretsToTry(ctx context.Context, in CheckInput, spec connector.Spec) (
	map[string]string, func(context.Context, string, string) error, error) {
	typed := given(in.Secrets)
	nowhere := func(context.Context, string, string) error { return nil }
	if in.ID == 0 {
		return typed, nowhere, nil
	}
	conn, err := w.store.GetConnection(ctx, in.ID)
	if err != nil {
		return nil, nil, err
	}
	if conn.Vendor != in.Vendor {
		return nil, nil, domain.NewError(domain.CodeInvalid, "vendor_unknown", "vendor", string(in.Vendor))
	}
	// Stored secrets go only to the addresses they were stored for.
	if !sameAddresses(spec, conn.Fields, spec.Defaults(in.Fields)) {
		return typed, nowhere, nil
	}
	secrets, err := w.vault.open(ctx, in.ID)
	if err != nil {
		return nil, nil, err
	}
	delete(secrets, keptToken) // a try-out signs in
	maps.Copy(secrets, typed)
	if len(typed) > 0 {
		return secrets, nowhere, nil
	}
	return secrets, w.secretSaver(in.ID), nil
}

// connect makes the connector of a stored connection.
func (w *workspace) connect(ctx context.Context, c domain.Connection) (connector.Connector, connector.Spec, error) {
	return w.connectOn(ctx, c, nil)
}

// connectOn makes the connector of a stored connection for a simulated day; a nil clock is the real one. Tokens and
// signatures always go by the real one, by which also simulated vendors check them.
func (w *workspace) connectOn(ctx context.Context, c domain.Connection, clock func() time.Time) (connector.Connector, connector.Spec, error) {
	spec, err := specOf(c.Vendor)
	if err != nil {
		return nil, spec, err
	}
	secrets, err := w.vault.open(ctx, c.ID)
	if err != nil {
		return nil, spec, err
	}
	conn, err := spec.New(connector.Config{
		Fields:     spec.Defaults(c.Fields),
		Secret:     func(name string) string { return secrets[name] },
		SaveSecret: w.secretSaver(c.ID),
		Kept:       secrets[keptToken],
		Keep: func(ctx context.Context, token string) error {
			return w.secretSaver(c.ID)(ctx, keptToken, token)
		},
		Learn: func(ctx context.Context, seen domain.Credential) error {
			return w.store.SaveCredential(ctx, c.ID, seen, w.now())
		},
		Notify: syncer.Notifier(ctx),
		Clock:  clock,
	})
	return conn, spec, err
}

// keptToken is the name among the secrets of what a connector keeps between runs; no field has a name like it.
const keptToken = "(kept token)"

// secretSaver stores a secret that the vendor renewed.
func (w *workspace) secretSaver(connectionID int64) func(context.Context, string, string) error {
	return func(ctx context.Context, name, value string) error {
		sealed, err := w.vault.seal(ctx, connectionID, map[string]string{name: value})
		if err != nil {
			return err
		}
		return w.store.SaveSecret(ctx, connectionID, name, sealed[name], time.Now())
	}
}

func specOf(vendor domain.Vendor) (connector.Spec, error) {
	spec, ok := all.Find(vendor)
	if !ok {
		return spec, domain.NewError(domain.CodeInvalid, "vendor_unknown", "vendor", string(vendor))
	}
	return spec, nil
}

// given leaves out the secrets that were not filled in.
func given(secrets map[string]string) map[string]string {
	filled := map[string]string{}
	for name, value := range secrets {
		if value != "" {
			filled[name] = value
		}
	}
	return filled
}

// checkFields checks what was filled in; a stored secret counts as filled in. The field in the error carries its vendor,
// by which the catalogue finds its label.
func checkFields(spec connector.Spec, fields, secrets map[string]string, stored map[string][]byte) error {
	known := map[string]bool{} // name → secret
	filled := maps.Clone(secrets)
	for _, f := range spec.Fields {
		known[f.Name] = f.Secret
		if _, ok := stored[f.Name]; ok && f.Secret && filled[f.Name] == "" {
			filled[f.Name] = "stored"
		}
	}
	for name := range fields {
		if secret, ok := known[name]; !ok || secret {
			return domain.NewError(domain.CodeInvalid, "field_unknown", "field", name)
		}
	}
	for name := range secrets {
		if secret, ok := known[name]; !ok || !secret {
			return domain.NewError(domain.CodeInvalid, "field_unknown", "field", name)
		}
	}
	return labelled(spec.Validate(fields, filled))
}

// addresses gives the values of the fields that name where a vendor answers.
func addresses(spec connector.Spec, fields map[string]string) []string {
	fields = spec.Defaults(fields)
	var urls []string
	for _, f := range spec.Fields {
		if f.Kind == connector.KindURL {
			urls = append(urls, fields[f.Name])
		}
	}
	return urls
}

// isSandbox reports whether a simulator on this machine answers at every address of a connection.
func isSandbox(ctx context.Context, spec connector.Spec, fields map[string]string) bool {
	urls := addresses(spec, fields)
	for _, address := range urls {
		if !isLoopback(address) || !sandbox.Answers(ctx, address) {
			return false
		}
	}
	return len(urls) > 0
}

func isLoopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	return u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback()
}
