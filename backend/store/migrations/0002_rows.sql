-- +goose Up
-- +goose StatementBegin
ALTER TABLE records ADD COLUMN account TEXT NOT NULL DEFAULT '';  -- the registered account, an e-mail address

-- What partners of a vendor are told about a subscription beyond what its customer sees.
ALTER TABLE subscriptions ADD COLUMN billing_cycle TEXT NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN cancel_until TEXT;              -- last moment to cancel without paying the term
ALTER TABLE subscriptions ADD COLUMN order_key TEXT NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN next_term TEXT;                 -- JSON of domain.NextTerm: arranged for the end of the term

-- Rows of every other kind. Each table begins with the same columns: where a row came from, the key its source knows it
-- by, and a digest of its own columns, so that an unchanged row is told without reading them. record_id is NULL for rows
-- of a whole connection. Customers are found through records, so joining and splitting them moves nothing here.
CREATE TABLE profiles (
    id              INTEGER PRIMARY KEY,
    connection_id   INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id       INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset         TEXT NOT NULL,
    key             TEXT NOT NULL,
    source          TEXT NOT NULL DEFAULT 'api',
    digest          BLOB NOT NULL,
    first_seen_at   TEXT NOT NULL,
    changed_at      TEXT NOT NULL,
    gone_at         TEXT,
    account         TEXT NOT NULL,
    domains         TEXT NOT NULL,              -- JSON list
    default_domain  TEXT NOT NULL,
    initial_domain  TEXT NOT NULL,
    derived         TEXT NOT NULL,              -- JSON list
    street          TEXT NOT NULL,
    city            TEXT NOT NULL,
    postal_code     TEXT NOT NULL,
    region          TEXT NOT NULL,
    country         TEXT NOT NULL,
    phone           TEXT NOT NULL,
    contact         TEXT NOT NULL,
    language        TEXT NOT NULL,
    state           TEXT NOT NULL,
    outcome         TEXT NOT NULL,
    managed_by      TEXT NOT NULL,
    external_id     TEXT NOT NULL,
    kind            TEXT NOT NULL,
    tags            TEXT NOT NULL,              -- JSON list
    last_sign_in_at TEXT,
    sign_ins_from   TEXT
);

CREATE TABLE people (
    id             INTEGER PRIMARY KEY,
    connection_id  INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id      INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset        TEXT NOT NULL,
    key            TEXT NOT NULL,
    source         TEXT NOT NULL DEFAULT 'api',
    digest         BLOB NOT NULL,
    first_seen_at  TEXT NOT NULL,
    changed_at     TEXT NOT NULL,
    gone_at        TEXT,
    name           TEXT NOT NULL,
    email          TEXT NOT NULL,
    kind           TEXT NOT NULL,
    enabled        INTEGER,
    pending        INTEGER NOT NULL,
    created_on     TEXT,
    last_active_on TEXT,
    country        TEXT NOT NULL,
    products       TEXT NOT NULL,               -- JSON list of product keys
    roles          TEXT NOT NULL,               -- JSON list
    package        TEXT NOT NULL,
    state          TEXT NOT NULL
);

CREATE TABLE administrators (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset       TEXT NOT NULL,
    key           TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT 'api',
    digest        BLOB NOT NULL,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    gone_at       TEXT,
    name          TEXT NOT NULL,
    email         TEXT NOT NULL,
    role          TEXT NOT NULL
);

CREATE TABLE relationships (
    id               INTEGER PRIMARY KEY,
    connection_id    INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id        INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset          TEXT NOT NULL,
    key              TEXT NOT NULL,
    source           TEXT NOT NULL DEFAULT 'api',
    digest           BLOB NOT NULL,
    first_seen_at    TEXT NOT NULL,
    changed_at       TEXT NOT NULL,
    gone_at          TEXT,
    name             TEXT NOT NULL,
    status           TEXT NOT NULL,
    active           INTEGER NOT NULL,
    roles            TEXT NOT NULL,             -- JSON list
    assigned         TEXT NOT NULL,             -- JSON list, null where it was not read
    starts_at        TEXT,
    ends_at          TEXT,
    auto_extend_days INTEGER NOT NULL
);

