-- +goose Up
-- +goose StatementBegin
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE connections (
    id           INTEGER PRIMARY KEY,
    vendor       TEXT NOT NULL,
    name         TEXT NOT NULL UNIQUE COLLATE NOCASE,
    fields       TEXT NOT NULL DEFAULT '{}',  -- JSON, no secrets
    state        TEXT NOT NULL DEFAULT '',
    sandbox      INTEGER NOT NULL DEFAULT 0,
    account_id   TEXT NOT NULL DEFAULT '',
    account_name TEXT NOT NULL DEFAULT '',
    account_org  TEXT NOT NULL DEFAULT '',
    gone_hold    TEXT,                        -- JSON of domain.GoneHold
    accept_gone  INTEGER NOT NULL DEFAULT 0,  -- the user confirmed: the next complete read may mark gone
    first_full_at TEXT,                       -- when the first complete read ended
    created_at   TEXT NOT NULL,
    updated_at   TEXT NOT NULL
);

CREATE TABLE secrets (
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    sealed        BLOB NOT NULL,              -- XChaCha20-Poly1305: nonce, then ciphertext
    updated_at    TEXT NOT NULL,
    PRIMARY KEY (connection_id, name)
) WITHOUT ROWID;

-- One company. Its figures are kept in the row, renewed in the transaction that changes its records.
CREATE TABLE customers (
    id             INTEGER PRIMARY KEY,
    name           TEXT NOT NULL,
    sort_name      TEXT NOT NULL,               -- name folded for sorting and searching
    search         TEXT NOT NULL DEFAULT '',    -- folded names and domains of all its records
    domain         TEXT NOT NULL DEFAULT '',
    country        TEXT NOT NULL DEFAULT '',
    vendors        TEXT NOT NULL DEFAULT '',    -- sorted, comma between
    families       TEXT NOT NULL DEFAULT '',    -- sorted, comma between, counted ones only
    records        INTEGER NOT NULL DEFAULT 0,  -- not gone
    unmatched      INTEGER NOT NULL DEFAULT 1,  -- nobody and no rule has looked for the same company elsewhere
    subscriptions  INTEGER NOT NULL DEFAULT 0,  -- not gone
    bought         INTEGER NOT NULL DEFAULT 0,  -- counted pools only
    assigned       INTEGER NOT NULL DEFAULT 0,
    available      INTEGER NOT NULL DEFAULT 0,
    over_seats     INTEGER NOT NULL DEFAULT 0,
    has_active     INTEGER NOT NULL DEFAULT 0,  -- a subscription runs that is no trial and not free
    has_trial      INTEGER NOT NULL DEFAULT 0,  -- a trial runs
    has_suspended  INTEGER NOT NULL DEFAULT 0,
    next_ends_on   TEXT,                        -- earliest, past ones too; see subscriptions.ends_on
    next_renews_on TEXT,
    next_open_on   TEXT,
    no_access      TEXT NOT NULL DEFAULT '',    -- error key of a record that cannot be read
    unread         INTEGER NOT NULL DEFAULT 0,  -- records whose subscriptions were never read in full
    synced_at      TEXT,                        -- oldest good read of its records' datasets
    first_seen_at  TEXT NOT NULL,
    gone_at        TEXT
);
CREATE INDEX customers_by_name ON customers (sort_name, id) WHERE gone_at IS NULL;
CREATE INDEX customers_present ON customers (unmatched) WHERE gone_at IS NULL;
CREATE INDEX customers_seen ON customers (first_seen_at, gone_at);

-- The counted seats of a customer per product family, renewed together with the customer's figures.
CREATE TABLE customer_families (
    family      TEXT NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    bought      INTEGER NOT NULL,
    assigned    INTEGER NOT NULL,
    PRIMARY KEY (family, customer_id)
) WITHOUT ROWID;
CREATE INDEX customer_families_by_customer ON customer_families (customer_id);

-- What one connection calls a customer.
CREATE TABLE records (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    customer_id   INTEGER NOT NULL REFERENCES customers (id),
    vendor_id     TEXT NOT NULL,
    name          TEXT NOT NULL,
    domain        TEXT NOT NULL DEFAULT '',
    country       TEXT NOT NULL DEFAULT '',
    created_on    TEXT,
    no_access     TEXT NOT NULL DEFAULT '',
    first_seen_at TEXT NOT NULL,
    gone_at       TEXT,
    UNIQUE (connection_id, vendor_id)
);
CREATE INDEX records_by_customer ON records (customer_id);
CREATE INDEX records_listed ON records (connection_id) WHERE gone_at IS NULL;

