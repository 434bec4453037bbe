//go:build race

package syncer_test

// underRace: the race detector makes the database some twenty times slower, so portfolios are smaller then.
const underRace = true
