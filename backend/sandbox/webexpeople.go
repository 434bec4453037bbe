package sandbox

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const webexStamp = "2006-01-02T15:04:05.000Z"

type webexPerson struct {
	ID           string         `json:"id"`
	Emails       []string       `json:"emails"`
	DisplayName  string         `json:"displayName"`
	FirstName    string         `json:"firstName"`
	LastName     string         `json:"lastName"`
	OrgID        string         `json:"orgId"`
	Roles        []string       `json:"roles,omitempty"`
	Licenses     []string       `json:"licenses,omitempty"`
	Addresses    []webexAddress `json:"addresses,omitempty"`
	Created      string         `json:"created"`
	LastModified string         `json:"lastModified"`
	Timezone     string         `json:"timezone"`
	LastActivity string         `json:"lastActivity,omitempty"`
	Status       string         `json:"status"`
	// The description has texts; the live API mostly answers booleans.
	InvitePending any    `json:"invitePending"`
	LoginEnabled  any    `json:"loginEnabled"`
	Type          string `json:"type"`
}

type webexAddress struct {
	Type          string `json:"type"`
	Country       string `json:"country"`
	Locality      string `json:"locality"`
	Region        string `json:"region"`
	StreetAddress string `json:"streetAddress"`
	PostalCode    string `json:"postalCode"`
}

func (s *Sandbox) webexMe(*http.Request) reply {
	today := s.portfolio().day.time()
	return jsonReply(http.StatusOK, webexPerson{
		ID: webexID("PEOPLE", s.secrets.partnerPerson), Emails: []string{"admin@partner.example"},
		DisplayName: "Robin Ashcombe", FirstName: "Robin", LastName: "Ashcombe",
		OrgID:   webexID("ORGANIZATION", s.secrets.partnerOrg),
		Roles:   []string{webexID("ROLE", "atlas-portal.partner.salesfulladmin")},
		Created: "2016-05-17T09:12:44.120Z", LastModified: today.AddDate(0, 0, -3).Format(webexStamp),
		Timezone: "Europe/Oslo", LastActivity: today.Add(-7 * time.Hour).Format(webexStamp),
		Status: "active", InvitePending: false, LoginEnabled: true, Type: "person",
	})
}

// headcount is how many people an organisation has: as many as its most widely used licence, or those of the company.
func (o *org) headcount() int {
	n := 0
	for _, l := range o.licences() {
		n = max(n, l.users)
	}
	if n == 0 && o.company != nil {
		n = o.company.people
	}
	return n
}

// personID is the UUID of an organisation's n-th person.
func (o *org) personID(n int) string { return newDice(mix(key(0, o.uuid), 77, uint64(n))).uuid() }

// email is the address of an organisation's n-th person. The first of some is one of the partner's own people.
func (o *org) email(n int) string {
	if o.company == nil {
		return fmt.Sprintf("tech%d@partner.example", n+1)
	}
	if n == 0 && key(0, o.uuid)%10 < 3 {
		return "sam.okafor@partner.example"
	}
	return o.company.human(n).login + "@" + o.company.domain()
}

func (o *org) person(n int, today day) webexPerson {
	k := mix(key(0, o.uuid), 78, uint64(n))
	name := "Sam Okafor"
	if o.company != nil {
		name = o.company.human(n).name
	}
	first, last, _ := strings.Cut(name, " ")
	p := webexPerson{
		ID: webexID("PEOPLE", o.personID(n)), Emails: []string{o.email(n)}, DisplayName: name, FirstName: first, LastName: last,
		OrgID: webexID("ORGANIZATION", o.uuid), Created: o.from.time().Add(time.Duration(k%(1<<20)) * time.Second).Format(webexStamp),
		LastModified: (today - day(k%200)).time().Format(webexStamp), Timezone: "Europe/Oslo", Status: "unknown",
		InvitePending: false, LoginEnabled: true, Type: "person",
	}
	if n == 0 {
		p.Roles = []string{webexID("ROLE", "id_full_admin")}
	}
	if o.company != nil {
		at := o.company.place
		p.Addresses = []webexAddress{{Type: "work", Country: at.code, Locality: at.city, Region: at.region, PostalCode: at.postal, StreetAddress: "1 Station Road"}}
	}
	for _, l := range o.licences() {
		if n < l.users {
			p.Licenses = append(p.Licenses, l.id(o))
		}
	}
	switch roll := k >> 8 % 100; {
	case roll < 4:
		p.InvitePending, p.LoginEnabled, p.Status = "true", "true", "pending"
	case roll < 78:
		p.LastActivity = (today - day(k>>16%7)).time().Add(-3 * time.Hour).Format(webexStamp)
	default:
		p.LastActivity = (today - day(8+k>>16%120)).time().Format(webexStamp)
		p.LoginEnabled = roll < 98
	}
	return p
}

// webexPeople lists people a page at a time. The link to the next page leaves the organisation out.
func (s *Sandbox) webexPeople(r *http.Request) reply {
	o, refusal := s.askedOrg(r)
	if o == nil {
		return refusal
	}
	today, items := s.portfolio().day, []webexPerson{}
	start, end, size := window(r, offsetIn(r.URL.Query().Get("cursor")), o.headcount(), 100, 1000)
	for n := start; n < end; n++ {
		items = append(items, o.person(n, today))
	}
	answer := jsonReply(http.StatusOK, map[string]any{"items": items})
	if end < o.headcount() {
		next := url.Values{"max": {strconv.Itoa(size)}, "cursor": {offsetText(end)}}
		answer = answer.with("Link", "<"+baseOf(r)+r.URL.Path+"?"+next.Encode()+`>; rel="next"`)
	}
	return answer
}

// offsetText is where a page begins, as a text that clients take as it is.
func offsetText(n int) string { return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(n))) }

// offsetIn reads what offsetText wrote; anything else is the beginning.
func offsetIn(text string) int {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return 0
	}
	n, _ := strconv.Atoi(string(raw))
	return max(0, n)
}

// window is the part of a list that a request asks for by max; too much is silently reduced.
func window(r *http.Request, offset, total, standard, most int) (start, end, size int) {
	size, err := strconv.Atoi(r.URL.Query().Get("max"))
	if err != nil || size < 1 {
		size = standard
	}
	size = min(size, most)
	start = min(max(0, offset), total)
	return start, min(start+size, total), size
}

// counted answers one page of a list that is read by offset, with the next offset in the Link header.
func counted[T any](r *http.Request, name string, all []T, standard, most int) reply {
	offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
	start, end, size := window(r, offset, len(all), standard, most)
	answer := jsonReply(http.StatusOK, map[string]any{name: append([]T{}, all[start:end]...)})
	if end < len(all) {
		query := r.URL.Query()
		query.Set("offset", strconv.Itoa(end))
		query.Set("max", strconv.Itoa(size))
		answer = answer.with("Link", "<"+baseOf(r)+r.URL.Path+"?"+query.Encode()+`>; rel="next"`)
	}
	return answer
}
