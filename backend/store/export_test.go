package store

import (
	"context"
	"io/fs"

	"tenantry/backend/domain"
)

// OpenWith opens a file with other migrations, as a later program would.
func OpenWith(ctx context.Context, path string, migrations fs.FS) (*Store, error) {
	return open(ctx, path, migrationSet{files: migrations})
}

// Migrations are those of this program.
func Migrations() fs.FS { return embeddedMigrations().files }

// Exec runs a statement on the writing connection.
func (s *Store) Exec(ctx context.Context, query string) error {
	if err := s.writer.acquire(ctx); err != nil {
		return err
	}
	defer s.writer.release()
	_, err := s.writer.conn.ExecContext(ctx, query)
	return err
}

// WriteThenPanic panics in a transaction that has written.
func (s *Store) WriteThenPanic(ctx context.Context, query string) error {
	return s.write(ctx, "write", func(ctx context.Context, t tx) error {
		if _, err := t.exec(ctx, query); err != nil {
			return err
		}
		panic("broken")
	})
}

// Fold is fold.
func Fold(text string) string { return fold(text) }

// ThinnedTrend is ScopedTrend of a year that looks up at most so many samples.
func ThinnedTrend(ctx context.Context, s *Store, scope domain.Scope, samples int) ([]domain.TrendPoint, int, error) {
	figures, err := NewFigures(scope)
	if err != nil {
		return nil, 0, err
	}
	asked := askTrend(scope, 365, figures.Args())
	asked.samples = samples
	return readTrend(ctx, s.reader, seatTrend(figures), asked, ScanTrendPoint)
}

// Medians gives the median ratios of the products that at least so many customers have, by the products' keys.
func (s *Store) Medians(ctx context.Context, customers int) (map[string]float64, error) {
	medians, err := findMedians(ctx, s.reader, customers)
	if err != nil {
		return nil, err
	}
	byKey := map[string]float64{}
	for _, m := range medians {
		key, err := queryOne(ctx, s.reader, "SELECT key FROM products WHERE id = ?", []any{m.productID}, scanOne[string])
		if err != nil {
			return nil, err
		}
		byKey[key] = m.ratio
	}
	return byKey, nil
}

// IndexedFilters are the indexes of subscriptions s that filters name by repeating their conditions.
var IndexedFilters = map[string]string{
	"subscriptions_typed":    fromSource[domain.SourceTyped],
	"subscriptions_imported": fromSource[domain.SourceImport],
	"subscriptions_endless":  without[domain.MissingTermEnd],
}
