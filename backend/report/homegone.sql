-- Connections whose last read was too short to be true.
SELECT
    id,
    name
FROM connections
WHERE gone_hold IS NOT NULL
  AND accept_gone = 0{{.OfConnections "id"}}
ORDER BY name
