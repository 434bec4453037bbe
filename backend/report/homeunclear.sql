-- Subscriptions that renew, or end or renew, until the last day looked at, and of which no source tells the last moment to
-- act. One whose window to cancel is open has such a moment; one of unknown future whose window has closed is locked.
SELECT
    (SELECT COUNT(*) FROM subscriptions s WHERE s.renews_on BETWEEN :today AND :due_until
        AND (s.cancel_until IS NULL OR s.cancel_until < :now){{.Within "s"}})
    + (SELECT COUNT(*) FROM subscriptions s WHERE s.open_on BETWEEN :today AND :due_until
        AND s.cancel_until IS NULL{{.Within "s"}})
