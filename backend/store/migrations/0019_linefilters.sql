-- +goose Up
-- +goose StatementBegin
-- Subscriptions that few are, found without reading the others: those with a value that a user typed in or a file gave, and
-- those whose term has no known end. The filters of subscriptions repeat these conditions word by word.
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
CREATE INDEX subscriptions_endless ON subscriptions (customer_id, gone_at, excluded)
WHERE typed_term_end_on IS NULL AND given_term_end_on IS NULL;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP INDEX subscriptions_endless;
DROP INDEX subscriptions_imported;
DROP INDEX subscriptions_typed;
-- +goose StatementEnd
