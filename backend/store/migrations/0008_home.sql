-- +goose Up
-- +goose StatementBegin
-- What happened since a moment is found without going through all rows.
CREATE INDEX customers_gone ON customers (gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX subscriptions_seen ON subscriptions (first_seen_at) WHERE first_seen_sure = 1;
CREATE INDEX subscriptions_cancel ON subscriptions (cancel_until) WHERE runs = 1 AND cancel_until IS NOT NULL;
CREATE INDEX pools_changed ON pools (changed_at) WHERE excluded = '';
CREATE INDEX jobs_failed_seen ON jobs (first_seen_at, record_id) WHERE outcome = 'failed' AND gone_at IS NULL;

-- What somebody should know, each thing once: a row stays while it holds and after, so that it is told anew only when it
-- has ended in between.
CREATE TABLE notifications (
    id            INTEGER PRIMARY KEY,
    source        TEXT NOT NULL,               -- whose it is: a connection's number, or 'local'
    subject       TEXT NOT NULL,               -- what it is about, as the source names it
    rule          TEXT NOT NULL,               -- the sentence it is told in
    kind          TEXT NOT NULL,               -- 'failure', 'todo' or 'deadline'
    params        TEXT NOT NULL,               -- JSON, fills the sentence; may change while it holds
    due_on        TEXT,                        -- last day to act
    customer_id   INTEGER,
    connection_id INTEGER,
    raised_at     TEXT NOT NULL,
    read_at       TEXT,
    snoozed_until TEXT,
    snooze_reason TEXT NOT NULL DEFAULT '',
    ended_at      TEXT,                        -- it holds no more
    UNIQUE (source, subject, rule)
);
CREATE INDEX notifications_open ON notifications (raised_at) WHERE ended_at IS NULL;
-- +goose StatementEnd
