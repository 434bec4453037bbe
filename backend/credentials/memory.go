package credentials

import (
	"context"
	"slices"
	"sync"
)

// Memory keeps the key as long as the program runs. It is for tests and for data that are thrown away.
type Memory struct {
	mu  sync.Mutex
	key []byte
}

// Get gives a copy of the key.
func (m *Memory) Get(context.Context) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.key == nil {
		return nil, ErrNoKey
	}
	return slices.Clone(m.key), nil
}

// Create stores the key unless there is one.
func (m *Memory) Create(_ context.Context, key []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.key == nil {
		m.key = slices.Clone(key)
	}
	return nil
}
