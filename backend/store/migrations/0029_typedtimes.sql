-- +goose Up
-- +goose StatementBegin
-- When each fact of a subscription was typed in, as a JSON object by the fact's name; typed_at is the newest of them.
ALTER TABLE subscriptions ADD COLUMN typed_times TEXT;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
ALTER TABLE subscriptions DROP COLUMN typed_times;
-- +goose StatementEnd
