package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"tenantry/backend/domain"
)

// selectMatchRecords gives records with what they are compared by, from the record and from all its profiles. A
// country or account that the record names goes before that of a profile.
const selectMatchRecords = `
SELECT
    r.id,
    r.customer_id,
    co.name,
    co.vendor,
    r.vendor_id,
    r.tenant,
    r.name,
    COALESCE(NULLIF(r.country, ''), (
        SELECT MIN(p.country) FROM profiles p WHERE p.record_id = r.id AND p.gone_at IS NULL AND p.country <> ''), ''),
    COALESCE(NULLIF(r.account, ''), (
        SELECT MIN(p.account) FROM profiles p WHERE p.record_id = r.id AND p.gone_at IS NULL AND p.account <> ''), ''),
    r.domain,
    (SELECT json_group_array(json(p.domains)) FROM profiles p WHERE p.record_id = r.id AND p.gone_at IS NULL),
    (SELECT json_group_array(json(p.derived)) FROM profiles p WHERE p.record_id = r.id AND p.gone_at IS NULL)
FROM records r
JOIN connections co ON co.id = r.connection_id
`

func scanMatchRecord(row scanner) (domain.MatchRecord, error) {
	var r domain.MatchRecord
	var own string
	var domains, derived [][]string
	err := row.Scan(&r.ID, &r.CustomerID, &r.Connection, &r.Vendor, &r.VendorID, &r.Tenant, &r.Name, &r.Country, &r.Account, &own,
		intoJSON{&domains}, intoJSON{&derived})
	if own != "" && !strings.HasSuffix(r.Account, "@"+own) { // else nobody proved to own it
		domains = append(domains, []string{own})
	}
	r.Domains, r.Derived = distinct(domains), distinct(derived)
	return r, err
}

func distinct(lists [][]string) []string {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return append([]string{}, slices.Compact(all)...)
}

// MatchInput gives what matching works on, and the state of the users' decisions it belongs to.
func (s *Store) MatchInput(ctx context.Context) (domain.MatchInput, int, error) {
	var in domain.MatchInput
	stamp, err := queryOne(ctx, s.reader, matchStamp, nil, scanOne[int])
	if err != nil {
		return in, 0, wrap("match input", err)
	}
	in.Records, err = queryAll(ctx, s.reader, selectMatchRecords+"WHERE r.gone_at IS NULL ORDER BY r.id", nil, scanMatchRecord)
	if err != nil {
		return in, 0, wrap("match input", err)
	}
	in.Apart, err = queryAll(ctx, s.reader, decidedPairs+"WHERE d.kind <> 'join' AND d.undone_at IS NULL", nil, scanPair)
	if err != nil {
		return in, 0, wrap("match input", err)
	}
	in.Undone, err = queryAll(ctx, s.reader, decidedPairs+"WHERE d.kind = 'join' AND d.undone_at IS NOT NULL", nil, scanPair)
	return in, stamp, wrap("match input", err)
}

// matchStamp changes with every decision that a user makes or takes back.
const matchStamp = "SELECT (SELECT COUNT(*) FROM match_decisions WHERE origin = 'user')" +
	" + (SELECT COUNT(*) FROM match_decisions WHERE undone_at IS NOT NULL)"

// decidedPairs are the pairs of records on different sides of decisions.
const decidedPairs = `
SELECT a.record_id, b.record_id
FROM match_decisions d
JOIN match_sides a ON a.decision_id = d.id
JOIN match_sides b ON b.decision_id = d.id AND b.record_id > a.record_id AND b.customer_id <> a.customer_id
`

func scanPair(row scanner) (p [2]int64, err error) {
	err = row.Scan(&p[0], &p[1])
	return p, err
}

// errDecided says that a user decided something meanwhile.
var errDecided = errors.New("a decision was made meanwhile")

// ApplyMatches stores what matching found: each join in a transaction of its own, then the open questions, in place of
// the ones before. It reports false where a user decided something after the input was read: then what is left is not
// stored, and matching has to start again.
func (s *Store) ApplyMatches(ctx context.Context, result domain.MatchResult, stamp int, at time.Time) (bool, error) {
	check := func(ctx context.Context, t tx) error {
		now, err := queryOne(ctx, t, matchStamp, nil, scanOne[int])
		if err == nil && now != stamp {
			err = errDecided
		}
		return err
	}
	for _, found := range result.Joins {
		err := s.write(ctx, "join by rule", func(ctx context.Context, t tx) error {
			if err := check(ctx, t); err != nil {
				return err
			}
			return joinFound(ctx, t, found, at)
		})
		if err != nil {
			return false, unlessDecided(err)
		}
	}
	err := s.write(ctx, "save match pairs", func(ctx context.Context, t tx) error {
		if err := check(ctx, t); err != nil {
			return err
		}
		return saveDoubts(ctx, t, result.Doubts, at)
	})
	return err == nil, unlessDecided(err)
}

func unlessDecided(err error) error {
	if errors.Is(err, errDecided) {
		return nil
	}
	return err
}

// joinFound joins the customers that records belong to now. Records that have gone meanwhile are left out.
func joinFound(ctx context.Context, t tx, found domain.MatchJoin, at time.Time) error {
	ids, err := json.Marshal(found.Records)
	if err != nil {
		return err
	}
	sides, err := queryAll(ctx, t, `
SELECT id, customer_id, 0
FROM records
WHERE customer_id IN (SELECT customer_id FROM records WHERE id IN (SELECT value FROM json_each(?)) AND gone_at IS NULL)
ORDER BY id`, []any{string(ids)}, scanSide)
	if err != nil {
		return err
	}
	return joinSides(ctx, t, sides, found.Reasons, at)
}

