package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tenantry/backend/domain"
)

// tagRule is a tag with a rule. Its condition on customers c is there once it is resolved.
type tagRule struct {
	name      string
	rule      domain.CustomerRule
	condition string
}

// findTagRules gives the tags with rules, by name. A rule that cannot be read belongs to nobody.
func findTagRules(ctx context.Context, q querier) ([]tagRule, error) {
	return queryAll(ctx, q, "SELECT name, rule FROM tags WHERE rule IS NOT NULL ORDER BY name", nil,
		func(row scanner) (r tagRule, err error) {
			err = row.Scan(&r.name, intoJSON{&r.rule})
			return r, err
		})
}

// resolve makes the rule's condition and adds its arguments to c. Tags within a rule are those by hand and of vendors: a
// rule never rests on another.
func (r *tagRule) resolve(figures *Figures, c *conditions, prefix string) error {
	own := customerQuery{narrowing: narrowing{conditions: &conditions{}, prefix: prefix, except: r.rule.Except}}
	if r.rule.Figure != "" {
		counted, err := figures.Customers(r.rule.Figure)
		if err != nil {
			return err
		}
		own.add(counted)
	}
	for word := range strings.FieldsSeq(fold(r.rule.Search)) {
		own.add(named(own.value(word)))
	}
	if err := own.narrow(r.rule.CustomerQuery); err != nil {
		return err
	}
	if err := own.testAs(prefix+"where", r.rule.Where, figures.scope.Zone, customerTests); err != nil {
		return err
	}
	r.condition = "(" + strings.TrimPrefix(own.where(), "WHERE ") + ")"
	c.args = append(c.args, own.args...)
	return nil
}

// FindTagged gives the sorted numbers of the customers that have the scope's tag, gone ones too, whoever gives it: the same
// as the list of customers filtered by it. A tag that nobody gives is not found.
func (s *Store) FindTagged(ctx context.Context, scope domain.Scope) ([]int64, error) {
	c, err := s.taggedBy(ctx, scope, true)
	if err != nil {
		return nil, wrap("find tagged customers", err)
	}
	ids, err := queryAll(ctx, s.reader, "SELECT c.id FROM customers c "+c.where()+"\nORDER BY c.id", c.args, scanOne[int64])
	if err != nil || len(ids) > 0 {
		return ids, wrap("find tagged customers", err)
	}
	known, err := queryOne(ctx, s.reader, "SELECT EXISTS (SELECT 1 FROM tags WHERE name = ?)", []any{scope.Tag}, scanOne[bool])
	if err == nil && !known {
		err = domain.NewError(domain.CodeNotFound, "tag_unknown", "tag", scope.Tag)
	}
	return ids, wrap("find tagged customers", err)
}

// taggedBy is the condition on customers c that they have the scope's tag.
func (s *Store) taggedBy(ctx context.Context, scope domain.Scope, gone bool) (*conditions, error) {
	rules, err := findTagRules(ctx, s.reader)
	if err != nil {
		return nil, err
	}
	return customerConditions(ctx, s.reader, domain.CustomerFilter{
		Scope: domain.Scope{Today: scope.Today, Thresholds: scope.Thresholds}, Gone: gone,
		CustomerQuery: domain.CustomerQuery{Tags: []string{scope.Tag}},
	}, slices.DeleteFunc(rules, func(r tagRule) bool { return r.name != scope.Tag }))
}

