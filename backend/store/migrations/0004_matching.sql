-- +goose Up
-- +goose StatementBegin
-- Two connections of one vendor can list the same tenant. One of its records counts; the others are duplicates, and their
-- pools and subscriptions are excluded as such, whatever their source says.
ALTER TABLE records ADD COLUMN duplicate INTEGER NOT NULL DEFAULT 0;
ALTER TABLE records ADD COLUMN looked_at TEXT;                        -- when rules compared it last; NULL: never
ALTER TABLE pools ADD COLUMN given_excluded TEXT NOT NULL DEFAULT '';         -- by the source
ALTER TABLE subscriptions ADD COLUMN given_excluded TEXT NOT NULL DEFAULT '';
UPDATE pools SET given_excluded = excluded;
UPDATE subscriptions SET given_excluded = excluded;
CREATE INDEX records_by_vendor_id ON records (vendor_id);

-- Which records are one company, by whom and when. Decisions stay when they are undone.
CREATE TABLE match_decisions (
    id        INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL,              -- 'join', 'apart' or 'split'
    origin    TEXT NOT NULL,              -- 'rule' or 'user'
    reasons   TEXT NOT NULL,              -- JSON list
    at        TEXT NOT NULL,
    undone_at TEXT
);
CREATE INDEX match_decisions_by_user ON match_decisions (id) WHERE origin = 'user';
CREATE INDEX match_decisions_undone ON match_decisions (id) WHERE undone_at IS NOT NULL;

-- The records a decision is about, with the customer each belonged to before a join, or after a split.
CREATE TABLE match_sides (
    decision_id INTEGER NOT NULL REFERENCES match_decisions (id) ON DELETE CASCADE,
    record_id   INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    customer_id INTEGER NOT NULL,         -- it may have become another one's since
    kept        INTEGER NOT NULL,         -- 1: of the side that kept its customer
    PRIMARY KEY (decision_id, record_id)
) WITHOUT ROWID;
CREATE INDEX match_sides_by_record ON match_sides (record_id);

-- Pairs of records of different customers that may be one company: the open questions.
CREATE TABLE match_pairs (
    id       INTEGER PRIMARY KEY,
    a_record INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    b_record INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    score    INTEGER NOT NULL,
    sure     INTEGER NOT NULL,
    pro      TEXT NOT NULL,               -- JSON list
    contra   TEXT NOT NULL,               -- JSON list
    later_at TEXT,                        -- the user put it off
    UNIQUE (a_record, b_record)
);
CREATE INDEX match_pairs_by_b ON match_pairs (b_record);

-- Customers that were joined to others. Their number leads to where one of their records is now, so links stay good.
CREATE TABLE former_customers (
    id        INTEGER PRIMARY KEY,
    record_id INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE
);
CREATE INDEX former_customers_by_record ON former_customers (record_id);
-- +goose StatementEnd
