package domain

import "time"

// ScreenLock is what the data folder knows of the lock of the interface.
type ScreenLock struct {
	Minutes int    `json:"minutes"`        // without input, until it locks; 0 is never
	Hash    []byte `json:"hash,omitempty"` // of the window's passphrase; none where none was chosen
	// Failed counts the wrong tries since the last right one; the next may be made at RetryAt.
	Failed  int        `json:"failed,omitempty"`
	RetryAt *time.Time `json:"retry_at,omitempty"`
}

// MaxLockMinutes is the longest time after which the interface can be made to lock: a day.
const MaxLockMinutes = 24 * 60
