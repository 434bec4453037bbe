-- +goose Up
-- +goose StatementBegin
-- Blancco's licence pools have names: a customer can have several of one product.
ALTER TABLE pools ADD COLUMN name TEXT NOT NULL DEFAULT '';
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
ALTER TABLE pools DROP COLUMN name;
-- +goose StatementEnd