CREATE TABLE links (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset       TEXT NOT NULL,
    key           TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT 'api',
    digest        BLOB NOT NULL,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    gone_at       TEXT,
    name          TEXT NOT NULL,
    url           TEXT NOT NULL
);

CREATE TABLE service_states (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset       TEXT NOT NULL,
    key           TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT 'api',
    digest        BLOB NOT NULL,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    gone_at       TEXT,
    service       TEXT NOT NULL,
    state         TEXT NOT NULL,
    outcome       TEXT NOT NULL
);

CREATE TABLE incidents (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset       TEXT NOT NULL,
    key           TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT 'api',
    digest        BLOB NOT NULL,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    gone_at       TEXT,
    service       TEXT NOT NULL,
    title         TEXT NOT NULL,
    kind          TEXT NOT NULL,
    status        TEXT NOT NULL,
    resolved      INTEGER NOT NULL,
    started_at    TEXT,
    ended_at      TEXT,
    updated_at    TEXT,
    detail        TEXT NOT NULL
);

CREATE TABLE service_requests (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset       TEXT NOT NULL,
    key           TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT 'api',
    digest        BLOB NOT NULL,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    gone_at       TEXT,
    number        TEXT NOT NULL,
    title         TEXT NOT NULL,
    status        TEXT NOT NULL,
    open          INTEGER NOT NULL,
    severity      TEXT NOT NULL,
    created_at    TEXT,
    updated_at    TEXT,
    closed_at     TEXT,
    contact       TEXT NOT NULL,
    detail        TEXT NOT NULL,
    notes         TEXT NOT NULL                 -- JSON list of domain.Note
);

CREATE TABLE jobs (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset       TEXT NOT NULL,
    key           TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT 'api',
    digest        BLOB NOT NULL,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    gone_at       TEXT,
    service       TEXT NOT NULL,
    module        TEXT NOT NULL,
    outcome       TEXT NOT NULL,
    status        TEXT NOT NULL,
    started_at    TEXT,
    ended_at      TEXT,
    error         TEXT NOT NULL,
    objects       INTEGER,                      -- looked at
    failed        INTEGER,                      -- of these
    size          INTEGER                       -- bytes moved
);
CREATE INDEX jobs_by_outcome ON jobs (outcome, ended_at, record_id);

CREATE TABLE storage (
    id             INTEGER PRIMARY KEY,
    connection_id  INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id      INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset        TEXT NOT NULL,
    key            TEXT NOT NULL,
    source         TEXT NOT NULL DEFAULT 'api',
    digest         BLOB NOT NULL,
    first_seen_at  TEXT NOT NULL,
    changed_at     TEXT NOT NULL,
    gone_at        TEXT,
    service        TEXT NOT NULL,
    module         TEXT NOT NULL,
    consumed       INTEGER,                     -- bytes
    protected      INTEGER,
    purchased      INTEGER,
    objects        INTEGER,                     -- protected ones
    scanned        INTEGER,                     -- objects there are
    consumed_text  TEXT NOT NULL,               -- as the vendor gave them
    protected_text TEXT NOT NULL,
    purchased_text TEXT NOT NULL,
    place          TEXT NOT NULL,
    retention      TEXT NOT NULL
);

-- The last state read of each storage row on each day, as pool_days holds that of pools.
CREATE TABLE storage_days (
    day        TEXT NOT NULL,
    storage_id INTEGER NOT NULL,
    consumed   INTEGER,
    protected  INTEGER,
    purchased  INTEGER,
    simulated  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (day, storage_id)
) WITHOUT ROWID;

CREATE TABLE usage (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset       TEXT NOT NULL,
    key           TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT 'api',
    digest        BLOB NOT NULL,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    gone_at       TEXT,
    product       TEXT NOT NULL,
    product_key   TEXT NOT NULL,               -- the pool's, where the figure is about the holders of its seats
    metric        TEXT NOT NULL,
    period        TEXT NOT NULL,
    day           TEXT NOT NULL,
    value         INTEGER NOT NULL
);

CREATE TABLE scan_profiles (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset       TEXT NOT NULL,
    key           TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT 'api',
    digest        BLOB NOT NULL,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    gone_at       TEXT,
    name          TEXT NOT NULL,
    mode          TEXT NOT NULL,
    modified_at   TEXT
);

