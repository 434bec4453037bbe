package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"tenantry/backend/domain"
)

// Agenda is a calendar file (RFC 5545).
type Agenda struct {
	Name        string
	Description string
	Created     time.Time
	Events      []Event
}

// Event is one entry: a whole day, or a moment where one is given.
type Event struct {
	UID         string // names the entry in every file alike
	Day         domain.Date
	Moment      *time.Time
	Summary     string
	Description string
}

// WriteAgenda writes a calendar file and gives the number of entries.
func WriteAgenda(w io.Writer, a Agenda) (int, error) {
	out := &icsWriter{to: bufio.NewWriter(w)}
	out.line("BEGIN", "VCALENDAR")
	out.line("VERSION", "2.0")
	out.line("PRODID", "-//Tenantry//Calendar//EN")
	out.line("CALSCALE", "GREGORIAN")
	out.line("METHOD", "PUBLISH")
	out.text("X-WR-CALNAME", a.Name)
	out.text("X-WR-CALDESC", a.Description)
	for _, event := range a.Events {
		out.event(event, icsMoment(a.Created))
	}
	out.line("END", "VCALENDAR")
	if out.err == nil {
		out.err = out.to.Flush()
	}
	return len(a.Events), out.err
}

// icsWriter writes content lines until the first error.
type icsWriter struct {
	to  *bufio.Writer
	err error
}

func (w *icsWriter) event(e Event, stamp string) {
	w.line("BEGIN", "VEVENT")
	w.text("UID", e.UID)
	w.line("DTSTAMP", stamp)
	if e.Moment != nil {
		w.line("DTSTART", icsMoment(*e.Moment))
	} else {
		w.line("DTSTART;VALUE=DATE", icsDay(e.Day))
		w.line("DTEND;VALUE=DATE", icsDay(e.Day.AddDays(1))) // the first day after it
	}
	w.text("SUMMARY", e.Summary)
	w.text("DESCRIPTION", e.Description)
	w.line("TRANSP", "TRANSPARENT") // it takes nobody's time
	w.line("END", "VEVENT")
}

func icsDay(day domain.Date) string { return strings.ReplaceAll(string(day), "-", "") }

func icsMoment(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

var icsEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// text writes a value that may hold anything; control characters, which the format forbids, are left out.
func (w *icsWriter) text(name, value string) {
	value = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(value, "\uFFFD"))
	w.line(name, icsEscapes.Replace(value))
}

const icsOctets = 75 // the longest line, without its end

// line writes a content line, folded between characters.
func (w *icsWriter) line(name, value string) {
	rest, room := name+":"+value, icsOctets
	var b strings.Builder
	for len(rest) > room {
		at := room
		for !utf8.RuneStart(rest[at]) {
			at--
		}
		b.WriteString(rest[:at] + "\r\n ")
		rest, room = rest[at:], icsOctets-1 // the blank counts
	}
	if w.err == nil {
		_, w.err = fmt.Fprintf(w.to, "%s%s\r\n", &b, rest)
	}
}