-- The same product at every customer of a vendor.
CREATE TABLE products (
    id     INTEGER PRIMARY KEY,
    vendor TEXT NOT NULL,
    key    TEXT NOT NULL,
    ratios INTEGER NOT NULL DEFAULT 0,        -- pools with a ratio: where its median stands in pools_by_ratio
    UNIQUE (vendor, key)
);

-- Seats of one product at one record, over all its subscriptions.
CREATE TABLE pools (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    customer_id   INTEGER NOT NULL REFERENCES customers (id),
    key           TEXT NOT NULL,
    product_id    INTEGER NOT NULL REFERENCES products (id),
    product_key   TEXT NOT NULL,              -- the product's
    product       TEXT NOT NULL,
    sku           TEXT NOT NULL DEFAULT '',
    family        TEXT NOT NULL,
    bought        INTEGER NOT NULL,
    assigned      INTEGER NOT NULL,
    used          INTEGER,
    excluded      TEXT NOT NULL DEFAULT '',
    source        TEXT NOT NULL DEFAULT 'api',
    aged_on       TEXT,                       -- its oldest counted subscription existed on this day; NULL without one
    age_known     INTEGER NOT NULL DEFAULT 0, -- aged_on is the day it began, not merely the day we first looked
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    gone_at       TEXT,
    -- Kept rather than generated: an index never covers a generated column, and the dashboard reads these from indexes.
    over          INTEGER NOT NULL CHECK (
        over = CASE WHEN gone_at IS NULL AND excluded = '' AND assigned > bought THEN assigned - bought ELSE 0 END),
    ratio         REAL CHECK (
        ratio IS CASE WHEN gone_at IS NULL AND excluded = '' AND bought > 0 THEN 1.0 * assigned / bought END),
    UNIQUE (record_id, key)
);
CREATE INDEX pools_by_customer ON pools (customer_id);
CREATE INDEX pools_over ON pools (family, customer_id, over) WHERE over > 0;
CREATE INDEX pools_by_ratio ON pools (product_id, ratio, aged_on, age_known, family, customer_id, bought, assigned)
    WHERE ratio IS NOT NULL;
CREATE INDEX pools_excluded ON pools (excluded, family, customer_id) WHERE gone_at IS NULL AND excluded <> '';

-- One line a customer bought. What its source gives and what a user typed in stand side by side: a sync never touches
-- typed_*, and the columns without a prefix are what counts now.
CREATE TABLE subscriptions (
    id                INTEGER PRIMARY KEY,
    connection_id     INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id         INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    customer_id       INTEGER NOT NULL REFERENCES customers (id),
    key               TEXT NOT NULL,
    number            TEXT NOT NULL DEFAULT '',
    pool_key          TEXT NOT NULL DEFAULT '',
    product_key       TEXT NOT NULL,
    product           TEXT NOT NULL,
    sku               TEXT NOT NULL DEFAULT '',
    family            TEXT NOT NULL,
    status            TEXT NOT NULL,
    trial             INTEGER,                -- NULL: the vendor does not say
    quantity          INTEGER NOT NULL,
    assigned          INTEGER,                -- NULL: the vendor counts per pool
    created_on        TEXT,
    given_term_end_on TEXT,                   -- given_*: by the source, NULL where it does not say
    given_at_term_end TEXT,
    given_term        TEXT,
    deletes_on        TEXT,
    excluded          TEXT NOT NULL DEFAULT '',
    source            TEXT NOT NULL DEFAULT 'api',
    typed_term_end_on TEXT,                   -- typed_*: by a user, NULL where nothing was typed
    typed_at_term_end TEXT,
    typed_term        TEXT,
    typed_unit_price  TEXT,                   -- exact decimal; the three price columns go together
    typed_currency    TEXT,
    typed_price_period TEXT,                  -- 'month' or 'year'
    typed_at          TEXT,                   -- newest change of a typed value
    search            TEXT NOT NULL DEFAULT '', -- folded product and number
    first_seen_at     TEXT NOT NULL,
    first_seen_sure   INTEGER NOT NULL,       -- it appeared between two reads; 0: it may have existed long before
    changed_at        TEXT NOT NULL,
    gone_at           TEXT,
    term_end_on       TEXT GENERATED ALWAYS AS (COALESCE(typed_term_end_on, given_term_end_on)) STORED,
    at_term_end       TEXT NOT NULL GENERATED ALWAYS AS (COALESCE(typed_at_term_end, given_at_term_end, '')) STORED,
    term              TEXT NOT NULL GENERATED ALWAYS AS (COALESCE(typed_term, given_term, '')) STORED,
    -- 1 while its term counts: not gone, not excluded, and running as far as the vendor says.
    runs              INTEGER NOT NULL GENERATED ALWAYS AS (
        CASE WHEN gone_at IS NULL AND excluded = '' AND status IN ('active', 'unknown') THEN 1 ELSE 0 END) STORED,
    -- The day the term ends, by what is known to happen then.
    ends_on           TEXT GENERATED ALWAYS AS (CASE WHEN runs AND at_term_end = 'ends' THEN term_end_on END) STORED,
    renews_on         TEXT GENERATED ALWAYS AS (CASE WHEN runs AND at_term_end = 'renews' THEN term_end_on END) STORED,
    open_on           TEXT GENERATED ALWAYS AS (CASE WHEN runs AND at_term_end = '' THEN term_end_on END) STORED,
    UNIQUE (record_id, key)
);
CREATE INDEX subscriptions_by_customer ON subscriptions (customer_id, gone_at, search);
CREATE INDEX subscriptions_ends ON subscriptions (ends_on, family, customer_id, quantity) WHERE ends_on IS NOT NULL;
CREATE INDEX subscriptions_renews ON subscriptions (renews_on, family, customer_id, quantity) WHERE renews_on IS NOT NULL;
CREATE INDEX subscriptions_open ON subscriptions (open_on, family, customer_id, quantity) WHERE open_on IS NOT NULL;
CREATE INDEX subscriptions_undated ON subscriptions (family, customer_id) WHERE runs = 1 AND term_end_on IS NULL;

