SELECT COUNT(*) FILTER (WHERE {{.AgeUnknown}})
FROM {{.BelowMedian}}
WHERE TRUE{{.Within "p"}}
