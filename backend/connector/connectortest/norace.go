//go:build !race

package connectortest

// Race says that the race detector watches.
const Race = false
