package matching

import (
	"slices"

	"tenantry/backend/domain"
)

// The ranks of certain joins, surest first.
const (
	rankTenant = iota
	rankDomain
	rankAccount
	rankName
	ranks
	rankNone = -1
)

const (
	askedFrom = 55 // from this score on a doubtful pair is worth a question
	sureFrom  = 75
	mostScore = 99
)

// verdict is what two records come to.
type verdict struct {
	pair
	rank    int // rankNone: not certain
	score   int
	pro     []domain.MatchReason
	contra  []domain.MatchReason
	country bool // the countries are known and the same
}

func (v verdict) asked() bool { return v.score >= askedFrom }

func (v *verdict) add(r domain.MatchReason, score int) {
	v.pro = append(v.pro, r)
	v.score += score
}

func (v *verdict) less(r domain.MatchReason, score int) {
	v.contra = append(v.contra, r)
	v.score -= score
}

// judge compares two records. What makes a pair certain stands in docs/matching.md.
func (x *index) judge(p pair) verdict {
	a, b := x.records[p.a], x.records[p.b]
	v := verdict{pair: p, rank: rankNone}
	if a.tenant == b.tenant {
		v.add(domain.MatchTenant, mostScore)
		v.rank = rankTenant
		return v
	}
	agreed, several := x.compareDomains(&v)
	named := x.compareNames(&v)
	x.compareRest(&v)
	v.score = max(0, min(mostScore, v.score))
	if slices.Contains(v.contra, domain.UnlikeVendorTenant) || slices.Contains(v.contra, domain.UnlikeCountry) {
		return v
	}
	switch {
	case agreed == levelVerified && !several:
		v.rank = rankDomain
	case agreed == levelAccount && !several && named:
		v.rank = rankAccount
	case x.certainName(v, agreed):
		v.rank = rankName
	}
	return v
}

// compareDomains finds the closest domain that both have, and whether another customer of one of the vendors has it too.
func (x *index) compareDomains(v *verdict) (agreed level, several bool) {
	a, b := x.records[v.a], x.records[v.b]
	for d, l := range a.domains {
		common := min(l, b.domains[d])
		if common == levelNone {
			continue
		}
		alone := x.mostOfOneVendor(x.domains[d]) < 2
		if common > agreed || common == agreed && several && alone {
			agreed, several = common, !alone
		}
	}
	if agreed == levelNone {
		if len(a.domains) > 0 && len(b.domains) > 0 {
			v.less(domain.UnlikeDomain, 20)
		}
		return agreed, several
	}
	score := map[level]int{levelVerified: 70, levelAccount: 60, levelDerived: 45}[agreed]
	if several {
		score /= 2
		v.less(domain.UnlikeSeveral, 0)
	}
	v.add(reasons[agreed], score)
	return agreed, several
}

// compareNames reports whether the names have anything to do with each other.
func (x *index) compareNames(v *verdict) bool {
	a, b := x.records[v.a].name, x.records[v.b].name
	switch {
	case a.key == "" || b.key == "":
	case a.key == b.key:
		v.add(domain.MatchName, 70)
		if !x.aloneByName(*v) && !slices.Contains(v.contra, domain.UnlikeSeveral) {
			v.less(domain.UnlikeSeveral, 15)
		}
	case a.numbers() != b.numbers():
		return false
	case a.loose == b.loose:
		v.add(domain.MatchNameLoose, 55)
	case oneLetter(a.loose, b.loose):
		v.add(domain.MatchNameSimilar, 50)
	case x.rareWord(a, b):
		v.add(domain.MatchNameWord, 45)
	}
	named := len(v.pro) > 0 && v.pro[len(v.pro)-1] != domain.MatchDomain && v.pro[len(v.pro)-1] != domain.MatchAccount &&
		v.pro[len(v.pro)-1] != domain.MatchDerived
	if x.spells(v.a, v.b) || x.spells(v.b, v.a) {
		v.add(domain.MatchNameDomain, 20)
	}
	if !named {
		return false
	}
	switch {
	case a.form != "" && a.form == b.form:
		v.add(domain.MatchLegalForm, 8)
	case formsDiffer(a, b):
		v.less(domain.UnlikeLegalForm, 20)
	}
	return true
}

func (x *index) compareRest(v *verdict) {
	a, b := x.records[v.a], x.records[v.b]
	switch {
	case a.Country == "" || b.Country == "":
	case a.Country == b.Country:
		v.country = true
		v.add(domain.MatchCountry, 10)
	default:
		v.less(domain.UnlikeCountry, 60)
	}
	if a.Vendor == b.Vendor {
		v.less(domain.UnlikeVendorTenant, 25)
	}
}

// certainName reports whether the names make it certain: the same and telling, no other customer of the same country
// goes by it, the legal forms and domains do not differ, and country or domain agree.
func (x *index) certainName(v verdict, agreed level) bool {
	a, b := x.records[v.a].name, x.records[v.b].name
	if a.key == "" || a.key != b.key || !a.distinctive() || len(v.contra) > 0 {
		return false
	}
	if a.form != b.form && len(a.words) < 2 {
		return false
	}
	return v.country || agreed > levelNone
}

// aloneByName reports whether no vendor has two customers of this name that could be in the same country.
func (x *index) aloneByName(v verdict) bool {
	a, b := x.records[v.a], x.records[v.b]
	anywhere := a.Country == "" && b.Country == ""
	var rivals []int
	for _, i := range x.keys[a.name.key] {
		if other := x.records[i].Country; anywhere || other == "" || other == a.Country || other == b.Country {
			rivals = append(rivals, i)
		}
	}
	return x.mostOfOneVendor(rivals) < 2
}

// spells reports whether a domain of the one is the name of the other.
func (x *index) spells(owner, named int) bool {
	loose := x.records[named].name.loose
	if len(loose) < wordFrom {
		return false
	}
	for d := range x.records[owner].domains {
		if label(d) == loose {
			return true
		}
	}
	return false
}

// rareWord reports whether both names have a word that no other customer has.
func (x *index) rareWord(a, b name) bool {
	for _, word := range a.words {
		if len([]rune(word)) >= wordFrom && slices.Contains(b.words, word) && x.isRare(word) {
			return true
		}
	}
	return false
}

// oneLetter reports whether two texts are the same but for one letter: left out, put in, another one, or two swapped.
func oneLetter(a, b string) bool {
	s, t := []rune(a), []rune(b)
	if len(s) > len(t) {
		s, t = t, s
	}
	if len(s) < similarFrom-1 || len(t) < similarFrom || len(t)-len(s) > 1 {
		return false
	}
	from := 0
	for from < len(s) && s[from] == t[from] {
		from++
	}
	if len(s) < len(t) {
		return slices.Equal(s[from:], t[from+1:])
	}
	if from == len(s) || slices.Equal(s[from+1:], t[from+1:]) {
		return true
	}
	return from+1 < len(s) && s[from] == t[from+1] && s[from+1] == t[from] && slices.Equal(s[from+2:], t[from+2:])
}
