package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"tenantry/app"
)

// keepAlive is how often an idle stream says that it is alive, so that a browser notices a server that is gone.
const keepAlive = 20 * time.Second

// streamEvents sends events as they happen, to a browser that is still signed in. It exists in the browser mode only; the
// window gets them by itself.
func (s *server) streamEvents(access *Access) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.stream(w, r, func() bool { return access.signedIn(r) })
	}
}

func (s *server) stream(w http.ResponseWriter, r *http.Request, mayStay func() bool) {
	events, stop := s.app.Events.Subscribe()
	defer stop()
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{})
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	beat := time.NewTicker(keepAlive)
	defer beat.Stop()
	send := func(text string) bool {
		_, err := fmt.Fprint(w, text)
		return err == nil && control.Flush() == nil
	}
	for text := ": connected\n\n"; mayStay(); {
		if !send(text) {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case event, ok := <-events:
			if !ok {
				return
			}
			text = s.written(r, event)
		case <-beat.C:
			text = ": alive\n\n"
		}
	}
	send(s.written(r, app.Event{Type: app.EventLocked})) // the last it hears, whatever else happened
}

// written gives an event as a stream has it; "" for one that cannot be written.
func (s *server) written(r *http.Request, event app.Event) string {
	body, err := json.Marshal(event)
	if err != nil {
		s.log.ErrorContext(r.Context(), "event not sent", "error", err)
		return ""
	}
	return fmt.Sprintf("event: %s\ndata: %s\n\n", event.Type, body)
}
