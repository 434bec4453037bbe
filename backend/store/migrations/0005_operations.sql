-- +goose Up
-- +goose StatementBegin
-- Lists of operations are found by what they are narrowed down to and counted from indexes alone. The partial ones hold
-- what counts as a failed job, an open request and a service in trouble, record by record.
DROP INDEX jobs_by_outcome;
CREATE INDEX jobs_by_outcome ON jobs (outcome, gone_at, ended_at, record_id, service);
CREATE INDEX jobs_failed ON jobs (record_id, ended_at) WHERE outcome = 'failed' AND gone_at IS NULL;
CREATE INDEX jobs_by_time ON jobs (gone_at, ended_at, record_id);
CREATE INDEX jobs_by_service ON jobs (service);
CREATE INDEX service_requests_by_state ON service_requests (open, gone_at, created_at, record_id);
CREATE INDEX service_requests_open ON service_requests (record_id, created_at) WHERE open = 1 AND gone_at IS NULL;
CREATE INDEX service_requests_by_time ON service_requests (gone_at, created_at, record_id);
DROP INDEX service_states_by_record;
CREATE INDEX service_states_by_record ON service_states (record_id, gone_at, outcome);
CREATE INDEX service_states_by_outcome ON service_states (outcome, gone_at, record_id, service);
CREATE INDEX service_states_in_trouble ON service_states (record_id) WHERE outcome IN ('failed', 'attention') AND gone_at IS NULL;
CREATE INDEX service_states_gone ON service_states (gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX service_states_by_service ON service_states (service);
CREATE INDEX incidents_by_state ON incidents (resolved, gone_at, started_at, record_id, service);
CREATE INDEX incidents_by_time ON incidents (gone_at, started_at, record_id);
CREATE INDEX incidents_by_service ON incidents (service);
CREATE INDEX storage_of_services ON storage (gone_at, consumed, record_id, protected, purchased) WHERE module = '';
CREATE INDEX storage_of_modules ON storage (gone_at, consumed, record_id) WHERE module <> '';
CREATE INDEX storage_by_service ON storage (service);

-- Whether a sample is in storage_sums: that of a service as a whole, because modules are parts of it, at a record that
-- counts.
ALTER TABLE storage_days ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;

-- Sums of the counted storage_days per connection and day, kept by triggers as family_days is.
CREATE TABLE storage_sums (
    connection_id  INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    day            TEXT NOT NULL,
    services       INTEGER NOT NULL,           -- samples
    consumed       INTEGER NOT NULL,           -- bytes
    consumed_known INTEGER NOT NULL,           -- samples that say so; 0: consumed says nothing
    protected      INTEGER NOT NULL,
    protected_known INTEGER NOT NULL,
    purchased      INTEGER NOT NULL,
    purchased_known INTEGER NOT NULL,
    simulated      INTEGER NOT NULL,           -- samples taken on a clock set by --now
    PRIMARY KEY (connection_id, day)
) WITHOUT ROWID;

CREATE TRIGGER storage_days_inserted AFTER INSERT ON storage_days WHEN NEW.counted
BEGIN
    INSERT INTO storage_sums (connection_id, day, services, consumed, consumed_known, protected, protected_known, purchased,
        purchased_known, simulated)
    SELECT s.connection_id, NEW.day, 1, COALESCE(NEW.consumed, 0), NEW.consumed IS NOT NULL, COALESCE(NEW.protected, 0),
        NEW.protected IS NOT NULL, COALESCE(NEW.purchased, 0), NEW.purchased IS NOT NULL, NEW.simulated
    FROM storage s
    WHERE s.id = NEW.storage_id
    ON CONFLICT (connection_id, day) DO UPDATE SET
        services = services + 1,
        consumed = consumed + excluded.consumed,
        consumed_known = consumed_known + excluded.consumed_known,
        protected = protected + excluded.protected,
        protected_known = protected_known + excluded.protected_known,
        purchased = purchased + excluded.purchased,
        purchased_known = purchased_known + excluded.purchased_known,
        simulated = simulated + excluded.simulated;
END;

CREATE TRIGGER storage_days_deleted AFTER DELETE ON storage_days WHEN OLD.counted
BEGIN
    UPDATE storage_sums
    SET services = services - 1,
        consumed = consumed - COALESCE(OLD.consumed, 0),
        consumed_known = consumed_known - (OLD.consumed IS NOT NULL),
        protected = protected - COALESCE(OLD.protected, 0),
        protected_known = protected_known - (OLD.protected IS NOT NULL),
        purchased = purchased - COALESCE(OLD.purchased, 0),
        purchased_known = purchased_known - (OLD.purchased IS NOT NULL),
        simulated = simulated - OLD.simulated
    WHERE day = OLD.day AND connection_id = (SELECT connection_id FROM storage WHERE id = OLD.storage_id);
END;

-- An update is the old sample taken away and the new one added.
CREATE TRIGGER storage_days_updated AFTER UPDATE ON storage_days WHEN OLD.counted OR NEW.counted
BEGIN
    INSERT INTO storage_sums (connection_id, day, services, consumed, consumed_known, protected, protected_known, purchased,
        purchased_known, simulated)
    SELECT s.connection_id, NEW.day, 0, 0, 0, 0, 0, 0, 0, 0
    FROM storage s
    WHERE s.id = NEW.storage_id
    ON CONFLICT (connection_id, day) DO NOTHING;
    UPDATE storage_sums
    SET services = services + NEW.counted - OLD.counted,
        consumed = consumed + NEW.counted * COALESCE(NEW.consumed, 0) - OLD.counted * COALESCE(OLD.consumed, 0),
        consumed_known = consumed_known + NEW.counted * (NEW.consumed IS NOT NULL) - OLD.counted * (OLD.consumed IS NOT NULL),
        protected = protected + NEW.counted * COALESCE(NEW.protected, 0) - OLD.counted * COALESCE(OLD.protected, 0),
        protected_known = protected_known + NEW.counted * (NEW.protected IS NOT NULL) - OLD.counted * (OLD.protected IS NOT NULL),
        purchased = purchased + NEW.counted * COALESCE(NEW.purchased, 0) - OLD.counted * COALESCE(OLD.purchased, 0),
        purchased_known = purchased_known + NEW.counted * (NEW.purchased IS NOT NULL) - OLD.counted * (OLD.purchased IS NOT NULL),
        simulated = simulated + NEW.counted * NEW.simulated - OLD.counted * OLD.simulated
    WHERE day = NEW.day AND connection_id = (SELECT connection_id FROM storage WHERE id = NEW.storage_id);
END;

-- What was sampled before this existed. The rows of storage still say what they are.
UPDATE storage_days AS d
SET counted = 1
FROM storage s
JOIN records r ON r.id = s.record_id
WHERE s.id = d.storage_id AND s.module = '' AND r.duplicate = 0;
-- +goose StatementEnd