-- The last state read of each counted pool on each day. Rows of a day lie together, so a sync appends; there is no
-- foreign key, because its index would scatter every day's rows over the whole table.
CREATE TABLE pool_days (
    day       TEXT NOT NULL,
    pool_id   INTEGER NOT NULL,
    bought    INTEGER NOT NULL,
    assigned  INTEGER NOT NULL,
    used      INTEGER,
    simulated INTEGER NOT NULL DEFAULT 0,     -- taken on a clock set by --now
    PRIMARY KEY (day, pool_id)
) WITHOUT ROWID;

-- Sums of pool_days per connection, day and product, changed in the same transaction. A pool's past days stand under
-- its present product and family.
CREATE TABLE product_days (
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    day           TEXT NOT NULL,
    product_id    INTEGER NOT NULL REFERENCES products (id),
    family        TEXT NOT NULL,
    pools         INTEGER NOT NULL,
    bought        INTEGER NOT NULL,
    assigned      INTEGER NOT NULL,
    used          INTEGER NOT NULL,
    used_pools    INTEGER NOT NULL,           -- pools whose use is known; 0: used says nothing
    simulated     INTEGER NOT NULL,           -- samples taken on a clock set by --now
    PRIMARY KEY (connection_id, day, product_id, family)
) WITHOUT ROWID;

-- Sums of product_days per connection, day and family, for the trend: forty products a day are too many to add up for a
-- year each time. Triggers keep it, so no statement can forget to.
CREATE TABLE family_days (
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    day           TEXT NOT NULL,
    family        TEXT NOT NULL,
    pools         INTEGER NOT NULL,
    bought        INTEGER NOT NULL,
    assigned      INTEGER NOT NULL,
    used          INTEGER NOT NULL,
    used_pools    INTEGER NOT NULL,
    PRIMARY KEY (connection_id, day, family)
) WITHOUT ROWID;

CREATE TRIGGER product_days_inserted AFTER INSERT ON product_days
BEGIN
    INSERT INTO family_days (connection_id, day, family, pools, bought, assigned, used, used_pools)
    VALUES (NEW.connection_id, NEW.day, NEW.family, NEW.pools, NEW.bought, NEW.assigned, NEW.used, NEW.used_pools)
    ON CONFLICT (connection_id, day, family) DO UPDATE SET
        pools = pools + excluded.pools,
        bought = bought + excluded.bought,
        assigned = assigned + excluded.assigned,
        used = used + excluded.used,
        used_pools = used_pools + excluded.used_pools;
END;

CREATE TRIGGER product_days_updated AFTER UPDATE ON product_days
BEGIN
    UPDATE family_days
    SET pools = pools + NEW.pools - OLD.pools,
        bought = bought + NEW.bought - OLD.bought,
        assigned = assigned + NEW.assigned - OLD.assigned,
        used = used + NEW.used - OLD.used,
        used_pools = used_pools + NEW.used_pools - OLD.used_pools
    WHERE connection_id = NEW.connection_id AND day = NEW.day AND family = NEW.family;
END;

