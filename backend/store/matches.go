package store

import (
	"context"
	"slices"
	"time"

	"tenantry/backend/domain"
)

// side is a record of a decision with the customer it belonged to before a join, or after a split.
type side struct {
	recordID, customerID int64
	kept                 bool
}

func scanSide(row scanner) (side, error) {
	var s side
	err := row.Scan(&s.recordID, &s.customerID, &s.kept)
	return s, err
}

// decision is one to be stored.
type decision struct {
	kind    domain.MatchKind
	origin  domain.MatchOrigin
	reasons []domain.MatchReason
	at      time.Time
	sides   []side
}

func insertDecision(ctx context.Context, t tx, d decision) (int64, error) {
	id, err := t.insert(ctx, "INSERT INTO match_decisions (kind, origin, reasons, at) VALUES (?, ?, ?, ?)",
		d.kind, d.origin, jsonText(d.reasons), timeText(d.at))
	if err != nil {
		return 0, err
	}
	for _, s := range d.sides {
		_, err := t.exec(ctx, "INSERT INTO match_sides (decision_id, record_id, customer_id, kept) VALUES (?, ?, ?, ?)",
			id, s.recordID, s.customerID, s.kept)
		if err != nil {
			return 0, err
		}
	}
	return id, nil
}

// JoinCustomers makes one company of two customers because a user says so, and gives the decision's id. The older
// customer stays; the other's number leads to it from then on.
func (s *Store) JoinCustomers(ctx context.Context, a, b int64, at time.Time) (int64, error) {
	var id int64
	err := s.write(ctx, "join customers", func(ctx context.Context, t tx) error {
		sides, err := sidesOf(ctx, t, a, b)
		if err != nil {
			return err
		}
		id, err = join(ctx, t, decision{
			kind: domain.DecideJoin, origin: domain.MatchByUser, reasons: []domain.MatchReason{domain.MatchUser}, at: at, sides: sides,
		})
		return err
	})
	return id, err
}

// sidesOf gives the records of two customers, by what they are called now.
func sidesOf(ctx context.Context, t tx, a, b int64) ([]side, error) {
	var err error
	if a, err = currentCustomer(ctx, t, a); err != nil {
		return nil, err
	}
	if b, err = currentCustomer(ctx, t, b); err != nil {
		return nil, err
	}
	if a == b {
		return nil, domain.NewError(domain.CodeConflict, "match_same_customer")
	}
	return queryAll(ctx, t, "SELECT id, customer_id, customer_id = MIN(?1, ?2) FROM records WHERE customer_id IN (?1, ?2) ORDER BY id",
		[]any{a, b}, scanSide)
}

// join moves the records of all sides to the oldest of their customers and stores the decision.
func join(ctx context.Context, t tx, d decision) (int64, error) {
	to := d.sides[0].customerID
	for _, s := range d.sides {
		to = min(to, s.customerID)
	}
	var moved []int64
	for i, s := range d.sides {
		d.sides[i].kept = s.customerID == to
		if s.customerID != to {
			moved = append(moved, s.recordID)
		}
	}
	id, err := insertDecision(ctx, t, d)
	if err != nil {
		return 0, err
	}
	return id, moveRecords(ctx, t, moved, to)
}

// KeepApart says that two customers are different companies: no rule joins them, and nobody is asked again.
func (s *Store) KeepApart(ctx context.Context, a, b int64, at time.Time) (int64, error) {
	var id int64
	err := s.write(ctx, "keep customers apart", func(ctx context.Context, t tx) error {
		sides, err := sidesOf(ctx, t, a, b)
		if err != nil {
			return err
		}
		id, err = insertDecision(ctx, t, decision{
			kind: domain.DecideApart, origin: domain.MatchByUser, reasons: []domain.MatchReason{domain.MatchUser}, at: at, sides: sides,
		})
		if err != nil {
			return err
		}
		return dropPairsBetween(ctx, t, sides)
	})
	return id, err
}

// SplitRecord makes a customer of its own of a record; what other connections of the vendor list as the same tenant goes
// with it. It gives the decision's id.
func (s *Store) SplitRecord(ctx context.Context, recordID int64, at time.Time) (int64, error) {
	var id int64
	err := s.write(ctx, "split record", func(ctx context.Context, t tx) error {
		twins, err := queryAll(ctx, t, twinsOf, []any{recordID}, scanTwin)
		if err != nil {
			return err
		}
		if len(twins) == 0 {
			return notFound("record", recordID)
		}
		leaving := make([]int64, 0, len(twins))
		for _, r := range twins {
			leaving = append(leaving, r.id)
		}
		slices.Sort(leaving)
		id, err = splitOff(ctx, t, twins[0].customerID, leaving, at)
		return err
	})
	return id, err
}

