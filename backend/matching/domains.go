package matching

import (
	"strings"

	"tenantry/backend/domain"
)

// level says how closely a domain belongs to a record.
type level int

const (
	levelNone     level = iota
	levelDerived        // people have addresses in it
	levelAccount        // the registered account has
	levelVerified       // the vendor had its ownership proved
)

// reasons are what an agreement of each level is called.
var reasons = map[level]domain.MatchReason{
	levelDerived: domain.MatchDerived, levelAccount: domain.MatchAccount, levelVerified: domain.MatchDomain,
}

// shared are domains that anybody can have an address in. The names under sharedUnder belong to a provider too.
var shared = set(`gmail.com googlemail.com outlook.com outlook.de outlook.it outlook.at hotmail.com hotmail.de hotmail.it
hotmail.co.uk hotmail.no live.com live.de live.it live.no live.co.uk msn.com yahoo.com yahoo.de yahoo.it yahoo.co.uk
yahoo.no ymail.com rocketmail.com icloud.com me.com mac.com aol.com aol.de gmx.de gmx.net gmx.at gmx.ch gmx.com web.de
email.de mail.de t-online.de magenta.de freenet.de arcor.de vodafone.de kabelmail.de online.de posteo.de posteo.net mailbox.org
proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io fastmail.com zoho.com zohomail.eu mail.com
hey.com bluewin.ch hispeed.ch sunrise.ch swissonline.ch aon.at a1.net chello.at drei.at libero.it virgilio.it tiscali.it
alice.it tin.it tim.it inwind.it iol.it fastwebnet.it aruba.it email.it pec.it legalmail.it arubapec.it postecert.it
registerpec.it pecimprese.it sicurezzapostale.it online.no broadpark.no getmail.no lyse.net altibox.no
btinternet.com btopenworld.com bt.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk orange.fr
wanadoo.fr free.fr laposte.net yandex.ru mail.ru qq.com 163.com`)

var sharedUnder = []string{
	"onmicrosoft.com", "onmicrosoft.de", "onmicrosoft.us", "partner.onmschina.cn", "sharepoint.com", "webex.com", "ciscospark.com",
	"wbx2.com", "azurewebsites.net", "pec.aruba.it", "kundenserver.de", "ispgateway.de", "hosting.domeneshop.no",
	"one.com", "wixsite.com", "godaddysites.com", "secureserver.net", "avepointonlineservices.com",
}

func set(text string) map[string]bool {
	found := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		found[word] = true
	}
	return found
}

// OwnDomain gives a domain as it is compared, "" where it says nothing about whose it is.
func OwnDomain(text string) string {
	d := strings.TrimSuffix(strings.ToLower(strings.TrimSpace(text)), ".")
	d = strings.TrimPrefix(d, "www.")
	if !strings.Contains(d, ".") || shared[d] {
		return ""
	}
	for _, suffix := range sharedUnder {
		if d == suffix || strings.HasSuffix(d, "."+suffix) {
			return ""
		}
	}
	return d
}

// domainsOf gives the record's own domains, each at its highest level.
func domainsOf(r domain.MatchRecord) map[string]level {
	found := map[string]level{}
	add := func(text string, l level) {
		if d := OwnDomain(text); d != "" {
			found[d] = max(found[d], l)
		}
	}
	for _, d := range r.Domains {
		add(d, levelVerified)
	}
	if at := strings.LastIndexByte(r.Account, '@'); at >= 0 {
		add(r.Account[at+1:], levelAccount)
	}
	for _, d := range r.Derived {
		add(d, levelDerived)
	}
	return found
}

// label is the part of a domain that a name can be: "contoso" of "contoso.co.uk".
func label(d string) string {
	first, _, _ := strings.Cut(d, ".")
	return unspelled.Replace(strings.ReplaceAll(first, "-", ""))
}
