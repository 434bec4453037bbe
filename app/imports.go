package app

import (
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/importer"
	"tenantry/backend/language"
	"tenantry/backend/matching"
	"tenantry/backend/store"
)

// Imports reads files: what portals and distributors export, for what no API gives.
type Imports struct {
	app *App

	mu    sync.Mutex
	files []*openFile // being imported; the last one opened is last
}

// ImportKindRow is a kind of file and what its columns can stand for.
type ImportKindRow struct {
	Kind   domain.ImportKind `json:"kind"`
	Fields []ImportField     `json:"fields"`
	// NeedsVendor says that files of the kind are about one vendor's products, NeedsConnection that their rows are stored
	// under a connection.
	NeedsVendor     bool `json:"needs_vendor"`
	NeedsConnection bool `json:"needs_connection"`
}

// ImportField is something a column can stand for.
type ImportField struct {
	Name  string        `json:"name"`
	Type  importer.Type `json:"type"`
	OneOf string        `json:"one_of"` // of the fields that share this word one is needed; "" may be left out
}

// ImportColumn is a column of a file with its first values.
type ImportColumn struct {
	importer.Column
	Samples []string `json:"samples"`
}

// ImportFile is an open file: how it is written, its columns, and how they would be read.
type ImportFile struct {
	ID        string            `json:"id"`
	Name      string            `json:"name"`
	Format    importer.Format   `json:"format"`
	Dialect   importer.Dialect  `json:"dialect"`
	Sheets    []string          `json:"sheets"`
	Sheet     string            `json:"sheet"`
	HeaderRow int               `json:"header_row"`
	Columns   []ImportColumn    `json:"columns"`
	Kind      domain.ImportKind `json:"kind"` // asked for, or guessed; "" where nothing fits
	Mapping   importer.Mapping  `json:"mapping"`
	// MappingName is the remembered mapping that was taken, "" for a guess.
	MappingName string          `json:"mapping_name"`
	Earlier     []domain.Import `json:"earlier"` // imports of the same file that were not undone
}

// ImportOptions say how to read a file where that should not be found out.
type ImportOptions struct {
	Kind      domain.ImportKind `json:"kind,omitempty"`
	Sheet     string            `json:"sheet,omitempty"`
	HeaderRow int               `json:"header_row,omitempty" minimum:"0"`
	Delimiter string            `json:"delimiter,omitempty"`
	Encoding  string            `json:"encoding,omitempty"`
	Map       string            `json:"map,omitempty"` // a remembered mapping's name
}

// ImportRequest says how to import an open file.
type ImportRequest struct {
	Kind         domain.ImportKind `json:"kind"`
	Mapping      importer.Mapping  `json:"mapping"`
	ConnectionID int64             `json:"connection_id,omitempty" doc:"the connection that rows are stored under"`
	Vendor       domain.Vendor     `json:"vendor,omitempty" doc:"instead of a connection: the vendor's connection that only files feed, made where there is none"`
	ReplaceTyped bool              `json:"replace_typed,omitempty" doc:"let the file's values replace typed ones"`
	GoodRows     bool              `json:"good_rows,omitempty" doc:"store the rows without problems; otherwise one problem leaves everything as it was"`
	DryRun       bool              `json:"dry_run,omitempty" doc:"find problems and count changes only"`
	Remember     string            `json:"remember,omitempty" maxLength:"100" doc:"name to remember the mapping under"`
}

// ImportResult says what an import did, or would do.
type ImportResult struct {
	Import   domain.Import          `json:"import"`
	Stored   bool                   `json:"stored"`
	Problems []domain.ImportProblem `json:"problems"` // the first of them
	Total    int                    `json:"total"`    // of all problems and notes
	Preview  []ImportPreview        `json:"preview"`  // the first rows, as they are read
}

// ImportPreview is a row as it is read.
type ImportPreview struct {
	Line   int               `json:"line"`
	Values map[string]string `json:"values"`
}

const (
	// problemsShown is how many problems an answer lists; the file of problems has all.
	problemsShown = 200
	previewRows   = 12
	sampleCells   = 3
)

// Kinds lists the kinds of files.
func (i *Imports) Kinds() []ImportKindRow {
	var rows []ImportKindRow
	for _, kind := range domain.ImportKinds() {
		fields := []ImportField{}
		for _, f := range importer.Fields(kind) {
			fields = append(fields, ImportField{Name: f.Name, Type: f.Type, OneOf: f.OneOf})
		}
		rows = append(rows, ImportKindRow{
			Kind: kind, Fields: fields, NeedsVendor: kind == domain.ImportPrices,
			NeedsConnection: !kind.WithoutConnection() && kind != domain.ImportSubscriptions,
		})
	}
	return rows
}

