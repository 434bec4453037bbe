-- +goose Up
-- +goose StatementBegin
-- What two statuses of a customer follow from, kept beside its other figures.
ALTER TABLE customers ADD COLUMN has_setup INTEGER NOT NULL DEFAULT 0; -- a vendor has not finished setting it up
ALTER TABLE customers ADD COLUMN idle_days INTEGER;                     -- days without a sign-in of an admin of its own, at the last read; NULL: not read

UPDATE customers AS c
SET has_setup = EXISTS (
        SELECT 1
        FROM records r
        JOIN profiles p ON p.record_id = r.id
        WHERE r.customer_id = c.id AND r.gone_at IS NULL AND p.gone_at IS NULL AND p.dataset = 'wholesale'
          AND p.state IN ('provisioning', 'pending_rpl_review')
    ),
    idle_days = (
        SELECT MIN(CAST(julianday(substr(k.last_ok_at, 1, 10)) - julianday(COALESCE(substr(p.last_sign_in_at, 1, 10), p.sign_ins_from)) AS INTEGER))
        FROM records r
        JOIN profiles p ON p.record_id = r.id
        JOIN checkpoints k ON k.connection_id = p.connection_id AND k.record_id = p.record_id AND k.dataset = p.dataset
        WHERE r.customer_id = c.id AND r.gone_at IS NULL AND p.gone_at IS NULL AND p.sign_ins_from IS NOT NULL
    );
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
ALTER TABLE customers DROP COLUMN idle_days;
ALTER TABLE customers DROP COLUMN has_setup;
-- +goose StatementEnd
