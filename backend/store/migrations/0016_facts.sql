-- +goose Up
-- +goose StatementBegin
-- The price that a file names for a line itself. Beside it stand price lists, and above both what a user typed in:
-- typed_unit_price is what counts of the three, imported_unit_price that it is no user's.
ALTER TABLE subscriptions ADD COLUMN filed_unit_price TEXT;
ALTER TABLE subscriptions ADD COLUMN filed_currency TEXT;
ALTER TABLE subscriptions ADD COLUMN filed_price_period TEXT;
ALTER TABLE subscriptions ADD COLUMN filed_at TEXT;                       -- when the file was imported; a price list of later counts instead

-- What imports of subscriptions changed of a price is told as the file's; what price lists changed follows from them.
DELETE FROM import_changes
WHERE rows_of = 'subscriptions' AND import_id IN (SELECT id FROM imports WHERE kind = 'prices');

UPDATE import_changes
SET before = CASE WHEN json_extract(before, '$.imported_unit_price') = 1 THEN json_set(before,
        '$.filed_unit_price', json_extract(before, '$.typed_unit_price'),
        '$.filed_currency', json_extract(before, '$.typed_currency'),
        '$.filed_price_period', json_extract(before, '$.typed_price_period'),
        '$.filed_at', '',
        '$.typed_unit_price', NULL, '$.typed_currency', NULL, '$.typed_price_period', NULL) ELSE before END,
    after = CASE WHEN json_extract(after, '$.imported_unit_price') = 1 THEN json_set(after,
        '$.filed_unit_price', json_extract(after, '$.typed_unit_price'),
        '$.filed_currency', json_extract(after, '$.typed_currency'),
        '$.filed_price_period', json_extract(after, '$.typed_price_period'),
        '$.filed_at', (SELECT created_at FROM imports i WHERE i.id = import_changes.import_id),
        '$.typed_unit_price', NULL, '$.typed_currency', NULL, '$.typed_price_period', NULL) ELSE after END
WHERE rows_of = 'subscriptions' AND after LIKE '%"imported_unit_price"%';

-- The last import of subscriptions that named the price, else the one that added the line with it.
UPDATE subscriptions AS s
SET filed_unit_price = json_extract(n.price, '$.filed_unit_price'),
    filed_currency = json_extract(n.price, '$.filed_currency'),
    filed_price_period = json_extract(n.price, '$.filed_price_period'),
    filed_at = json_extract(n.price, '$.filed_at')
FROM (
    SELECT row_id, after AS price, MAX(id)
    FROM import_changes
    WHERE rows_of = 'subscriptions' AND json_extract(after, '$.filed_unit_price') IS NOT NULL
    GROUP BY row_id
) AS n
WHERE n.row_id = s.id AND s.imported_unit_price = 1;

UPDATE subscriptions AS s
SET filed_unit_price = typed_unit_price,
    filed_currency = typed_currency,
    filed_price_period = typed_price_period,
    filed_at = i.created_at
FROM imports i
WHERE i.id = s.import_id AND s.imported_unit_price = 1 AND s.filed_unit_price IS NULL;

-- Status, trial and the last moment to cancel stand beside what the source gives as the facts of the term do. The columns
-- without a prefix are what counts: kept rather than generated, because indexes and generated columns are made of them.
ALTER TABLE subscriptions ADD COLUMN given_status TEXT;                   -- NULL: the source does not say
ALTER TABLE subscriptions ADD COLUMN given_trial INTEGER;
ALTER TABLE subscriptions ADD COLUMN given_cancel_until TEXT;
ALTER TABLE subscriptions ADD COLUMN typed_status TEXT;
ALTER TABLE subscriptions ADD COLUMN typed_trial INTEGER;
ALTER TABLE subscriptions ADD COLUMN typed_cancel_until TEXT;
ALTER TABLE subscriptions ADD COLUMN imported_status INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subscriptions ADD COLUMN imported_trial INTEGER NOT NULL DEFAULT 0;
UPDATE subscriptions
SET given_status = NULLIF(status, 'unknown'),
    given_trial = trial,
    given_cancel_until = cancel_until;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
ALTER TABLE subscriptions DROP COLUMN imported_trial;
ALTER TABLE subscriptions DROP COLUMN imported_status;
ALTER TABLE subscriptions DROP COLUMN typed_cancel_until;
ALTER TABLE subscriptions DROP COLUMN typed_trial;
ALTER TABLE subscriptions DROP COLUMN typed_status;
ALTER TABLE subscriptions DROP COLUMN given_cancel_until;
ALTER TABLE subscriptions DROP COLUMN given_trial;
ALTER TABLE subscriptions DROP COLUMN given_status;
ALTER TABLE subscriptions DROP COLUMN filed_at;
ALTER TABLE subscriptions DROP COLUMN filed_price_period;
ALTER TABLE subscriptions DROP COLUMN filed_currency;
ALTER TABLE subscriptions DROP COLUMN filed_unit_price;
-- +goose StatementEnd
