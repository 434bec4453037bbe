-- +goose Up
-- +goose StatementBegin
-- How jobs ended is counted by day, over all customers.
CREATE INDEX jobs_by_day ON jobs (ended_at, record_id, outcome) WHERE ended_at IS NOT NULL;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP INDEX jobs_by_day;
-- +goose StatementEnd
