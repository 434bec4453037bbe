-- +goose Up
-- +goose StatementBegin
-- Files that were imported.
CREATE TABLE imports (
    id            INTEGER PRIMARY KEY,
    file_name     TEXT NOT NULL,
    file_hash     TEXT NOT NULL,               -- SHA-256 of its bytes
    kind          TEXT NOT NULL,
    vendor        TEXT NOT NULL,               -- '': rows of any vendor
    connection_id INTEGER REFERENCES connections (id) ON DELETE SET NULL,
    mapping       TEXT NOT NULL,               -- JSON: how its columns were read
    rows          INTEGER NOT NULL,
    added         INTEGER NOT NULL,
    changed       INTEGER NOT NULL,
    unchanged     INTEGER NOT NULL,
    skipped       INTEGER NOT NULL,
    notes         INTEGER NOT NULL,
    created_at    TEXT NOT NULL,
    undone_at     TEXT
);
CREATE INDEX imports_by_hash ON imports (file_hash);

-- Rows that an import found and changed, with the columns it changed, before and after, as JSON. Rows that it added name
-- it in their own import_id.
CREATE TABLE import_changes (
    id        INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    rows_of   TEXT NOT NULL,                   -- the table
    row_id    INTEGER NOT NULL,
    before    TEXT NOT NULL,
    after     TEXT NOT NULL
);
CREATE INDEX import_changes_by_import ON import_changes (import_id);
CREATE INDEX import_changes_by_row ON import_changes (rows_of, row_id, import_id);

-- Remembered ways to read columns.
CREATE TABLE import_mappings (
    name      TEXT NOT NULL COLLATE NOCASE,
    kind      TEXT NOT NULL,
    signature TEXT NOT NULL,                   -- of the headings
    mapping   TEXT NOT NULL,                   -- JSON
    used_at   TEXT NOT NULL,
    PRIMARY KEY (kind, name)
) WITHOUT ROWID;

-- Lines of price lists.
CREATE TABLE prices (
    id           INTEGER PRIMARY KEY,
    vendor       TEXT NOT NULL,
    product_key  TEXT NOT NULL,                -- the SKU, or the folded product where the list names none
    product      TEXT NOT NULL,
    sku          TEXT NOT NULL,
    term         TEXT NOT NULL,
    cost         TEXT NOT NULL,                -- exact decimal, '' unknown
    price        TEXT NOT NULL,                -- exact decimal, '' unknown
    currency     TEXT NOT NULL,
    price_period TEXT NOT NULL,
    valid_from   TEXT NOT NULL,                -- '': always
    import_id    INTEGER,
    changed_at   TEXT NOT NULL,
    UNIQUE (vendor, product_key, term, currency, price_period, valid_from)
);

-- What Microsoft calls its products, from its public list.
CREATE TABLE sku_names (
    id          INTEGER PRIMARY KEY,
    sku_id      TEXT NOT NULL UNIQUE,
    part_number TEXT NOT NULL,
    name        TEXT NOT NULL,
    import_id   INTEGER,
    changed_at  TEXT NOT NULL
);

-- The import that added a row. There is no index: only undoing asks.
ALTER TABLE records ADD COLUMN import_id INTEGER;
ALTER TABLE pools ADD COLUMN import_id INTEGER;
ALTER TABLE subscriptions ADD COLUMN import_id INTEGER;
ALTER TABLE jobs ADD COLUMN import_id INTEGER;
ALTER TABLE service_requests ADD COLUMN import_id INTEGER;
ALTER TABLE invoice_lines ADD COLUMN import_id INTEGER;

-- Which of the typed values came from a file.
ALTER TABLE subscriptions ADD COLUMN imported_term_end_on INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subscriptions ADD COLUMN imported_at_term_end INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subscriptions ADD COLUMN imported_term INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subscriptions ADD COLUMN imported_unit_price INTEGER NOT NULL DEFAULT 0;
-- +goose StatementEnd
