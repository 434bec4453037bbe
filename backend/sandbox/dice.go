package sandbox

import (
	"encoding/hex"
	"math/rand/v2"
	"time"
)

// day counts days since 1970-01-01, UTC: everything in the portfolio happens on days.
type day int

func dayOf(t time.Time) day { return day(t.UTC().Truncate(24*time.Hour).Unix() / 86400) }

func dateDay(year int, month time.Month, d int) day {
	return dayOf(time.Date(year, month, d, 0, 0, 0, 0, time.UTC))
}

func (d day) time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// addMonths keeps the day of the month where the month has it, else takes the month's last day.
func (d day) addMonths(n int) day {
	t := d.time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return dateDay(first.Year(), first.Month(), min(t.Day(), last))
}

// monthsSince counts the whole months from start to d.
func (d day) monthsSince(start day) int {
	a, b := start.time(), d.time()
	n := (b.Year()-a.Year())*12 + int(b.Month()-a.Month())
	if start.addMonths(n) > d {
		n--
	}
	return n
}

// mix spreads the bits of its arguments (SplitMix64): the source of all chance in the portfolio.
func mix(parts ...uint64) uint64 {
	h := uint64(0x9E3779B97F4A7C15)
	for _, p := range parts {
		h ^= p + 0x9E3779B97F4A7C15 + h<<6 + h>>2
		h = (h ^ h>>30) * 0xBF58476D1CE4E5B9
		h = (h ^ h>>27) * 0x94D049BB133111EB
		h ^= h >> 31
	}
	return h
}

// key names a stream of chance.
func key(seed int64, label string, numbers ...int) uint64 {
	h := mix(uint64(seed))
	for i := 0; i < len(label); i++ {
		h = mix(h, uint64(label[i]))
	}
	for _, n := range numbers {
		h = mix(h, uint64(n))
	}
	return h
}

// dice throws the same values for the same key.
type dice struct{ *rand.Rand }

func newDice(k uint64) dice { return dice{rand.New(rand.NewPCG(k, mix(k, 1)))} }

func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

func (d dice) between(low, high int) int { return low + d.IntN(high-low+1) }

func (d dice) uuid() string { return uuid(d.Uint64(), d.Uint64()) }

func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

func uuidOf(seed int64, label string, numbers ...int) string {
	k := key(seed, label, numbers...)
	return uuid(k, mix(k, 2))
}

// uuid writes two words as a version 4 UUID.
func uuid(a, b uint64) string {
	var raw [16]byte
	for i := range 8 {
		raw[i], raw[8+i] = byte(a>>(8*i)), byte(b>>(8*i))
	}
	raw[6] = raw[6]&0x0f | 0x40
	raw[8] = raw[8]&0x3f | 0x80
	text := hex.EncodeToString(raw[:])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}
