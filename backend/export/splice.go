package export

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/flate"
)

// spoolInMemory is how many bytes of encoded rows are kept in memory before they go to a temporary file.
const spoolInMemory = 8 << 20

// spool holds the encoded rows of one sheet until their number is known, which the head of the sheet must tell.
type spool struct {
	memory bytes.Buffer
	file   *os.File
	copied bool
}

func (s *spool) write(row []byte) error {
	s.memory.Write(row)
	if s.memory.Len() < spoolInMemory {
		return nil
	}
	if s.file == nil {
		file, err := os.CreateTemp("", "tenantry-export-")
		if err != nil {
			return fmt.Errorf("keep rows: %w", err)
		}
		s.file = file
	}
	if _, err := s.memory.WriteTo(s.file); err != nil {
		return fmt.Errorf("keep rows: %w", err)
	}
	return nil
}

func (s *spool) copyTo(w io.Writer) error {
	s.copied = true
	if s.file != nil {
		if _, err := s.file.Seek(0, io.SeekStart); err != nil {
			return fmt.Errorf("read rows: %w", err)
		}
		if _, err := io.Copy(w, s.file); err != nil {
			return fmt.Errorf("read rows: %w", err)
		}
	}
	_, err := w.Write(s.memory.Bytes())
	return err
}

func (s *spool) close() {
	if s.file != nil {
		_ = s.file.Close()
		_ = os.Remove(s.file.Name())
	}
}

// splicer is the zip writer that excelize writes the workbook's parts to. Where a part is a sheet with rows, they
// are put between the tags that excelize left empty. It compresses with klauspost's deflate at level 5.
type splicer struct {
	*zip.Writer
	spools map[string]*spool
}

func newSplicer(w io.Writer, spools map[string]*spool) *splicer {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 5) })
	return &splicer{Writer: z, spools: spools}
}

// Create begins a part.
func (s *splicer) Create(name string) (io.Writer, error) {
	w, err := s.Writer.Create(name)
	if rows := s.spools[name]; rows != nil && err == nil {
		return &sheetPart{w: w, rows: rows}, nil
	}
	return w, err
}

var errNoSheetData = errors.New("no empty sheetData element to put the rows in")

// sheetPart takes one sheet, which excelize writes in one piece.
type sheetPart struct {
	w    io.Writer
	rows *spool
}

// Write writes the sheet with its rows.
func (p *sheetPart) Write(sheet []byte) (int, error) {
	head, tail, ok := bytes.Cut(sheet, []byte("<sheetData></sheetData>"))
	if !ok {
		if head, tail, ok = bytes.Cut(sheet, []byte("<sheetData/>")); !ok {
			return 0, errNoSheetData
		}
	}
	if _, err := p.w.Write(append(head[:len(head):len(head)], "<sheetData>"...)); err != nil {
		return 0, err
	}
	if err := p.rows.copyTo(p.w); err != nil {
		return 0, err
	}
	if _, err := p.w.Write(append([]byte("</sheetData>"), tail...)); err != nil {
		return 0, err
	}
	return len(sheet), nil
}
