package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"tenantry/backend/domain"
)

// openPairs are the questions that are not answered: their records are of different customers.
const openPairs = `
FROM match_pairs p
JOIN records a ON a.id = p.a_record
JOIN records b ON b.id = p.b_record AND b.customer_id <> a.customer_id
JOIN customers ca ON ca.id = a.customer_id
JOIN customers cb ON cb.id = b.customer_id
`

// FindMatchPairs gives the open questions, those put off last, the likeliest first, and how many there are.
func (s *Store) FindMatchPairs(ctx context.Context, page domain.PageRequest) ([]domain.MatchPair, int, error) {
	pairs, total, err := findPage(ctx, s.reader, page, `
SELECT p.id, p.score, p.sure, p.pro, p.contra, p.later_at, ca.id, ca.name, a.id, cb.id, cb.name, b.id`+openPairs+`
ORDER BY p.later_at IS NOT NULL, p.score DESC, ca.sort_name, p.id
`+limit(page), "SELECT COUNT(*)"+openPairs, nil, scanMatchPair)
	if err != nil {
		return nil, 0, wrap("find match pairs", err)
	}
	return pairs, total, wrap("find match pairs", s.fillPairs(ctx, pairs))
}

// GetMatchPair gives one open question.
func (s *Store) GetMatchPair(ctx context.Context, id int64) (domain.MatchPair, error) {
	pair, err := queryOne(ctx, s.reader,
		"SELECT p.id, p.score, p.sure, p.pro, p.contra, p.later_at, ca.id, ca.name, a.id, cb.id, cb.name, b.id"+openPairs+"WHERE p.id = ?",
		[]any{id}, scanMatchPair)
	if errors.Is(err, sql.ErrNoRows) {
		return pair, domain.Errorf(domain.CodeConflict, "match_pair_decided", nil, "pair %d", id)
	}
	return pair, wrap("get match pair", err)
}

func scanMatchPair(row scanner) (domain.MatchPair, error) {
	var p domain.MatchPair
	err := row.Scan(&p.ID, &p.Score, &p.Sure, intoJSON{&p.For}, intoJSON{&p.Against}, intoOptionalTime{&p.LaterAt},
		&p.A.ID, &p.A.Name, &p.A.RecordID, &p.B.ID, &p.B.Name, &p.B.RecordID)
	return p, err
}

// fillPairs adds the customers' records, in one query for the page.
func (s *Store) fillPairs(ctx context.Context, pairs []domain.MatchPair) error {
	ids := []int64{}
	for _, p := range pairs {
		ids = append(ids, p.A.ID, p.B.ID)
	}
	records, err := s.matchRecords(ctx, "r.customer_id", ids)
	if err != nil {
		return err
	}
	byCustomer := map[int64][]domain.MatchRecord{}
	for _, r := range records {
		byCustomer[r.CustomerID] = append(byCustomer[r.CustomerID], r)
	}
	for i := range pairs {
		pairs[i].A.Records, pairs[i].B.Records = byCustomer[pairs[i].A.ID], byCustomer[pairs[i].B.ID]
	}
	return nil
}

// matchRecords gives the records whose column is one of the ids.
func (s *Store) matchRecords(ctx context.Context, column string, ids []int64) ([]domain.MatchRecord, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	return queryAll(ctx, s.reader, selectMatchRecords+"WHERE "+column+" IN (SELECT value FROM json_each(?)) ORDER BY r.gone_at IS NOT NULL, co.name, r.id",
		[]any{string(list)}, scanMatchRecord)
}

// PutOffMatch moves a question to the end of the queue, or back to its place.
func (s *Store) PutOffMatch(ctx context.Context, id int64, at *time.Time) error {
	return s.write(ctx, "put off match", func(ctx context.Context, t tx) error {
		n, err := t.exec(ctx, "UPDATE match_pairs SET later_at = ? WHERE id = ?", optionalTime(at), id)
		if err == nil && n == 0 {
			return domain.Errorf(domain.CodeConflict, "match_pair_decided", nil, "pair %d", id)
		}
		return err
	})
}

// FindMatchDecisions gives the decisions, newest first, and how many there are.
func (s *Store) FindMatchDecisions(ctx context.Context, page domain.PageRequest) ([]domain.MatchDecision, int, error) {
	decisions, total, err := findPage(ctx, s.reader, page, "SELECT id, kind, origin, reasons, at, undone_at FROM match_decisions ORDER BY id DESC\n"+limit(page),
		"SELECT COUNT(*) FROM match_decisions", nil, func(row scanner) (d domain.MatchDecision, err error) {
			err = row.Scan(&d.ID, &d.Kind, &d.Origin, intoJSON{&d.Reasons}, intoTime{&d.At}, intoOptionalTime{&d.UndoneAt})
			return d, err
		})
	if err != nil {
		return nil, 0, wrap("find match decisions", err)
	}
	return decisions, total, wrap("find match decisions", s.fillDecisions(ctx, decisions))
}

// decidedSide is a side of a decision as stored.
type decidedSide struct {
	decisionID int64
	side
}

// fillDecisions adds the sides of the decisions, in two queries for the page.
func (s *Store) fillDecisions(ctx context.Context, decisions []domain.MatchDecision) error {
	at := map[int64]int{}
	ids := []int64{}
	for i, d := range decisions {
		at[d.ID], decisions[i].Sides = i, []domain.MatchSide{}
		ids = append(ids, d.ID)
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	sides, err := queryAll(ctx, s.reader, `
SELECT decision_id, record_id, customer_id, kept
FROM match_sides
WHERE decision_id IN (SELECT value FROM json_each(?))
ORDER BY decision_id, kept DESC, customer_id, record_id`, []any{string(list)}, func(row scanner) (d decidedSide, err error) {
		err = row.Scan(&d.decisionID, &d.recordID, &d.customerID, &d.kept)
		return d, err
	})
	if err != nil {
		return err
	}
	records := []int64{}
	for _, d := range sides {
		records = append(records, d.recordID)
	}
	found, err := s.matchRecords(ctx, "r.id", records)
	if err != nil {
		return err
	}
	byID := map[int64]domain.MatchRecord{}
	for _, r := range found {
		byID[r.ID] = r
	}
	for _, d := range sides {
		addSide(&decisions[at[d.decisionID]], d.customerID, byID[d.recordID])
	}
	return nil
}

// addSide puts a record to the others of its side; sides come one after the other.
func addSide(d *domain.MatchDecision, customer int64, r domain.MatchRecord) {
	last := len(d.Sides) - 1
	if last < 0 || d.Sides[last].CustomerID != customer {
		d.Sides = append(d.Sides, domain.MatchSide{CustomerID: customer, Records: []domain.MatchRecord{}})
		last++
	}
	d.Sides[last].Records = append(d.Sides[last].Records, r)
}

// MatchCounts says how many questions are open, how many of them are sure, and how many customers are unmatched.
func (s *Store) MatchCounts(ctx context.Context) (domain.MatchCounts, error) {
	counts, err := queryOne(ctx, s.reader, `
SELECT
    (SELECT COUNT(*)`+openPairs+`),
    (SELECT COUNT(*)`+openPairs+`WHERE p.sure = 1),
    (SELECT COUNT(*) FROM customers WHERE unmatched = 1 AND gone_at IS NULL),
    (SELECT COUNT(*) FROM customers WHERE gone_at IS NULL)`, nil, func(row scanner) (c domain.MatchCounts, err error) {
		err = row.Scan(&c.Open, &c.Sure, &c.Unmatched, &c.Customers)
		return c, err
	})
	return counts, wrap("count matches", err)
}
