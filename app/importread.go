package app

import (
	"fmt"
	"iter"
	"slices"
	"sync"

	"tenantry/backend/domain"
	"tenantry/backend/importer"
	"tenantry/backend/store"
)

// readRow is a row with what was wrong with it when it was read.
type readRow struct {
	row      store.ImportRow
	problems []domain.ImportProblem
	cells    []string
}

const (
	// readBatch rows travel together from reading to storing, readAhead batches wait there at most.
	readBatch = 256
	readAhead = 4
)

// rows gives the rows of the file as the store takes them; their problems are told on the way. Reading runs ahead of
// storing, because unpacking a workbook takes as long as storing its rows.
func (j *importJob) rows() iter.Seq2[store.ImportRow, error] {
	return func(yield func(store.ImportRow, error) bool) {
		batches, stop := make(chan []readRow, readAhead), make(chan struct{})
		var failed error
		var reading sync.WaitGroup
		reading.Go(func() {
			defer close(batches)
			failed = j.readAhead(batches, stop)
		})
		defer reading.Wait()
		defer close(stop)
		for batch := range batches {
			for _, r := range batch {
				j.cells = r.cells
				for _, p := range r.problems {
					j.problem(p)
				}
				if !yield(r.row, nil) {
					return
				}
			}
		}
		if failed != nil {
			yield(store.ImportRow{}, failed)
		}
	}
}

// readAhead reads rows until the file ends or nobody wants more. A file that upsets the reader is an unreadable one.
func (j *importJob) readAhead(batches chan<- []readRow, stop <-chan struct{}) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &domain.Error{Code: domain.CodeInvalid, Key: "import_unreadable", Err: fmt.Errorf("panic: %v", r)}
		}
	}()
	typer := importer.NewTyper(j.req.Kind)
	batch := make([]readRow, 0, readBatch)
	send := func() bool {
		select {
		case batches <- batch:
			batch = make([]readRow, 0, readBatch)
			return true
		case <-stop:
			return false
		}
	}
	for row, err := range j.read.Rows() {
		if err != nil {
			return err
		}
		typed := store.ImportRow{ImportRow: typer.Type(row), Bad: len(row.Problems) > 0}
		typed.Family = familyOf(j.store.Vendor, typed.Product)
		batch = append(batch, readRow{row: typed, problems: row.Problems, cells: slices.Clone(row.Cells)})
		if len(batch) == readBatch && !send() {
			return nil
		}
	}
	send()
	return nil
}