// joinSides makes one customer of those whose records are given, where they are several.
func joinSides(ctx context.Context, t tx, sides []side, reasons []domain.MatchReason, at time.Time) error {
	if !slices.ContainsFunc(sides, func(s side) bool { return s.customerID != sides[0].customerID }) {
		return nil
	}
	_, err := join(ctx, t, decision{kind: domain.DecideJoin, origin: domain.MatchByRule, reasons: reasons, at: at, sides: sides})
	return err
}

// saveDoubts replaces the open questions; one that was put off stays put off. Every record that is not gone has been
// looked at then.
func saveDoubts(ctx context.Context, t tx, doubts []domain.MatchDoubt, at time.Time) error {
	kept := make([][2]int64, 0, len(doubts))
	for _, d := range doubts {
		kept = append(kept, [2]int64{d.A, d.B})
		if err := saveDoubt(ctx, t, d); err != nil {
			return err
		}
	}
	for _, statement := range []struct{ text, arg string }{
		{`
DELETE FROM match_pairs
WHERE (a_record, b_record) NOT IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))`, jsonText(kept)},
		{"UPDATE records SET looked_at = ? WHERE looked_at IS NULL AND gone_at IS NULL", timeText(at)},
	} {
		if _, err := t.exec(ctx, statement.text, statement.arg); err != nil {
			return err
		}
	}
	_, err := t.exec(ctx, "UPDATE customers AS c SET unmatched = NOT unmatched WHERE unmatched <> ("+openQuestions("c.id")+")")
	return err
}

// saveDoubt stores a question.
func saveDoubt(ctx context.Context, t tx, d domain.MatchDoubt) error {
	_, err := t.exec(ctx, `
INSERT INTO match_pairs (a_record, b_record, score, sure, pro, contra)
SELECT ?1, ?2, ?3, ?4, ?5, ?6
WHERE (SELECT COUNT(*) FROM records WHERE id IN (?1, ?2) AND gone_at IS NULL) = 2
ON CONFLICT (a_record, b_record) DO UPDATE SET
    score = excluded.score,
    sure = excluded.sure,
    pro = excluded.pro,
    contra = excluded.contra
WHERE score <> excluded.score OR sure <> excluded.sure OR pro <> excluded.pro OR contra <> excluded.contra`,
		d.A, d.B, d.Score, d.Sure, jsonText(d.For), jsonText(d.Against))
	return err
}

// refreshUnmatched renews only whether a customer is matched.
func refreshUnmatched(ctx context.Context, t tx, customer int64) error {
	_, err := t.exec(ctx, "UPDATE customers SET unmatched = ("+openQuestions("?1")+") WHERE id = ?1", customer)
	return err
}

func refreshUnmatchedOf(ctx context.Context, t tx, records []int64) error {
	for _, id := range records {
		owner, err := queryAll(ctx, t, "SELECT customer_id FROM records WHERE id = ?", []any{id}, scanOne[int64])
		if err != nil {
			return err
		}
		for _, customer := range owner {
			if err := refreshUnmatched(ctx, t, customer); err != nil {
				return err
			}
		}
	}
	return nil
}

// dropPairs forgets the questions about a record.
func dropPairs(ctx context.Context, t tx, record int64) error {
	others, err := queryAll(ctx, t, `
SELECT b_record FROM match_pairs WHERE a_record = ?1
UNION
SELECT a_record FROM match_pairs WHERE b_record = ?1`, []any{record}, scanOne[int64])
	if err != nil || len(others) == 0 {
		return err
	}
	if _, err := t.exec(ctx, "DELETE FROM match_pairs WHERE ?1 IN (a_record, b_record)", record); err != nil {
		return err
	}
	return refreshUnmatchedOf(ctx, t, append(others, record))
}

// dropPairsBetween forgets the questions that a decision answers.
func dropPairsBetween(ctx context.Context, t tx, sides []side) error {
	var records []int64
	for i, a := range sides {
		records = append(records, a.recordID)
		for _, b := range sides[i+1:] {
			_, err := t.exec(ctx, "DELETE FROM match_pairs WHERE a_record = MIN(?1, ?2) AND b_record = MAX(?1, ?2)", a.recordID, b.recordID)
			if err != nil {
				return err
			}
		}
	}
	return refreshUnmatchedOf(ctx, t, records)
}

// lookAgain makes records unmatched until rules have compared them once more.
func lookAgain(ctx context.Context, t tx, sides []side) error {
	var records []int64
	for _, s := range sides {
		records = append(records, s.recordID)
		if _, err := t.exec(ctx, "UPDATE records SET looked_at = NULL WHERE id = ?", s.recordID); err != nil {
			return err
		}
	}
	return refreshUnmatchedOf(ctx, t, records)
}

// askedAbout gives the customers of other connections that a question pairs with a record of this one.
func askedAbout(ctx context.Context, t tx, connectionID int64) ([]int64, error) {
	return queryAll(ctx, t, `
SELECT DISTINCT o.customer_id
FROM records r
JOIN match_pairs p ON r.id IN (p.a_record, p.b_record)
JOIN records o ON o.id IN (p.a_record, p.b_record) AND o.connection_id <> r.connection_id
WHERE r.connection_id = ?`, []any{connectionID}, scanOne[int64])
}
