-- The services that rows of a table are about, found by stepping through its index.
WITH RECURSIVE names (service) AS (
    SELECT MIN(x.service) FROM {{.Data.Table}} x WHERE {{.Data.Which}}
    UNION ALL
    SELECT (SELECT MIN(x.service) FROM {{.Data.Table}} x WHERE x.service > names.service AND {{.Data.Which}})
    FROM names
    WHERE names.service IS NOT NULL
)
SELECT service FROM names WHERE service <> ''
