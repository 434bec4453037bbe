package storetest

// operationsStatements add how services do: each customer has thirty jobs of a month, of which about one in twenty failed,
// three service requests, ten services with about one in fifteen in trouble, ten incidents, two services that store data
// and six modules of them, with their sums per day.
var operationsStatements = []string{
	`
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 29)
INSERT INTO jobs (connection_id, record_id, dataset, key, digest, first_seen_at, changed_at, service, module, outcome, status,
    started_at, ended_at, error, objects, failed, size)
SELECT r.connection_id, r.id, 'jobs', 'job-' || i, x'00', strftime('%Y-%m-%dT%H:%M:%S.000Z', :now, '-' || i || ' days'), :now, 'Service ' || (i % 4), 'Module ' || (i % 6),
    CASE (r.id * 7 + i * 13) % 20 WHEN 0 THEN 'failed' WHEN 1 THEN 'attention' ELSE 'ok' END, 'Finished',
    strftime('%Y-%m-%dT%H:%M:%S.000Z', :now, '-' || i || ' days', '-' || (r.id % 600) || ' minutes'),
    strftime('%Y-%m-%dT%H:%M:%S.000Z', :now, '-' || i || ' days', '-' || (r.id % 590) || ' minutes'), '', 100, 0, 1000000
FROM records r
CROSS JOIN n`,
	`
WITH n (i) AS (VALUES (0), (1), (2))
INSERT INTO service_requests (connection_id, record_id, dataset, key, digest, first_seen_at, changed_at, number, title, status,
    open, severity, created_at, contact, detail, notes)
SELECT r.connection_id, r.id, 'service_requests', 'request-' || i, x'00', :now, :now, 'R' || r.id || '-' || i, 'Title ' || i,
    CASE (r.id + i) % 5 WHEN 0 THEN 'open' ELSE 'closed' END, (r.id + i) % 5 = 0, 'moderate',
    strftime('%Y-%m-%dT%H:%M:%S.000Z', :now, '-' || ((r.id + i * 40) % 200) || ' days'), 'Somebody', '', '[]'
FROM records r
CROSS JOIN n`,
	`
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9)
INSERT INTO service_states (connection_id, record_id, dataset, key, digest, first_seen_at, changed_at, service, state, outcome)
SELECT r.connection_id, r.id, 'health', 'service-' || i, x'00', :now, :now, 'Service ' || i, 'serviceOperational',
    CASE (r.id * 3 + i) % 30 WHEN 0 THEN 'failed' WHEN 1 THEN 'attention' ELSE 'ok' END
FROM records r
CROSS JOIN n`,
	`
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9)
INSERT INTO incidents (connection_id, record_id, dataset, key, digest, first_seen_at, changed_at, service, title, kind, status,
    resolved, started_at, detail)
SELECT r.connection_id, r.id, 'health', 'incident-' || i, x'00', :now, :now, 'Service ' || i, 'Title ' || i, 'incident', 'resolved',
    (r.id + i) % 12 <> 0, strftime('%Y-%m-%dT%H:%M:%S.000Z', :now, '-' || ((r.id + i * 9) % 90) || ' days'), ''
FROM records r
CROSS JOIN n`,
	`
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 7)
INSERT INTO storage (connection_id, record_id, dataset, key, digest, first_seen_at, changed_at, service, module, consumed, protected,
    purchased, objects, consumed_text, protected_text, purchased_text, place, retention)
SELECT r.connection_id, r.id, 'services', 'storage-' || i, x'00', :now, :now, 'Service ' || (i % 2),
    CASE WHEN i < 2 THEN '' ELSE 'Module ' || i END, r.id * 1000000000 / (i + 1), r.id * 1200000000 / (i + 1),
    CASE WHEN i = 1 THEN 1000000000000 END, 10, '', '', '', '', ''
FROM records r
CROSS JOIN n`,
	`
INSERT INTO checkpoints (connection_id, record_id, dataset, page_hash, full_due, sampled_on, last_ok_at, last_try_at, error_key)
SELECT r.connection_id, r.id, d.column1, 'hash', 0, :today, :now, :now, CASE WHEN r.id % 100 = 0 THEN 'unavailable' ELSE '' END
FROM records r
CROSS JOIN (VALUES ('jobs'), ('health'), ('service_requests'), ('services')) AS d`,
	`
WITH RECURSIVE d (n) AS (SELECT :days - 1 UNION ALL SELECT n - 1 FROM d WHERE n > 0)
INSERT INTO storage_sums (connection_id, day, services, consumed, consumed_known, protected, protected_known, purchased,
    purchased_known, simulated)
SELECT co.id, date(:today, '-' || d.n || ' days'), 20000, 1000000000000 - d.n, 20000, 1000000000000 - d.n, 20000, 1000000000000, 10000, 0
FROM connections co
CROSS JOIN d`,
}
