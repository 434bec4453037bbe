-- +goose Up
-- +goose StatementBegin
-- The folded names of a customer's tags, by hand and of vendors, which searches look into; filled in by the program after
-- this migration. Tags by rule are asked when somebody searches.
ALTER TABLE customers ADD COLUMN tag_search TEXT NOT NULL DEFAULT '';

-- Whether a complete read of a data set listed the licence pools: without one, that a customer has none is not known.
ALTER TABLE checkpoints ADD COLUMN pools INTEGER NOT NULL DEFAULT 0;
UPDATE checkpoints SET pools = 1 WHERE last_ok_at IS NOT NULL AND dataset IN ('licenses', 'subscribed_skus', 'services');
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
ALTER TABLE checkpoints DROP COLUMN pools;
ALTER TABLE customers DROP COLUMN tag_search;
-- +goose StatementEnd
