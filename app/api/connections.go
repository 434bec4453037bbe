package api

import (
	"cmp"
	"context"
	"mime"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"tenantry/app"
	"tenantry/backend/domain"
)

type createConnectionInput struct {
	Body struct {
		Vendor domain.Vendor `json:"vendor"`
		app.ConnectionInput
	}
}

type updateConnectionInput struct {
	IDParam
	Body app.ConnectionInput
}

type checkConnectionInput struct{ Body app.CheckInput }

type manyConnectionsInput struct {
	Body struct {
		Vendor   domain.Vendor `json:"vendor"`
		Table    string        `json:"table" doc:"a row per connection, cells apart by tabs, semicolons or commas; the first row may be headings"`
		Check    bool          `json:"check,omitempty" doc:"sign in with each row first"`
		GoodOnly bool          `json:"good_only,omitempty" doc:"store the rows that are right also where others are wrong"`
		DryRun   bool          `json:"dry_run,omitempty" doc:"only say what is wrong"`
	}
}

type documentInput struct {
	IDParam
	Kind string `path:"kind" enum:"erasure-certificate"`
	Key  string `path:"key" minLength:"1" maxLength:"100"`
}

type pauseConnectionInput struct {
	IDParam
	Body struct {
		Paused bool `json:"paused"`
	}
}

func (s *server) registerConnections() {
	const tag = "connections"
	register(s, operation{http.MethodGet, "/vendors", "find-vendors", "The vendors and the fields of their connections", tag},
		func(context.Context, *none) (listOf[app.Vendor], error) {
			return list(s.app.Connections.Vendors(), nil)
		})
	register(s, operation{http.MethodGet, "/connections", "find-connections", "All connections", tag},
		func(ctx context.Context, _ *none) (listOf[app.ConnectionRow], error) {
			return list(s.app.Connections.List(ctx))
		})
	register(s, operation{http.MethodPost, "/connections", "create-connection", "Store a new connection", tag},
		func(ctx context.Context, in *createConnectionInput) (app.ConnectionRow, error) {
			return s.app.Connections.Create(ctx, in.Body.Vendor, in.Body.ConnectionInput)
		})
	register(s, operation{http.MethodPut, "/connections/{id}", "update-connection", "Change a connection; secrets left out stay", tag},
		func(ctx context.Context, in *updateConnectionInput) (app.ConnectionRow, error) {
			return s.app.Connections.Update(ctx, in.ID, in.Body)
		})
	registerSilent(s, operation{http.MethodDelete, "/connections/{id}", "delete-connection", "Remove a connection and what only it knew", tag},
		func(ctx context.Context, in *IDParam) error { return s.app.Connections.Delete(ctx, in.ID) })
	register(s, operation{http.MethodPost, "/connections/check", "check-connection", "Try a connection out", tag},
		func(ctx context.Context, in *checkConnectionInput) (app.CheckResult, error) {
			return s.app.Connections.Check(ctx, in.Body)
		})
	register(s, operation{http.MethodPut, "/connections/{id}/paused", "pause-connection", "Leave a connection out of syncs, or take it in again", tag},
		func(ctx context.Context, in *pauseConnectionInput) (app.ConnectionRow, error) {
			return s.app.Connections.Pause(ctx, in.ID, in.Body.Paused)
		})
	s.registerGone(tag)
	s.registerMany(tag)
	s.registerDocument(tag)
	s.registerStoredDocument()
}

func (s *server) registerMany(tag string) {
	register(s, operation{http.MethodPost, "/connections/many", "create-connections",
		"Store a table of connections to one vendor: all, none, or those that are right", tag},
		func(ctx context.Context, in *manyConnectionsInput) (app.ManyResult, error) {
			table, err := app.ParseTable(in.Body.Table)
			if err != nil {
				return app.ManyResult{}, err
			}
			return s.app.Connections.CreateMany(ctx, app.ManyInput{
				Vendor: in.Body.Vendor, Table: table, Check: in.Body.Check, GoodOnly: in.Body.GoodOnly, DryRun: in.Body.DryRun,
			})
		})
}

// registerDocument adds the download of a document that the vendor makes when it is asked for.
func (s *server) registerDocument(tag string) {
	op := describe(operation{http.MethodGet, "/connections/{id}/documents/{kind}/{key}", "get-document",
		"Fetch a document from the vendor, such as the certificate of an erasure", tag})
	const pdf = "application/pdf"
	op.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{
		pdf: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}}
	huma.Register(s.huma, op, func(ctx context.Context, in *documentInput) (*fileOutput, error) {
		document, err := s.app.Connections.Document(ctx, in.ID, in.Kind, in.Key)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return &fileOutput{
			ContentType: pdf,
			Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": document.FileName}),
			Body:        func(c huma.Context) { _, _ = c.BodyWriter().Write(document.Content) },
		}, nil
	})
}

// documentTypes are the types of stored files that say what they are. Whatever else a source may have given is only bytes: no
// browser shows it in our name.
var documentTypes = map[string]string{
	".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".json": "application/json",
	".pdf": "application/pdf", ".zip": "application/zip",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// registerStoredDocument adds the download of a document that was read.
func (s *server) registerStoredDocument() {
	const binary = "application/octet-stream"
	op := describe(operation{http.MethodGet, "/documents/{id}/content", "download-document", "Download a document that was read", "rows"})
	op.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{
		binary: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}}
	huma.Register(s.huma, op, func(ctx context.Context, in *IDParam) (*fileOutput, error) {
		document, err := s.app.Connections.StoredDocument(ctx, in.ID)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return &fileOutput{
			ContentType: cmp.Or(documentTypes[strings.ToLower(filepath.Ext(document.FileName))], binary),
			Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": document.FileName}),
			Body:        func(c huma.Context) { _, _ = c.BodyWriter().Write(document.Content) },
		}, nil
	})
}

func (s *server) registerGone(tag string) {
	register(s, operation{http.MethodPost, "/connections/{id}/accept-gone", "accept-gone",
		"Let the next complete read mark as gone what the vendor no longer lists", tag},
		func(ctx context.Context, in *IDParam) (app.ConnectionRow, error) {
			return s.app.Connections.AcceptGone(ctx, in.ID)
		})
	register(s, operation{http.MethodPost, "/connections/{id}/dismiss-gone", "dismiss-gone",
		"Put the question aside until the next complete read asks again", tag},
		func(ctx context.Context, in *IDParam) (app.ConnectionRow, error) {
			return s.app.Connections.DismissGone(ctx, in.ID)
		})
}
