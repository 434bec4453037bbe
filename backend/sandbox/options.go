package sandbox

import "time"

// Options describe a sandbox; every zero value has a default.
type Options struct {
	Customers int       // companies that exist on any one day; default 60
	Seed      int64     // another seed is another portfolio; default 1
	AsOf      time.Time // the day the portfolio stands on, UTC midnight; default today
	Latency   time.Duration
	Rate      int // requests a minute per connection, 0 for no limit; what goes beyond is answered with 429
	Faults    []Fault

	Vendors     []string    // those that Connections lists; default all
	Blancco     int         // percent of the companies with a Blancco tenant; default 10, negative is none
	Partner     PartnerType // how the partner sells Microsoft's products; default PartnerDirect
	ExportPolls int         // how often a billing export still runs when it is asked for

	AllAccessible bool             // no customer refuses access (no missing consent, no persisting 403)
	TokenLife     time.Duration    // how long access tokens live; default as the vendors document it
	OpenFor       time.Duration    // how long a Webex customer stays open after it was read; default one hour
	ReportCalls   int              // how often each usage report of a Microsoft customer may be asked for in ten minutes (14 in real life); 0 for any number
	OpenCalls     int              // how many licence lists an opening is good for; 0 for any number
	Now           func() time.Time // the clock for tokens, openings and the rate; default time.Now
}

// PartnerType is how a partner sells Microsoft's products, which decides what Partner Center answers.
type PartnerType string

// The types of partners. An indirect reseller buys from a distributor: Partner Center refuses it. An adviser does not sell.
const (
	PartnerDirect   PartnerType = "direct"
	PartnerReseller PartnerType = "reseller"
	PartnerAdviser  PartnerType = "adviser"
)

// Valid says whether it is one of the types, or "" for the default.
func (p PartnerType) Valid() bool {
	return p == "" || p == PartnerDirect || p == PartnerReseller || p == PartnerAdviser
}

const (
	defaultCustomers = 60
	defaultSeed      = 1
	defaultOpenFor   = time.Hour
)

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Customers <= 0 {
		o.Customers = defaultCustomers
	}
	if o.Seed == 0 {
		o.Seed = defaultSeed
	}
	if o.AsOf.IsZero() {
		o.AsOf = o.Now().UTC()
	}
	if o.Blancco == 0 {
		o.Blancco = blanccoShare
	}
	if o.OpenFor <= 0 {
		o.OpenFor = defaultOpenFor
	}
	if o.Partner == "" {
		o.Partner = PartnerDirect
	}
	return o
}
