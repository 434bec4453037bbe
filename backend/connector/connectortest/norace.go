//go:build !race

package connectortest

// race says that the race detector watches.
const race = false
