package store

import (
	"context"
	"strings"

	"tenantry/backend/domain"
)

// standing is what the rows of a customer's records say of it beside its licences, for the list of customers and its
// filters: who manages it, how it buys, how its services do, its tags, and what failed or is open.
//
// A Webex customer whose administrators were read and that has none assigned is managed by those who see all customers by
// their role. Lists have a comma between; tags stand each on a line of its own, with a line's end at either side, so that
// one can be found whole.
var standing = strings.ReplaceAll(`
        SELECT
            (
                SELECT COALESCE(group_concat(manager, ','), '')
                FROM (
                    SELECT 'customer' AS manager
                    WHERE EXISTS (SELECT 1 `+ofRecords("profiles")+` AND x.managed_by = 'customer')
                    UNION ALL
                    SELECT 'external'
                    WHERE EXISTS (SELECT 1 `+ofRecords("administrators")+`)
                    UNION ALL
                    SELECT 'own'
                    WHERE EXISTS (SELECT 1 `+ofRecords("profiles")+` AND x.managed_by = 'partner')
                       OR EXISTS (SELECT 1 `+ofRecords("relationships")+` AND x.active = 1)
                       OR EXISTS (
                            SELECT 1
                            FROM records r
                            JOIN checkpoints k ON k.connection_id = r.connection_id AND k.record_id = r.id
                            WHERE r.customer_id = ?1 AND `+countedRecord+` AND k.dataset = 'administrators' AND k.last_ok_at > ''
                              AND NOT EXISTS (SELECT 1 FROM administrators x WHERE x.record_id = r.id AND x.gone_at IS NULL)
                       )
                )
            ) AS managed,
            (
                SELECT COALESCE(group_concat(type, ','), '')
                FROM (
                    SELECT 'subscription' AS type
                    WHERE EXISTS (SELECT 1 `+bought+` AND s.excluded <> 'wholesale' AND s.trial IS NOT 1)
                    UNION ALL
                    SELECT 'trial'
                    WHERE EXISTS (SELECT 1 `+bought+` AND s.trial IS 1)
                    UNION ALL
                    SELECT 'wholesale'
                    WHERE EXISTS (SELECT 1 `+ofRecords("profiles")+` AND x.dataset = 'wholesale')
                       OR EXISTS (SELECT 1 `+bought+` AND s.excluded = 'wholesale')
                )
            ) AS types,
            (
                SELECT CASE MIN(CASE x.outcome WHEN 'failed' THEN 1 WHEN 'attention' THEN 2 WHEN 'unknown' THEN 3 WHEN 'ok' THEN 4 END)
                    WHEN 1 THEN 'failed' WHEN 2 THEN 'attention' WHEN 3 THEN 'unknown' WHEN 4 THEN 'ok' ELSE '' END
                `+ofRecords("service_states")+`
            ) AS health,
            (
                SELECT COALESCE(char(10) || group_concat(tag, char(10)) || char(10), '')
                FROM (
                    SELECT DISTINCT t.value AS tag
                    FROM records r
                    JOIN profiles x ON x.record_id = r.id
                    JOIN json_each(CASE WHEN x.tags LIKE '["%' THEN x.tags ELSE '[]' END) t
                    WHERE r.customer_id = ?1 AND r.gone_at IS NULL AND x.gone_at IS NULL AND t.value <> ''
                    ORDER BY 1
                )
            ) AS vendor_tags,
            (
                SELECT COALESCE(char(10) || group_concat(tag, char(10)) || char(10), '')
                FROM (
                    SELECT DISTINCT t.name AS tag
                    FROM records r
                    JOIN record_tags x ON x.record_id = r.id
                    JOIN tags t ON t.id = x.tag_id
                    WHERE r.customer_id = ?1
                    ORDER BY 1
                )
            ) AS tags,
            `+knownCount(domain.KindJobs, "jobs", "x.outcome = 'failed' AND x.gone_at IS NULL")+` AS failed_jobs,
            `+knownCount(domain.KindServiceRequests, "service_requests", "x.open = 1 AND x.gone_at IS NULL")+` AS open_requests
`, "c.id", "?1")

// bought is the lines that a customer has, those apart that are no longer or that another line counts for.
const bought = "FROM subscriptions s WHERE s.customer_id = ?1 AND s.gone_at IS NULL AND s.excluded NOT IN ('deleted', 'duplicate')"

// ofRecords joins a table's rows x that are not gone with the customer's records.
func ofRecords(table string) string {
	return "FROM records r JOIN " + table + " x ON x.record_id = r.id WHERE r.customer_id = ?1 AND " + countedRecord + " AND x.gone_at IS NULL"
}

var standingColumns = []string{"managed", "types", "health", "vendor_tags", "tags", "failed_jobs", "open_requests"}

var refreshStanding = `
UPDATE customers AS c
SET ` + setStanding() + `
FROM (` + standing + `) AS n
WHERE c.id = ?1
  AND (c.` + strings.Join(standingColumns, ", c.") + `) IS NOT (n.` + strings.Join(standingColumns, ", n.") + `)`

func setStanding() string {
	sets := make([]string, len(standingColumns))
	for i, column := range standingColumns {
		sets[i] = column + " = n." + column
	}
	return strings.Join(sets, ", ")
}

// refreshTags renews a customer after its tags changed, or anything else of its standing. What searches look into is only
// made anew where something did.
func refreshTags(ctx context.Context, t tx, customerID int64) error {
	n, err := t.exec(ctx, refreshStanding, customerID)
	if err != nil || n == 0 {
		return err
	}
	return refreshTagSearch(ctx, t, customerID)
}

func refreshTagSearch(ctx context.Context, t tx, customerID int64) error {
	tags, err := queryOne(ctx, t, "SELECT tags || vendor_tags FROM customers WHERE id = ?", []any{customerID}, scanOne[string])
	if err != nil {
		return err
	}
	folded := foldTags(tags)
	_, err = t.exec(ctx, "UPDATE customers SET tag_search = ?2 WHERE id = ?1 AND tag_search <> ?2", customerID, folded)
	return err
}

// foldTags reduces tags, each on a line of its own, to what searching looks at. A word is never found across two of them.
func foldTags(tags string) string {
	var folded []string
	for tag := range strings.SplitSeq(tags, "\n") {
		if tag = fold(tag); tag != "" {
			folded = append(folded, tag)
		}
	}
	return strings.Join(folded, "\n")
}
