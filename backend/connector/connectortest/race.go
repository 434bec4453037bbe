//go:build race

package connectortest

// Race says that the race detector watches, which makes tests take eight times as long.
const Race = true
