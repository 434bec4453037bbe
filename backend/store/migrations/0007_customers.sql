-- +goose Up
-- +goose StatementBegin
-- Tags that users give. One with a rule belongs to the customers that the rule selects whenever it is asked; one without
-- hangs on records, so that joining and splitting customers moves it along.
CREATE TABLE tags (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE COLLATE NOCASE,
    rule       TEXT,                          -- JSON of domain.CustomerRule; NULL: by hand
    created_at TEXT NOT NULL
);

CREATE TABLE record_tags (
    tag_id    INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    record_id INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    PRIMARY KEY (tag_id, record_id)
) WITHOUT ROWID;
CREATE INDEX record_tags_by_record ON record_tags (record_id);

-- Filters that were saved under a name, page by page.
CREATE TABLE views (
    id         INTEGER PRIMARY KEY,
    page       TEXT NOT NULL,
    name       TEXT NOT NULL COLLATE NOCASE,
    query      TEXT NOT NULL,                 -- JSON: the page's search parameters
    created_at TEXT NOT NULL,
    UNIQUE (page, name)
);

-- What the list of customers is filtered by beside licences, kept beside the other figures.
ALTER TABLE customers ADD COLUMN managed TEXT NOT NULL DEFAULT '';      -- sorted, comma between: 'customer', 'external', 'own'
ALTER TABLE customers ADD COLUMN types TEXT NOT NULL DEFAULT '';        -- sorted, comma between: 'subscription', 'trial', 'wholesale'
ALTER TABLE customers ADD COLUMN health TEXT NOT NULL DEFAULT '';       -- worst outcome of its services; '': none was read
ALTER TABLE customers ADD COLUMN vendor_tags TEXT NOT NULL DEFAULT '';  -- each on a line of its own, with a line's end at either side
ALTER TABLE customers ADD COLUMN tags TEXT NOT NULL DEFAULT '';         -- given by hand, written alike
ALTER TABLE customers ADD COLUMN failed_jobs INTEGER;                   -- NULL: none were ever read
ALTER TABLE customers ADD COLUMN open_requests INTEGER;

CREATE INDEX pools_by_product ON pools (product_id, customer_id) WHERE gone_at IS NULL AND excluded NOT IN ('deleted', 'duplicate');
CREATE INDEX subscriptions_by_product ON subscriptions (product_key, connection_id, customer_id)
    WHERE gone_at IS NULL AND excluded NOT IN ('deleted', 'duplicate');

