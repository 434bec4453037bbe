package sandbox

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// colleagues are the partner's people who are assigned to customers.
var colleagues = []struct{ first, last, role string }{
	{"Sam", "Okafor", "id_full_admin"}, {"Ingrid", "Solheim", "id_full_admin"}, {"Paul", "Quent", "id_readonly_admin"},
}

type webexAdmin struct {
	ID          string   `json:"id"`
	DisplayName string   `json:"displayName"`
	FirstName   string   `json:"firstName"`
	LastName    string   `json:"lastName"`
	Emails      []string `json:"emails"`
	Role        string   `json:"roleInCustomerOrg"`
}

// namedOrg is the organisation in the path; nil with a refusal if the partner does not manage it.
func (s *Sandbox) namedOrg(r *http.Request) (*org, reply) {
	o := s.portfolio().orgByUUID[orgUUID(r.PathValue("orgId"))]
	switch {
	case o == nil:
		return nil, webexError(r, http.StatusNotFound, "Organization not found.")
	case o.access == accessNotManaged:
		return nil, webexError(r, http.StatusForbidden, "")
	}
	return o, reply{}
}

func (s *Sandbox) webexAdmins(r *http.Request) reply {
	o, refusal := s.namedOrg(r)
	if o == nil {
		return refusal
	}
	items := []webexAdmin{}
	for i, c := range colleagues {
		if mix(key(0, o.uuid), 90, uint64(i))%3 == 0 {
			items = append(items, webexAdmin{
				ID:          webexID("PEOPLE", uuidOf(s.opts.Seed, "colleague", i)),
				DisplayName: c.first + " " + c.last, FirstName: c.first, LastName: c.last,
				Emails: []string{strings.ToLower(c.first + "." + c.last + "@partner.example")}, Role: c.role,
			})
		}
	}
	return jsonReply(http.StatusOK, map[string]any{"items": items})
}

var webexTagNames = []struct{ name, description string }{
	{"gold", "Gold tier"}, {"region-north", "Served from the north"}, {"Betreuung läuft aus", ""},
}

// tags are what the partner put on an organisation.
func (o *org) tags() []string {
	var tags []string
	for i, t := range webexTagNames {
		if o.company != nil && mix(key(0, o.uuid), 91, uint64(i))%8 < 2 {
			tags = append(tags, t.name)
		}
	}
	return tags
}

type webexTaggedOrg struct {
	OrgName string   `json:"orgName"`
	OrgID   string   `json:"orgId"`
	Tags    []string `json:"tags"`
}

// webexSubscriptionTagNames are the tags of subscriptions.
var webexSubscriptionTagNames = []string{"pilot", "renew with hardware"}

// subscriptionTags are what the partner put on a subscription.
func subscriptionTags(number string) []string {
	tags := []string{}
	for i, name := range webexSubscriptionTagNames {
		if number != "" && mix(key(0, number), 92, uint64(i))%5 == 0 {
			tags = append(tags, name)
		}
	}
	return tags
}

type webexTaggedSubscription struct {
	webexTaggedOrg
	Subscription string `json:"subscriptionId"`
	Trial        string `json:"trial"` // a text
}

// subscriptions are those of an organisation that have a number, each once.
func (o *org) subscriptions() []webexTaggedSubscription {
	var list []webexTaggedSubscription
	seen := map[string]bool{"": true}
	for _, l := range o.licences() {
		if !seen[l.subscription] {
			seen[l.subscription] = true
			of := webexTaggedOrg{OrgName: o.name, OrgID: webexID("ORGANIZATION", o.uuid), Tags: subscriptionTags(l.subscription)}
			list = append(list, webexTaggedSubscription{of, l.subscription, strconv.FormatBool(l.trial)})
		}
	}
	return list
}

// webexTaggedSubscriptions lists the subscriptions with any of some tags, as a bare list without further pages.
func (s *Sandbox) webexTaggedSubscriptions(r *http.Request) reply {
	most, err := strconv.Atoi(r.URL.Query().Get("max"))
	if err != nil || most < 1 || most > 100 {
		most = 100
	}
	wanted, list := strings.Split(r.URL.Query().Get("tags"), ","), []webexTaggedSubscription{}
	for _, o := range s.portfolio().orgs {
		for _, tagged := range o.subscriptions() {
			if len(list) < most && slices.ContainsFunc(tagged.Tags, func(t string) bool { return slices.Contains(wanted, t) }) {
				list = append(list, tagged)
			}
		}
	}
	return jsonReply(http.StatusOK, list)
}

// tagged writes several tags as one text now and then, as the reference's examples do.
func (o *org) tagged() webexTaggedOrg {
	t := webexTaggedOrg{OrgName: o.name, OrgID: webexID("ORGANIZATION", o.uuid), Tags: o.tags()}
	if len(t.Tags) > 1 && key(0, o.uuid)%2 == 0 {
		t.Tags = []string{strings.Join(t.Tags, ",")}
	}
	if t.Tags == nil {
		t.Tags = []string{}
	}
	return t
}

