package export_test

import (
	"strings"
	"testing"
	"time"

	"tenantry/backend/export"
)

func TestWriteAgenda_DaysAndMoments(t *testing.T) {
	moment := time.Date(2026, 11, 28, 0, 30, 0, 0, time.FixedZone("CET", 3600))
	var out strings.Builder
	n, err := export.WriteAgenda(&out, export.Agenda{
		Name: "Contoso; all, of it", Created: moment,
		Events: []export.Event{
			{UID: "a@tenantry", Day: "2026-12-31", Summary: `Ends: C:\E3`, Description: "10 seats\r\nby\x00 hand"},
			{UID: "b@tenantry", Moment: &moment, Summary: "Window"},
		},
	})
	if err != nil || n != 2 {
		t.Fatalf("%d entries, %v", n, err)
	}
	want := strings.Join([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tenantry//Calendar//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
		`X-WR-CALNAME:Contoso\; all\, of it`, "X-WR-CALDESC:",
		"BEGIN:VEVENT", "UID:a@tenantry", "DTSTAMP:20261127T233000Z", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101",
		`SUMMARY:Ends: C:\\E3`, `DESCRIPTION:10 seats\nby hand`, "TRANSP:TRANSPARENT", "END:VEVENT",
		"BEGIN:VEVENT", "UID:b@tenantry", "DTSTAMP:20261127T233000Z", "DTSTART:20261127T233000Z",
		"SUMMARY:Window", "DESCRIPTION:", "TRANSP:TRANSPARENT", "END:VEVENT",
		"END:VCALENDAR", "",
	}, "\r\n")
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestWriteAgenda_FoldsLongLinesBetweenCharacters(t *testing.T) {
	for _, text := range []string{strings.Repeat("ü€", 100), strings.Repeat("x", 300), "😀" + strings.Repeat("😀a", 60), "\xff\xfe"} {
		for shift := range 5 {
			summary := strings.Repeat("s", shift) + text
			var out strings.Builder
			if _, err := export.WriteAgenda(&out, export.Agenda{Events: []export.Event{{Day: "2026-12-31", Summary: summary}}}); err != nil {
				t.Fatal(err)
			}
			for line := range strings.SplitSeq(out.String(), "\r\n") {
				if len(line) > 75 || strings.ContainsAny(line, "\r\n") || strings.ToValidUTF8(line, "") != line {
					t.Errorf("line of %d octets: %q", len(line), line)
				}
			}
			if whole := strings.ReplaceAll(out.String(), "\r\n ", ""); !strings.Contains(whole, "SUMMARY:"+strings.ToValidUTF8(summary, "\uFFFD")+"\r\n") {
				t.Errorf("unfolded it does not read %q", summary)
			}
		}
	}
}
