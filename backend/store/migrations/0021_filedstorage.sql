-- +goose Up
-- +goose StatementBegin
-- The import that added a row, as with the other kinds.
ALTER TABLE storage ADD COLUMN import_id INTEGER;
-- +goose StatementEnd
