SELECT
    p.excluded,
    COUNT(*)
FROM pools p
WHERE p.gone_at IS NULL
  AND p.excluded <> ''
  AND {{.Pools ""}}
GROUP BY p.excluded
ORDER BY p.excluded
