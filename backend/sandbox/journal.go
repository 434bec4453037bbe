package sandbox

import "sync"

const journalSize = 20000

// Request is one request a vendor answered. Path includes the query; headers and bodies are not kept.
type Request struct {
	Vendor string `json:"vendor"`
	Method string `json:"method"`
	Path   string `json:"path"`
	Status int    `json:"status"`
}

// journal keeps the latest requests in a ring and counts all of them.
type journal struct {
	mu    sync.Mutex
	ring  []Request
	next  int
	total map[string]int
}

func (j *journal) add(r Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.total == nil {
		j.total = map[string]int{}
	}
	j.total[r.Vendor]++
	if len(j.ring) < journalSize {
		j.ring = append(j.ring, r)
		return
	}
	j.ring[j.next] = r
	j.next = (j.next + 1) % journalSize
}

func (j *journal) list() []Request {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := make([]Request, 0, len(j.ring))
	out = append(out, j.ring[j.next:]...)
	return append(out, j.ring[:j.next]...)
}

func (j *journal) counts() map[string]int {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := map[string]int{}
	for _, vendor := range vendors {
		out[vendor] = 0
	}
	for vendor, n := range j.total {
		out[vendor] = n
	}
	return out
}

func (j *journal) reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ring, j.next, j.total = nil, 0, nil
}
