-- Services as a whole: their modules are parts of them.
SELECT
    COUNT(*),
    SUM(x.consumed),
    COUNT(x.consumed),
    SUM(x.protected),
    COUNT(x.protected),
    SUM(x.purchased),
    COUNT(x.purchased)
{{.Data.StorageFrom}}
WHERE {{.Data.Counted}} AND x.gone_at IS NULL AND x.module = ''
