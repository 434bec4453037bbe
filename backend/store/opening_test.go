package store_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

func TestWrite_Panic_RollsBackAndLaterWritesGoOn(t *testing.T) {
	ctx := context.Background()
	s := mustOpen(t, filepath.Join(t.TempDir(), "tenantry.db"))
	storetest.Connect(t, s, domain.VendorWebex, "Hub")
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = s.WriteThenPanic(ctx, "UPDATE connections SET name = 'half'")
	}()
	storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	found, err := s.FindConnections(ctx)
	if err != nil || len(found) != 2 {
		t.Fatalf("%d connections, %v", len(found), err)
	}
	for _, c := range found {
		if c.Name == "half" {
			t.Error("what was written before the panic is there")
		}
	}
}

// Each Open has connections of its own, as another process would.
func TestOpen_ManyAtOnce_AllEndWell(t *testing.T) {
	for range 10 {
		path := filepath.Join(t.TempDir(), "tenantry.db")
		openTogether(t, func() (*store.Store, error) { return store.Open(context.Background(), path) })
		files := later(t, "9999_later.sql", "-- +goose Up\nCREATE TABLE later (id INTEGER);")
		openTogether(t, func() (*store.Store, error) { return store.OpenWith(context.Background(), path, files) })
	}
}

func openTogether(t *testing.T, open func() (*store.Store, error)) {
	t.Helper()
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			s, err := open()
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}