// List gives the imports, newest first.
func (i *Imports) List(ctx context.Context) ([]domain.Import, error) {
	ws, err := i.app.current()
	if err != nil {
		return nil, err
	}
	return ws.store.FindImports(ctx)
}

// Mappings gives the remembered mappings.
func (i *Imports) Mappings(ctx context.Context) ([]domain.ImportMapping, error) {
	ws, err := i.app.current()
	if err != nil {
		return nil, err
	}
	return ws.store.FindImportMappings(ctx)
}

// ForgetMapping forgets a remembered mapping.
func (i *Imports) ForgetMapping(ctx context.Context, kind domain.ImportKind, name string) error {
	ws, err := i.app.current()
	if err != nil {
		return err
	}
	return ws.store.DeleteImportMapping(ctx, kind, name)
}

// Undo takes an import back; what a user changed since stays and is listed.
func (i *Imports) Undo(ctx context.Context, id int64) (domain.ImportUndo, error) {
	ws, err := i.app.current()
	if err != nil {
		return domain.ImportUndo{}, err
	}
	zone, err := ws.zone(ctx)
	if err != nil {
		return domain.ImportUndo{}, err
	}
	undone, err := ws.store.UndoImport(ctx, id, ws.now(), zone)
	if err == nil {
		err = ws.match(ctx)
		i.app.tell(ws, Event{Type: EventDataChanged})
	}
	return undone, err
}

// Run imports an open file. Where rows have problems and not only the good ones are wanted, nothing is stored: the
// result says so.
func (i *Imports) Run(ctx context.Context, id string, req ImportRequest) (ImportResult, error) {
	ws, err := i.app.current()
	if err != nil {
		return ImportResult{}, err
	}
	file, err := i.file(id)
	if err != nil {
		return ImportResult{}, err
	}
	file.mu.Lock()
	defer file.mu.Unlock()
	req.Mapping = file.opts.chosen(req.Mapping)
	return i.store(ctx, &importJob{ws: ws, file: file, req: req})
}

// store runs an import and tells of it.
func (i *Imports) store(ctx context.Context, job *importJob) (ImportResult, error) {
	ws := job.ws
	job.result = ImportResult{Problems: []domain.ImportProblem{}, Preview: []ImportPreview{}}
	if err := job.run(ctx); err != nil {
		return ImportResult{}, err
	}
	if job.result.Stored {
		if err := ws.match(ctx); err != nil {
			return ImportResult{}, err
		}
		i.app.tell(ws, Event{Type: EventConnectionChanged})
		i.app.tell(ws, Event{Type: EventDataChanged})
	}
	return job.result, nil
}

// importJob imports one file once.
type importJob struct {
	ws       *workspace
	file     *openFile
	req      ImportRequest
	read     *importer.Read
	customer int64 // whose the row is that was typed in; 0 for a file
	store    store.ImportRequest
	result   ImportResult
	cells    []string // of the present row
	lost     error    // why problems could not be written down
}

