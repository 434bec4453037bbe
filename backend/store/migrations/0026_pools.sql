-- +goose Up
-- +goose StatementBegin
-- Blancco's licence pools have names: a customer can have several of one product.
ALTER TABLE pools ADD COLUMN name TEXT NOT NULL DEFAULT '';
-- +goose StatementEnd
-- +goose StatementBegin
-- How a subscription is billed is told by Microsoft alone: elsewhere a user can type it in.
ALTER TABLE subscriptions ADD COLUMN typed_billing_cycle TEXT;
-- +goose StatementEnd
-- +goose StatementBegin
DROP INDEX subscriptions_typed;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE INDEX subscriptions_typed ON subscriptions (customer_id, gone_at, excluded)
WHERE source = 'typed'
    OR typed_status IS NOT NULL AND imported_status = 0
    OR typed_trial IS NOT NULL AND imported_trial = 0
    OR typed_created_on IS NOT NULL AND imported_created_on = 0
    OR typed_cancel_until IS NOT NULL
    OR typed_billing_cycle IS NOT NULL
    OR typed_term_end_on IS NOT NULL AND imported_term_end_on = 0
    OR typed_at_term_end IS NOT NULL AND imported_at_term_end = 0
    OR typed_term IS NOT NULL AND imported_term = 0
    OR typed_unit_price IS NOT NULL AND imported_unit_price = 0;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP INDEX subscriptions_typed;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE INDEX subscriptions_typed ON subscriptions (customer_id, gone_at, excluded)
WHERE source = 'typed'
    OR typed_status IS NOT NULL AND imported_status = 0
    OR typed_trial IS NOT NULL AND imported_trial = 0
    OR typed_created_on IS NOT NULL AND imported_created_on = 0
    OR typed_cancel_until IS NOT NULL
    OR typed_term_end_on IS NOT NULL AND imported_term_end_on = 0
    OR typed_at_term_end IS NOT NULL AND imported_at_term_end = 0
    OR typed_term IS NOT NULL AND imported_term = 0
    OR typed_unit_price IS NOT NULL AND imported_unit_price = 0;
-- +goose StatementEnd
-- +goose StatementBegin
ALTER TABLE subscriptions DROP COLUMN typed_billing_cycle;
-- +goose StatementEnd
-- +goose StatementBegin
ALTER TABLE pools DROP COLUMN name;
-- +goose StatementEnd
