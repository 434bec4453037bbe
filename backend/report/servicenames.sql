-- The services that rows of a table are about, found by stepping through its index.
WITH RECURSIVE names (service) AS (
    SELECT MIN(service) FROM {{.Data}}
    UNION ALL
    SELECT (SELECT MIN(x.service) FROM {{.Data}} x WHERE x.service > names.service) FROM names WHERE names.service IS NOT NULL
)
SELECT service FROM names WHERE service <> ''
