package app

import (
	"context"
	"slices"
	"sync"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// maxUndo is how many changes can be taken back; it is offered for seconds only.
const maxUndo = 50

// Undo takes back what was just changed by hand and is stored here only. It is kept in memory: the offer is gone with the
// program.
type Undo struct {
	app *App

	mu   sync.Mutex
	last int64
	kept []change
}

// change is one that can be taken back, in the data it was made in.
type change struct {
	id     int64
	ws     *workspace
	before store.Before
	after  func(context.Context) error // what follows from the rows; nil is nothing
}

// keep offers to take a change back, unless it failed, and gives the number to do that by.
func (u *Undo) keep(c change, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.last++
	c.id = u.last
	if u.kept = append(u.kept, c); len(u.kept) > maxUndo {
		u.kept = slices.Delete(u.kept, 0, len(u.kept)-maxUndo)
	}
	return c.id, nil
}

// take gives a change once.
func (u *Undo) take(id int64, ws *workspace) (change, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	at := slices.IndexFunc(u.kept, func(c change) bool { return c.id == id && c.ws == ws })
	if at < 0 {
		return change{}, domain.NewError(domain.CodeNotFound, "undo_gone")
	}
	c := u.kept[at]
	u.kept = slices.Delete(u.kept, at, at+1)
	return c, nil
}

// Run takes a change back, once. The sample data's are not taken back in the user's, nor the other way round.
func (u *Undo) Run(ctx context.Context, id int64) error {
	ws, err := u.app.current()
	if err != nil {
		return err
	}
	c, err := u.take(id, ws)
	if err != nil {
		return err
	}
	if err := ws.store.Restore(ctx, c.before); err != nil {
		return err
	}
	if c.after != nil {
		err = c.after(ctx)
	}
	u.app.tell(ws, Event{Type: EventDataChanged})
	return err
}
