package app

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/all"
	"tenantry/backend/domain"
)

// Connections is what can be done with our logins at the vendors.
type Connections struct{ app *App }

// Vendor describes a vendor and the fields its connections have.
type Vendor struct {
	Vendor            domain.Vendor     `json:"vendor"`
	Name              string            `json:"name"`
	RequestsPerMinute int               `json:"requests_per_minute"` // the pace kept where a connection sets none; 0 is no limit
	Fields            []connector.Field `json:"fields"`
	// SignIn names the secret field that a sign-in in the browser fills, "" where the vendor has none.
	SignIn       string `json:"sign_in"`
	SignInDevice bool   `json:"sign_in_device"` // by a code on another device, too
}

// ConnectionRow is a connection with how its syncs went.
type ConnectionRow struct {
	domain.Connection
	LastRun       *domain.Run `json:"last_run"`
	Records       int         `json:"records"`        // customers the vendor lists
	FailedRecords int         `json:"failed_records"` // of these, with a dataset whose last read failed
	Secrets       []string    `json:"secrets"`        // names of the secret fields that are set
	NextSync      *time.Time  `json:"next_sync"`
}

// ConnectionInput is what a user enters. A secret left out keeps its stored value.
type ConnectionInput struct {
	Name    string            `json:"name" minLength:"1" maxLength:"100"`
	Fields  map[string]string `json:"fields"`
	Secrets map[string]string `json:"secrets,omitempty"`
	SignIn  string            `json:"sign_in,omitempty" doc:"id of a sign-in that has ended well; its token becomes the secret it is for"`
}

// CheckInput is a connection to try out before, or after, it is saved.
type CheckInput struct {
	ID      int64             `json:"id,omitempty" doc:"a stored connection whose secrets are used where none is given"`
	Vendor  domain.Vendor     `json:"vendor"`
	Fields  map[string]string `json:"fields"`
	Secrets map[string]string `json:"secrets,omitempty"`
	SignIn  string            `json:"sign_in,omitempty" doc:"id of a sign-in that has ended well"`
}

// CheckResult says whether the vendor let us in, and why not.
type CheckResult struct {
	OK          bool              `json:"ok"`
	Account     domain.Account    `json:"account"`
	Sandbox     bool              `json:"sandbox"`
	ErrorKey    string            `json:"error_key"`
	ErrorParams map[string]string `json:"error_params"`
	Detail      string            `json:"detail"` // the vendor's own words, redacted
}

// Vendors lists the vendors a connection can be made to.
func (c *Connections) Vendors() []Vendor {
	specs := all.Specs()
	vendors := make([]Vendor, 0, len(specs))
	for _, spec := range specs {
		vendor := Vendor{Vendor: spec.Vendor, Name: spec.Name, RequestsPerMinute: spec.RequestsPerMinute, Fields: spec.Fields}
		if spec.SignIn != nil {
			vendor.SignIn, vendor.SignInDevice = spec.SignIn.Field, spec.SignIn.Device != nil
		}
		vendors = append(vendors, vendor)
	}
	return vendors
}

// Create checks and stores a connection; it does not sign in at the vendor.
func (c *Connections) Create(ctx context.Context, vendor domain.Vendor, in ConnectionInput) (ConnectionRow, error) {
	ws, err := c.app.current()
	if err != nil {
		return ConnectionRow{}, err
	}
	spec, err := specOf(vendor)
	if err != nil {
		return ConnectionRow{}, err
	}
	secrets, err := c.entered(spec, in.Fields, in.Secrets, in.SignIn)
	if err != nil {
		return ConnectionRow{}, err
	}
	if err := checkFields(spec, in.Fields, secrets, nil); err != nil {
		return ConnectionRow{}, err
	}
	conn := domain.Connection{
		Vendor:    vendor,
		Name:      strings.TrimSpace(in.Name),
		Fields:    spec.Defaults(in.Fields),
		Sandbox:   isSandbox(ctx, spec, in.Fields),
		CreatedAt: ws.now(),
		UpdatedAt: ws.now(),
	}
	if err := ws.checkCompany(ctx, conn); err != nil {
		return ConnectionRow{}, err
	}
	if conn, err = ws.create(ctx, conn, secrets); err != nil {
		return ConnectionRow{}, err
	}
	c.app.tell(ws, Event{Type: EventConnectionChanged})
	return ws.connectionRow(ctx, conn)
}

// Update replaces name and fields, and the secrets that are given. A new address wants the secrets anew: those stored
// are forgotten.
func (c *Connections) Update(ctx context.Context, id int64, in ConnectionInput) (ConnectionRow, error) {
	ws, err := c.app.current()
	if err != nil {
		return ConnectionRow{}, err
	}
	conn, err := ws.store.GetConnection(ctx, id)
	if err != nil {
		return ConnectionRow{}, err
	}
	if conn.State == domain.ConnectionFile {
		return c.rename(ctx, ws, conn, in.Name)
	}
	return c.update(ctx, ws, conn, in)
}

