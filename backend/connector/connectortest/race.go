//go:build race

package connectortest

// race says that the race detector watches, which makes tests take eight times as long.
const race = true
