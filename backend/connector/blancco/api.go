package blancco

import "time"

// wireExport is the body of POST /report/export. What is left out matters: without container the answer is a ZIP, without
// size a page has up to 100 reports.
type wireExport struct {
	Filter    wireFilter `json:"filter"`
	Format    string     `json:"format"`
	Container string     `json:"container"`
	Category  string     `json:"category,omitempty"` // of /reports/export only
	Size      int        `json:"size,omitempty"`
	Cursor    string     `json:"cursor,omitempty"`
}

type wireFilter struct {
	Date wireDate `json:"date"`
}

type wireDate struct {
	From string `json:"gte"`
}

const (
	containerNone = "NONE"
	cursorHeader  = "X-Blancco-Cursor"
	keyHeader     = "X-Blancco-Api-Key"
)

// query is what one page of reports is asked for with.
type query struct {
	since    time.Time
	category string
	cursor   string
	size     int // 0 is a full page
}

func (q query) wire(format string) wireExport {
	return wireExport{
		Filter:    wireFilter{Date: wireDate{From: q.since.UTC().Format(time.RFC3339)}},
		Format:    wireFormats[format],
		Container: containerNone,
		Category:  q.category,
		Size:      q.size,
		Cursor:    q.cursor,
	}
}

// The formats as chosen in the form, and as the API writes them.
const (
	formatJSON = "json"
	formatXML  = "xml"
)

var wireFormats = map[string]string{formatJSON: "JSON", formatXML: "XML"}
