package api

import (
	"bytes"
	"context"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"tenantry/app"
	"tenantry/backend/domain"
)

const uploadPath = "/imports/files"

type uploadInput struct {
	Name    string `query:"name" maxLength:"200" doc:"the file's name"`
	RawBody []byte `contentType:"application/octet-stream"`
}

// ImportFileParam is an open file in a path.
type ImportFileParam struct {
	File string `path:"file" maxLength:"64"`
}

type describeImportInput struct {
	ImportFileParam
	Body app.ImportOptions
}

type runImportInput struct {
	ImportFileParam
	Body app.ImportRequest
}

type typeRowInput struct {
	Body app.TypedRow
}

type importProblemsInput struct {
	ImportFileParam
	Language string `query:"language" maxLength:"35"`
}

type mappingInput struct {
	Kind domain.ImportKind `query:"kind"`
	Name string            `query:"name" maxLength:"100"`
}

type pricesInput struct {
	PageParams
	RowParam
	Vendor string `query:"vendor" enum:"webex,microsoft,avepoint,blancco"`
	Search string `query:"search" maxLength:"200"`
}

func (s *server) registerImports() {
	const tag = "imports"
	register(s, operation{http.MethodGet, "/imports", "find-imports", "All imports, newest first", tag},
		func(ctx context.Context, _ *none) (listOf[domain.Import], error) {
			return list(s.app.Imports.List(ctx))
		})
	register(s, operation{http.MethodPost, "/imports/{id}/undo", "undo-import", "Take an import back", tag},
		func(ctx context.Context, in *IDParam) (domain.ImportUndo, error) {
			return s.app.Imports.Undo(ctx, in.ID)
		})
	register(s, operation{http.MethodGet, "/imports/kinds", "find-import-kinds", "The kinds of files and what columns can stand for", tag},
		func(context.Context, *none) (listOf[app.ImportKindRow], error) {
			return list(s.app.Imports.Kinds(), nil)
		})
	register(s, operation{http.MethodGet, "/imports/mappings", "find-import-mappings", "The remembered mappings", tag},
		func(ctx context.Context, _ *none) (listOf[domain.ImportMapping], error) {
			return list(s.app.Imports.Mappings(ctx))
		})
	registerSilent(s, operation{http.MethodDelete, "/imports/mappings", "forget-import-mapping", "Forget a mapping", tag},
		func(ctx context.Context, in *mappingInput) error {
			return s.app.Imports.ForgetMapping(ctx, in.Kind, in.Name)
		})
	register(s, operation{http.MethodGet, "/prices", "find-prices", "The prices of all lists, by product", tag},
		func(ctx context.Context, in *pricesInput) (app.PricePage, error) {
			f := domain.PriceFilter{Vendor: domain.Vendor(in.Vendor), Search: in.Search, Page: in.page()}
			f.Page.ID = in.RowID
			return s.app.Imports.Prices(ctx, f)
		})
	s.registerUpload(tag)
	register(s, operation{http.MethodPost, "/imports/files/{file}/describe", "describe-import", "Read an open file as another kind, sheet or dialect", tag},
		func(ctx context.Context, in *describeImportInput) (app.ImportFile, error) {
			return s.app.Imports.Describe(ctx, in.File, in.Body)
		})
	register(s, operation{http.MethodPost, "/imports/files/{file}/run", "run-import", "Import an open file, or try it", tag},
		func(ctx context.Context, in *runImportInput) (app.ImportResult, error) {
			return s.app.Imports.Run(ctx, in.File, in.Body)
		})
	register(s, operation{http.MethodPost, "/imports/rows", "type-import-row", "Store a row that was typed in, as an import of its own", tag},
		func(ctx context.Context, in *typeRowInput) (app.ImportResult, error) {
			return s.app.Imports.TypeRow(ctx, in.Body)
		})
	registerSilent(s, operation{http.MethodDelete, "/imports/files/{file}", "close-import", "Forget an open file", tag},
		func(_ context.Context, in *ImportFileParam) error { return s.app.Imports.CloseFile(in.File) })
	s.registerImportProblems(tag)
}

// registerUpload takes a file's bytes. In the window files are opened by a native dialog instead.
func (s *server) registerUpload(tag string) {
	op := describe(operation{http.MethodPost, uploadPath, "upload-import", "Open a file by its contents", tag})
	op.MaxBodyBytes = app.MaxUpload
	huma.Register(s.huma, op, func(ctx context.Context, in *uploadInput) (*output[app.ImportFile], error) {
		file, err := s.app.Imports.Upload(ctx, in.Name, bytes.NewReader(in.RawBody))
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return &output[app.ImportFile]{Body: file}, nil
	})
}

func (s *server) registerImportProblems(tag string) {
	op := describe(operation{http.MethodGet, "/imports/files/{file}/problems", "import-problems", "Download the rows that had problems", tag})
	op.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{
		"text/csv": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}}
	huma.Register(s.huma, op, func(ctx context.Context, in *importProblemsInput) (*fileOutput, error) {
		name, err := s.app.Imports.ProblemsName(in.File)
		var content bytes.Buffer
		if err == nil {
			err = s.app.Imports.Problems(&content, in.File, in.Language)
		}
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return &fileOutput{
			ContentType: exportTypes[app.FormatCSV],
			Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": name}),
			Body:        func(c huma.Context) { _, _ = content.WriteTo(c.BodyWriter()) },
		}, nil
	})
}
