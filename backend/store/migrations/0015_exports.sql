-- +goose Up
-- +goose StatementBegin
-- A schedule is also of an export, and tells how its last run went.
ALTER TABLE schedules ADD COLUMN export TEXT NOT NULL DEFAULT 'null';    -- JSON of domain.ScheduledExport; null: of a sync
ALTER TABLE schedules ADD COLUMN last_ended_at TEXT;                     -- NULL: still running, or not known
ALTER TABLE schedules ADD COLUMN last_params TEXT NOT NULL DEFAULT '{}'; -- JSON: what fills the sentence of last_result
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DELETE FROM schedules WHERE job <> 'sync';
ALTER TABLE schedules DROP COLUMN last_params;
ALTER TABLE schedules DROP COLUMN last_ended_at;
ALTER TABLE schedules DROP COLUMN export;
-- +goose StatementEnd
