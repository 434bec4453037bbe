package blancco

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// decodeXML reads <root><report>…</report></root>, or a single <report>. There are no document types and no entities
// besides XML's own five in it: both are refused.
func decodeXML(body []byte, budget *int) ([]report, error) {
	p := &xmlParser{decoder: xml.NewDecoder(bytes.NewReader(body)), body: body, budget: budget}
	for {
		token, err := p.next()
		if errors.Is(err, io.EOF) {
			return nil, errors.New("XML without an element")
		}
		if err != nil {
			return nil, err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "root":
			return p.root()
		case "report":
			one, err := p.report(0)
			if err != nil {
				return nil, err
			}
			return []report{one}, nil
		}
		return nil, fmt.Errorf("XML with the root %.40q", start.Name.Local)
	}
}

type xmlParser struct {
	decoder *xml.Decoder
	body    []byte
	budget  *int
	begin   int64 // where the latest token began
}

func (p *xmlParser) next() (xml.Token, error) {
	p.begin = p.decoder.InputOffset()
	token, err := p.decoder.Token()
	if err != nil {
		return nil, err
	}
	if _, declares := token.(xml.Directive); declares {
		return nil, errors.New("XML with a document type")
	}
	return token, nil
}

// root reads reports up to the end of the root.
func (p *xmlParser) root() ([]report, error) {
	var list []report
	for {
		token, err := p.next()
		if err != nil {
			return nil, unexpected(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			return list, nil
		case xml.StartElement:
			if t.Name.Local != "report" {
				return nil, fmt.Errorf("%.40q where a report was expected", t.Name.Local)
			}
			one, err := p.report(p.begin)
			if err != nil {
				return nil, fmt.Errorf("report %d: %w", len(list)+1, err)
			}
			list = append(list, one)
		}
	}
}

// report reads on after <report>, which began at an offset of the body.
func (p *xmlParser) report(from int64) (report, error) {
	tree := &node{}
	if err := p.group(tree, 0); err != nil {
		return report{}, err
	}
	raw := bytes.TrimSpace(p.body[from:p.decoder.InputOffset()])
	return report{tree: tree, format: formatXML, raw: bytes.Clone(raw)}, nil
}

// group reads up to the end of an element.
func (p *xmlParser) group(n *node, depth int) error {
	if depth > maxDepth {
		return errTooDeep
	}
	var text []byte
	for {
		token, err := p.next()
		if err != nil {
			return unexpected(err)
		}
		switch t := token.(type) {
		case xml.CharData:
			text = append(text, t...)
		case xml.EndElement:
			if len(n.children) == 0 {
				n.text = string(text)
			}
			return nil
		case xml.StartElement:
			if *p.budget--; *p.budget < 0 {
				return errTooMany
			}
			if err := p.group(n.add(nameOf(t)), depth+1); err != nil {
				return err
			}
		}
	}
}

// nameOf is the element's own name, or for entry and entries the name they carry.
func nameOf(e xml.StartElement) string {
	if e.Name.Local != "entry" && e.Name.Local != "entries" {
		return e.Name.Local
	}
	for _, a := range e.Attr {
		if a.Name.Local == "name" {
			return a.Value
		}
	}
	return e.Name.Local
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
