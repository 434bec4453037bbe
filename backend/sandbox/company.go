package sandbox

// access says what a customer lets the partner do.
type access string

const (
	accessOK            access = "ok"
	accessForbidden     access = "forbidden"      // Webex: 403, even after the organisation was read
	accessNotManaged    access = "not_managed"    // Webex: 403 already for reading the organisation
	accessNoConsent     access = "no_consent"     // Microsoft: AADSTS65001
	accessGuest         access = "guest"          // Microsoft: AADSTS50020
	accessSkusForbidden access = "skus_forbidden" // Microsoft: 403 for subscribedSkus, all else works
)

const (
	eraDays     = 6*365 + 2 // how long an ordinary customer stays before another takes its place
	epochYear   = 2010      // eras are counted from here
	firstFixed  = 2019      // customers that never leave came in this year or the next two
	overlapBoth = 60        // percent of companies known to both vendors
)

// company is everything about one customer that does not change from day to day.
type company struct {
	seed      int64
	slot, era int
	role      *role
	locale    *locale
	place     place
	name      companyName
	people    int
	start     day
	webex     *orgPlan
	microsoft *tenantPlan
	avepoint  *elementsPlan
	blancco   *eraserPlan
}

// companyAt is the company that holds a slot on a day. Fixed roles hold theirs for ever; an ordinary company stays for
// one era and is then replaced by another, so that on any day customers have come and gone during the last year while
// their number stays the same.
func companyAt(opts Options, slot int, d day) *company {
	c := &company{seed: opts.Seed, slot: slot, role: roleOf(slot)}
	first := newDice(key(c.seed, "slot", slot))
	shift := first.IntN(eraDays)
	c.start = dateDay(firstFixed, 1, 1) + day(shift%(3*365))
	if !c.role.fixed {
		origin := dateDay(epochYear, 1, 1) + day(shift)
		c.era = int(max(0, d-origin)) / eraDays
		c.start = origin + day(c.era*eraDays)
	}
	c.locale = &locales[[]int{0, 0, 0, 1, 1, 2, 2, 3, 3, 3}[first.IntN(10)]]

	dd := newDice(key(c.seed, "company", slot, c.era))
	c.place = pick(dd, c.locale.places)
	c.people = size(dd)
	c.name = c.locale.name(slot*8+c.era%8, pick(dd, c.locale.legal))
	if c.role.name != "" {
		c.name = companyName{base: c.role.name, legal: c.role.legal}
		c.people = min(max(c.people, 4), 90)
	}
	both := c.role.both || dd.chance(overlapBoth)
	atWebex := dd.chance(40)
	webexName, microsoftName := c.name.String(), c.name.String()
	if c.role.name == "" {
		if dd.chance(50) {
			webexName = c.locale.variant(c.name, dd)
		} else {
			microsoftName = c.locale.variant(c.name, dd)
		}
	}
	if both || atWebex {
		c.webex = planOrg(c, webexName, opts.AllAccessible)
	}
	if both || !atWebex {
		c.microsoft = planTenant(c, microsoftName, opts.AllAccessible)
	}
	c.avepoint = planElements(c, opts.AllAccessible)
	c.blancco = planEraser(c, opts.Blancco)
	return c
}

func (c *company) key(label string, numbers ...int) uint64 {
	return key(c.seed, label, append([]int{c.slot, c.era}, numbers...)...)
}

func (c *company) uuid(label string, numbers ...int) string {
	return newDice(c.key(label, numbers...)).uuid()
}

// role makes a slot show something that chance might not: it is the same company on every day.
type role struct {
	name, legal string // "" for an invented one
	fixed       bool
	both        bool // known to both vendors
	webex       string
	microsoft   string
	avepoint    string
}

// What a role shows at a vendor.
const (
	showsOver      = "over"       // more assigned than bought
	showsBarely    = "barely"     // hardly anything assigned
	showsSeveral   = "several"    // several subscriptions of one product that end on the same day
	showsLapsed    = "lapsed"     // a subscription in each state of its end
	showsNothing   = "nothing"    // nothing active
	showsMessaging = "messaging"  // only Messaging
	showsTrial     = "trial"      // a trial that runs, or has just ended
	showsMonthly   = "monthly"    // nothing but monthly terms, long renewed
	showsNoConsent = "no-consent" // and the other ways of refusing access
	showsGuest     = "guest"
	showsNoSkus    = "no-skus"
	showsForbidden = "forbidden"
	showsNoManager = "not-managed"

	showsFailing    = "failing"    // a backup that fails night after night
	showsEverything = "everything" // every service there is
)

var ordinary = role{}

var roles = []role{
	{fixed: true, both: true},
	{fixed: true, both: true, webex: showsOver, microsoft: showsOver, avepoint: showsOver},
	{name: "=Equals Design", legal: "Ltd", fixed: true, both: true},
	{fixed: true, both: true, microsoft: showsNoConsent},
	{fixed: true, both: true, webex: showsForbidden},
	{fixed: true, both: true, webex: showsTrial, microsoft: showsTrial, avepoint: showsForbidden},
	{name: "Brückenmüller & Söhne Fördertechnik", legal: "GmbH & Co. KG", fixed: true, both: true, webex: showsSeveral, microsoft: showsSeveral},
	ordinary,
	{fixed: true, both: true, webex: showsMessaging, avepoint: showsEverything},
	{fixed: true, both: true, microsoft: showsLapsed, avepoint: showsFailing},
	{fixed: true, both: true, webex: showsNothing, microsoft: showsNothing},
	{fixed: true, both: true, microsoft: showsMonthly},
	{name: "O'Branmere & Daughters Veterinary", legal: "Ltd", fixed: true, both: true, webex: showsBarely, microsoft: showsBarely},
	ordinary,
	{fixed: true, both: true, microsoft: showsGuest},
	{fixed: true, both: true, microsoft: showsNoSkus},
	{name: "+Plus Minus Regnskap", legal: "AS", fixed: true, both: true},
	{name: "-Strich Druckerei", legal: "e.K.", fixed: true, both: true},
	{name: "@Lungomare Agenzia", legal: "S.r.l.", fixed: true, both: true},
	{name: "Østenløkka Båt & Sjømat", legal: "AS", fixed: true, both: true},
	ordinary,
	{fixed: true, both: true, webex: showsNoManager},
	{name: "Gemeinnützige Vereinigung zur Förderung der handwerklichen Ausbildung und der Erhaltung historischer Mühlen, Brücken und Wasserwerke im nördlichen Störchenmoor",
		legal: "e.V.", fixed: true, both: true},
	{fixed: true, both: true, webex: showsBarely},
}

// roleOf is the role of a slot; later slots are ordinary, now and then with a problem of access or of seats.
func roleOf(slot int) *role {
	if slot < len(roles) {
		return &roles[slot]
	}
	return &ordinary
}