func (j *importJob) run(ctx context.Context) error {
	reader, err := importer.Open(j.file.path, j.file.options(j.req.Kind))
	if err != nil {
		return err
	}
	defer func() { _ = reader.Close() }()
	zone, err := j.ws.zone(ctx)
	if err != nil {
		return err
	}
	if j.read, err = reader.Read(j.req.Kind, j.req.Mapping, zone); err != nil {
		return err
	}
	if err := j.prepare(ctx, zone); err != nil {
		return err
	}
	finish, err := j.file.startProblems(reader.Columns)
	if err != nil {
		return err
	}
	for _, row := range j.read.First(previewRows) {
		j.result.Preview = append(j.result.Preview, ImportPreview{Line: row.Line, Values: row.Values()})
	}
	done, err := j.ws.store.Import(ctx, j.store, j.rows())
	if err = firstError(err, j.lost, finish()); err != nil {
		return err
	}
	j.result.Import, j.result.Stored = done, done.ID != 0
	if j.req.Remember == "" || j.req.DryRun {
		return nil
	}
	return j.ws.store.SaveImportMapping(ctx, domain.ImportMapping{
		Name: strings.TrimSpace(j.req.Remember), Kind: j.req.Kind, Signature: reader.Signature(), Mapping: j.store.Mapping,
	}, j.ws.now())
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// prepare says where the rows go.
func (j *importJob) prepare(ctx context.Context, zone *time.Location) error {
	mapping, err := json.Marshal(j.req.Mapping)
	if err != nil {
		return err
	}
	now := j.ws.now()
	j.store = store.ImportRequest{
		FileName: j.file.name, FileHash: j.file.hash, Kind: j.req.Kind, Mapping: string(mapping), Vendor: j.req.Vendor,
		ConnectionID: j.req.ConnectionID, CustomerID: j.customer, Typed: j.customer != 0, Name: matching.NormalName, At: now, Day: domain.DateOf(now.In(zone)),
		ReplaceTyped: j.req.ReplaceTyped, GoodRows: j.req.GoodRows, DryRun: j.req.DryRun, Problem: j.problem,
	}
	switch {
	case j.req.Kind == domain.ImportSKUNames:
		j.store.Vendor, j.store.ConnectionID = domain.VendorMicrosoft, 0
		return nil
	case j.req.Kind.WithoutConnection():
		j.store.ConnectionID = 0
		if j.req.Vendor == "" {
			return domain.NewError(domain.CodeInvalid, "import_vendor")
		}
		return nil
	case j.req.ConnectionID != 0:
		conn, err := j.ws.store.GetConnection(ctx, j.req.ConnectionID)
		j.store.Vendor = conn.Vendor
		return err
	case j.req.Vendor == "" && j.req.Kind == domain.ImportSubscriptions:
		return nil
	case j.req.Vendor == "":
		return domain.NewError(domain.CodeInvalid, "import_connection")
	}
	return j.fileConnection(ctx)
}

// fileConnection finds the vendor's connection that only files feed, or has one made.
func (j *importJob) fileConnection(ctx context.Context) error {
	settings, err := j.ws.store.GetSettings(ctx)
	if err != nil {
		return err
	}
	texts := language.New(chooseExportLanguage("", settings.Language))
	if !texts.Has("vendor." + string(j.req.Vendor)) {
		return domain.NewError(domain.CodeInvalid, "vendor_unknown", "vendor", string(j.req.Vendor))
	}
	connections, err := j.ws.store.FindConnections(ctx)
	if err != nil {
		return err
	}
	invented := j.ws.sample
	for _, conn := range connections {
		if conn.Vendor == j.req.Vendor && conn.State == domain.ConnectionFile {
			j.store.ConnectionID = conn.ID
			return nil
		}
		invented = invented || conn.Sandbox
	}
	j.store.NewConnection = &domain.Connection{
		Vendor: j.req.Vendor, Sandbox: invented,
		Name: texts.Text("import.connection", map[string]any{"vendor": texts.Text("vendor."+string(j.req.Vendor), nil)}),
	}
	return nil
}

// problem lists a problem and writes it down with its row.
func (j *importJob) problem(p domain.ImportProblem) {
	if p.Column == "" {
		p.Column = j.req.Mapping.Columns[p.Field]
	}
	if p.Params == nil {
		p.Params = map[string]string{}
	}
	j.result.Total++
	if len(j.result.Problems) < problemsShown {
		j.result.Problems = append(j.result.Problems, p)
	}
	if err := j.file.writeProblem(p, j.cells); err != nil && j.lost == nil {
		j.lost = err
	}
}

// familyOf groups a product that only a file names by what its vendor sells.
func familyOf(vendor domain.Vendor, product string) domain.Family {
	name := strings.ToLower(product)
	switch {
	case vendor == domain.VendorMicrosoft:
		return domain.FamilyMicrosoft365
	case vendor == domain.VendorAvePoint:
		return domain.FamilyBackup
	case vendor == domain.VendorBlancco:
		return domain.FamilyErasure
	case vendor == domain.VendorWebex && strings.Contains(name, "calling"):
		return domain.FamilyCalling
	case vendor == domain.VendorWebex && (strings.Contains(name, "meeting") || strings.Contains(name, "suite")):
		return domain.FamilyMeetings
	case vendor == domain.VendorWebex && strings.Contains(name, "messag"):
		return domain.FamilyMessaging
	}
	return domain.FamilyOther
}

// Problems writes the rows that had problems at the last try, in the language asked for, as CSV; the reader corrects them
// there and imports that file.
func (i *Imports) Problems(w io.Writer, id, lang string) error {
	file, err := i.file(id)
	if err != nil {
		return err
	}
	file.mu.Lock()
	defer file.mu.Unlock()
	return file.copyProblems(w, language.New(lang))
}

// ProblemsName suggests a name for the file of problems.
func (i *Imports) ProblemsName(id string) (string, error) {
	file, err := i.file(id)
	if err != nil {
		return "", err
	}
	return strings.TrimSuffix(file.name, filepath.Ext(file.name)) + "-problems.csv", nil
}
