-- +goose Up
-- +goose StatementBegin
-- Since when a subscription has been there, as far as that is known: its creation date, else the day it appeared between
-- two reads.
ALTER TABLE subscriptions ADD COLUMN added_on TEXT GENERATED ALWAYS AS (
    COALESCE(created_on, CASE WHEN first_seen_sure = 1 THEN substr(first_seen_at, 1, 10) END)) VIRTUAL;
CREATE INDEX subscriptions_added ON subscriptions (added_on, family, customer_id) WHERE gone_at IS NULL AND excluded = '';

-- Seats that nobody holds, shared out to the running subscriptions of a pool; renewed with the customer's figures. What of
-- a pool belongs to no running subscription stands at the pool.
ALTER TABLE subscriptions ADD COLUMN spare INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pools ADD COLUMN spare INTEGER NOT NULL DEFAULT 0;
-- The subscription whose price is that of each seat of the pool: none where its running ones differ. Trials cost nothing.
ALTER TABLE pools ADD COLUMN priced_by INTEGER;

WITH lines AS (
    SELECT
        s.id,
        s.record_id,
        s.pool_key,
        s.trial,
        COALESCE(p.bought - p.assigned, 0) AS free,
        CASE
            WHEN s.runs = 0 OR p.id IS NULL THEN 0
            WHEN s.assigned IS NULL THEN s.quantity
            ELSE MAX(s.quantity - s.assigned, 0)
        END AS most,
        s.cancel_until IS NULL AND (s.at_term_end = '' OR s.term_end_on IS NULL) AS unknown,
        COALESCE(s.term_end_on, '~') AS ends
    FROM subscriptions s
    LEFT JOIN pools p ON p.record_id = s.record_id AND p.key = s.pool_key AND p.gone_at IS NULL AND p.excluded = ''
),
shared AS (
    SELECT
        id,
        CASE WHEN trial IS 1 THEN 0 ELSE MAX(0, MIN(most, free - COALESCE(SUM(most) OVER (
            PARTITION BY record_id, pool_key
            ORDER BY trial IS NOT 1, unknown, ends, id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0))) END AS spare
    FROM lines
)
UPDATE subscriptions AS s
SET spare = n.spare
FROM shared n
WHERE s.id = n.id AND s.spare <> n.spare;

UPDATE pools AS p
SET spare = MAX(0, p.bought - p.assigned - COALESCE((
        SELECT SUM(CASE WHEN s.assigned IS NULL THEN s.quantity ELSE MAX(s.quantity - s.assigned, 0) END)
        FROM subscriptions s
        WHERE s.record_id = p.record_id AND s.pool_key = p.key AND s.runs = 1
    ), 0))
WHERE p.gone_at IS NULL AND p.excluded = '';

UPDATE pools AS p
SET priced_by = (
    SELECT CASE WHEN COUNT(*) = COUNT(s.typed_unit_price)
        AND COUNT(DISTINCT s.typed_unit_price || ' ' || s.typed_currency || ' ' || s.typed_price_period) = 1 THEN MIN(s.id) END
    FROM subscriptions s
    WHERE s.record_id = p.record_id AND s.pool_key = p.key AND s.runs = 1 AND s.trial IS NOT 1
);

-- The columns that sums of spare seats are made of; generated ones are spelled out, because no index answers for them.
CREATE INDEX subscriptions_spare ON subscriptions (typed_unit_price, typed_currency, typed_price_period, spare,
    given_term_end_on, typed_term_end_on, given_at_term_end, typed_at_term_end, cancel_until, family, customer_id)
    WHERE spare > 0;
CREATE INDEX pools_spare ON pools (family, customer_id, spare) WHERE spare > 0;

-- How many seats of a pool are held by people in one state. Disabled people and shared mailboxes are told apart; of the
-- others those are listed of whom it is known when they were active last.
CREATE TABLE holders (
    pool_id INTEGER NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    state   TEXT NOT NULL,              -- 'disabled', 'shared' or ''
    last_on TEXT NOT NULL,              -- '' where state says enough
    seats   INTEGER NOT NULL,
    PRIMARY KEY (pool_id, state, last_on)
) WITHOUT ROWID;
CREATE INDEX holders_by_state ON holders (state, last_on, pool_id, seats);

INSERT INTO holders (pool_id, state, last_on, seats)
SELECT p.id, h.state, h.last_on, COUNT(*)
FROM (
    SELECT
        record_id,
        products,
        CASE WHEN enabled = 0 THEN 'disabled' WHEN kind = 'shared' THEN 'shared' ELSE '' END AS state,
        CASE WHEN enabled = 0 OR kind = 'shared' THEN '' ELSE COALESCE(last_active_on, CASE WHEN pending THEN created_on END) END AS last_on
    FROM people
    WHERE gone_at IS NULL AND record_id IS NOT NULL
) AS h
CROSS JOIN json_each(h.products) AS j
JOIN pools p ON p.record_id = h.record_id AND p.key = j.value
WHERE h.last_on IS NOT NULL
GROUP BY p.id, h.state, h.last_on;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE holders;
DROP INDEX pools_spare;
DROP INDEX subscriptions_spare;
ALTER TABLE pools DROP COLUMN priced_by;
ALTER TABLE pools DROP COLUMN spare;
ALTER TABLE subscriptions DROP COLUMN spare;
DROP INDEX subscriptions_added;
ALTER TABLE subscriptions DROP COLUMN added_on;
-- +goose StatementEnd
