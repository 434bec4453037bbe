-- +goose Up
-- +goose StatementBegin
-- The day a subscription was made stands beside what the source gives as its other facts do: Webex and AvePoint tell none, but a
-- distributor's file or the user may know it.
ALTER TABLE subscriptions ADD COLUMN given_created_on TEXT;
ALTER TABLE subscriptions ADD COLUMN typed_created_on TEXT;
ALTER TABLE subscriptions ADD COLUMN imported_created_on INTEGER NOT NULL DEFAULT 0;
UPDATE subscriptions SET given_created_on = created_on;
DROP INDEX subscriptions_typed;
DROP INDEX subscriptions_imported;
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
CREATE INDEX subscriptions_imported ON subscriptions (customer_id, gone_at, excluded)
WHERE source = 'import'
    OR typed_status IS NOT NULL AND imported_status = 1
    OR typed_trial IS NOT NULL AND imported_trial = 1
    OR typed_created_on IS NOT NULL AND imported_created_on = 1
    OR typed_term_end_on IS NOT NULL AND imported_term_end_on = 1
    OR typed_at_term_end IS NOT NULL AND imported_at_term_end = 1
    OR typed_term IS NOT NULL AND imported_term = 1
    OR typed_unit_price IS NOT NULL AND imported_unit_price = 1;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP INDEX subscriptions_imported;
DROP INDEX subscriptions_typed;
UPDATE subscriptions SET created_on = given_created_on;
ALTER TABLE subscriptions DROP COLUMN imported_created_on;
ALTER TABLE subscriptions DROP COLUMN typed_created_on;
ALTER TABLE subscriptions DROP COLUMN given_created_on;
CREATE INDEX subscriptions_typed ON subscriptions (customer_id, gone_at, excluded)
WHERE source = 'typed'
    OR typed_status IS NOT NULL AND imported_status = 0
    OR typed_trial IS NOT NULL AND imported_trial = 0
    OR typed_cancel_until IS NOT NULL
    OR typed_term_end_on IS NOT NULL AND imported_term_end_on = 0
    OR typed_at_term_end IS NOT NULL AND imported_at_term_end = 0
    OR typed_term IS NOT NULL AND imported_term = 0
    OR typed_unit_price IS NOT NULL AND imported_unit_price = 0;
CREATE INDEX subscriptions_imported ON subscriptions (customer_id, gone_at, excluded)
WHERE source = 'import'
    OR typed_status IS NOT NULL AND imported_status = 1
    OR typed_trial IS NOT NULL AND imported_trial = 1
    OR typed_term_end_on IS NOT NULL AND imported_term_end_on = 1
    OR typed_at_term_end IS NOT NULL AND imported_at_term_end = 1
    OR typed_term IS NOT NULL AND imported_term = 1
    OR typed_unit_price IS NOT NULL AND imported_unit_price = 1;
-- +goose StatementEnd