CREATE TABLE risks (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset       TEXT NOT NULL,
    key           TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT 'api',
    digest        BLOB NOT NULL,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    gone_at       TEXT,
    area          TEXT NOT NULL,
    name          TEXT NOT NULL,
    value         INTEGER NOT NULL,
    text          TEXT NOT NULL
);

CREATE TABLE erasures (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset       TEXT NOT NULL,
    key           TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT 'api',
    digest        BLOB NOT NULL,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    gone_at       TEXT,
    reported_at   TEXT,
    received_at   TEXT,
    product       TEXT NOT NULL,
    version       TEXT NOT NULL,
    verified      INTEGER,
    manufacturer  TEXT NOT NULL,
    model         TEXT NOT NULL,
    serial        TEXT NOT NULL,
    device_type   TEXT NOT NULL,
    imei          TEXT NOT NULL,
    operator      TEXT NOT NULL,
    outcome       TEXT NOT NULL,
    targets       TEXT NOT NULL,                -- JSON list of domain.ErasureTarget
    fields        TEXT NOT NULL,                -- JSON object: the tenant's own fields
    format        TEXT NOT NULL,
    raw           BLOB                          -- the report as it came
);
CREATE INDEX erasures_by_time ON erasures (reported_at);

CREATE TABLE orders (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset       TEXT NOT NULL,
    key           TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT 'api',
    digest        BLOB NOT NULL,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    gone_at       TEXT,
    ordered_at    TEXT,
    status        TEXT NOT NULL,
    kind          TEXT NOT NULL,
    billing_cycle TEXT NOT NULL,
    currency      TEXT NOT NULL,
    lines         TEXT NOT NULL                 -- JSON list of domain.OrderLine
);

CREATE TABLE agreements (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset       TEXT NOT NULL,
    key           TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT 'api',
    digest        BLOB NOT NULL,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    gone_at       TEXT,
    kind          TEXT NOT NULL,
    agreed_on     TEXT,
    contact       TEXT NOT NULL,
    email         TEXT NOT NULL
);

CREATE TABLE invoices (
    id             INTEGER PRIMARY KEY,
    connection_id  INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id      INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset        TEXT NOT NULL,
    key            TEXT NOT NULL,
    source         TEXT NOT NULL DEFAULT 'api',
    digest         BLOB NOT NULL,
    first_seen_at  TEXT NOT NULL,
    changed_at     TEXT NOT NULL,
    gone_at        TEXT,
    number         TEXT NOT NULL,
    kind           TEXT NOT NULL,
    status         TEXT NOT NULL,
    issued_on      TEXT,
    from_on        TEXT,
    to_on          TEXT,
    total_minor    INTEGER,                     -- in the currency's minor unit
    total_currency TEXT,
    paid_minor     INTEGER,
    paid_currency  TEXT
);

CREATE TABLE invoice_lines (
    id              INTEGER PRIMARY KEY,
    connection_id   INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id       INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset         TEXT NOT NULL,
    key             TEXT NOT NULL,
    source          TEXT NOT NULL DEFAULT 'api',
    digest          BLOB NOT NULL,
    first_seen_at   TEXT NOT NULL,
    changed_at      TEXT NOT NULL,
    gone_at         TEXT,
    invoice         TEXT NOT NULL,              -- key of the invoice
    customer        TEXT NOT NULL,              -- the vendor's id of the customer: records.vendor_id
    customer_name   TEXT NOT NULL,
    product         TEXT NOT NULL,
    sku             TEXT NOT NULL,
    number          TEXT NOT NULL,
    charge          TEXT NOT NULL,
    from_on         TEXT,
    to_on           TEXT,
    quantity        TEXT NOT NULL,              -- exact decimal
    unit_price      TEXT NOT NULL,              -- exact decimal
    currency        TEXT NOT NULL,
    amount_minor    INTEGER,
    amount_currency TEXT,
    tax_minor       INTEGER,
    tax_currency    TEXT,
    total_minor     INTEGER,
    total_currency  TEXT,
    raw             BLOB                        -- the line as it came
);
CREATE INDEX invoice_lines_by_invoice ON invoice_lines (connection_id, invoice);
CREATE INDEX invoice_lines_by_customer ON invoice_lines (connection_id, customer);

