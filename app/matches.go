package app

import (
	"context"
	"errors"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/matching"
)

// Matches is what can be asked and decided about which records are one company.
type Matches struct{ app *App }

// MatchPage is a window on the open questions, and how far matching is.
type MatchPage struct {
	Items  []domain.MatchPair `json:"items"`
	Total  int                `json:"total"`
	Counts domain.MatchCounts `json:"counts"`
}

// MatchDecisionPage is a window on the decisions, newest first.
type MatchDecisionPage struct {
	Items []domain.MatchDecision `json:"items"`
	Total int                    `json:"total"`
}

// MatchDecided is a decision just made, and the customer it leads to.
type MatchDecided struct {
	DecisionID int64 `json:"decision_id"`
	CustomerID int64 `json:"customer_id"`
}

// MatchAccepted is what became of one of the pairs accepted together.
type MatchAccepted struct {
	PairID     int64  `json:"pair_id"`
	DecisionID int64  `json:"decision_id"` // 0 where it was left as it was
	ErrorKey   string `json:"error_key"`   // why
}

// Pairs gives one page of the open questions.
func (m *Matches) Pairs(ctx context.Context, page domain.PageRequest) (MatchPage, error) {
	ws, err := m.app.current()
	if err != nil {
		return MatchPage{}, err
	}
	counts, err := ws.store.MatchCounts(ctx)
	if err != nil {
		return MatchPage{}, err
	}
	items, total, err := ws.store.FindMatchPairs(ctx, page)
	return MatchPage{Items: items, Total: total, Counts: counts}, err
}

// Decisions gives one page of what was decided.
func (m *Matches) Decisions(ctx context.Context, page domain.PageRequest) (MatchDecisionPage, error) {
	ws, err := m.app.current()
	if err != nil {
		return MatchDecisionPage{}, err
	}
	items, total, err := ws.store.FindMatchDecisions(ctx, page)
	return MatchDecisionPage{Items: items, Total: total}, err
}

// Join makes one company of two customers.
func (m *Matches) Join(ctx context.Context, a, b int64) (MatchDecided, error) {
	return m.decide(ctx, func(ws *workspace) (int64, int64, error) {
		id, err := ws.store.JoinCustomers(ctx, a, b, ws.now())
		return id, a, err
	})
}

// KeepApart says that two customers are different companies.
func (m *Matches) KeepApart(ctx context.Context, a, b int64) (MatchDecided, error) {
	return m.decide(ctx, func(ws *workspace) (int64, int64, error) {
		id, err := ws.store.KeepApart(ctx, a, b, ws.now())
		return id, a, err
	})
}

// Split makes a customer of its own of a record.
func (m *Matches) Split(ctx context.Context, recordID int64) (MatchDecided, error) {
	return m.decide(ctx, func(ws *workspace) (int64, int64, error) {
		id, err := ws.store.SplitRecord(ctx, recordID, ws.now())
		if err != nil {
			return 0, 0, err
		}
		customer, err := ws.store.CustomerOfRecord(ctx, recordID)
		return id, customer, err
	})
}

// Undo takes a decision back.
func (m *Matches) Undo(ctx context.Context, decisionID int64) error {
	_, err := m.decide(ctx, func(ws *workspace) (int64, int64, error) {
		return 0, 0, ws.store.UndoMatch(ctx, decisionID, ws.now())
	})
	return err
}

// Accept joins the customers of several questions. One that cannot be joined any more keeps no other from it.
func (m *Matches) Accept(ctx context.Context, pairIDs []int64) ([]MatchAccepted, error) {
	accepted := make([]MatchAccepted, 0, len(pairIDs))
	_, err := m.decide(ctx, func(ws *workspace) (int64, int64, error) {
		for _, id := range pairIDs {
			result := MatchAccepted{PairID: id}
			var err error
			result.DecisionID, err = ws.acceptPair(ctx, id)
			var known *domain.Error
			if errors.As(err, &known) && known.Code == domain.CodeConflict {
				result.ErrorKey, err = known.Key, nil
			}
			if err != nil {
				return 0, 0, err
			}
			accepted = append(accepted, result)
		}
		return 0, 0, nil
	})
	return accepted, err
}

func (w *workspace) acceptPair(ctx context.Context, id int64) (int64, error) {
	pair, err := w.store.GetMatchPair(ctx, id)
	if err != nil {
		return 0, err
	}
	return w.store.JoinCustomers(ctx, pair.A.ID, pair.B.ID, w.now())
}

// Later puts a question at the end of the queue, or back in its place.
func (m *Matches) Later(ctx context.Context, pairID int64, later bool) error {
	ws, err := m.app.current()
	if err != nil {
		return err
	}
	var at *time.Time
	if later {
		now := ws.now()
		at = &now
	}
	if err := ws.store.PutOffMatch(ctx, pairID, at); err != nil {
		return err
	}
	m.app.tell(ws, Event{Type: EventDataChanged})
	return nil
}

// decide makes a decision, lets the rules look at what it changed, and tells of it.
func (m *Matches) decide(ctx context.Context, do func(*workspace) (decision, customer int64, err error)) (MatchDecided, error) {
	ws, err := m.app.current()
	if err != nil {
		return MatchDecided{}, err
	}
	id, customer, err := do(ws)
	if err != nil {
		return MatchDecided{}, err
	}
	if err := ws.match(ctx); err != nil {
		return MatchDecided{}, err
	}
	m.app.tell(ws, Event{Type: EventDataChanged})
	decided := MatchDecided{DecisionID: id, CustomerID: customer}
	if customer != 0 {
		decided.CustomerID, err = ws.store.ResolveCustomer(ctx, customer)
	}
	return decided, err
}

const (
	matchTimeout  = 2 * time.Minute
	matchAttempts = 5 // while a user decides something in between
)

// matchAfter compares the records once a run has listed its customers.
func (w *workspace) matchAfter(run domain.Run) {
	if run.State != domain.RunDone && run.State != domain.RunPartial {
		return
	}
	ctx, stop := context.WithTimeout(context.Background(), matchTimeout)
	defer stop()
	if err := w.match(ctx); err != nil {
		w.app.log.ErrorContext(ctx, "records not matched", "run", run.ID, "error", err)
	}
}

// match lets the rules compare all records, joins what is certain and stores what is to be asked.
func (w *workspace) match(ctx context.Context) error {
	w.matching.Lock()
	defer w.matching.Unlock()
	for range matchAttempts {
		input, stamp, err := w.store.MatchInput(ctx)
		if err != nil {
			return err
		}
		done, err := w.store.ApplyMatches(ctx, matching.Match(input), stamp, w.now())
		if done || err != nil {
			return err
		}
	}
	return nil // the next sync tries again; until then what is new counts as unmatched
}
