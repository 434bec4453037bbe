package matching

import (
	"cmp"
	"slices"

	"tenantry/backend/domain"
)

const (
	manyOfOneVendor = 3  // from so many customers of one vendor on, a domain is not one company's
	fullBucket      = 16 // records that have more in common than so many tell nothing by it
	similarFrom     = 8  // letters a name needs for one letter more or less not to matter
	wordFrom        = 5  // letters of a word that can tell a company
)

// record is one record, prepared for comparing.
type record struct {
	domain.MatchRecord
	tenant  tenant
	name    name
	domains map[string]level
}

// tenant is a vendor and which of its tenants.
type tenant struct {
	vendor domain.Vendor
	id     string
}

// index finds the records that have something in common.
type index struct {
	records  []*record // by id
	at       map[int64]int
	tenants  map[tenant][]int
	domains  map[string][]int
	keys     map[string][]int
	loose    map[string][]int
	words    map[string][]int
	customer map[int64][]int
}

func newIndex(records []domain.MatchRecord) *index {
	x := &index{at: map[int64]int{}, tenants: map[tenant][]int{}, domains: map[string][]int{}, keys: map[string][]int{},
		loose: map[string][]int{}, words: map[string][]int{}, customer: map[int64][]int{}}
	for _, r := range records {
		x.records = append(x.records, &record{
			MatchRecord: r, tenant: tenant{r.Vendor, cmp.Or(r.Tenant, r.VendorID)}, name: parseName(r.Name), domains: domainsOf(r),
		})
	}
	slices.SortFunc(x.records, func(a, b *record) int { return cmp.Compare(a.ID, b.ID) })
	for i, r := range x.records {
		x.at[r.ID] = i
		x.customer[r.CustomerID] = append(x.customer[r.CustomerID], i)
		x.tenants[r.tenant] = append(x.tenants[r.tenant], i)
		for d := range r.domains {
			x.domains[d] = append(x.domains[d], i)
		}
		if r.name.key == "" {
			continue
		}
		x.keys[r.name.key] = append(x.keys[r.name.key], i)
		x.loose[r.name.loose] = append(x.loose[r.name.loose], i)
		for _, word := range slices.Compact(slices.Sorted(slices.Values(r.name.words))) {
			x.words[word] = append(x.words[word], i)
		}
	}
	x.dropSharedDomains()
	return x
}

// dropSharedDomains forgets domains that too many customers of one vendor have: a partner's own, a provider's.
func (x *index) dropSharedDomains() {
	for d, found := range x.domains {
		if x.mostOfOneVendor(found) < manyOfOneVendor {
			continue
		}
		delete(x.domains, d)
		for _, i := range found {
			delete(x.records[i].domains, d)
		}
	}
}

// mostOfOneVendor counts the customers of the vendor that has the most of them among the records. Two connections that
// see one customer count once.
func (x *index) mostOfOneVendor(found []int) int {
	counts, most := map[domain.Vendor]int{}, 0
	seen := map[tenant]bool{}
	for _, i := range found {
		r := x.records[i]
		if seen[r.tenant] {
			continue
		}
		seen[r.tenant] = true
		counts[r.Vendor]++
		most = max(most, counts[r.Vendor])
	}
	return most
}

// pair is two records, the smaller index first.
type pair struct{ a, b int }

// pairs gives all pairs of records of different customers that have anything in common, sorted.
func (x *index) pairs() []pair {
	found := map[pair]bool{}
	all := func(bucket []int, limit int) {
		if limit > 0 && len(bucket) > limit {
			return
		}
		for n, a := range bucket {
			for _, b := range bucket[n+1:] {
				if x.records[a].CustomerID != x.records[b].CustomerID {
					found[pair{min(a, b), max(a, b)}] = true
				}
			}
		}
	}
	for _, bucket := range x.tenants {
		all(bucket, 0)
	}
	for _, buckets := range []map[string][]int{x.domains, x.keys, x.loose, x.similar(), x.named()} {
		for _, bucket := range buckets {
			all(bucket, fullBucket)
		}
	}
	for word, bucket := range x.words {
		if len([]rune(word)) >= wordFrom && x.isRare(word) {
			all(bucket, fullBucket)
		}
	}
	list := make([]pair, 0, len(found))
	for p := range found {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b pair) int { return cmp.Or(cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b)) })
	return list
}

// isRare reports whether no vendor has two customers with the word in their names.
func (x *index) isRare(word string) bool { return x.mostOfOneVendor(x.words[word]) < 2 }

// similar puts names together that differ by one letter: they are the same with one letter, or one each, left out.
func (x *index) similar() map[string][]int {
	found := map[string][]int{}
	for loose, records := range x.loose {
		letters := []rune(loose)
		if len(letters) < similarFrom || len(records) > fullBucket {
			continue
		}
		found[loose] = append(found[loose], records...)
		for at := range letters {
			if at > 0 && letters[at] == letters[at-1] {
				continue
			}
			shorter := string(letters[:at]) + string(letters[at+1:])
			found[shorter] = append(found[shorter], records...)
		}
	}
	return found
}

// named puts names and the domains that spell them together.
func (x *index) named() map[string][]int {
	found := map[string][]int{}
	for d, records := range x.domains {
		if l := label(d); x.loose[l] != nil {
			found[l] = append(found[l], records...)
		}
	}
	for l := range found {
		found[l] = slices.Compact(slices.Sorted(slices.Values(append(found[l], x.loose[l]...))))
	}
	return found
}
