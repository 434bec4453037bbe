-- Everything that lets us in: what connectors saw of their own credentials, sign-ins that were refused, consents that are
-- missing, and grants of delegated administration. A state is given only where no date
-- decides it; the page where a missing consent is given is among the customer's links.
SELECT
    co.id,
    co.name,
    co.vendor,
    0,
    '',
    cr.kind,
    cr.name,
    CASE WHEN co.state = 'sign_in' AND cr.kind = 'token' THEN 'missing' ELSE '' END,
    cr.expires_at,
    0,
    cr.seen_at,
    '',
    0,
    NULL
FROM credentials cr
JOIN connections co ON co.id = cr.connection_id
{{- if .Data}}
WHERE cr.expires_at < :soon OR co.state = 'sign_in' AND cr.kind = 'token'
{{- end}}
UNION ALL
SELECT
    co.id,
    co.name,
    co.vendor,
    0,
    '',
    'token',
    '',
    'missing',
    NULL,
    0,
    NULL,
    '',
    0,
    NULL
FROM connections co
WHERE co.state = 'sign_in'
  AND NOT EXISTS (SELECT 1 FROM credentials cr WHERE cr.connection_id = co.id AND cr.kind = 'token')
UNION ALL
SELECT
    co.id,
    co.name,
    co.vendor,
    c.id,
    c.name,
    'consent',
    '',
    'missing',
    NULL,
    0,
    (SELECT MAX(k.last_try_at) FROM checkpoints k WHERE k.record_id = r.id),
    COALESCE((SELECT MAX(l.url) FROM links l WHERE l.record_id = r.id AND l.key = 'consent' AND l.gone_at IS NULL), ''),
    r.id,
    r.consent_given_at
FROM records r
JOIN connections co ON co.id = r.connection_id
JOIN customers c ON c.id = r.customer_id
WHERE r.gone_at IS NULL AND r.no_access = 'consent_missing'
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
    g.auto_extend_days > 0,
    (SELECT k.last_ok_at FROM checkpoints k
     WHERE k.connection_id = g.connection_id AND k.record_id = g.record_id AND k.dataset = g.dataset),
    '',
    0,
    NULL
FROM relationships g
JOIN records r ON r.id = g.record_id
JOIN connections co ON co.id = g.connection_id
JOIN customers c ON c.id = r.customer_id
WHERE g.gone_at IS NULL AND r.gone_at IS NULL AND g.active
{{- if .Data}}
  AND g.ends_at < CASE WHEN g.auto_extend_days > 0 THEN :today_begins ELSE :soon END
{{- end}}
