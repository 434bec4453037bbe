package storetest

import (
	"context"
	"database/sql"
	"slices"
	"testing"
	"time"
)

// Beside measures the program's own path and a bare reference in turns and reports the medians in milliseconds and
// their ratio, which is what can be compared between machines.
func Beside(b *testing.B, own, bare func() error) {
	b.Helper()
	var owns, bares []time.Duration
	timed := func(list *[]time.Duration, run func() error) {
		began := time.Now()
		if err := run(); err != nil {
			b.Fatal(err)
		}
		*list = append(*list, time.Since(began))
	}
	for b.Loop() {
		timed(&owns, own)
		timed(&bares, bare)
	}
	ownMs, bareMs := medianMs(owns), medianMs(bares)
	b.ReportMetric(ownMs, "ms-own")
	b.ReportMetric(bareMs, "ms-bare")
	b.ReportMetric(ownMs/bareMs, "ratio")
	b.ReportMetric(0, "ns/op")
}

func medianMs(times []time.Duration) float64 {
	slices.Sort(times)
	return float64(times[len(times)/2].Microseconds()) / 1000
}

// Bare runs a statement and steps through its rows without the program around it.
func Bare(db *sql.DB, query string, args ...any) error {
	rows, err := db.QueryContext(context.Background(), query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		continue
	}
	return rows.Err()
}
