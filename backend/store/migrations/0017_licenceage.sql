-- +goose Up
-- +goose StatementBegin
-- How old the data are that licence figures rest on: of the complete reads that listed subscriptions or licence pools.
CREATE INDEX checkpoints_of_licences ON checkpoints (connection_id, last_ok_at) WHERE subscriptions = 1 OR pools = 1;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP INDEX checkpoints_of_licences;
-- +goose StatementEnd
