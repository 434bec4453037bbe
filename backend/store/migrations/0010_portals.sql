-- +goose Up
-- +goose StatementBegin
-- Links into a vendor's portal that differ from those the vendor documents, connection by connection.
CREATE TABLE portal_links (
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    key           TEXT NOT NULL,
    name          TEXT NOT NULL,
    url           TEXT NOT NULL,              -- with placeholders; '': not offered
    PRIMARY KEY (connection_id, key)
) WITHOUT ROWID;

-- What users typed in for a customer where no source says it. It hangs on records, so that joining and splitting
-- customers moves it along.
CREATE TABLE typed_facts (
    record_id INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    field     TEXT NOT NULL,
    value     TEXT NOT NULL,
    typed_at  TEXT NOT NULL,
    PRIMARY KEY (record_id, field)
) WITHOUT ROWID;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE typed_facts;
DROP TABLE portal_links;
-- +goose StatementEnd
