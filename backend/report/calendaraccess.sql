-- Credentials of connections and grants of delegated administration that end in the span. A grant that extends itself does
-- not end. What belongs to a connection is nobody's where some customers are asked about.
SELECT
    co.id,
    co.name,
    co.vendor,
    0,
    '',
    cr.kind,
    cr.name,
    '',
    cr.expires_at,
    0,
    cr.seen_at,
    '',
    0,
    NULL
FROM credentials cr
JOIN connections co ON co.id = cr.connection_id
WHERE cr.expires_at >= :from_begins AND cr.expires_at < :to_ends AND {{if .Data}}FALSE{{else}}TRUE{{end}}
UNION ALL
SELECT
    co.id,
    co.name,
    co.vendor,
    c.id,
    c.name,
    'relationship',
    g.name,
    '',
    g.ends_at,
    0,
    (SELECT k.last_ok_at FROM checkpoints k
     WHERE k.connection_id = g.connection_id AND k.record_id = g.record_id AND k.dataset = g.dataset),
    '',
    0,
    NULL
FROM relationships g
JOIN records r ON r.id = g.record_id
JOIN connections co ON co.id = g.connection_id
JOIN customers c ON c.id = r.customer_id
WHERE g.ends_at >= :from_begins AND g.ends_at < :to_ends AND g.gone_at IS NULL AND g.active AND g.auto_extend_days = 0
  AND r.gone_at IS NULL AND r.duplicate = 0 {{.Of "r.customer_id"}}
