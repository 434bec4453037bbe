//go:build race

package storetest

// Race says that the race detector watches: databases are slow then, so tests take smaller ones.
const Race = true
