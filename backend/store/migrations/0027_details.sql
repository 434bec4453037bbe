-- +goose Up
-- +goose StatementBegin
-- What the vendor says went wrong stands beside the state that it is the reason of, and since when a person has its state.
ALTER TABLE service_states ADD COLUMN detail TEXT NOT NULL DEFAULT '';
-- +goose StatementEnd
-- +goose StatementBegin
ALTER TABLE profiles ADD COLUMN detail TEXT NOT NULL DEFAULT '';
-- +goose StatementEnd
-- +goose StatementBegin
ALTER TABLE people ADD COLUMN detail TEXT NOT NULL DEFAULT '';
-- +goose StatementEnd
-- +goose StatementBegin
ALTER TABLE people ADD COLUMN state_since TEXT;
-- +goose StatementEnd
-- +goose StatementBegin
-- The tags that we put on a subscription at the vendor, NULL where nobody says.
ALTER TABLE subscriptions ADD COLUMN tags TEXT;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
ALTER TABLE subscriptions DROP COLUMN tags;
-- +goose StatementEnd
-- +goose StatementBegin
ALTER TABLE people DROP COLUMN state_since;
-- +goose StatementEnd
-- +goose StatementBegin
ALTER TABLE people DROP COLUMN detail;
-- +goose StatementEnd
-- +goose StatementBegin
ALTER TABLE profiles DROP COLUMN detail;
-- +goose StatementEnd
-- +goose StatementBegin
ALTER TABLE service_states DROP COLUMN detail;
-- +goose StatementEnd
