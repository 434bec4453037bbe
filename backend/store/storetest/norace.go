//go:build !race

package storetest

// Race says that the race detector watches.
const Race = false
