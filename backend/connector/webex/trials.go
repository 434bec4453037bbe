package webex

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

const (
	// enoughUnanswered is after how many lookups in vain, and none that was answered, no more are made in a run.
	enoughUnanswered = 25
	// keepEvery is how many answers are gathered before they are stored.
	keepEvery = 25
)

// trials is what is known about the lookup of trials: it is documented for tagged subscriptions, and nobody says whether it
// answers for others.
type trials struct {
	mu         sync.Mutex
	unanswered int
	answered   bool
	broken     bool
	paid       map[string]bool // subscriptions that are no trials, and won't be
	fresh      int             // how many of them are not stored yet
}

func (t *trials) worthwhile() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return !t.broken && (t.answered || t.unanswered < enoughUnanswered)
}

// inVain notes a lookup without an answer; a broken one will not be tried again in this run.
func (t *trials) inVain(broken bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.unanswered++
	t.broken = t.broken || broken
}

// note keeps an answer and says whether it is time to store those gathered.
func (t *trials) note(number string, trial *bool) (full bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.answered = true
	if trial == nil || *trial {
		return false
	}
	if t.paid == nil {
		t.paid = map[string]bool{}
	}
	t.paid[number] = true
	t.fresh++
	return t.fresh%keepEvery == 0
}

func (t *trials) isPaid(number string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.paid[number]
}

func (t *trials) remember(numbers []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.paid = map[string]bool{}
	for _, n := range numbers {
		t.paid[n] = true
	}
}

func (t *trials) learned() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Sorted(maps.Keys(t.paid))
}

// addTrials says of each subscription whether it is a trial, where Webex does.
func (c *client) addTrials(ctx context.Context, org string, subscriptions []domain.Subscription) error {
	known := map[string]*bool{}
	for i := range subscriptions {
		number := subscriptions[i].Number
		if number == "" {
			continue
		}
		trial, asked := known[number]
		if !asked {
			var err error
			if trial, err = c.trial(ctx, org, number); err != nil {
				return err
			}
			known[number] = trial
		}
		subscriptions[i].Trial = trial
	}
	return nil
}

// trial asks about one subscription; nil is unknown. Licences are worth more than this, so a lookup that is refused or out
// of order takes nothing from them.
func (c *client) trial(ctx context.Context, org, number string) (*bool, error) {
	if c.trials.isPaid(number) {
		no := false
		return &no, nil
	}
	if !c.trials.worthwhile() {
		return nil, nil
	}
	answer, err := c.rest.Answer(ctx, rest.Request{
		URL:    "/partner/tags/organizations/" + url.PathEscape(org) + "/subscriptions/" + url.PathEscape(number),
		Tokens: c.tokens,
		Accept: []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound},
	})
	var down *connector.Unavailable
	if errors.As(err, &down) {
		c.trials.inVain(true)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if answer.Status != http.StatusOK {
		c.trials.inVain(false)
		return nil, nil
	}
	var tagged wireTagged
	if err := c.rest.Decode(answer, &tagged); err != nil {
		return nil, err
	}
	if c.trials.note(number, tagged.Trial.value) {
		if err := c.keep(ctx); err != nil {
			return nil, err
		}
	}
	return tagged.Trial.value, nil
}
