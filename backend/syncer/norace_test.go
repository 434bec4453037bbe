//go:build !race

package syncer_test

const underRace = false
