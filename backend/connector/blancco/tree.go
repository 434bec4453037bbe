package blancco

import (
	"errors"
	"strings"
)

// Limits of what is taken for one answer, far above any report seen; beyond them an answer is not to be believed.
const (
	maxDepth = 64
	maxNodes = 1 << 20
)

var (
	errTooDeep = errors.New("nested too deeply")
	errTooMany = errors.New("too many values")
)

// node is a value or a group of a report, whichever format it came in: both have the same tree. Groups that repeat stand
// beside each other under the same name.
type node struct {
	name     string
	text     string
	children []*node
}

func (n *node) add(name string) *node {
	child := &node{name: name}
	n.children = append(n.children, child)
	return child
}

// all gives the children of that name; a nil node has none.
func (n *node) all(name string) []*node {
	if n == nil {
		return nil
	}
	var found []*node
	for _, c := range n.children {
		if c.name == name {
			found = append(found, c)
		}
	}
	return found
}

// at follows the first child of each name; nil where there is none.
func (n *node) at(names ...string) *node {
	for _, name := range names {
		found := n.all(name)
		if len(found) == 0 {
			return nil
		}
		n = found[0]
	}
	return n
}

// value is the trimmed text at a path, "" where there is none. A value may be wrapped in a group that holds it as "value".
func (n *node) value(names ...string) string {
	n = n.at(names...)
	if n == nil {
		return ""
	}
	if n.text == "" {
		if inner := n.at("value"); inner != nil {
			return strings.TrimSpace(inner.text)
		}
	}
	return strings.TrimSpace(n.text)
}

// first is the first of the values that is not empty.
func (n *node) first(names ...string) string {
	for _, name := range names {
		if v := n.value(name); v != "" {
			return v
		}
	}
	return ""
}

// report is one report: its tree, and the bytes it came in.
type report struct {
	tree   *node // the group that holds blancco_data
	format string
	raw    []byte
}
