-- Services as a whole: their modules are parts of them. What data take up where people work with them is apart from the rest.
SELECT
    COUNT(*) FILTER (WHERE NOT live),
    SUM(consumed) FILTER (WHERE NOT live),
    COUNT(consumed) FILTER (WHERE NOT live),
    SUM(protected) FILTER (WHERE NOT live),
    COUNT(protected) FILTER (WHERE NOT live),
    SUM(purchased) FILTER (WHERE NOT live),
    COUNT(purchased) FILTER (WHERE NOT live),
    COUNT(*) FILTER (WHERE live),
    SUM(consumed) FILTER (WHERE live),
    COUNT(consumed) FILTER (WHERE live)
FROM (
    SELECT x.consumed, x.protected, x.purchased, {{.Data.Live}} AS live
    {{.Data.StorageFrom}}
    WHERE {{.Data.Counted}} AND x.gone_at IS NULL AND x.module = ''
)
