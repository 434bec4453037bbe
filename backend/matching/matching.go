// Package matching tells which records of different connections are the same company: which ones certainly, and which
// perhaps, so that somebody is asked. It knows nothing but the records it is given; docs/matching.md has its rules.
package matching

import (
	"cmp"
	"slices"

	"tenantry/backend/domain"
)

// Match finds the customers that are certainly one company and the pairs that may be. It gives the same answer whatever
// the order of the records, and after its joins were made it finds no more of them.
func Match(in domain.MatchInput) domain.MatchResult {
	x := newIndex(in.Records)
	g := newGroups(x, in)
	var verdicts []verdict
	for _, p := range x.pairs() {
		v := x.judge(p)
		if g.keptApart(p) && v.rank != rankTenant {
			continue
		}
		if g.takenBack(p) && v.rank != rankTenant {
			v.contra = append(v.contra, domain.UnlikeUndone)
			v.rank, v.score = rankNone, max(v.score, askedFrom)
		}
		if v.rank != rankNone || v.asked() {
			verdicts = append(verdicts, v)
		}
	}
	for rank := range ranks {
		g.join(verdicts, rank)
	}
	return domain.MatchResult{Joins: g.joins(), Doubts: g.doubts(verdicts)}
}

// doubts gives one question for each two groups that are not joined: the pair that speaks most for it.
func (g *groups) doubts(verdicts []verdict) []domain.MatchDoubt {
	best := map[pair]verdict{}
	for _, v := range verdicts {
		a, b := g.root(v.a), g.root(v.b)
		if a == b || g.apart(a, b) {
			continue
		}
		key := pair{min(a, b), max(a, b)}
		if known, ok := best[key]; !ok || v.score > known.score {
			best[key] = v
		}
	}
	list := make([]domain.MatchDoubt, 0, len(best))
	for _, v := range best {
		if v.rank != rankNone && !slices.Contains(v.contra, domain.UnlikeSeveral) {
			v.contra = append(v.contra, domain.UnlikeSeveral) // certain by itself, but the groups contradict each other
		}
		list = append(list, domain.MatchDoubt{
			A: g.x.records[v.a].ID, B: g.x.records[v.b].ID, Score: v.score, Sure: v.score >= sureFrom && len(v.contra) == 0,
			For: ordered(v.pro), Against: ordered(v.contra),
		})
	}
	slices.SortFunc(list, func(a, b domain.MatchDoubt) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return list
}
