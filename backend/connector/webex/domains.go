package webex

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

const (
	// activeDays is how long ago a holder of a licence may have been active to count as using it (docs/figures.md).
	activeDays   = 7
	activePeriod = "P7D"
)

// fetchDomains reads what the list of people says of a customer as a whole: the domains of their addresses, and how many
// of a product's holders were active lately. It names nobody, so it is read without personal data too. Where the people
// were read in this run, nothing is asked again.
func (w *webex) fetchDomains(ctx context.Context, req connector.Request) (connector.Page, error) {
	c, org := w.client, req.Customer.VendorID
	page := connector.Page{Kinds: []domain.Kind{domain.KindProfiles, domain.KindUsage}}
	heard, known := c.heard.LoadAndDelete(org)
	if !known {
		names, err := c.licenseNames(ctx, org)
		if err != nil {
			return page, err
		}
		if err := c.eachPerson(ctx, org, names, func([]wirePerson) error { return nil }); err != nil {
			return page, err
		}
		heard, _ = c.heard.LoadAndDelete(org)
	}
	me, err := c.own(ctx)
	if err != nil {
		return page, err
	}
	summary := heard.(*summary)
	if derived := summary.domains(me.Emails); len(derived) > 0 {
		page.Profiles = []domain.Profile{{Key: "people", Derived: derived}}
	}
	page.Usage = summary.usage()
	return page, nil
}

// summary is what a list of people says of the customer.
type summary struct {
	now       time.Time
	addresses map[string]int // people by the domain of their address
	active    map[string]int64
	presence  bool // anybody's last activity was told: Webex leaves it out where it is switched off
}

func newSummary(now time.Time) *summary {
	return &summary{now: now, addresses: map[string]int{}, active: map[string]int64{}}
}

func (s *summary) add(p wirePerson, names map[string]string) {
	if kind := personKind(p.Type); kind != "user" && kind != "" {
		return
	}
	if d := domainOf(p.email()); d != "" {
		s.addresses[d]++
	}
	s.presence = s.presence || !p.LastActivity.IsZero()
	lately := p.LastActivity.After(s.now.AddDate(0, 0, -activeDays))
	for _, product := range p.products(names) {
		if lately {
			s.active[product]++
		} else {
			s.active[product] += 0
		}
	}
}

// domains are those of a tenth of the people or more: single addresses may be an adviser's. Public mail services belong
// to nobody, and ours to us.
func (s *summary) domains(own []string) []string {
	mine := map[string]bool{}
	for _, email := range own {
		mine[domainOf(strings.ToLower(email))] = true
	}
	total := 0
	for d, n := range s.addresses {
		if !mine[d] && !publicMail(d) {
			total += n
		}
	}
	var domains []string
	for _, d := range slices.Sorted(maps.Keys(s.addresses)) {
		if !mine[d] && !publicMail(d) && s.addresses[d]*10 >= total {
			domains = append(domains, d)
		}
	}
	return domains
}

func (s *summary) usage() []domain.Usage {
	if !s.presence {
		return nil
	}
	day := domain.DateOf(s.now)
	var usage []domain.Usage
	for _, product := range slices.Sorted(maps.Keys(s.active)) {
		usage = append(usage, domain.Usage{
			Key:     strings.Join([]string{product, "active", activePeriod, string(day)}, "|"),
			Product: product, ProductKey: product, Metric: "active", Period: activePeriod, Day: day, Value: s.active[product],
		})
	}
	return usage
}

// domainOf is what stands behind the @ of an address, "" where that is no domain.
func domainOf(email string) string {
	_, d, _ := strings.Cut(email, "@")
	if !strings.Contains(d, ".") || strings.ContainsAny(d, "@ \t\r\n/\\,;<>\"'()") || strings.Trim(d, ".") != d || len(d) > 253 {
		return ""
	}
	return d
}

// publicMail says whether anybody can have an address there.
func publicMail(d string) bool {
	first, rest, _ := strings.Cut(d, ".")
	return publicServices[d] || publicBrands[first] && strings.Count(rest, ".") <= 1
}

// publicBrands are mail services with many endings: yahoo.com, yahoo.co.uk, yahoo.fr.
var publicBrands = set("gmail googlemail hotmail outlook live msn yahoo ymail rocketmail gmx icloud protonmail yandex aol")

var publicServices = set(`163.com 126.com alice.it arcor.de att.net bell.net bellsouth.net bluewin.ch bol.com.br btinternet.com
	chello.at comcast.net cox.net email.com fastmail.com free.fr freenet.de home.nl hushmail.com inbox.com kabelmail.de
	kpnmail.nl laposte.net libero.it list.ru mac.com mail.com mail.de mail.ru mailbox.org me.com naver.com ntlworld.com
	o2.pl online.de online.no onet.pl orange.fr pm.me posteo.de proton.me qq.com rediffmail.com sbcglobal.net seznam.cz sfr.fr
	shaw.ca sky.com sympatico.ca t-online.de talktalk.net telenet.be tin.it tiscali.it tuta.io tutanota.com uol.com.br
	verizon.net virgilio.it virginmedia.com vodafone.de wanadoo.fr web.de wp.pl ziggo.nl zoho.com`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		out[word] = true
	}
	return out
}
