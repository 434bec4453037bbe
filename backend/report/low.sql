SELECT
    GROUP_CONCAT(p.customer_id) FILTER (WHERE {{.Aged}}),
    COALESCE(SUM(MAX(p.bought - p.assigned, 0)) FILTER (WHERE {{.Aged}}), 0),
    COUNT(*) FILTER (WHERE {{.AgeUnknown}})
FROM {{.BelowMedian}}
WHERE TRUE{{.Within "p"}}