func splitOff(ctx context.Context, t tx, from int64, leaving []int64, at time.Time) (int64, error) {
	all, err := queryAll(ctx, t, "SELECT id, customer_id, 1 FROM records WHERE customer_id = ? ORDER BY id", []any{from}, scanSide)
	if err != nil {
		return 0, err
	}
	if len(all) <= len(leaving) {
		return 0, domain.NewError(domain.CodeConflict, "match_only_record")
	}
	to, err := ownCustomer(ctx, t, leaving, 0)
	if err != nil {
		return 0, err
	}
	for i, s := range all {
		if slices.Contains(leaving, s.recordID) {
			all[i].customerID, all[i].kept = to, false
		}
	}
	id, err := insertDecision(ctx, t, decision{
		kind: domain.DecideSplit, origin: domain.MatchByUser, reasons: []domain.MatchReason{domain.MatchUser}, at: at, sides: all,
	})
	if err != nil {
		return 0, err
	}
	if err := moveRecords(ctx, t, leaving, to); err != nil {
		return 0, err
	}
	return id, dropPairsBetween(ctx, t, all)
}

// ownCustomer gives a customer for records that leave theirs: the one with the number asked for, or the one they were
// before, or a new one. It exists then, with no record yet unless it was there.
func ownCustomer(ctx context.Context, t tx, leaving []int64, id int64) (int64, error) {
	if id == 0 {
		for _, record := range leaving {
			former, err := queryAll(ctx, t, "SELECT id FROM former_customers WHERE record_id = ? ORDER BY id LIMIT 1", []any{record}, scanOne[int64])
			if err != nil {
				return 0, err
			}
			if len(former) > 0 && (id == 0 || former[0] < id) {
				id = former[0]
			}
		}
	}
	there, err := queryAll(ctx, t, "SELECT id FROM customers WHERE id = ?", []any{id}, scanOne[int64])
	if err != nil || len(there) > 0 {
		return id, err
	}
	if _, err := t.exec(ctx, "DELETE FROM former_customers WHERE id = ?", id); err != nil {
		return 0, err
	}
	first, err := queryOne(ctx, t, selectRecords+"WHERE r.id = ?", []any{leaving[0]}, scanRecord)
	if err != nil {
		return 0, err
	}
	return createCustomer(ctx, t, id, first)
}

// UndoMatch takes a decision back: what a join put together parts again, what a split parted belongs together again, and
// what was kept apart is asked about. Typed values and first-seen dates stay with their rows all the way.
func (s *Store) UndoMatch(ctx context.Context, id int64, at time.Time) error {
	return s.write(ctx, "undo match", func(ctx context.Context, t tx) error {
		kind, err := queryOne(ctx, t, "SELECT kind FROM match_decisions WHERE id = ?", []any{id}, scanOne[domain.MatchKind])
		if err != nil {
			return err
		}
		n, err := t.exec(ctx, "UPDATE match_decisions SET undone_at = ? WHERE id = ? AND undone_at IS NULL", timeText(at), id)
		if err != nil {
			return err
		}
		if n == 0 {
			return domain.Errorf(domain.CodeConflict, "match_undone", nil, "decision %d", id)
		}
		sides, err := queryAll(ctx, t, "SELECT record_id, customer_id, kept FROM match_sides WHERE decision_id = ? ORDER BY record_id", []any{id}, scanSide)
		if err != nil {
			return err
		}
		switch kind {
		case domain.DecideJoin:
			err = part(ctx, t, sides)
		case domain.DecideSplit:
			err = reunite(ctx, t, sides)
		}
		if err != nil {
			return err
		}
		return lookAgain(ctx, t, sides)
	})
}

// part gives the records of a join back to the customers they came from, as far as they are still together with what
// they were joined to.
func part(ctx context.Context, t tx, sides []side) error {
	with := map[int64]bool{}
	now := map[int64]int64{}
	for _, s := range sides {
		customer, err := queryOne(ctx, t, "SELECT customer_id FROM records WHERE id = ?", []any{s.recordID}, scanOne[int64])
		if err != nil {
			return err
		}
		now[s.recordID] = customer
		if s.kept {
			with[customer] = true
		}
	}
	back := map[int64][]int64{}
	var order []int64
	for _, s := range sides {
		if s.kept || len(with) > 0 && !with[now[s.recordID]] {
			continue
		}
		if back[s.customerID] == nil {
			order = append(order, s.customerID)
		}
		back[s.customerID] = append(back[s.customerID], s.recordID)
	}
	slices.Sort(order)
	for _, id := range order {
		to, err := ownCustomer(ctx, t, back[id], id)
		if err != nil {
			return err
		}
		if err := moveRecords(ctx, t, back[id], to); err != nil {
			return err
		}
	}
	return nil
}

// reunite brings the records that a split took away back to where the others are.
func reunite(ctx context.Context, t tx, sides []side) error {
	var to int64
	var moved []int64
	for _, s := range sides {
		if !s.kept {
			moved = append(moved, s.recordID)
			continue
		}
		if to == 0 {
			var err error
			if to, err = queryOne(ctx, t, "SELECT customer_id FROM records WHERE id = ?", []any{s.recordID}, scanOne[int64]); err != nil {
				return err
			}
		}
	}
	if to == 0 || len(moved) == 0 {
		return nil
	}
	return moveRecords(ctx, t, moved, to)
}
