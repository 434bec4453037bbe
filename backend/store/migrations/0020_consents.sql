-- +goose Up
-- When our app was last approved at the customer from here, through the vendor's interface.
ALTER TABLE records ADD COLUMN consent_given_at TEXT;

-- +goose Down
ALTER TABLE records DROP COLUMN consent_given_at;
