package sandbox

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// wholesale says whether an organisation buys by month and use, beside what it has.
func (o *org) wholesale() bool { return o.company != nil && key(0, o.uuid)>>24%6 == 0 }

func (o *org) enterpriseID() string {
	return newDice(mix(key(0, o.uuid), 60)).uuid()
}

// packages are the wholesale packages that go with an organisation's licences.
func packages(licences []licence) []string {
	var list []string
	for _, l := range licences {
		name := map[string]string{
			callingProfessional.name: "webex_calling", callingStandard.name: "webex_calling_standard", callingWorkspaces.name: "common_area_calling",
			customerExperience.name: "cx_essentials", meetingCenter.name: "webex_meetings", messaging.name: "webex_voice",
		}[l.name]
		if name != "" && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

type webexCustomer struct {
	ID         string            `json:"id"`
	OrgID      string            `json:"orgId,omitempty"`
	ExternalID string            `json:"externalId"`
	Address    map[string]string `json:"address"`
	Status     string            `json:"status"`
	Packages   []string          `json:"packages"`
	Details    *webexDetails     `json:"resourceDetails,omitempty"`
	Errors     []webexTrouble    `json:"errors,omitempty"`
}

type webexDetails struct {
	Packages []webexPackage `json:"packages"`
}

type webexPackage struct {
	Name     string         `json:"name"`
	Status   string         `json:"status"`
	Warnings []webexTrouble `json:"warnings,omitempty"`
}

type webexTrouble struct {
	Code        int    `json:"errorCode"`
	Description string `json:"description"`
}

func (o *org) customer() webexCustomer {
	k, at := key(0, o.uuid), o.company.place
	c := webexCustomer{
		ID: webexID("ENTERPRISE", o.enterpriseID()), OrgID: webexID("ORGANIZATION", o.uuid),
		ExternalID: fmt.Sprintf("CUST-%05d", 10000+k%90000), Status: "provisioned", Packages: packages(o.licences()), Details: &webexDetails{},
		Address: map[string]string{"addressLine1": fmt.Sprintf("%d Quay Street", 1+k%90), "city": at.city, "stateOrProvince": at.region,
			"zipOrPostalCode": at.postal, "country": at.code},
	}
	for i, name := range c.Packages {
		p := webexPackage{Name: name, Status: "provisioned"}
		if i == 0 && k>>32%5 == 0 {
			c.Status, p.Status = "provisioned_with_errors", "error"
			c.Errors = []webexTrouble{{10100, "The customer was not provisioned in full."}}
			p.Warnings = []webexTrouble{{2560, "One or more Webex Calling services are unavailable due to maintenance."}}
		}
		c.Details.Packages = append(c.Details.Packages, p)
	}
	if c.Packages == nil {
		c.Packages, c.Details = []string{}, nil
	}
	return c
}

// webexWholesale lists the wholesale customers; one that is being set up has no organisation yet.
func (s *Sandbox) webexWholesale(r *http.Request) reply {
	list := []webexCustomer{{
		ID: webexID("ENTERPRISE", uuidOf(s.opts.Seed, "new wholesale customer")), ExternalID: "CUST-NEW", Status: "provisioning",
		Packages: []string{"webex_calling"},
		Address:  map[string]string{"addressLine1": "1 Mill Lane", "city": "Hexham", "zipOrPostalCode": "NE46 1AA", "country": "GB"},
	}}
	for _, o := range s.portfolio().orgs {
		if o.wholesale() {
			list = append(list, o.customer())
		}
	}
	return counted(r, "items", list, 50, 100)
}

type webexSubscriber struct {
	ID         string   `json:"id"`
	PersonID   string   `json:"personId,omitempty"`
	Email      string   `json:"email"`
	CustomerID string   `json:"customerId"`
	External   string   `json:"externalCustomerId"`
	Package    string   `json:"package,omitempty"`
	Packages   []string `json:"packages"`
	Status     string   `json:"status"`
	Created    string   `json:"created"`
	Changed    string   `json:"lastStatusChange"`

	Errors []webexTrouble `json:"errors,omitempty"`
}

// subscribers are an organisation's people with a package; now and then one waits for its owner to agree. Their customer's
// id is padded, unlike in the list of customers.
func (o *org) subscribers() []webexSubscriber {
	base := ""
	for _, name := range packages(o.licences()) {
		if name == "webex_calling" || base == "" && name != "common_area_calling" {
			base = name
		}
	}
	if base == "" {
		return nil
	}
	padded := base64.URLEncoding.EncodeToString([]byte("ciscospark://us/ENTERPRISE/" + o.enterpriseID()))
	var list []webexSubscriber
	for n := range o.headcount() {
		k := mix(key(0, o.uuid), 61, uint64(n))
		created := o.from.time().Add(time.Duration(k%(1<<22)) * time.Second)
		s := webexSubscriber{
			ID: webexID("SUBSCRIBER", newDice(k).uuid()), PersonID: webexID("PEOPLE", o.personID(n)), Email: o.email(n),
			CustomerID: padded, External: o.customer().ExternalID, Package: base, Packages: []string{base}, Status: "provisioned",
			Created: created.Format(webexStamp), Changed: created.Add(2 * time.Minute).Format("2006-01-02T15:04:05.000000Z"),
		}
		if n%25 == 24 {
			s.PersonID, s.Status, s.Email = "", "pending_user_migration", "moving."+s.Email
			s.Errors = []webexTrouble{{10022, "The email is already associated with an existing user."}}
		}
		list = append(list, s)
	}
	return list
}

func (s *Sandbox) webexSubscribers(r *http.Request) reply {
	q, list := r.URL.Query(), []webexSubscriber{}
	for _, o := range s.portfolio().orgs {
		if o.wholesale() && (q.Get("customerId") == "" || q.Get("customerId") == webexID("ENTERPRISE", o.enterpriseID())) {
			list = append(list, o.subscribers()...)
		}
	}
	return counted(r, "items", list, 50, 100)
}

type webexSubPartner struct {
	OrgID        string `json:"orgId"`
	Subscription string `json:"subscriptionId"`
	State        string `json:"provisioningState"`
	Created      string `json:"created"`
	BillingStart string `json:"billingStartDate"`
}

// webexSubPartners names its list as the reference's example does, not as its schema does.
func (s *Sandbox) webexSubPartners(r *http.Request) reply {
	var list []webexSubPartner
	for i, state := range []string{"active", "suspended"} {
		created := dateDay(2023, time.Month(2+i), 16).time().Add(14 * time.Hour)
		list = append(list, webexSubPartner{
			OrgID: webexID("ORGANIZATION", uuidOf(s.opts.Seed, "sub-partner", i)), Subscription: fmt.Sprintf("Sub2345%04d", 2345+i),
			State: state, Created: created.Format(webexStamp), BillingStart: created.AddDate(0, 0, 6).Format(webexStamp),
		})
	}
	return counted(r, "subPartners", list, 50, 100)
}
