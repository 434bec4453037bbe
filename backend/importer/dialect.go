package importer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"tenantry/backend/domain"
)

// Dialect is how a CSV file is written.
type Dialect struct {
	Encoding  string `json:"encoding"`
	BOM       bool   `json:"bom"`
	Delimiter string `json:"delimiter"`

	skip int // bytes before the table: a BOM, a line "sep=;"
}

// The encodings.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252"
)

// delimiters that are looked for, the likeliest first.
var delimiters = []rune{',', ';', '\t', '|', '^', '~', ':', '\x1f'}

// sampleSize is how much of a file its dialect is judged by.
const sampleSize = 256 << 10

// openSource tells what kind of file it is and opens it.
func openSource(path string, opts Options) (source, Format, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, "", cannotOpen(path, err)
	}
	head := make([]byte, sampleSize)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, "", errors.Join(unreadable(err), file.Close())
	}
	head = head[:n]
	if key := refused(head); key != "" {
		return nil, "", errors.Join(fileError(key), file.Close())
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		if err := file.Close(); err != nil {
			return nil, "", unreadable(err)
		}
		src, err := openXLSX(path, opts.Sheet)
		return src, FormatXLSX, err
	}
	d, err := detect(head, file, opts)
	if err != nil {
		return nil, "", errors.Join(err, file.Close())
	}
	return &csvSource{file: file, how: d}, FormatCSV, nil
}

func cannotOpen(path string, err error) error {
	code, key := domain.CodeInvalid, "import_unreadable"
	if errors.Is(err, os.ErrNotExist) {
		code, key = domain.CodeNotFound, "import_missing"
	}
	return &domain.Error{Code: code, Key: key, Params: map[string]string{"path": path}, Err: err}
}

// refused gives the key of the reason that a file is no table we read, by how it begins.
func refused(head []byte) string {
	start := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	switch {
	case len(start) == 0:
		return "import_empty"
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return "import_old_excel" // the old format, or a workbook with a password
	case bytes.HasPrefix(start, []byte("%pdf")), bytes.HasPrefix(start, []byte("<!doctype")),
		bytes.HasPrefix(start, []byte("<html")), bytes.HasPrefix(start, []byte("<?xml")),
		bytes.HasPrefix(start, []byte("\x1f\x8b")), bytes.HasPrefix(start, []byte("{\\rtf")):
		return "import_no_table"
	}
	return ""
}

// detect finds out how a CSV file is written. The rest of the file is looked through for bytes that are not UTF-8.
func detect(head []byte, rest io.Reader, opts Options) (Dialect, error) {
	d := Dialect{Encoding: opts.Encoding, Delimiter: opts.Delimiter}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		d.BOM, d.skip, d.Encoding = true, 3, UTF8
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		d.BOM, d.skip, d.Encoding = true, 2, UTF16LE
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		d.BOM, d.skip, d.Encoding = true, 2, UTF16BE
	case d.Encoding == "":
		var err error
		if d.Encoding, err = guessEncoding(head, rest); err != nil {
			return d, err
		}
	}
	if d.decoder() == nil {
		return d, fileError("import_encoding", "encoding", d.Encoding)
	}
	text, err := d.decoder().Bytes(evenly(head[d.skip:], d.Encoding))
	if err != nil {
		return d, unreadable(err)
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return d, fileError("import_no_table")
	}
	d.readSeparatorLine(text)
	if d.Delimiter == "" {
		d.Delimiter = string(guessDelimiter(text, len(head) == sampleSize))
	}
	if r, size := utf8.DecodeRuneInString(d.Delimiter); size != len(d.Delimiter) || !validDelimiter(r) {
		return d, fileError("import_delimiter", "delimiter", d.Delimiter)
	}
	return d, nil
}

func validDelimiter(r rune) bool {
	return r != 0 && r != '"' && r != '\r' && r != '\n' && r != utf8.RuneError && utf8.ValidRune(r)
}

// evenly cuts a sample of UTF-16 at a whole unit.
func evenly(b []byte, enc string) []byte {
	if strings.HasPrefix(enc, "utf-16") {
		return b[:len(b)&^1]
	}
	return b
}