// webexTags lists the tags in use, as a bare list.
func (s *Sandbox) webexTags(r *http.Request) reply {
	list := []map[string]string{}
	if r.URL.Query().Get("type") == "SUBSCRIPTION" {
		for _, name := range webexSubscriptionTagNames {
			list = append(list, map[string]string{"name": name, "description": ""})
		}
		return jsonReply(http.StatusOK, list)
	}
	for _, t := range webexTagNames {
		used := slices.ContainsFunc(s.portfolio().orgs, func(o *org) bool { return slices.Contains(o.tags(), t.name) })
		if used {
			list = append(list, map[string]string{"name": t.name, "description": t.description})
		}
	}
	return jsonReply(http.StatusOK, list)
}

// webexTagged lists the organisations with any of some tags, as a bare list without further pages.
func (s *Sandbox) webexTagged(r *http.Request) reply {
	most, err := strconv.Atoi(r.URL.Query().Get("max"))
	if err != nil || most < 1 || most > 100 {
		most = 100
	}
	wanted, list := strings.Split(r.URL.Query().Get("tags"), ","), []webexTaggedOrg{}
	for _, o := range s.portfolio().orgs {
		if len(list) < most && slices.ContainsFunc(o.tags(), func(t string) bool { return slices.Contains(wanted, t) }) {
			list = append(list, o.tagged())
		}
	}
	return jsonReply(http.StatusOK, list)
}

func (s *Sandbox) webexOrgTags(r *http.Request) reply {
	o, refusal := s.namedOrg(r)
	if o == nil {
		return refusal
	}
	return jsonReply(http.StatusOK, o.tagged())
}

// webexSubscriptionTags is the only place that tells a trial. Whether it answers for subscriptions without tags is not
// known; here it does for most.
func (s *Sandbox) webexSubscriptionTags(r *http.Request) reply {
	o, refusal := s.namedOrg(r)
	if o == nil {
		return refusal
	}
	id := r.PathValue("subId")
	for _, l := range o.licences() {
		if l.subscription != id || key(0, id)%10 == 0 && !l.trial {
			continue
		}
		return jsonReply(http.StatusOK, map[string]any{
			"orgName": o.name, "orgId": webexID("ORGANIZATION", o.uuid), "tags": subscriptionTags(id), "subscriptionId": id,
			"trial": strconv.FormatBool(l.trial), // a text
		})
	}
	return webexError(r, http.StatusNotFound, "Subscription not found.")
}

type webexEvent struct {
	ID         string         `json:"id"`
	Created    string         `json:"created"`
	ActorID    string         `json:"actorId"`
	ActorOrgID string         `json:"actorOrgId"`
	Data       map[string]any `json:"data"`
}

// logins are the days before today on which an admin signed in, the latest first: the customer's own people, whose visits
// end a while ago at one customer in seven, and the partner's.
func (o *org) logins() (ago []int, own []bool) {
	k := key(0, o.uuid)
	first, step := int(k%9), 1+int(k>>8%11)
	if k>>16%7 == 0 {
		first = 120
	}
	for d := int(k >> 20 % 5); d < 365; d++ {
		if d%17 == 0 {
			ago, own = append(ago, d), append(own, false)
		}
		if d >= first && (d-first)%step == 0 {
			ago, own = append(ago, d), append(own, true)
		}
	}
	return ago, own
}

// webexAudit lists the sign-ins to Control Hub.
func (s *Sandbox) webexAudit(r *http.Request) reply {
	o, refusal := s.askedOrg(r)
	if o == nil {
		return refusal
	}
	q := r.URL.Query()
	from, err1 := time.Parse(time.RFC3339, q.Get("from"))
	to, err2 := time.Parse(time.RFC3339, q.Get("to"))
	if err1 != nil || err2 != nil || to.Sub(from) > 366*24*time.Hour {
		return webexError(r, http.StatusBadRequest, "from and to must be at most one year apart.")
	}
	events := []webexEvent{}
	if categories := strings.ToUpper(q.Get("eventCategories")); categories == "" || strings.Contains(categories, "LOGINS") {
		ago, own := o.logins()
		for i := range ago {
			at := (s.portfolio().day - day(ago[i])).time().Add(-time.Duration(key(0, o.uuid)%3600)*time.Second - time.Duration(i)*time.Millisecond)
			if !at.Before(from) && !at.After(to) {
				events = append(events, o.login(s, at, own[i]))
			}
		}
	}
	return counted(r, "items", events, 100, 200)
}

func (o *org) login(s *Sandbox, at time.Time, own bool) webexEvent {
	name, email, orgID := "Sam Okafor", "sam.okafor@partner.example", s.secrets.partnerOrg
	actor := uuidOf(s.opts.Seed, "colleague", 0)
	if own {
		name, email, orgID, actor = "Admin", o.email(0), o.uuid, o.personID(0)
		if o.company != nil {
			name = o.company.human(0).name
		}
	}
	id := newDice(mix(key(0, o.uuid), uint64(at.UnixMilli()))).uuid()
	return webexEvent{
		ID: webexID("EVENT", id), Created: at.Format(webexStamp), ActorID: webexID("PEOPLE", actor), ActorOrgID: webexID("ORGANIZATION", orgID),
		Data: map[string]any{
			"actorName": name, "actorEmail": email, "eventCategory": "LOGINS", "eventDescription": "An Admin logged in",
			"actionText": name + " logged into organization " + o.name + ".", "targetOrgName": o.name,
			"targetOrgId": webexID("ORGANIZATION", o.uuid), "adminRoles": []string{"id_full_admin"}, "trackingId": "ATLAS_" + id + "_0",
		},
	}
}
