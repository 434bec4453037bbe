package sandbox

import "strings"

// human is someone who works at a company: the same one at every vendor.
type human struct {
	name  string
	login string // the part of the address before the @
}

// human gives the n-th person of a company; no two of one company share a login.
func (c *company) human(n int) human {
	l := c.locale
	total := len(l.given) * len(l.heads) * len(l.tails)
	const stride = 1009 // a prime that divides none of the lists' sizes, so that neighbours look unlike
	at := (int(c.key("people")%uint64(total)) + n%total*stride) % total
	given, at := l.given[at%len(l.given)], at/len(l.given)
	surname := l.heads[at%len(l.heads)] + l.tails[at/len(l.heads)]
	h := human{name: given + " " + surname, login: loginPart(given) + "." + loginPart(surname)}
	if round := n / total; round > 0 {
		h.login += itoa(uint64(round) + 1)
	}
	return h
}

// domain is what stands behind the @ in the addresses of a company's people.
func (c *company) domain() string { return c.name.slug() + ".example" }

func loginPart(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, foldings.Replace(strings.ToLower(name)))
}
