package app

import (
	"context"
	"time"

	"tenantry/backend/domain"
)

// Notifications are what somebody should know: failures, things to do and deadlines.
type Notifications struct{ app *App }

// NotificationPage is a window on notifications, with how many there are that nobody has read.
type NotificationPage struct {
	Items  []domain.Notification `json:"items"`
	Total  int                   `json:"total"`
	Unread int                   `json:"unread"`
}

const notifyTimeout = time.Minute

// List gives one page of notifications, unread ones in front.
func (n *Notifications) List(ctx context.Context, state domain.NotificationState, page domain.PageRequest) (NotificationPage, error) {
	ws, err := n.app.current()
	if err != nil {
		return NotificationPage{}, err
	}
	unread, err := ws.store.CountUnread(ctx, ws.now())
	if err != nil {
		return NotificationPage{}, err
	}
	items, total, err := ws.store.FindNotifications(ctx, domain.NotificationFilter{State: state, Now: ws.now(), Page: page})
	return NotificationPage{Items: items, Total: total, Unread: unread}, err
}

// Read marks a notification as read or unread.
func (n *Notifications) Read(ctx context.Context, id int64, read bool) error {
	return n.change(func(ws *workspace) error { return ws.store.ReadNotification(ctx, id, read, ws.now()) })
}

// ReadAll marks all open notifications as read.
func (n *Notifications) ReadAll(ctx context.Context) error {
	return n.change(func(ws *workspace) error { return ws.store.ReadAllNotifications(ctx, ws.now()) })
}

// Snooze puts a notification off for some days; none takes that back.
func (n *Notifications) Snooze(ctx context.Context, id int64, days int, reason string) error {
	return n.change(func(ws *workspace) error {
		if days == 0 {
			return ws.store.SnoozeNotification(ctx, id, nil, "")
		}
		until := ws.now().AddDate(0, 0, days)
		return ws.store.SnoozeNotification(ctx, id, &until, reason)
	})
}

func (n *Notifications) change(do func(*workspace) error) error {
	ws, err := n.app.current()
	if err != nil {
		return err
	}
	if err := do(ws); err != nil {
		return err
	}
	n.app.tell(ws, Event{Type: EventNotificationsChanged})
	return nil
}

// notify brings the notifications up to date with the stored facts. While a sync is going on it waits for the last one.
func (w *workspace) notify() {
	ctx, stop := context.WithTimeout(context.Background(), notifyTimeout)
	defer stop()
	w.notifying.Lock()
	defer w.notifying.Unlock()
	changed, err := w.keepNotifications(ctx)
	if err != nil {
		w.app.log.ErrorContext(ctx, "notifications not made", "error", err)
	}
	if changed {
		w.app.tell(w, Event{Type: EventNotificationsChanged})
	}
}

func (w *workspace) keepNotifications(ctx context.Context) (changed bool, err error) {
	if running, err := w.store.HasRunning(ctx); running || err != nil {
		return false, err
	}
	f := domain.HomeFilter{Now: w.now()}
	if f.Zone, err = w.zone(ctx); err != nil {
		return false, err
	}
	if f.Scope, err = w.scope(ctx, domain.Scope{}); err != nil {
		return false, err
	}
	holding, err := w.reports.Notices(ctx, f)
	if err != nil {
		return false, err
	}
	return w.store.KeepNotifications(ctx, holding, w.now())
}
