package domain

import (
	"regexp"
	"strings"
)

var address = regexp.MustCompile(`[\p{L}\p{N}._%+'*~-]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`)

// HideAddresses puts a mark in the place of the e-mail addresses in a text.
func HideAddresses(text string) string { return address.ReplaceAllString(text, "[email]") }

// WithoutMailbox is what stands from the @ on in an address: the part that tells the company and nobody in it.
func WithoutMailbox(account string) string {
	if at := strings.LastIndexByte(account, '@'); at >= 0 {
		return account[at:]
	}
	return ""
}

// ForgetPeople takes out what names people, for users who want no personal data. Files of vendors stay as they came: an
// erasure report without the name in it would lose its signature.
func (r *Rows) ForgetPeople() {
	r.People, r.Administrators = nil, nil
	forget(r.Profiles)
	forget(r.ServiceStates)
	forget(r.ServiceRequests)
	forget(r.Jobs)
	forget(r.Agreements)
	forget(r.Erasures)
}

func forget[T any, P interface {
	*T
	ForgetPeople()
}](rows []T) {
	for i := range rows {
		P(&rows[i]).ForgetPeople()
	}
}

// ForgetPeople leaves the companies' part of the addresses.
func (p *Profile) ForgetPeople() {
	p.Account, p.Contact, p.Detail = WithoutMailbox(p.Account), "", HideAddresses(p.Detail)
}

// ForgetPeople hides whom an error is about.
func (s *ServiceState) ForgetPeople() { s.Detail = HideAddresses(s.Detail) }

// ForgetPeople drops who asked and who answered, in what they wrote, too.
func (s *ServiceRequest) ForgetPeople() {
	names := []string{s.Contact}
	for _, note := range s.Notes {
		names = append(names, note.Author)
	}
	hide := func(text string) string {
		for _, name := range names {
			text = hideName(text, name)
		}
		return HideAddresses(text)
	}
	s.Contact, s.Title, s.Detail = "", hide(s.Title), hide(s.Detail)
	for i, note := range s.Notes {
		s.Notes[i] = Note{At: note.At, Text: hide(note.Text)}
	}
}

// hideName puts a mark in the place of a person's whole name. One word alone is as often one of the language or of a
// product: "Microsoft", "IT".
func hideName(text, name string) string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return text
	}
	for i, word := range words {
		words[i] = regexp.QuoteMeta(word)
	}
	whole := regexp.MustCompile(`(^|[^\p{L}\p{N}])` + strings.Join(words, `\s+`) + `([^\p{L}\p{N}]|$)`)
	return whole.ReplaceAllString(text, "${1}[name]${2}")
}

// ForgetPeople hides whose mailbox or site an error is about.
func (j *Job) ForgetPeople() { j.Error = HideAddresses(j.Error) }

// ForgetPeople drops who agreed.
func (a *Agreement) ForgetPeople() { a.Contact, a.Email = "", "" }

// ForgetPeople drops the operator and the tenant's own fields: whoever erases fills them in, and under some label most
// tenants have a name.
func (e *Erasure) ForgetPeople() { e.Operator, e.Fields = "", nil }
