// Package connector is the contract between the syncer and the vendors: what a
// vendor's package offers, what it is given, and how its errors are sorted.
package connector

import (
	"context"
	"iter"
	"net/http"
	"time"

	"golang.org/x/oauth2"

	"tenantry/backend/domain"
)

// Connector reads one connection (our login at a vendor). Methods are safe for concurrent use.
type Connector interface {
	// Check proves the credentials with the cheapest call there is and says who is signed in.
	Check(ctx context.Context) (domain.Account, error)
	// Customers yields the customers the connection can see, page by page; their datasets start as pages arrive.
	// It stops at the first error it yields. Our own organisation is not among them.
	Customers(ctx context.Context) iter.Seq2[[]domain.Record, error]
	// Datasets lists what can be fetched, parents before children. Their order is the order they are fetched in.
	Datasets() []Dataset
}

// Daily is the Every of what is read once a day. It leaves room for a daily schedule whose next run begins a little
// earlier in the day, or whose last one took hours.
const Daily = 20 * time.Hour

// Dataset is one kind of record a vendor lists.
type Dataset struct {
	Name          string // keys the checkpoint: never rename
	PerConnection bool   // fetched once per connection, not per customer (report jobs, invoices)
	Incremental   bool   // Fetch honours Request.Cursor
	// Personal says that the dataset is about people and of use for nothing else: it is not read where the user wants
	// no personal data.
	Personal bool
	// Essential says that a customer who refuses the dataset is shown as one that cannot be read; a refusal of another
	// dataset concerns that dataset alone.
	Essential bool
	// Lane names the limit that the dataset's requests are under where the vendor sets one apart from its others;
	// waiting for it holds up nothing else. "" is the connection's own.
	Lane string
	// LanePace is how many requests the lane lets start in any minute, as far as that is known; 0 is not. LaneRequests are
	// those of Requests that count there; 0 is all.
	LanePace, LaneRequests int
	// LaneEach is how often the lane answers one and the same question about one customer, where the vendor limits that.
	LaneEach domain.EachLimit
	// Every is how old a good read may be before it is repeated; 0 reads at every run. A full run reads always.
	Every time.Duration // Daily, or longer for what hardly changes
	// Requests is about how many requests one customer (or, PerConnection, the connection) takes; 0 counts as 1.
	Requests int
	// Fetch yields a page at a time and stops at the first error it yields.
	Fetch func(ctx context.Context, req Request) iter.Seq2[Page, error]
}

// Request names whose records to fetch and where the last stored page ended; "" means from the start.
type Request struct {
	Customer domain.Record // zero for PerConnection datasets
	Cursor   string
}

// Page is one batch; a dataset fills the slices it produces and says which kinds it produces in Kinds,
// so that an empty list is told from a kind that was not read. Pages of a PerConnection dataset hold no pools,
// subscriptions or other rows of a customer; invoice lines name theirs.
type Page struct {
	domain.Rows
	// Kinds says which kinds of rows the dataset lists in full; what it lists no longer can be marked gone.
	Kinds  []domain.Kind
	Cursor string // saved with the rows; "" keeps the previous one
}

// Spec is a vendor as data: the credentials form, the command line and the validation are drawn from it.
type Spec struct {
	Vendor      domain.Vendor
	Name        string // the vendor's own name, not translated
	Concurrency int    // customers read side by side
	// RequestsPerMinute is the pace kept towards this vendor where the connection sets none; 0 is no limit.
	RequestsPerMinute int
	Fields            []Field
	New               func(Config) (Connector, error)
	// SignIn is how a person signs in at the vendor; nil where credentials can only be typed in.
	SignIn *SignIn
	// Portals are links into the vendor's portal, as it documents them; users can change them per connection. One without
	// placeholders leads to the portal's home: the vendor documents none to one customer.
	Portals []domain.PortalTemplate
}

// SignIn describes a vendor's interactive sign-in. Its result, a refresh token, is stored in a secret field.
type SignIn struct {
	Field string // the secret field that takes the refresh token
	// Redirect is the path of the loopback address that the vendor sends the browser back to, for example "/callback";
	// "" where only the device grant is offered. Port is the port that is registered there, 0 for any.
	Redirect string
	Port     int
	// OAuth gives the endpoints, the app and the scopes. The browser flow always uses PKCE (S256).
	OAuth func(Config) (*oauth2.Config, error)
	// Params are added to the address of the sign-in page.
	Params map[string]string
	// Device starts the device grant, and Poll waits for its end; nil where the vendor has none.
	Device func(context.Context, Config) (*oauth2.DeviceAuthResponse, error)
	Poll   func(context.Context, Config, *oauth2.DeviceAuthResponse) (*oauth2.Token, error)
}

// Field is one input of the credentials form. Label and help text are catalogue keys
// "field.<vendor>.<name>.label" and "field.<vendor>.<name>.help".
type Field struct {
	Name     string   `json:"name"`
	Kind     Kind     `json:"kind"`
	Secret   bool     `json:"secret"`
	Required bool     `json:"required"`
	Default  string   `json:"default,omitempty"`
	Choices  []string `json:"choices,omitempty"`
	Advanced bool     `json:"advanced"` // hidden until asked for
}

// Kind says how a field is checked.
type Kind string

// The kinds of a field.
const (
	KindText   Kind = "text"
	KindURL    Kind = "url"    // absolute, https unless it points to this machine
	KindNumber Kind = "number" // whole and not negative
	KindDate   Kind = "date"   // a calendar day, "2026-11-20"
	KindLong   Kind = "long"   // text of several lines, such as a PEM block
)

// FieldRequestsPerMinute is the field every vendor has: the pace of this connection, 0 for none.
const FieldRequestsPerMinute = "requests_per_minute"

// Config is what a connector is made of.
type Config struct {
	Fields map[string]string // by Field.Name, defaults filled in
	// Secret gives the stored value of a secret field, "" when there is none.
	Secret func(name string) string
	// SaveSecret stores a secret that the vendor renewed (refresh tokens) before it is used again.
	SaveSecret func(ctx context.Context, name, value string) error
	// Kept is what Keep was given last, also in an earlier run or process; "" is nothing.
	Kept string
	// Keep stores an access token, in a form of the connector's own, for the runs that follow. It is guarded as secrets
	// are. Nil keeps nothing.
	Keep func(ctx context.Context, token string) error
	// Learn is told when something that lets us in will end, as often as the connector sees it. Nil is nobody.
	Learn func(ctx context.Context, c domain.Credential) error
	// Names gives the name the user's own list has for a product of the vendor, "" where it has none. Nil is no list.
	Names func(product string) string
	// Transport carries the requests; nil is http.DefaultTransport's twin with sane time-outs.
	Transport http.RoundTripper
	// Now is the clock for token lifetimes; nil is time.Now.
	Now func() time.Time
	// Clock is what days and moments that the vendor gives are compared with, where that is another clock: of a simulated
	// day. Nil is Now.
	Clock func() time.Time
	// Notify is told when requests made with ctx wait for the vendor's rate limit; nil is nobody.
	Notify func(ctx context.Context, wait time.Duration)
}

// Clocks gives the clock for tokens and the one for what the vendor tells.
func (c Config) Clocks() (now, clock func() time.Time) {
	now = c.Now
	if now == nil {
		now = time.Now
	}
	if c.Clock == nil {
		return now, now
	}
	return now, c.Clock
}