// CountTags gives every tag by name, whoever gives it, with how many customers have it that are not gone.
func (s *Store) CountTags(ctx context.Context, scope domain.Scope) ([]domain.TagCount, error) {
	counts, err := queryAll(ctx, s.reader, countGivenTags, nil, func(row scanner) (t domain.TagCount, err error) {
		err = row.Scan(&t.Name, &t.Customers)
		return t, err
	})
	if err != nil {
		return nil, wrap("count tags", err)
	}
	rules, err := findTagRules(ctx, s.reader)
	if err != nil {
		return nil, wrap("count tags", err)
	}
	for i := range counts {
		if !slices.ContainsFunc(rules, func(r tagRule) bool { return r.name == counts[i].Name }) {
			continue
		}
		scope.Tag = counts[i].Name
		c, err := s.taggedBy(ctx, scope, false)
		if err != nil {
			return nil, wrap("count customers of tag", err)
		}
		counts[i].Customers, err = queryOne(ctx, s.reader, "SELECT COUNT(*) FROM customers c "+c.where(), c.args, scanOne[int])
		if err != nil {
			return nil, wrap("count customers of tag", err)
		}
	}
	slices.SortFunc(counts, func(a, b domain.TagCount) int {
		return cmp.Or(cmp.Compare(fold(a.Name), fold(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return counts, nil
}

// countGivenTags counts the customers of tags by hand and of vendors' tags. Those by rule are listed with none.
var countGivenTags = `
SELECT name, COUNT(DISTINCT id)
FROM (
    SELECT t.value AS name, c.id
    FROM customers c
    JOIN ` + tagLines("c.tags") + ` t
    WHERE c.tags <> '' AND c.gone_at IS NULL
    UNION ALL
    SELECT t.value, c.id
    FROM customers c
    JOIN ` + tagLines("c.vendor_tags") + ` t
    WHERE c.vendor_tags <> '' AND c.gone_at IS NULL
    UNION ALL
    SELECT name, NULL FROM tags
)
GROUP BY name`

// tagLines is a table of the tags that a column holds, each on a line of its own.
func tagLines(column string) string {
	return `json_each('["' || replace(trim(replace(replace(` + column + `, '\', '\\'), '"', '\"'), char(10)), char(10), '","') || '"]')`
}

// FindTags gives the tags that users give, by name, with how many customers have each. Vendors' tags are not among them.
func (s *Store) FindTags(ctx context.Context, scope domain.Scope) ([]domain.Tag, error) {
	tags, err := queryAll(ctx, s.reader, `
SELECT
    t.id,
    t.name,
    t.rule,
    t.created_at,
    (
        SELECT COUNT(DISTINCT r.customer_id)
        FROM record_tags x
        JOIN records r ON r.id = x.record_id
        JOIN customers c ON c.id = r.customer_id
        WHERE x.tag_id = t.id AND c.gone_at IS NULL
    )
FROM tags t
ORDER BY t.name`, nil, scanTag)
	if err != nil {
		return nil, wrap("find tags", err)
	}
	counts, err := s.countRuled(ctx, domain.Scope{Today: scope.Today, Thresholds: scope.Thresholds})
	for i, tag := range tags {
		if tag.Rule != nil {
			tags[i].Customers = counts[tag.Name]
		}
	}
	return tags, wrap("count customers of tags", err)
}

// countRuled counts the customers of each tag with a rule.
func (s *Store) countRuled(ctx context.Context, scope domain.Scope) (map[string]int, error) {
	rules, err := findTagRules(ctx, s.reader)
	if err != nil || len(rules) == 0 {
		return nil, err
	}
	c, err := customerConditions(ctx, s.reader, domain.CustomerFilter{Scope: scope}, rules)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, r := range rules {
		query := "SELECT COUNT(*) FROM customers c " + c.where() + " AND " + r.condition
		if counts[r.name], err = queryOne(ctx, s.reader, query, c.args, scanOne[int]); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

func scanTag(row scanner) (t domain.Tag, err error) {
	var rule sql.NullString
	if err = row.Scan(&t.ID, &t.Name, &rule, intoTime{&t.CreatedAt}, &t.Customers); err != nil || !rule.Valid {
		return t, err
	}
	t.Rule = &domain.CustomerRule{}
	return t, json.Unmarshal([]byte(rule.String), t.Rule)
}

// SaveTagRule makes a tag with a rule, or gives the tag of that name, which must be one by rule, another.
func (s *Store) SaveTagRule(ctx context.Context, name string, rule domain.CustomerRule, at time.Time) error {
	name, err := domain.CleanTagName(name)
	if err == nil {
		err = domain.CheckTagRule(rule)
	}
	if err == nil {
		err = new(conditions).testAs("", rule.Where, nil, customerTests)
	}
	if err != nil {
		return err
	}
	return s.write(ctx, "save tag", func(ctx context.Context, t tx) error {
		known, err := findTag(ctx, t, name)
		if err != nil {
			return err
		}
		if known.id != 0 && !known.ruled {
			return domain.NewError(domain.CodeConflict, "tag_by_hand", "tag", name)
		}
		_, err = t.exec(ctx, `
INSERT INTO tags (name, rule, created_at)
VALUES (?, ?, ?)
ON CONFLICT (name) DO UPDATE SET rule = excluded.rule`, name, jsonText(rule), timeText(at))
		return err
	})
}

type storedTag struct {
	id    int64
	ruled bool
}

func findTag(ctx context.Context, t tx, name string) (storedTag, error) {
	found, err := queryOne(ctx, t, "SELECT id, rule IS NOT NULL FROM tags WHERE name = ?", []any{name},
		func(row scanner) (f storedTag, err error) {
			err = row.Scan(&f.id, &f.ruled)
			return f, err
		})
	if errors.Is(err, sql.ErrNoRows) {
		return storedTag{}, nil
	}
	return found, err
}

// TagCustomers gives customers a tag by hand, or takes it away, and tells for which of them that changed anything: what
// undoing has to name. A tag that is new is made; a tag that nobody has stays until it is deleted.
func (s *Store) TagCustomers(ctx context.Context, name string, customers []int64, on bool, at time.Time) ([]int64, error) {
	name, err := domain.CleanTagName(name)
	if err != nil {
		return nil, err
	}
	changed := []int64{}
	err = s.write(ctx, "tag customers", func(ctx context.Context, t tx) error {
		tag, err := handTag(ctx, t, name, on, at)
		if err != nil {
			return err
		}
		for _, id := range customers {
			n, err := tagCustomer(ctx, t, tag, id, on)
			if err != nil {
				return fmt.Errorf("customer %d: %w", id, err)
			}
			if n == 0 {
				continue
			}
			changed = append(changed, id)
			if err := refreshTags(ctx, t, id); err != nil {
				return err
			}
		}
		return nil
	})
	return changed, err
}

// handTag gives the number of a tag by hand and makes it where it is new.
func handTag(ctx context.Context, t tx, name string, create bool, at time.Time) (int64, error) {
	known, err := findTag(ctx, t, name)
	switch {
	case err != nil:
		return 0, err
	case known.ruled:
		return 0, domain.NewError(domain.CodeConflict, "tag_by_rule", "tag", name)
	case known.id == 0 && !create:
		return 0, domain.NewError(domain.CodeNotFound, "tag_not_found", "tag", name)
	case known.id != 0:
		return known.id, nil
	}
	return t.insert(ctx, "INSERT INTO tags (name, created_at) VALUES (?, ?)", name, timeText(at))
}

func tagCustomer(ctx context.Context, t tx, tag, customer int64, on bool) (int, error) {
	if on {
		return t.exec(ctx, `
INSERT INTO record_tags (tag_id, record_id)
SELECT ?1, id
FROM records
WHERE customer_id = ?2 AND NOT EXISTS (
    SELECT 1 FROM record_tags x JOIN records r ON r.id = x.record_id WHERE x.tag_id = ?1 AND r.customer_id = ?2
)`, tag, customer)
	}
	return t.exec(ctx, "DELETE FROM record_tags WHERE tag_id = ?1 AND record_id IN (SELECT id FROM records WHERE customer_id = ?2)", tag, customer)
}

// DeleteTag deletes a tag that users give and takes it from all customers.
func (s *Store) DeleteTag(ctx context.Context, id int64) error {
	return s.write(ctx, "delete tag", func(ctx context.Context, t tx) error {
		customers, err := queryAll(ctx, t, `
SELECT DISTINCT r.customer_id
FROM record_tags x
JOIN records r ON r.id = x.record_id
WHERE x.tag_id = ?`, []any{id}, scanOne[int64])
		if err != nil {
			return err
		}
		n, err := t.exec(ctx, "DELETE FROM tags WHERE id = ?", id)
		if err != nil {
			return err
		}
		if n == 0 {
			return notFound("tag", id)
		}
		for _, customer := range customers {
			if err := refreshTags(ctx, t, customer); err != nil {
				return err
			}
		}
		return nil
	})
}