func (c *Connections) update(ctx context.Context, ws *workspace, conn domain.Connection, in ConnectionInput) (ConnectionRow, error) {
	id := conn.ID
	spec, err := specOf(conn.Vendor)
	if err != nil {
		return ConnectionRow{}, err
	}
	stored, err := ws.store.FindSecrets(ctx, id)
	if err != nil {
		return ConnectionRow{}, err
	}
	moved := !sameAddresses(spec, conn.Fields, spec.Defaults(in.Fields))
	keep := stored
	if moved {
		keep = nil // stored secrets go only to the addresses they were stored for
	}
	secrets, err := c.entered(spec, in.Fields, in.Secrets, in.SignIn)
	if err != nil {
		return ConnectionRow{}, err
	}
	if err := checkFields(spec, in.Fields, secrets, keep); err != nil {
		return ConnectionRow{}, err
	}
	sealed, err := ws.vault.seal(ctx, id, secrets)
	if err != nil {
		return ConnectionRow{}, err
	}
	if moved {
		sealed = instead(stored, sealed)
	}
	conn.Name, conn.Fields, conn.UpdatedAt = strings.TrimSpace(in.Name), spec.Defaults(in.Fields), ws.now()
	if moved || !conn.Sandbox {
		conn.Sandbox = isSandbox(ctx, spec, conn.Fields)
	}
	if len(secrets) > 0 && conn.State == domain.ConnectionSignIn {
		conn.State = domain.ConnectionUnknown
	}
	if err := ws.checkCompany(ctx, conn); err != nil {
		return ConnectionRow{}, err
	}
	if err := ws.store.UpdateConnection(ctx, conn, sealed); err != nil {
		return ConnectionRow{}, err
	}
	return c.changed(ctx, ws, id)
}

// entered gives the secrets that were typed in, and that of a sign-in.
func (c *Connections) entered(spec connector.Spec, fields, typed map[string]string, signIn string) (map[string]string, error) {
	secrets := given(typed)
	token, err := c.app.SignIns.secret(signIn, spec, fields)
	maps.Copy(secrets, token)
	return secrets, err
}

// rename changes a connection that has nothing but a name.
func (c *Connections) rename(ctx context.Context, ws *workspace, conn domain.Connection, name string) (ConnectionRow, error) {
	conn.Name, conn.UpdatedAt = strings.TrimSpace(name), ws.now()
	if err := ws.store.UpdateConnection(ctx, conn, nil); err != nil {
		return ConnectionRow{}, err
	}
	return c.changed(ctx, ws, conn.ID)
}

// instead gives the new secrets, and nil for each stored one that none of them replaces.
func instead(stored, sealed map[string][]byte) map[string][]byte {
	all := make(map[string][]byte, len(stored))
	for name := range stored {
		all[name] = nil
	}
	maps.Copy(all, sealed)
	return all
}

// Delete removes a connection and everything only it knew.
func (c *Connections) Delete(ctx context.Context, id int64) error {
	ws, err := c.app.current()
	if err != nil {
		return err
	}
	if slices.ContainsFunc(ws.syncer.Running(), func(r domain.Run) bool { return r.ConnectionID == id }) {
		return domain.NewError(domain.CodeConflict, "sync_running")
	}
	if err := ws.store.DeleteConnection(ctx, id); err != nil {
		return err
	}
	c.app.tell(ws, Event{Type: EventConnectionChanged})
	c.app.tell(ws, Event{Type: EventDataChanged})
	return nil
}

// AcceptGone lets the next complete read mark as gone what the vendor no longer lists.
func (c *Connections) AcceptGone(ctx context.Context, id int64) (ConnectionRow, error) {
	ws, err := c.app.current()
	if err != nil {
		return ConnectionRow{}, err
	}
	if err := ws.store.AcceptGone(ctx, id); err != nil {
		return ConnectionRow{}, err
	}
	return c.changed(ctx, ws, id)
}

// DismissGone puts the question aside until the next complete read asks it again.
func (c *Connections) DismissGone(ctx context.Context, id int64) (ConnectionRow, error) {
	ws, err := c.app.current()
	if err != nil {
		return ConnectionRow{}, err
	}
	if err := ws.store.SetGoneHold(ctx, id, nil); err != nil {
		return ConnectionRow{}, err
	}
	return c.changed(ctx, ws, id)
}

// Pause leaves a connection out of syncs that name none, or takes it in again.
func (c *Connections) Pause(ctx context.Context, id int64, paused bool) (ConnectionRow, error) {
	ws, err := c.app.current()
	if err != nil {
		return ConnectionRow{}, err
	}
	conn, err := ws.store.GetConnection(ctx, id)
	if err != nil {
		return ConnectionRow{}, err
	}
	if conn.State == domain.ConnectionFile {
		return ConnectionRow{}, domain.NewError(domain.CodeConflict, "connection_file", "connection", conn.Name)
	}
	state := conn.State
	switch {
	case paused:
		state = domain.ConnectionPaused
	case state == domain.ConnectionPaused:
		state = domain.ConnectionUnknown
	}
	if err := ws.store.SetConnectionState(ctx, id, state); err != nil {
		return ConnectionRow{}, err
	}
	return c.changed(ctx, ws, id)
}

func (c *Connections) changed(ctx context.Context, ws *workspace, id int64) (ConnectionRow, error) {
	c.app.tell(ws, Event{Type: EventConnectionChanged})
	conn, err := ws.store.GetConnection(ctx, id)
	if err != nil {
		return ConnectionRow{}, err
	}
	return ws.connectionRow(ctx, conn)
}
