-- +goose Up
-- +goose StatementBegin
-- Which of the vendor's tenants a record is, in a form that is the same at all connections: vendors write one id in several ways.
ALTER TABLE records ADD COLUMN tenant TEXT NOT NULL DEFAULT '';
UPDATE records SET tenant = vendor_id;
DROP INDEX records_by_vendor_id;
CREATE INDEX records_by_tenant ON records (tenant);
-- +goose StatementEnd
