-- +goose Up
-- +goose StatementBegin
-- Where the middle of a product's ratios is: middle is a ratio that was the median's when a run ended, below and same count
-- the pools under it and at it. From there the median is a step or two away. Triggers keep all counts, so that no statement
-- can forget them.
ALTER TABLE products ADD COLUMN middle REAL; -- NULL: walk from the start
ALTER TABLE products ADD COLUMN below INTEGER NOT NULL DEFAULT 0;
ALTER TABLE products ADD COLUMN same INTEGER NOT NULL DEFAULT 0;

UPDATE products AS p
SET middle = n.ratio
FROM (
    SELECT
        product_id,
        ratio,
        ROW_NUMBER() OVER (PARTITION BY product_id ORDER BY ratio) AS place,
        COUNT(*) OVER (PARTITION BY product_id) AS ratios
    FROM pools
    WHERE ratio IS NOT NULL
) AS n
WHERE n.product_id = p.id AND n.place = (n.ratios + 1) / 2;

UPDATE products AS p
SET below = (SELECT COUNT(*) FROM pools WHERE product_id = p.id AND ratio < p.middle),
    same = (SELECT COUNT(*) FROM pools WHERE product_id = p.id AND ratio = p.middle)
WHERE middle IS NOT NULL;

CREATE TRIGGER pools_ratio_inserted AFTER INSERT ON pools WHEN NEW.ratio IS NOT NULL
BEGIN
    UPDATE products
    SET ratios = ratios + 1,
        below = below + COALESCE(NEW.ratio < middle, 0),
        same = same + COALESCE(NEW.ratio = middle, 0)
    WHERE id = NEW.product_id;
END;

CREATE TRIGGER pools_ratio_deleted AFTER DELETE ON pools WHEN OLD.ratio IS NOT NULL
BEGIN
    UPDATE products
    SET ratios = ratios - 1,
        below = below - COALESCE(OLD.ratio < middle, 0),
        same = same - COALESCE(OLD.ratio = middle, 0)
    WHERE id = OLD.product_id;
END;

-- A pool that stays with its product and has a ratio before and after mostly stays on its side of the middle: then the
-- product is not written.
CREATE TRIGGER pools_ratio_changed AFTER UPDATE OF ratio ON pools
WHEN OLD.ratio <> NEW.ratio AND OLD.product_id = NEW.product_id
BEGIN
    UPDATE products
    SET below = below + (NEW.ratio < middle) - (OLD.ratio < middle),
        same = same + (NEW.ratio = middle) - (OLD.ratio = middle)
    WHERE id = NEW.product_id AND sign(NEW.ratio - middle) <> sign(OLD.ratio - middle);
END;

CREATE TRIGGER pools_ratio_moved AFTER UPDATE OF ratio, product_id ON pools
WHEN OLD.product_id <> NEW.product_id OR (OLD.ratio IS NULL) <> (NEW.ratio IS NULL)
BEGIN
    UPDATE products
    SET ratios = ratios - 1,
        below = below - COALESCE(OLD.ratio < middle, 0),
        same = same - COALESCE(OLD.ratio = middle, 0)
    WHERE id = OLD.product_id AND OLD.ratio IS NOT NULL;
    UPDATE products
    SET ratios = ratios + 1,
        below = below + COALESCE(NEW.ratio < middle, 0),
        same = same + COALESCE(NEW.ratio = middle, 0)
    WHERE id = NEW.product_id AND NEW.ratio IS NOT NULL;
END;

-- Indexes that hold the columns of their own condition answer alone; without them SQLite reads each row to check it again.
DROP INDEX jobs_failed;
CREATE INDEX jobs_failed ON jobs (record_id, ended_at, outcome, gone_at) WHERE outcome = 'failed' AND gone_at IS NULL;
DROP INDEX jobs_failed_seen;
CREATE INDEX jobs_failed_seen ON jobs (first_seen_at, record_id, outcome, gone_at) WHERE outcome = 'failed' AND gone_at IS NULL;
DROP INDEX service_requests_open;
CREATE INDEX service_requests_open ON service_requests (record_id, created_at, open, gone_at) WHERE open = 1 AND gone_at IS NULL;
DROP INDEX service_states_in_trouble;
CREATE INDEX service_states_in_trouble ON service_states (record_id, outcome, gone_at)
    WHERE outcome IN ('failed', 'attention') AND gone_at IS NULL;

-- Few pools are gone: counting them tells how many are not.
CREATE INDEX pools_gone ON pools (gone_at) WHERE gone_at IS NOT NULL;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP INDEX pools_gone;
DROP INDEX service_states_in_trouble;
CREATE INDEX service_states_in_trouble ON service_states (record_id) WHERE outcome IN ('failed', 'attention') AND gone_at IS NULL;
DROP INDEX service_requests_open;
CREATE INDEX service_requests_open ON service_requests (record_id, created_at) WHERE open = 1 AND gone_at IS NULL;
DROP INDEX jobs_failed_seen;
CREATE INDEX jobs_failed_seen ON jobs (first_seen_at, record_id) WHERE outcome = 'failed' AND gone_at IS NULL;
DROP INDEX jobs_failed;
CREATE INDEX jobs_failed ON jobs (record_id, ended_at) WHERE outcome = 'failed' AND gone_at IS NULL;
DROP TRIGGER pools_ratio_moved;
DROP TRIGGER pools_ratio_changed;
DROP TRIGGER pools_ratio_deleted;
DROP TRIGGER pools_ratio_inserted;
ALTER TABLE products DROP COLUMN same;
ALTER TABLE products DROP COLUMN below;
ALTER TABLE products DROP COLUMN middle;
-- +goose StatementEnd
