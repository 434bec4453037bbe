package contract_test

import (
	"context"
	"iter"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
	"tenantry/backend/syncer"
)

// replay is a connector that gives once more what another one read.
type replay struct {
	vendor   domain.Vendor
	records  []domain.Record
	datasets []connector.Dataset
	failed   map[string]bool // datasets whose reading ended with an error
	rows     int
}

// heard is what reading one dataset of one customer gave.
type heard struct {
	pages []connector.Page
	err   error
}

func (r *replay) Check(context.Context) (domain.Account, error) {
	return domain.Account{ID: "admin", Name: "Admin"}, nil
}

func (r *replay) Customers(context.Context) iter.Seq2[[]domain.Record, error] {
	return func(yield func([]domain.Record, error) bool) { yield(r.records, nil) }
}

func (r *replay) Datasets() []connector.Dataset { return r.datasets }

// add takes in what was read of a dataset, of a customer or of the whole connection.
func (r *replay) add(d connector.Dataset, customer string, h heard) {
	d.Fetch = func(_ context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
		return func(yield func(connector.Page, error) bool) {
			if req.Customer.VendorID != customer {
				return
			}
			for _, page := range h.pages {
				if !yield(page, nil) {
					return
				}
			}
			if h.err != nil {
				yield(connector.Page{}, h.err)
			}
		}
	}
	r.datasets = append(r.datasets, d)
	r.failed[d.Name] = h.err != nil
	for _, page := range h.pages {
		r.rows += page.Len()
	}
}

// sync stores all of it as a sync does: what could be read can be stored, and again.
func (r *replay) sync(t *testing.T) {
	t.Helper()
	s := storetest.OpenIn(t, t.TempDir())
	defer func() { _ = s.Close() }()
	conn := storetest.Connect(t, s, r.vendor, "Made up")
	reading := syncer.New(syncer.Config{
		Store: s,
		Open: func(context.Context, domain.Connection) (connector.Connector, connector.Spec, error) {
			return r, connector.Spec{Concurrency: 1}, nil
		},
		Owner: "test",
	})
	defer func() { _ = reading.Close() }()
	for _, full := range []bool{false, true} {
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		started, err := reading.Start(ctx, syncer.Options{ConnectionID: conn.ID, Full: full, Trigger: "user"})
		if err != nil {
			t.Fatal(err)
		}
		run, err := reading.Wait(ctx, started.ID)
		stop()
		if err != nil || run.ErrorKey != "" || run.TasksDone+run.TasksFailed != run.TasksTotal || run.TasksTotal < len(r.datasets) {
			t.Errorf("the sync ended %+v (%v)", run, err)
		}
		tasks, _, err := s.FindTasks(t.Context(), store.TaskFilter{RunID: run.ID, State: domain.TaskFailed})
		if err != nil {
			t.Fatal(err)
		}
		for _, task := range tasks {
			if !r.failed[task.Dataset] {
				t.Errorf("%-20s is read, but cannot be stored: %s (%s)", task.Dataset, task.ErrorKey, task.ErrorDetail)
			}
		}
		if full && run.RowsWritten != 0 {
			t.Errorf("the same rows once more wrote %d", run.RowsWritten)
		}
		if !full {
			t.Logf("%-20s %d of %d rows, and %d customers", "stored", run.RowsWritten-len(r.records), r.rows, len(r.records))
		}
	}
}
