package matching

import (
	"cmp"
	"slices"

	"tenantry/backend/domain"
)

// groups are the records that belong to one customer: today's customers first, then what is joined to them.
type groups struct {
	x       *index
	parent  []int
	members map[int][]int
	kept    map[pair]bool
	undone  map[pair]bool
	ranks   map[int][]domain.MatchReason // why the group of a root was joined
}

func newGroups(x *index, in domain.MatchInput) *groups {
	g := &groups{x: x, parent: make([]int, len(x.records)), members: map[int][]int{}, kept: x.pairSet(in.Apart),
		undone: x.pairSet(in.Undone), ranks: map[int][]domain.MatchReason{}}
	for i := range g.parent {
		g.parent[i] = i
		g.members[i] = []int{i}
	}
	for _, records := range x.customer {
		for _, i := range records[1:] {
			g.unite(records[0], i)
		}
	}
	return g
}

func (x *index) pairSet(ids [][2]int64) map[pair]bool {
	found := map[pair]bool{}
	for _, p := range ids {
		a, okA := x.at[p[0]]
		b, okB := x.at[p[1]]
		if okA && okB {
			found[pair{min(a, b), max(a, b)}] = true
		}
	}
	return found
}

func (g *groups) root(i int) int {
	for g.parent[i] != i {
		g.parent[i] = g.parent[g.parent[i]]
		i = g.parent[i]
	}
	return i
}

// unite puts two groups together; the smaller index leads.
func (g *groups) unite(a, b int) {
	a, b = g.root(a), g.root(b)
	if a == b {
		return
	}
	a, b = min(a, b), max(a, b)
	g.parent[b] = a
	g.members[a] = append(g.members[a], g.members[b]...)
	g.ranks[a] = append(g.ranks[a], g.ranks[b]...)
	delete(g.members, b)
	delete(g.ranks, b)
}

func (g *groups) keptApart(p pair) bool { return g.kept[p] }

func (g *groups) takenBack(p pair) bool { return g.undone[p] }

// apart reports whether somebody keeps records of the two groups apart.
func (g *groups) apart(a, b int) bool { return g.across(a, b, g.kept) }

// across reports whether a pair of the set has one record in each group.
func (g *groups) across(a, b int, set map[pair]bool) bool {
	if len(set) == 0 {
		return false
	}
	for _, i := range g.members[a] {
		for _, j := range g.members[b] {
			if set[pair{min(i, j), max(i, j)}] {
				return true
			}
		}
	}
	return false
}

// join unites what pairs of a rank put together. Where the groups so made would contradict themselves, none of them is
// made: which of the pairs is wrong nobody knows.
func (g *groups) join(verdicts []verdict, rank int) {
	trial := map[int]int{} // root of a group → root of those it would be joined with
	find := func(i int) int {
		for {
			next, ok := trial[i]
			if !ok || next == i {
				return i
			}
			i = next
		}
	}
	var edges []verdict
	for _, v := range verdicts {
		if v.rank != rank || g.root(v.a) == g.root(v.b) {
			continue
		}
		edges = append(edges, v)
		a, b := find(g.root(v.a)), find(g.root(v.b))
		if a != b {
			trial[max(a, b)] = min(a, b)
		}
	}
	parts := map[int][]int{}
	for _, v := range edges {
		for _, i := range []int{g.root(v.a), g.root(v.b)} {
			if top := find(i); !slices.Contains(parts[top], i) {
				parts[top] = append(parts[top], i)
			}
		}
	}
	sound := map[int]bool{}
	for top, roots := range parts {
		sound[top] = rank == rankTenant || g.agree(roots)
	}
	tops := make([]int, len(edges))
	for n, v := range edges {
		tops[n] = find(g.root(v.a))
	}
	for n, v := range edges {
		if sound[tops[n]] {
			g.unite(v.a, v.b)
			g.ranks[g.root(v.a)] = append(g.ranks[g.root(v.a)], v.pro...)
		}
	}
}

// agree reports whether groups can all be one company: nobody keeps any of them apart or took their join back, and no
// record of one contradicts a record of another.
func (g *groups) agree(roots []int) bool {
	for n, a := range roots {
		for _, b := range roots[n+1:] {
			if g.apart(a, b) || g.across(a, b, g.undone) || g.contradict(a, b) {
				return false
			}
		}
	}
	return true
}

// contradict reports whether records of two groups are in different countries or different customers of one vendor.
func (g *groups) contradict(a, b int) bool {
	for _, i := range g.members[a] {
		for _, j := range g.members[b] {
			r, s := g.x.records[i], g.x.records[j]
			if r.Vendor == s.Vendor && r.tenant != s.tenant {
				return true
			}
			if r.Country != "" && s.Country != "" && r.Country != s.Country {
				return true
			}
		}
	}
	return false
}

// joins gives the groups that consist of several of today's customers.
func (g *groups) joins() []domain.MatchJoin {
	list := []domain.MatchJoin{}
	for root, members := range g.members {
		customers := map[int64]bool{}
		j := domain.MatchJoin{Records: make([]int64, 0, len(members))}
		for _, i := range members {
			customers[g.x.records[i].CustomerID] = true
			j.Records = append(j.Records, g.x.records[i].ID)
		}
		if len(customers) < 2 {
			continue
		}
		slices.Sort(j.Records)
		j.Reasons = ordered(g.ranks[root])
		list = append(list, j)
	}
	slices.SortFunc(list, func(a, b domain.MatchJoin) int { return cmp.Compare(a.Records[0], b.Records[0]) })
	return list
}

// order is that of the reasons for and against a join, strongest first.
var order = []domain.MatchReason{
	domain.MatchTenant, domain.MatchDomain, domain.MatchAccount, domain.MatchName, domain.MatchDerived, domain.MatchNameLoose,
	domain.MatchNameSimilar, domain.MatchNameWord, domain.MatchNameDomain, domain.MatchLegalForm, domain.MatchCountry,
	domain.UnlikeCountry, domain.UnlikeLegalForm, domain.UnlikeDomain, domain.UnlikeVendorTenant, domain.UnlikeSeveral,
	domain.UnlikeUndone,
}

func ordered(found []domain.MatchReason) []domain.MatchReason {
	list := []domain.MatchReason{}
	for _, r := range order {
		if slices.Contains(found, r) {
			list = append(list, r)
		}
	}
	return list
}
