package webex

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
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

// lookup is what Webex answers about one subscription; nil is unknown.
type lookup struct {
	trial *bool
	tags  *string
}

// addLookups says of each subscription whether it is a trial and which tags it has, where Webex does.
func (c *client) addLookups(ctx context.Context, org string, subscriptions []domain.Subscription) error {
	labels, err := c.labels(ctx)
	if err != nil {
		return err
	}
	known := map[string]lookup{}
	for i := range subscriptions {
		number := subscriptions[i].Number
		if number == "" {
			continue
		}
		found, asked := known[number]
		if !asked {
			if found, err = c.lookup(ctx, org, number); err != nil {
				return err
			}
			if told, all := labels.of(org, number); told != "" || all {
				found.tags = &told
			}
			known[number] = found
		}
		subscriptions[i].Trial, subscriptions[i].Tags = found.trial, found.tags
	}
	return nil
}

// lookup asks about one subscription. Licences are worth more than this, so a lookup that is refused or out
// of order takes nothing from them.
func (c *client) lookup(ctx context.Context, org, number string) (found lookup, err error) {
	if c.trials.isPaid(number) {
		no := false
		return lookup{trial: &no}, nil
	}
	if !c.trials.worthwhile() {
		return found, nil
	}
	answer, err := c.rest.Answer(ctx, rest.Request{
		URL:    "/partner/tags/organizations/" + url.PathEscape(org) + "/subscriptions/" + url.PathEscape(number),
		Tokens: c.tokens,
		Accept: []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound},
	})
	var down *connector.Unavailable
	if errors.As(err, &down) {
		c.trials.inVain(true)
		return found, nil
	}
	if err != nil {
		return found, err
	}
	if answer.Status != http.StatusOK {
		c.trials.inVain(false)
		return found, nil
	}
	var tagged wireTagged
	if err := c.rest.Decode(answer, &tagged); err != nil {
		return found, err
	}
	if c.trials.note(number, tagged.Trial.value) {
		if err := c.keep(ctx); err != nil {
			return found, err
		}
	}
	tags := strings.Join(sortedSet(tagged.Tags), ", ")
	return lookup{tagged.Trial.value, &tags}, nil
}
