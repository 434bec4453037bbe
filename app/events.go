package app

import (
	"sync"

	"tenantry/backend/domain"
)

// Event tells an interface that something changed.
type Event struct {
	Type           EventType   `json:"type"`
	Run            *domain.Run `json:"run,omitempty"`
	WaitingSeconds int         `json:"waiting_seconds,omitempty"` // how long the run waits for the vendor's rate limit
	WaitingFor     string      `json:"waiting_for,omitempty"`     // the dataset that waits; empty where the list of customers does
	Progress       *Progress   `json:"progress,omitempty"`        // of sample_progress
}

// EventType names what happened.
type EventType string

// The events.
const (
	EventRunStarted           EventType = "run_started"
	EventRunProgress          EventType = "run_progress"
	EventRunEnded             EventType = "run_ended"
	EventConnectionChanged    EventType = "connection_changed"
	EventDataChanged          EventType = "data_changed" // rows changed, perhaps by another process
	EventSettingsChanged      EventType = "settings_changed"
	EventNotificationsChanged EventType = "notifications_changed"
	EventSampleProgress       EventType = "sample_progress"
	EventWorkspaceChanged     EventType = "workspace_changed" // other data are shown now: read everything anew
	EventLocked               EventType = "locked"            // the interface is taken away
	EventUnlocked             EventType = "unlocked"
)

// AboutLock tells whether an event may reach a window that is locked.
func (e Event) AboutLock() bool { return e.Type == EventLocked || e.Type == EventUnlocked }

// subscriberBuffer is how many events wait for a slow listener before the oldest ones are dropped.
const subscriberBuffer = 64

// Events hands out what happens to everybody who listens. A slow listener loses old events rather than holding up
// the sync; every event says all it has to, so the newest is what counts.
type Events struct {
	mu        sync.Mutex
	closed    bool
	listeners map[chan Event]struct{}
}

// Subscribe gives a channel of events and the function that ends it. The channel is closed when the app closes.
func (e *Events) Subscribe() (<-chan Event, func()) {
	ch := make(chan Event, subscriberBuffer)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		close(ch)
		return ch, func() {}
	}
	if e.listeners == nil {
		e.listeners = map[chan Event]struct{}{}
	}
	e.listeners[ch] = struct{}{}
	return ch, func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.listeners, ch)
	}
}

func (e *Events) emit(event Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for ch := range e.listeners {
		select {
		case ch <- event:
			continue
		default:
		}
		select {
		case <-ch:
		default:
		}
		select {
		case ch <- event:
		default:
		}
	}
}

func (e *Events) close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return
	}
	e.closed = true
	for ch := range e.listeners {
		close(ch)
	}
	e.listeners = nil
}
