package storetest

// licencesStatements say of a large file's subscriptions what they cost and of its pools who holds and uses their seats. A third of the
// subscriptions have a price, half of the pools a known use; each customer has ten people, a seventh of whom may not sign
// in, and a tenth of the others were not active for a month; the others were so on days of their own.
var licencesStatements = []string{
	`
UPDATE subscriptions
SET typed_unit_price = (1 + id % 40) || '.50', typed_currency = CASE id % 5 WHEN 0 THEN 'NOK' ELSE 'EUR' END, typed_price_period = 'month'
WHERE id % 3 = 0`,
	"UPDATE pools SET used = assigned / 2 WHERE id % 2 = 0",
	`
WITH p (n) AS (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))
INSERT INTO people (connection_id, record_id, dataset, key, digest, first_seen_at, changed_at, name, email, kind, enabled, pending,
    last_active_on, country, products, roles, package, state)
SELECT r.connection_id, r.id, 'people', 'person-' || r.id || '-' || p.n, x'00', :now, :now, 'Person ' || p.n, '', 'user', (r.id + p.n) % 7 > 0, 0,
    date(:today, '-' || CASE WHEN (r.id * 3 + p.n) % 10 = 0 THEN 31 + r.id * 5 % 60 ELSE (r.id * 3 + p.n * 7) % 28 END || ' days'), '',
    (SELECT json_group_array(key) FROM (SELECT key FROM pools WHERE record_id = r.id ORDER BY key LIMIT 2)), '[]', '', ''
FROM records r
CROSS JOIN p`,
	`
INSERT INTO checkpoints (connection_id, record_id, dataset, page_hash, full_due, sampled_on, subscriptions, last_ok_at, last_try_at, error_key)
SELECT connection_id, id, 'people', 'hash', 0, '', 0, :now, :now, ''
FROM records`,
}
