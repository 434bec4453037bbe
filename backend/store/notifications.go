package store

import (
	"context"
	"encoding/json"
	"time"

	"tenantry/backend/domain"
)

// endedDays is how long a notification is kept after it has ended.
const endedDays = 90

const selectNotifications = `
SELECT
    id,
    source,
    subject,
    rule,
    kind,
    params,
    due_on,
    COALESCE(customer_id, 0),
    COALESCE(connection_id, 0),
    raised_at,
    read_at,
    snoozed_until,
    snooze_reason,
    ended_at
FROM notifications
`

func scanNotification(row scanner) (domain.Notification, error) {
	var n domain.Notification
	err := row.Scan(&n.ID, &n.Source, &n.Subject, &n.Rule, &n.Kind, intoJSON{&n.Params}, orEmpty(&n.DueOn), &n.CustomerID,
		&n.ConnectionID, intoTime{&n.RaisedAt}, intoOptionalTime{&n.ReadAt}, intoOptionalTime{&n.SnoozedUntil},
		&n.SnoozeReason, intoOptionalTime{&n.EndedAt})
	return n, err
}

// notificationStates are the conditions on notifications; the argument of each is now.
var notificationStates = map[domain.NotificationState]string{
	domain.NotificationsOpen:    "ended_at IS NULL AND (snoozed_until IS NULL OR snoozed_until <= ?)",
	domain.NotificationsSnoozed: "ended_at IS NULL AND snoozed_until > ?",
	domain.NotificationsEnded:   "ended_at <= ?",
}

// FindNotifications gives one page of notifications and their total: unread ones first, then by deadline and age.
func (s *Store) FindNotifications(ctx context.Context, f domain.NotificationFilter) ([]domain.Notification, int, error) {
	condition, ok := notificationStates[f.State]
	if !ok {
		return nil, 0, domain.NewError(domain.CodeInvalid, "invalid", "detail", "state="+string(f.State))
	}
	all, total, err := findPage(ctx, s.reader, f.Page, selectNotifications+"WHERE "+condition+`
ORDER BY read_at IS NOT NULL, substr(raised_at, 1, 10) DESC, due_on IS NULL, due_on, raised_at DESC, id
`+limit(f.Page), "SELECT COUNT(*) FROM notifications WHERE "+condition, []any{timeText(f.Now)}, scanNotification)
	return all, total, wrap("find notifications", err)
}

// CountUnread counts the open notifications that nobody has read.
func (s *Store) CountUnread(ctx context.Context, now time.Time) (int, error) {
	n, err := queryOne(ctx, s.reader, "SELECT COUNT(*) FROM notifications WHERE read_at IS NULL AND "+
		notificationStates[domain.NotificationsOpen], []any{timeText(now)}, scanOne[int])
	return n, wrap("count notifications", err)
}

// notificationKey names a notification.
type notificationKey struct{ source, subject, rule string }

func keyOf(n domain.Notification) notificationKey {
	return notificationKey{n.Source, n.Subject, n.Rule}
}

// KeepNotifications makes the notifications those that hold now and reports whether any was raised or has ended. One that
// held before stays as it is, read or put off, whatever its numbers are now; one that had ended is raised anew.
func (s *Store) KeepNotifications(ctx context.Context, holding []domain.Notification, now time.Time) (changed bool, err error) {
	err = s.write(ctx, "keep notifications", func(ctx context.Context, t tx) error {
		stored, err := queryAll(ctx, t, selectNotifications, nil, scanNotification)
		if err != nil {
			return err
		}
		known := make(map[notificationKey]domain.Notification, len(stored))
		for _, n := range stored {
			known[keyOf(n)] = n
		}
		holds := make(map[notificationKey]bool, len(holding))
		for _, n := range holding {
			key := keyOf(n)
			if holds[key] {
				continue
			}
			holds[key] = true
			old, found := known[key]
			raised, err := keepNotification(ctx, t, n, old, found, now)
			if err != nil {
				return err
			}
			changed = changed || raised
		}
		for key, old := range known {
			if holds[key] || old.EndedAt != nil {
				continue
			}
			changed = true
			if _, err := t.exec(ctx, "UPDATE notifications SET ended_at = ? WHERE id = ?", timeText(now), old.ID); err != nil {
				return err
			}
		}
		_, err = t.exec(ctx, "DELETE FROM notifications WHERE ended_at < ?", timeText(now.AddDate(0, 0, -endedDays)))
		return err
	})
	return changed, err
}

