package api

import (
	"context"
	"net/http"
)

// undoable is the answer of a change that can be taken back.
type undoable struct {
	Undo int64 `json:"undo" doc:"the number to take it back by"`
}

func undoableBy(id int64, err error) (undoable, error) { return undoable{Undo: id}, err }

func (s *server) registerUndo() {
	registerSilent(s, operation{http.MethodPost, "/undo/{id}", "undo", "Take a change back that was just made here", "undo"},
		func(ctx context.Context, in *IDParam) error {
			return s.app.Undo.Run(ctx, in.ID)
		})
}