UPDATE customers AS c
SET
    managed = (
        SELECT COALESCE(group_concat(manager, ','), '')
        FROM (
            SELECT 'customer' AS manager
            WHERE EXISTS (SELECT 1 FROM records r JOIN profiles x ON x.record_id = r.id WHERE r.customer_id = c.id AND r.gone_at IS NULL AND r.duplicate = 0 AND x.gone_at IS NULL AND x.managed_by = 'customer')
            UNION ALL
            SELECT 'external'
            WHERE EXISTS (SELECT 1 FROM records r JOIN administrators x ON x.record_id = r.id WHERE r.customer_id = c.id AND r.gone_at IS NULL AND r.duplicate = 0 AND x.gone_at IS NULL)
            UNION ALL
            SELECT 'own'
            WHERE EXISTS (SELECT 1 FROM records r JOIN profiles x ON x.record_id = r.id WHERE r.customer_id = c.id AND r.gone_at IS NULL AND r.duplicate = 0 AND x.gone_at IS NULL AND x.managed_by = 'partner')
               OR EXISTS (SELECT 1 FROM records r JOIN relationships x ON x.record_id = r.id WHERE r.customer_id = c.id AND r.gone_at IS NULL AND r.duplicate = 0 AND x.gone_at IS NULL AND x.active = 1)
               OR EXISTS (
                    SELECT 1
                    FROM records r
                    JOIN checkpoints k ON k.connection_id = r.connection_id AND k.record_id = r.id
                    WHERE r.customer_id = c.id AND r.gone_at IS NULL AND r.duplicate = 0 AND k.dataset = 'administrators' AND k.last_ok_at > ''
                      AND NOT EXISTS (SELECT 1 FROM administrators x WHERE x.record_id = r.id AND x.gone_at IS NULL)
               )
        )
    ),
    types = (
        SELECT COALESCE(group_concat(type, ','), '')
        FROM (
            SELECT 'subscription' AS type
            WHERE EXISTS (SELECT 1 FROM subscriptions s WHERE s.customer_id = c.id AND s.gone_at IS NULL AND s.excluded NOT IN ('deleted', 'duplicate') AND s.excluded <> 'wholesale' AND s.trial IS NOT 1)
            UNION ALL
            SELECT 'trial'
            WHERE EXISTS (SELECT 1 FROM subscriptions s WHERE s.customer_id = c.id AND s.gone_at IS NULL AND s.excluded NOT IN ('deleted', 'duplicate') AND s.trial IS 1)
            UNION ALL
            SELECT 'wholesale'
            WHERE EXISTS (SELECT 1 FROM records r JOIN profiles x ON x.record_id = r.id WHERE r.customer_id = c.id AND r.gone_at IS NULL AND r.duplicate = 0 AND x.gone_at IS NULL AND x.dataset = 'wholesale')
               OR EXISTS (SELECT 1 FROM subscriptions s WHERE s.customer_id = c.id AND s.gone_at IS NULL AND s.excluded NOT IN ('deleted', 'duplicate') AND s.excluded = 'wholesale')
        )
    ),
    health = (
        SELECT CASE MIN(CASE x.outcome WHEN 'failed' THEN 1 WHEN 'attention' THEN 2 WHEN 'unknown' THEN 3 WHEN 'ok' THEN 4 END)
            WHEN 1 THEN 'failed' WHEN 2 THEN 'attention' WHEN 3 THEN 'unknown' WHEN 4 THEN 'ok' ELSE '' END
        FROM records r JOIN service_states x ON x.record_id = r.id WHERE r.customer_id = c.id AND r.gone_at IS NULL AND r.duplicate = 0 AND x.gone_at IS NULL
    ),
    vendor_tags = (
        SELECT COALESCE(char(10) || group_concat(tag, char(10)) || char(10), '')
        FROM (
            SELECT DISTINCT t.value AS tag
            FROM records r
            JOIN profiles x ON x.record_id = r.id
            JOIN json_each(CASE WHEN x.tags LIKE '["%' THEN x.tags ELSE '[]' END) t
            WHERE r.customer_id = c.id AND r.gone_at IS NULL AND x.gone_at IS NULL AND t.value <> ''
            ORDER BY 1
        )
    ),
    tags = (
        SELECT COALESCE(char(10) || group_concat(tag, char(10)) || char(10), '')
        FROM (
            SELECT DISTINCT t.name AS tag
            FROM records r
            JOIN record_tags x ON x.record_id = r.id
            JOIN tags t ON t.id = x.tag_id
            WHERE r.customer_id = c.id
            ORDER BY 1
        )
    ),
    failed_jobs = CASE WHEN EXISTS (SELECT 1 FROM records r JOIN checkpoints k ON k.connection_id = r.connection_id AND k.record_id = r.id WHERE r.customer_id = c.id AND r.gone_at IS NULL AND r.duplicate = 0 AND k.dataset IN ('jobs') AND k.last_ok_at > '') OR EXISTS (SELECT 1 FROM records r JOIN jobs x ON x.record_id = r.id WHERE r.customer_id = c.id AND r.gone_at IS NULL AND r.duplicate = 0) THEN (SELECT COUNT(*) FROM records r JOIN jobs x ON x.record_id = r.id WHERE r.customer_id = c.id AND r.gone_at IS NULL AND r.duplicate = 0 AND x.outcome = 'failed' AND x.gone_at IS NULL) END,
    open_requests = CASE WHEN EXISTS (SELECT 1 FROM records r JOIN checkpoints k ON k.connection_id = r.connection_id AND k.record_id = r.id WHERE r.customer_id = c.id AND r.gone_at IS NULL AND r.duplicate = 0 AND k.dataset IN ('service_requests') AND k.last_ok_at > '') OR EXISTS (SELECT 1 FROM records r JOIN service_requests x ON x.record_id = r.id WHERE r.customer_id = c.id AND r.gone_at IS NULL AND r.duplicate = 0) THEN (SELECT COUNT(*) FROM records r JOIN service_requests x ON x.record_id = r.id WHERE r.customer_id = c.id AND r.gone_at IS NULL AND r.duplicate = 0 AND x.open = 1 AND x.gone_at IS NULL) END;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP INDEX subscriptions_by_product;
DROP INDEX pools_by_product;
ALTER TABLE customers DROP COLUMN open_requests;
ALTER TABLE customers DROP COLUMN failed_jobs;
ALTER TABLE customers DROP COLUMN tags;
ALTER TABLE customers DROP COLUMN vendor_tags;
ALTER TABLE customers DROP COLUMN health;
ALTER TABLE customers DROP COLUMN types;
ALTER TABLE customers DROP COLUMN managed;
DROP TABLE views;
DROP TABLE record_tags;
DROP TABLE tags;
-- +goose StatementEnd