// keepNotification stores one that holds, and reports whether it is told anew.
func keepNotification(ctx context.Context, t tx, n, old domain.Notification, found bool, now time.Time) (bool, error) {
	params, err := json.Marshal(n.Params)
	if err != nil {
		return false, err
	}
	values := []any{n.Kind, string(params), orNull(n.DueOn), orNullID(n.CustomerID), orNullID(n.ConnectionID)}
	switch {
	case !found:
		_, err = t.exec(ctx, `
INSERT INTO notifications (kind, params, due_on, customer_id, connection_id, source, subject, rule, raised_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, append(values, n.Source, n.Subject, n.Rule, timeText(now))...)
		return true, err
	case old.EndedAt != nil:
		_, err = t.exec(ctx, `
UPDATE notifications
SET kind = ?, params = ?, due_on = ?, customer_id = ?, connection_id = ?, raised_at = ?, read_at = NULL,
    snoozed_until = NULL, snooze_reason = '', ended_at = NULL
WHERE id = ?`, append(values, timeText(now), old.ID)...)
		return true, err
	}
	before, err := json.Marshal(old.Params)
	if err != nil || string(before) == string(params) && old.DueOn == n.DueOn && old.CustomerID == n.CustomerID {
		return false, err
	}
	_, err = t.exec(ctx, "UPDATE notifications SET kind = ?, params = ?, due_on = ?, customer_id = ?, connection_id = ? WHERE id = ?",
		append(values, old.ID)...)
	return false, err
}

func orNullID(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// ReadNotification marks one as read, or as unread again.
func (s *Store) ReadNotification(ctx context.Context, id int64, read bool, now time.Time) error {
	at := optionalTime(nil)
	if read {
		at = timeText(now)
	}
	return s.changeNotification(ctx, "read notification", id, "read_at = ?", at)
}

// SnoozeNotification puts one off: it is told again, as unread, when the time has come. A nil time takes that back.
func (s *Store) SnoozeNotification(ctx context.Context, id int64, until *time.Time, reason string) error {
	return s.changeNotification(ctx, "put off notification", id, "read_at = NULL, snoozed_until = ?, snooze_reason = ?",
		optionalTime(until), reason)
}

func (s *Store) changeNotification(ctx context.Context, op string, id int64, set string, values ...any) error {
	return s.write(ctx, op, func(ctx context.Context, t tx) error {
		n, err := t.exec(ctx, "UPDATE notifications SET "+set+" WHERE id = ?", append(values, id)...)
		if err == nil && n == 0 {
			return notFound("notification", id)
		}
		return err
	})
}

// ReadAllNotifications marks all that are open as read.
func (s *Store) ReadAllNotifications(ctx context.Context, now time.Time) error {
	return s.write(ctx, "read notifications", func(ctx context.Context, t tx) error {
		_, err := t.exec(ctx, "UPDATE notifications SET read_at = ?1 WHERE read_at IS NULL AND ended_at IS NULL"+
			" AND (snoozed_until IS NULL OR snoozed_until <= ?1)", timeText(now))
		return err
	})
}

// HasRunning reports whether a sync is going on.
func (s *Store) HasRunning(ctx context.Context) (bool, error) {
	running, err := queryOne(ctx, s.reader, "SELECT EXISTS (SELECT 1 FROM sync_runs WHERE state = 'running')", nil, scanOne[bool])
	return running, wrap("look for runs", err)
}
