-- +goose Up
-- +goose StatementBegin
-- When our app was last approved at the customer from here, through the vendor's interface.
ALTER TABLE records ADD COLUMN consent_given_at TEXT;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
ALTER TABLE records DROP COLUMN consent_given_at;
-- +goose StatementEnd
