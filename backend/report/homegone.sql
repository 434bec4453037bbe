-- Connections whose last read was too short to be true.
SELECT
    id,
    name
FROM connections
WHERE gone_hold IS NOT NULL{{.OfConnections "id"}}
ORDER BY name
