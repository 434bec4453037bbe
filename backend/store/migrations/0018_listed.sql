-- +goose Up
-- +goose StatementBegin
-- How many rows the last complete read listed, of the kinds that can go. Where rows were stored before, that there were
-- some is all that is known until the next read; the digest is that of a read without rows.
ALTER TABLE checkpoints ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
UPDATE checkpoints
SET listed = 1
WHERE page_hash NOT IN ('', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
ALTER TABLE checkpoints DROP COLUMN listed;
-- +goose StatementEnd
