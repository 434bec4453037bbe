package blancco

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// decodeJSON reads an object with a list of reports, or a single report.
func decodeJSON(body []byte, budget *int) ([]report, error) {
	var envelope struct {
		Reports *[]json.RawMessage `json:"reports"`
		Report  json.RawMessage    `json:"report"`
		Data    json.RawMessage    `json:"blancco_data"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil {
		return nil, err
	}
	var raws []json.RawMessage
	switch {
	case envelope.Reports != nil:
		raws = *envelope.Reports
	case envelope.Report != nil:
		raws = []json.RawMessage{envelope.Report}
	case envelope.Data != nil:
		raws = []json.RawMessage{body}
	default:
		return nil, errors.New("reports is missing")
	}
	list := make([]report, 0, len(raws))
	for i, raw := range raws {
		tree, err := parseJSON(raw, budget)
		if err != nil {
			return nil, fmt.Errorf("report %d: %w", i+1, err)
		}
		if wrapped := tree.at("report"); wrapped != nil && tree.at("blancco_data") == nil {
			tree = wrapped
		}
		list = append(list, report{tree: tree, format: formatJSON, raw: raw})
	}
	return list, nil
}

// parseJSON makes the tree of one report. Groups are lists of objects with a single key each: they are put together, and
// a key that repeats, in one object or in several, stays repeated.
func parseJSON(raw []byte, budget *int) (*node, error) {
	p := &jsonParser{decoder: json.NewDecoder(bytes.NewReader(raw)), budget: budget}
	p.decoder.UseNumber()
	root := &node{}
	if err := p.value(root, 0); err != nil {
		return nil, err
	}
	if len(root.children) == 0 {
		return nil, errors.New("a report without content")
	}
	return root, nil
}

type jsonParser struct {
	decoder *json.Decoder
	budget  *int
}

// value reads the next value into n.
func (p *jsonParser) value(n *node, depth int) error {
	if depth > maxDepth {
		return errTooDeep
	}
	token, err := p.decoder.Token()
	if err != nil {
		return err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return p.object(n, depth)
		}
		return p.list(n, depth)
	case string:
		n.text = t
	case json.Number:
		n.text = t.String()
	case bool:
		n.text = strconv.FormatBool(t)
	}
	return nil
}

// object reads the keys of an object as children of n. The type of a value is said by the value itself.
func (p *jsonParser) object(n *node, depth int) error {
	for p.decoder.More() {
		key, err := p.decoder.Token()
		if err != nil {
			return err
		}
		if *p.budget--; *p.budget < 0 {
			return errTooMany
		}
		name, _ := key.(string)
		child := &node{name: name}
		if err := p.value(child, depth+1); err != nil {
			return err
		}
		if name == "@type" {
			continue
		}
		n.children = append(n.children, spread(child)...)
	}
	_, err := p.decoder.Token()
	return err
}

// itemName marks the items of a list until it is known what the list is.
const itemName = "[]"

func (p *jsonParser) list(n *node, depth int) error {
	for p.decoder.More() {
		if *p.budget--; *p.budget < 0 {
			return errTooMany
		}
		if err := p.value(n.add(itemName), depth+1); err != nil {
			return err
		}
	}
	_, err := p.decoder.Token()
	return err
}

// spread decides what a list is. Where no item has several keys it is one group, whose members are put together; else
// every item is a group of its own, and the name stands for each of them.
func spread(n *node) []*node {
	if len(n.children) == 0 || n.children[0].name != itemName {
		return []*node{n}
	}
	group := true
	for _, item := range n.children {
		if len(item.children) != 1 || item.children[0].name == itemName {
			group = false
		}
	}
	if group {
		members := make([]*node, 0, len(n.children))
		for _, item := range n.children {
			members = append(members, item.children...)
		}
		n.children = members
		return []*node{n}
	}
	for _, item := range n.children {
		item.name = n.name
	}
	return flatten(n.children)
}

// flatten takes lists in lists apart.
func flatten(items []*node) []*node {
	var flat []*node
	for _, item := range items {
		flat = append(flat, spread(item)...)
	}
	return flat
}
