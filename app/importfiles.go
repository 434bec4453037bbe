package app

import (
	"bufio"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"tenantry/backend/domain"
	"tenantry/backend/export"
	"tenantry/backend/importer"
)

// maxOpenFiles is how many files can be open at once; the oldest is closed for one more.
const maxOpenFiles = 8

// MaxUpload is how large a file may be that comes through the browser.
const MaxUpload = 200 << 20

// openFile is a file that is being imported.
type openFile struct {
	id, path, name, hash string
	temporary            bool // it was uploaded: it goes when it is closed

	mu       sync.Mutex
	opts     ImportOptions
	problems string        // temporary file with the problems of the last try, as JSON lines; "" before
	writing  *json.Encoder // while a try runs
	headings []string      // of the file's columns
}

// problemLine is one line of that file.
type problemLine struct {
	Problem domain.ImportProblem `json:"problem"`
	Cells   []string             `json:"cells"`
}

// Open opens a file of this machine. It is the window's and the command line's way in: a browser gives the contents.
func (i *Imports) Open(ctx context.Context, path string, opts ImportOptions) (ImportFile, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return ImportFile{}, &domain.Error{Code: domain.CodeInvalid, Key: "import_unreadable", Err: err}
	}
	return i.open(ctx, &openFile{path: path, name: filepath.Base(path), opts: opts})
}

// Upload opens a file by its contents.
func (i *Imports) Upload(ctx context.Context, name string, content io.Reader) (ImportFile, error) {
	file, err := os.CreateTemp("", "tenantry-import-*")
	if err != nil {
		return ImportFile{}, export.SaveError(os.TempDir(), err)
	}
	_, err = io.Copy(file, content)
	if err = errors.Join(err, file.Close()); err != nil {
		return ImportFile{}, errors.Join(export.SaveError(file.Name(), err), os.Remove(file.Name()))
	}
	return i.open(ctx, &openFile{path: file.Name(), name: filepath.Base(filepath.ToSlash(name)), temporary: true})
}

func (i *Imports) open(ctx context.Context, file *openFile) (ImportFile, error) {
	described, err := i.describe(ctx, file)
	if err != nil {
		return ImportFile{}, errors.Join(err, file.close())
	}
	i.mu.Lock()
	i.files = append(i.files, file)
	var old *openFile
	if len(i.files) > maxOpenFiles {
		old, i.files = i.files[0], i.files[1:]
	}
	i.mu.Unlock()
	if old != nil {
		return described, old.close()
	}
	return described, nil
}

// Describe reads an open file anew, as another kind, sheet or dialect.
func (i *Imports) Describe(ctx context.Context, id string, opts ImportOptions) (ImportFile, error) {
	file, err := i.file(id)
	if err != nil {
		return ImportFile{}, err
	}
	file.mu.Lock()
	defer file.mu.Unlock()
	before := file.opts
	file.opts = opts
	described, err := i.describe(ctx, file)
	if err != nil {
		file.opts = before
	}
	return described, err
}

// CloseFile forgets an open file.
func (i *Imports) CloseFile(id string) error {
	i.mu.Lock()
	at := slices.IndexFunc(i.files, func(f *openFile) bool { return f.id == id })
	if at < 0 {
		i.mu.Unlock()
		return domain.NewError(domain.CodeNotFound, "import_file_closed")
	}
	file := i.files[at]
	i.files = slices.Delete(i.files, at, at+1)
	i.mu.Unlock()
	return file.close()
}

// closeAll forgets all open files.
func (i *Imports) closeAll() error {
	i.mu.Lock()
	files := i.files
	i.files = nil
	i.mu.Unlock()
	var errs []error
	for _, file := range files {
		errs = append(errs, file.close())
	}
	return errors.Join(errs...)
}

func (i *Imports) file(id string) (*openFile, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	at := slices.IndexFunc(i.files, func(f *openFile) bool { return f.id == id })
	if at < 0 {
		return nil, domain.NewError(domain.CodeNotFound, "import_file_closed")
	}
	return i.files[at], nil
}

func (i *Imports) describe(ctx context.Context, file *openFile) (ImportFile, error) {
	ws, err := i.app.current()
	if err != nil {
		return ImportFile{}, err
	}
	remembered, err := ws.store.FindImportMappings(ctx)
	if err != nil {
		return ImportFile{}, err
	}
	reader, err := file.read(remembered)
	if err != nil {
		return ImportFile{}, err
	}
	defer func() { _ = reader.Close() }()
	if err := file.identify(); err != nil {
		return ImportFile{}, err
	}
	described := ImportFile{
		ID: file.id, Name: file.name, Format: reader.Format, Dialect: reader.Dialect, Sheets: reader.Sheets, Sheet: reader.Sheet,
		HeaderRow: reader.HeaderRow, Columns: columnsOf(reader), Kind: file.opts.Kind,
	}
	if described.Kind == "" {
		described.Kind = reader.GuessKind()
	}
	if described.Earlier, err = ws.store.FindImportsOf(ctx, file.hash); err != nil {
		return ImportFile{}, err
	}
	described.Mapping, described.MappingName, err = mappingFor(remembered, reader, described.Kind, file.opts.Map)
	described.Mapping = file.opts.chosen(described.Mapping)
	return described, err
}

