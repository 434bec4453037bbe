-- What is told of schedules that run just now: how they end this time is not known yet.
SELECT
    n.subject,
    n.params
FROM notifications n
JOIN schedules s ON s.id = CAST(n.subject AS INTEGER)
WHERE n.source = 'local' AND n.rule = 'schedule_failed' AND n.ended_at IS NULL AND s.paused = 0 AND s.last_result = 'running'