CREATE TABLE sub_partners (
    id              INTEGER PRIMARY KEY,
    connection_id   INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id       INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset         TEXT NOT NULL,
    key             TEXT NOT NULL,
    source          TEXT NOT NULL DEFAULT 'api',
    digest          BLOB NOT NULL,
    first_seen_at   TEXT NOT NULL,
    changed_at      TEXT NOT NULL,
    gone_at         TEXT,
    number          TEXT NOT NULL,
    state           TEXT NOT NULL,
    created_on      TEXT,
    billing_from_on TEXT
);

CREATE TABLE documents (
    id            INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    record_id     INTEGER REFERENCES records (id) ON DELETE CASCADE,
    dataset       TEXT NOT NULL,
    key           TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT 'api',
    digest        BLOB NOT NULL,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    gone_at       TEXT,
    kind          TEXT NOT NULL,
    title         TEXT NOT NULL,
    service       TEXT NOT NULL,
    region        TEXT NOT NULL,
    from_on       TEXT,
    to_on         TEXT,
    state         TEXT NOT NULL,
    created_at    TEXT,
    file_name     TEXT NOT NULL,
    content       BLOB
);

-- One row per key of a dataset; record_id 0 stands for NULL.
CREATE UNIQUE INDEX profiles_by_key ON profiles (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX people_by_key ON people (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX administrators_by_key ON administrators (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX relationships_by_key ON relationships (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX links_by_key ON links (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX service_states_by_key ON service_states (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX incidents_by_key ON incidents (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX service_requests_by_key ON service_requests (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX jobs_by_key ON jobs (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX storage_by_key ON storage (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX usage_by_key ON usage (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX scan_profiles_by_key ON scan_profiles (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX risks_by_key ON risks (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX erasures_by_key ON erasures (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX orders_by_key ON orders (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX agreements_by_key ON agreements (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX invoices_by_key ON invoices (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX invoice_lines_by_key ON invoice_lines (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX sub_partners_by_key ON sub_partners (connection_id, COALESCE(record_id, 0), dataset, key);
CREATE UNIQUE INDEX documents_by_key ON documents (connection_id, COALESCE(record_id, 0), dataset, key);

-- By record: the foreign keys' deletions and a customer's page look rows up this way.
CREATE INDEX profiles_by_record ON profiles (record_id);
CREATE INDEX people_by_record ON people (record_id);
CREATE INDEX administrators_by_record ON administrators (record_id);
CREATE INDEX relationships_by_record ON relationships (record_id);
CREATE INDEX links_by_record ON links (record_id);
CREATE INDEX service_states_by_record ON service_states (record_id);
CREATE INDEX incidents_by_record ON incidents (record_id);
CREATE INDEX service_requests_by_record ON service_requests (record_id);
CREATE INDEX jobs_by_record ON jobs (record_id, ended_at);
CREATE INDEX storage_by_record ON storage (record_id);
CREATE INDEX usage_by_record ON usage (record_id, day);
CREATE INDEX scan_profiles_by_record ON scan_profiles (record_id);
CREATE INDEX risks_by_record ON risks (record_id);
CREATE INDEX erasures_by_record ON erasures (record_id, reported_at);
CREATE INDEX orders_by_record ON orders (record_id);
CREATE INDEX agreements_by_record ON agreements (record_id);
CREATE INDEX invoices_by_record ON invoices (record_id);
CREATE INDEX invoice_lines_by_record ON invoice_lines (record_id);
CREATE INDEX sub_partners_by_record ON sub_partners (record_id);
CREATE INDEX documents_by_record ON documents (record_id);

-- What lets a connection in and when it ends, as its connector saw it last.
CREATE TABLE credentials (
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    kind          TEXT NOT NULL,
    name          TEXT NOT NULL,
    expires_at    TEXT,
    seen_at       TEXT NOT NULL,
    PRIMARY KEY (connection_id, kind, name)
) WITHOUT ROWID;
-- +goose StatementEnd