// read opens the file as it was asked for. What was not said is taken from the remembered mapping of that name or, when the
// file is seen first, from one whose headings it has if read in its way: where a guess is wrong no headings are found.
func (f *openFile) read(remembered []domain.ImportMapping) (*importer.File, error) {
	for _, r := range remembered {
		if f.opts.Map != "" && r.Name == f.opts.Map && (f.opts.Kind == "" || r.Kind == f.opts.Kind) {
			f.opts = f.opts.as(r)
			break
		}
	}
	reader, err := importer.Open(f.path, f.options(f.opts.Kind))
	if f.id != "" || f.opts.Map != "" || err == nil && knows(remembered, reader.Signature()) {
		return reader, err
	}
	asked := f.opts
	for _, r := range remembered {
		if f.opts = asked.as(r); f.opts == asked || asked.Kind != "" && asked.Kind != r.Kind {
			continue
		}
		other, otherErr := importer.Open(f.path, f.options(r.Kind))
		if otherErr == nil && other.Signature() == r.Signature {
			f.opts.Kind = r.Kind
			if err == nil {
				_ = reader.Close()
			}
			return other, nil
		}
		if otherErr == nil {
			_ = other.Close()
		}
	}
	f.opts = asked
	return reader, err
}

func knows(remembered []domain.ImportMapping, signature string) bool {
	return slices.ContainsFunc(remembered, func(r domain.ImportMapping) bool { return r.Signature == signature })
}

// as fills in what was not said by how files of a remembered mapping are read; one that is older than that says nothing.
func (o ImportOptions) as(r domain.ImportMapping) ImportOptions {
	var m importer.Mapping
	if json.Unmarshal([]byte(r.Mapping), &m) != nil {
		return o
	}
	o.Delimiter, o.Encoding, o.HeaderRow = cmp.Or(o.Delimiter, m.Delimiter), cmp.Or(o.Encoding, m.Encoding), cmp.Or(o.HeaderRow, m.HeaderRow)
	return o
}

// chosen is a mapping that says how its file is read, as far as that was not found out.
func (o ImportOptions) chosen(m importer.Mapping) importer.Mapping {
	m.Delimiter, m.Encoding, m.HeaderRow = o.Delimiter, o.Encoding, o.HeaderRow
	return m
}

func columnsOf(reader *importer.File) []ImportColumn {
	columns := make([]ImportColumn, 0, len(reader.Columns))
	for _, c := range reader.Columns {
		column := ImportColumn{Column: c, Samples: []string{}}
		for _, line := range reader.Sample {
			if c.Index < len(line.Cells) && line.Cells[c.Index] != "" && len(column.Samples) < sampleCells {
				column.Samples = append(column.Samples, shortCell(line.Cells[c.Index]))
			}
		}
		columns = append(columns, column)
	}
	return columns
}

func shortCell(cell string) string {
	if runes := []rune(cell); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return cell
}

// mappingFor gives the mapping of a name, or the one remembered for the same headings, or a guess.
func mappingFor(remembered []domain.ImportMapping, reader *importer.File, kind domain.ImportKind, name string) (importer.Mapping, string, error) {
	var m importer.Mapping
	signature := reader.Signature()
	at := slices.IndexFunc(remembered, func(r domain.ImportMapping) bool {
		return r.Kind == kind && (name == "" && r.Signature == signature || name != "" && r.Name == name)
	})
	if at >= 0 {
		err := json.Unmarshal([]byte(remembered[at].Mapping), &m)
		return m, remembered[at].Name, err
	}
	if kind == "" {
		return importer.Mapping{Columns: map[string]string{}, Constants: map[string]string{}}, "", nil
	}
	return reader.Guess(kind), "", nil
}

// identify gives the file its id and the digest that it is known by again.
func (f *openFile) identify() error {
	if f.id != "" {
		return nil
	}
	file, err := os.Open(f.path)
	if err != nil {
		return &domain.Error{Code: domain.CodeInvalid, Key: "import_unreadable", Err: err}
	}
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	if err = errors.Join(err, file.Close()); err != nil {
		return &domain.Error{Code: domain.CodeInvalid, Key: "import_unreadable", Err: err}
	}
	f.hash, f.id = hex.EncodeToString(sum.Sum(nil)), rand.Text()
	return nil
}

func (f *openFile) options(kind domain.ImportKind) importer.Options {
	return importer.Options{
		Sheet: f.opts.Sheet, HeaderRow: f.opts.HeaderRow, Delimiter: f.opts.Delimiter, Encoding: f.opts.Encoding, Kind: kind,
	}
}

func (f *openFile) close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	var err error
	if f.temporary {
		err = os.Remove(f.path)
	}
	if f.problems != "" {
		err = errors.Join(err, os.Remove(f.problems))
		f.problems = ""
	}
	return err
}

// startProblems begins a new list of problems; finish ends it.
func (f *openFile) startProblems(columns []importer.Column) (finish func() error, err error) {
	file, err := os.CreateTemp("", "tenantry-problems-*")
	if err != nil {
		return nil, export.SaveError(os.TempDir(), err)
	}
	if f.problems != "" {
		_ = os.Remove(f.problems) // of an earlier try; the system's temporary folder is cleaned anyhow
	}
	f.problems, f.headings = file.Name(), nil
	for _, c := range columns {
		f.headings = append(f.headings, c.Name)
	}
	buffered := bufio.NewWriter(file)
	f.writing = json.NewEncoder(buffered)
	return func() error {
		f.writing = nil
		return errors.Join(buffered.Flush(), file.Close())
	}, nil
}

func (f *openFile) writeProblem(p domain.ImportProblem, cells []string) error {
	return f.writing.Encode(problemLine{Problem: p, Cells: cells})
}