CREATE TRIGGER product_days_deleted AFTER DELETE ON product_days
BEGIN
    UPDATE family_days
    SET pools = pools - OLD.pools,
        bought = bought - OLD.bought,
        assigned = assigned - OLD.assigned,
        used = used - OLD.used,
        used_pools = used_pools - OLD.used_pools
    WHERE connection_id = OLD.connection_id AND day = OLD.day AND family = OLD.family;
    DELETE FROM family_days
    WHERE connection_id = OLD.connection_id AND day = OLD.day AND family = OLD.family
      AND NOT EXISTS (
          SELECT 1 FROM product_days
          WHERE connection_id = OLD.connection_id AND day = OLD.day AND family = OLD.family
      );
END;

CREATE TABLE sync_runs (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    full          INTEGER NOT NULL,
    trigger       TEXT NOT NULL,
    simulated     INTEGER NOT NULL DEFAULT 0,
    state         TEXT NOT NULL,
    day           TEXT,                        -- the day its samples belong to, NULL before the first page
    owner         TEXT NOT NULL DEFAULT '',    -- process that runs it, renewed by heartbeat_at
    heartbeat_at  TEXT NOT NULL,
    cancel        INTEGER NOT NULL DEFAULT 0,  -- another process asks for the end
    started_at    TEXT NOT NULL,
    ended_at      TEXT,
    tasks_total   INTEGER NOT NULL DEFAULT 0,
    tasks_done    INTEGER NOT NULL DEFAULT 0,
    tasks_failed  INTEGER NOT NULL DEFAULT 0,
    rows_read     INTEGER NOT NULL DEFAULT 0,
    rows_written  INTEGER NOT NULL DEFAULT 0,
    error_key     TEXT NOT NULL DEFAULT '',
    error_detail  TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX sync_runs_one_running ON sync_runs (connection_id) WHERE state = 'running';
CREATE INDEX sync_runs_by_connection ON sync_runs (connection_id, id);

CREATE TABLE sync_tasks (
    id           INTEGER PRIMARY KEY,
    run_id       INTEGER NOT NULL REFERENCES sync_runs (id) ON DELETE CASCADE,
    record_id    INTEGER,                      -- NULL: a dataset of the whole connection
    dataset      TEXT NOT NULL,
    state        TEXT NOT NULL,
    started_at   TEXT NOT NULL,
    ended_at     TEXT NOT NULL,
    rows_read    INTEGER NOT NULL DEFAULT 0,
    rows_written INTEGER NOT NULL DEFAULT 0,
    error_key    TEXT NOT NULL DEFAULT '',
    error_detail TEXT NOT NULL DEFAULT '',
    retry_at     TEXT
);
CREATE INDEX sync_tasks_by_run ON sync_tasks (run_id, state);

-- Where each dataset of each record stands. record_id 0 is a dataset of the whole connection.
CREATE TABLE checkpoints (
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER NOT NULL,
    dataset       TEXT NOT NULL,
    cursor        TEXT NOT NULL DEFAULT '',
    page_hash     TEXT NOT NULL DEFAULT '',    -- of the whole dataset as last stored, '' unknown
    full_due      INTEGER NOT NULL DEFAULT 1,  -- no complete read since the last interrupted one
    sampled_on    TEXT NOT NULL DEFAULT '',    -- newest day it wrote samples of
    subscriptions INTEGER NOT NULL DEFAULT 0,  -- 1: a complete read of this dataset listed the subscriptions
    last_ok_at    TEXT,
    last_try_at   TEXT NOT NULL,
    error_key     TEXT NOT NULL DEFAULT '',    -- of the last try, '' when it went well
    error_detail  TEXT NOT NULL DEFAULT '',
    no_access     INTEGER NOT NULL DEFAULT 0,  -- the last try was refused
    PRIMARY KEY (connection_id, record_id, dataset)
) WITHOUT ROWID;
CREATE INDEX checkpoints_by_state ON checkpoints (connection_id, dataset, error_key, last_ok_at);
CREATE INDEX checkpoints_failed ON checkpoints (record_id) WHERE error_key <> '';

-- What runs when, and what is due.
CREATE TABLE schedules (
    id            INTEGER PRIMARY KEY,
    job           TEXT NOT NULL,               -- 'sync'
    connection_id INTEGER REFERENCES connections (id) ON DELETE CASCADE, -- NULL: all
    cron          TEXT NOT NULL,               -- five fields, in the time zone beside it
    time_zone     TEXT NOT NULL,
    paused        INTEGER NOT NULL DEFAULT 0,
    last_at       TEXT,                        -- last start
    last_result   TEXT NOT NULL DEFAULT '',
    next_at       TEXT                         -- due when in the past
);
-- +goose StatementEnd
