package store

import (
	"context"
	"database/sql"

	"tenantry/backend/domain"
)

// TaskFilter selects tasks; zero fields select all.
type TaskFilter struct {
	RunID  int64
	State  domain.TaskState
	Search string // part of the customer's name
	Limit  int
	Offset int
}

const fromTasks = `
FROM sync_tasks t
LEFT JOIN records r ON r.id = t.record_id
LEFT JOIN customers c ON c.id = r.customer_id
`

const selectTasks = `
SELECT
    t.id,
    t.run_id,
    t.record_id,
    r.customer_id,
    COALESCE(r.name, ''),
    t.dataset,
    t.state,
    t.started_at,
    t.ended_at,
    t.rows_read,
    t.rows_written,
    t.error_key,
    t.error_detail,
    t.retry_at
` + fromTasks

func scanTask(row scanner) (domain.Task, error) {
	var k domain.Task
	err := row.Scan(&k.ID, &k.RunID, &k.RecordID, &k.CustomerID, &k.Customer, &k.Dataset, &k.State, intoTime{&k.StartedAt},
		intoTime{&k.EndedAt}, &k.RowsRead, &k.RowsWritten, &k.ErrorKey, &k.ErrorDetail, intoOptionalTime{&k.RetryAt})
	return k, err
}

// FindTasks gives tasks, those that failed first, then by customer, and how many there are.
func (s *Store) FindTasks(ctx context.Context, f TaskFilter) ([]domain.Task, int, error) {
	var c conditions
	if f.RunID != 0 {
		c.add("t.run_id = :run", sql.Named("run", f.RunID))
	}
	if f.State != "" {
		c.add("t.state = :state", sql.Named("state", string(f.State)))
	}
	c.searchFor("c.search", f.Search)
	total, err := queryOne(ctx, s.reader, "SELECT COUNT(*)"+fromTasks+c.where(), c.args, scanOne[int])
	if err != nil {
		return nil, 0, wrap("count tasks", err)
	}
	page := limit(domain.PageRequest{Limit: f.Limit, Offset: f.Offset})
	tasks, err := queryAll(ctx, s.reader,
		selectTasks+c.where()+"\nORDER BY t.state = 'done', c.sort_name, t.dataset, t.id\n"+page, c.args, scanTask)
	return tasks, total, wrap("find tasks", err)
}

func insertTask(ctx context.Context, t tx, k domain.Task, recordID int64) error {
	_, err := t.insert(ctx, `
INSERT INTO sync_tasks (run_id, record_id, dataset, state, started_at, ended_at, rows_read, rows_written, error_key, error_detail, retry_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		k.RunID, nullID(recordID), k.Dataset, k.State, timeText(k.StartedAt), timeText(k.EndedAt), k.RowsRead, k.RowsWritten,
		k.ErrorKey, k.ErrorDetail, optionalTime(k.RetryAt))
	return err
}

// nullID stores 0 as NULL.
func nullID(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
