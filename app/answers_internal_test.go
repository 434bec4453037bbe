package app

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// asking counts how often a question had to be found out.
type asking struct {
	*testing.T
	w     *workspace
	path  string
	found int
}

func newAsking(t *testing.T) *asking {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tenantry.db")
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	a := &asking{T: t, w: &workspace{store: s}, path: path}
	a.w.answers.ws = a.w
	return a
}

func (a *asking) ask(key string, now time.Time) int {
	a.Helper()
	answer, err := recall(a.Context(), a.w, key, now, func() (int, error) {
		a.found++
		return a.found, nil
	})
	if err != nil {
		a.Fatal(err)
	}
	return answer
}

func (a *asking) expect(what string, got, want int) {
	a.Helper()
	if got != want {
		a.Errorf("%s: the answer is that of question %d, want that of %d", what, got, want)
	}
}

func (a *asking) write(s *store.Store, name string) {
	a.Helper()
	if _, err := s.CreateConnection(a.Context(), domain.Connection{Vendor: domain.VendorWebex, Name: name}, nil); err != nil {
		a.Fatal(err)
	}
}

func TestRecall_UntilAnybodyWrites(t *testing.T) {
	a := newAsking(t)
	a.expect("asked first", a.ask("sums", time.Time{}), 1)
	a.expect("asked again", a.ask("sums", time.Time{}), 1)
	a.expect("another question", a.ask("rows", time.Time{}), 2)
	a.write(a.w.store, "own")
	a.expect("after writing", a.ask("sums", time.Time{}), 3)
	a.expect("once more", a.ask("sums", time.Time{}), 3)

	other, err := store.Open(t.Context(), a.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	a.ask("sums", time.Time{})
	a.write(other, "theirs")
	before := a.found
	a.expect("after another program has written", a.ask("sums", time.Time{}), before+1)
}

func TestRecall_UntilASubscriptionCannotBeCancelledAnyMore(t *testing.T) {
	a := newAsking(t)
	c := storetest.Connect(t, a.w.store, domain.VendorMicrosoft, "Microsoft")
	record := storetest.Records(t, a.w.store, c, storetest.Now, "Contoso")[0]
	until := storetest.Now.Add(time.Hour)
	storetest.Sync(t, a.w.store, c, storetest.Now, func(run domain.Run) []store.PageSave {
		line := storetest.Subscription("S", "E3", domain.FamilyMicrosoft365, 5)
		line.CancelUntil = &until
		return []store.PageSave{storetest.Read(run, record, storetest.Now, nil, []domain.Subscription{line})}
	})
	a.expect("before", a.ask("sums", storetest.Now), 1)
	a.expect("at the last moment", a.ask("sums", until), 1)
	a.expect("after it", a.ask("sums", until.Add(time.Second)), 2)
	a.expect("long after it", a.ask("sums", until.AddDate(0, 0, 1)), 2)
	a.expect("by a clock that was set back", a.ask("sums", storetest.Now), 3)
}

func TestRecall_WhatFailedIsAskedAnew(t *testing.T) {
	a := newAsking(t)
	broken := errors.New("disk")
	if _, err := recall(t.Context(), a.w, "sums", time.Time{}, func() (int, error) { return 0, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	a.expect("afterwards", a.ask("sums", time.Time{}), 1)
}

func TestRecall_ManyAtOnce_FindItOutOnce(t *testing.T) {
	a := newAsking(t)
	asked, release := make(chan struct{}), make(chan struct{})
	var group sync.WaitGroup
	find := func() (int, error) {
		a.found++
		close(asked)
		<-release
		return a.found, nil
	}
	for range 8 {
		group.Go(func() {
			if answer, err := recall(t.Context(), a.w, "sums", time.Time{}, find); err != nil || answer != 1 {
				t.Errorf("%d, %v", answer, err)
			}
		})
	}
	<-asked
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := recall(gone, a.w, "sums", time.Time{}, find); !errors.Is(err, context.Canceled) {
		t.Errorf("who left before the answer came got %v", err)
	}
	close(release)
	group.Wait()
}