// readSeparatorLine understands "sep=;", with which Excel is told the delimiter.
func (d *Dialect) readSeparatorLine(text []byte) {
	line, _, found := bytes.Cut(text, []byte("\n"))
	sep := strings.TrimRight(string(line), "\r")
	if !found || len(sep) < 5 || !strings.EqualFold(sep[:4], "sep=") {
		return
	}
	if r, size := utf8.DecodeRuneInString(sep[4:]); size == len(sep)-4 && validDelimiter(r) && d.Delimiter == "" {
		d.Delimiter = string(r)
	}
	width := 1
	if strings.HasPrefix(d.Encoding, "utf-16") {
		width = 2
	}
	d.skip += (len(line) + 1) * width
}

// decoder gives what turns the file's bytes into UTF-8, nil for an unknown encoding.
func (d Dialect) decoder() *encoding.Decoder {
	switch d.Encoding {
	case UTF8:
		return encoding.Nop.NewDecoder()
	case UTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
	case UTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
	case Windows1252:
		return charmap.Windows1252.NewDecoder()
	}
	return nil
}

// guessEncoding judges by where zeros stand, and by whether the whole file is UTF-8.
func guessEncoding(head []byte, rest io.Reader) (string, error) {
	even, odd := 0, 0
	for i, b := range head {
		if b == 0 && i%2 == 0 {
			even++
		} else if b == 0 {
			odd++
		}
	}
	switch pairs := len(head) / 2; {
	case odd > pairs*2/5 && even <= odd/8:
		return UTF16LE, nil
	case even > pairs*2/5 && odd <= even/8:
		return UTF16BE, nil
	}
	valid, err := isUTF8(io.MultiReader(bytes.NewReader(head), rest))
	if err != nil {
		return "", unreadable(err)
	}
	if valid {
		return UTF8, nil
	}
	return Windows1252, nil
}

// isUTF8 reads everything; a character may lie across two reads.
func isUTF8(r io.Reader) (bool, error) {
	buf := make([]byte, 64<<10)
	left := 0
	for {
		n, err := r.Read(buf[left:])
		b := buf[:left+n]
		end := len(b)
		for cut := 1; cut < utf8.UTFMax && cut <= len(b); cut++ {
			if utf8.RuneStart(b[len(b)-cut]) {
				if !utf8.FullRune(b[len(b)-cut:]) {
					end = len(b) - cut
				}
				break
			}
		}
		if !utf8.Valid(b[:end]) {
			return false, nil
		}
		left = copy(buf, b[end:])
		if errors.Is(err, io.EOF) {
			return left == 0, nil
		}
		if err != nil {
			return false, err
		}
	}
}

// guessDelimiter takes the character that cuts the sample into the most equal rows of several cells.
func guessDelimiter(text []byte, cut bool) rune {
	if cut {
		if end := bytes.LastIndexByte(text, '\n'); end > 0 {
			text = text[:end]
		}
	}
	best, bestScore := ',', 0.0
	for _, r := range delimiters {
		if score := delimiterScore(text, r); score > bestScore*1.05 {
			best, bestScore = r, score
		}
	}
	return best
}

// delimiterScore is the share of the rows that have the commonest number of cells, worth more the more cells these are.
func delimiterScore(text []byte, r rune) float64 {
	const look = 200
	reader := newCSVReader(bytes.NewReader(text), r)
	counts := map[int]int{}
	rows, filled := 0, 0
	for rows < look {
		cells, err := reader.Read()
		if err != nil && !errors.Is(err, csv.ErrFieldCount) {
			break
		}
		rows++
		if len(cells) > 1 {
			counts[len(cells)]++
			for _, cell := range cells {
				if strings.TrimSpace(cell) != "" {
					filled++
				}
			}
		}
	}
	common, times := 0, 0
	for cells, n := range counts {
		if n > times || n == times && cells > common {
			common, times = cells, n
		}
	}
	if rows == 0 || times == 0 {
		return 0
	}
	consistency := float64(times) / float64(rows)
	return consistency * consistency * (1 + min(float64(common), 40)/10) * (0.5 + float64(filled)/float64(rows*common+1))
}
