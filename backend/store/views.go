package store

import (
	"context"
	"fmt"
	"time"

	"tenantry/backend/domain"
)

// FindViews gives the views of a page by name.
func (s *Store) FindViews(ctx context.Context, page string) ([]domain.View, error) {
	views, err := queryAll(ctx, s.reader, "SELECT id, page, name, query, created_at FROM views WHERE page = ? ORDER BY name", []any{page},
		func(row scanner) (v domain.View, err error) {
			err = row.Scan(&v.ID, &v.Page, &v.Name, intoJSON{&v.Query}, intoTime{&v.CreatedAt})
			return v, err
		})
	return views, wrap("find views", err)
}

// SaveView saves a view; one of the same page and name becomes this one.
func (s *Store) SaveView(ctx context.Context, v domain.View, at time.Time) error {
	v, err := domain.CleanView(v)
	if err != nil {
		return err
	}
	return s.write(ctx, "save view", func(ctx context.Context, t tx) error {
		_, err := t.exec(ctx, `
INSERT INTO views (page, name, query, created_at)
VALUES (?, ?, ?, ?)
ON CONFLICT (page, name) DO UPDATE SET name = excluded.name, query = excluded.query`, v.Page, v.Name, jsonText(v.Query), timeText(at))
		return err
	})
}

// DeleteView deletes a view.
func (s *Store) DeleteView(ctx context.Context, id int64) error {
	return s.write(ctx, fmt.Sprintf("delete view %d", id), func(ctx context.Context, t tx) error {
		n, err := t.exec(ctx, "DELETE FROM views WHERE id = ?", id)
		if err == nil && n == 0 {
			return notFound("view", id)
		}
		return err
	})
}
