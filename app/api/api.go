// Package api is the one HTTP API over the services of package app. The same handler answers the window, the browser
// mode and the tests; openapi.json describes it and the interface's types are generated from that.
package api

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"tenantry/app"
)

const (
	prefix  = "/api"
	maxBody = 1 << 20
)

// Options say where the handler is used.
type Options struct {
	Frontend fs.FS   // the built interface; nil answers without one
	Access   *Access // who may come in; nil in the window, where only the window reaches the handler
	Logger   *slog.Logger
	Ahead    *Ahead // what is answered before it is asked; may be nil
}

// server holds what the operations need.
type server struct {
	app  *app.App
	log  *slog.Logger
	huma huma.API
}

// New makes the handler for everything: the API below /api, the interface below everything else.
func New(a *app.App, opts Options) http.Handler {
	mux := http.NewServeMux()
	s := newServer(a, mux, opts.Logger)
	if opts.Access != nil {
		mux.HandleFunc("GET "+prefix+"/events", s.streamEvents(opts.Access))
	}
	mux.HandleFunc(prefix+"/", s.unknownOperation)
	mux.Handle("/", frontend(opts.Frontend))

	h := s.whileLocked(opts.Ahead.before(s.recovered(s.whileLocked(limitBodies(mux)))))
	if opts.Access != nil {
		a.Lock.OnEnd(opts.Access.end)
		h = opts.Access.guard(s, h)
	}
	return securityHeaders(s.recovered(h))
}

// limitBodies refuses requests that are too large; files to import may be larger.
func limitBodies(next http.Handler) http.Handler {
	usual, files := http.MaxBytesHandler(next, maxBody), http.MaxBytesHandler(next, app.MaxUpload)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.URL.Path == prefix+uploadPath {
			files.ServeHTTP(w, r)
			return
		}
		usual.ServeHTTP(w, r)
	})
}

// Describe gives openapi.json.
func Describe() ([]byte, error) {
	s := newServer(nil, http.NewServeMux(), slog.New(slog.DiscardHandler))
	b, err := json.MarshalIndent(s.huma.OpenAPI(), "", "  ")
	return append(b, '\n'), err
}

func newServer(a *app.App, mux *http.ServeMux, log *slog.Logger) *server {
	s := &server{app: a, log: log}
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "Tenantry", Version: "1"},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
			},
		},
		Formats:                      map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{s.transform},
	}
	s.huma = humago.NewWithPrefix(mux, prefix, config)
	s.registerSession()
	s.registerLock()
	s.registerSetup()
	s.registerHome()
	s.registerNotifications()
	s.registerDashboard()
	s.registerCustomers()
	s.registerTags()
	s.registerViews()
	s.registerPortals()
	s.registerUndo()
	s.registerMatches()
	s.registerSubscriptions()
	s.registerConnections()
	s.registerSignIns()
	s.registerRows()
	s.registerOperations()
	s.registerCalendar()
	s.registerLicences()
	s.registerSync()
	s.registerSchedules()
	s.registerExports()
	s.registerImports()
	describeTypes(s.huma.OpenAPI())
	return s
}

var jsonFormat = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		return e.Encode(v)
	},
	Unmarshal: json.Unmarshal,
}

// output is a JSON answer.
type output[T any] struct{ Body T }

// none is an input or output without anything in it.
type none struct{}

// operation names one call of the API. The id becomes the operation's id, the summary one line of documentation.
type operation struct {
	method, path, id, summary, tag string
}

// register adds an operation that answers with JSON.
func register[I, O any](s *server, op operation, call func(context.Context, *I) (O, error)) {
	huma.Register(s.huma, describe(op), func(ctx context.Context, in *I) (*output[O], error) {
		body, err := call(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return &output[O]{Body: body}, nil
	})
}

// registerSilent adds an operation that answers with nothing.
func registerSilent[I any](s *server, op operation, call func(context.Context, *I) error) {
	huma.Register(s.huma, describe(op), func(ctx context.Context, in *I) (*none, error) {
		if err := call(ctx, in); err != nil {
			return nil, s.problem(ctx, err)
		}
		return &none{}, nil
	})
}

func describe(op operation) huma.Operation {
	return huma.Operation{
		Method:       op.method,
		Path:         op.path,
		OperationID:  op.id,
		Summary:      op.summary,
		Tags:         []string{op.tag},
		MaxBodyBytes: maxBody,
	}
}
