package webex_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// inRegions names the regions of partner reports.
func inRegions(change func(map[string]string), named string) func(map[string]string) {
	return func(fields map[string]string) {
		change(fields)
		fields["report_regions"] = named
	}
}

// reportsByRegion counts the partner reports.
func reportsByRegion(t *testing.T, rows domain.Rows) map[string]int {
	t.Helper()
	found, keys := map[string]int{}, map[string]bool{}
	for _, d := range rows.Documents {
		if keys[d.Key] {
			t.Errorf("%s came twice", d.Key)
		}
		keys[d.Key] = true
		if d.Kind == "partner-report" {
			found[d.Region]++
		}
	}
	return found
}

// TestPartnerReports_OfEachRegionNamed_AreRead, and a region that is named later with what was made there before.
func TestPartnerReports_OfEachRegionNamed_AreRead(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 10})
	rows, home := readReports(t, open(t, w, w.Transport, settle), "partner-reports", "")
	if got := reportsByRegion(t, rows); got["US"] != 3 || len(got) != 1 || len(w.Transport.Requests("regionId")) != 0 {
		t.Errorf("where no region is named, read %v", got)
	}
	rows, cursor := readReports(t, open(t, w, described(t, w.Transport), inRegions(settle, "eu; US,ca EU")), "partner-reports", home)
	if got := reportsByRegion(t, rows); got["US"] != 3 || got["EU"] != 3 || len(got) != 2 {
		t.Errorf("read %v", got)
	}
	var asked []string
	for _, request := range w.Transport.Requests("regionId=") {
		_, region, _ := strings.Cut(request, "regionId=")
		asked = append(asked, region)
	}
	if !slices.Equal(asked, []string{"CA", "EU", "US"}) {
		t.Errorf("asked for %v", asked)
	}
	rows, again := readReports(t, open(t, w, w.Transport, inRegions(settle, "CA,EU,US")), "partner-reports", cursor)
	if got := reportsByRegion(t, rows); got["US"] != 1 || got["EU"] != 1 || again != cursor { // the ones that are being made
		t.Errorf("read again from %s: %v, to %s", cursor, got, again)
	}
	if rows, _ = readReports(t, open(t, w, w.Transport, inRegions(settle, "")), "partner-reports", cursor); reportsByRegion(t, rows)["US"] != 3 {
		t.Errorf("of the home region alone, read %v", reportsByRegion(t, rows))
	}
}

// TestPartnerReports_OfARegionThatIsRefused: it is named, and the others are read.
func TestPartnerReports_OfARegionThatIsRefused(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 10})
	pages, err := fetch(t, open(t, w, w.Transport, inRegions(settle, "EU,MARS,US")), "partner-reports", connector.Request{})
	var refusal *connector.Refusal
	if !errors.As(err, &refusal) || refusal.Key != "report_region_refused" || refusal.Detail != "MARS" {
		t.Errorf("ended with %v", err)
	}
	found := 0
	for _, p := range pages {
		if p.Cursor != "" {
			t.Errorf("the cursor moves to %s past what is not known", p.Cursor)
		}
		for _, d := range p.Documents {
			if d.Kind == "partner-report" {
				found++
			}
		}
	}
	if found != 6 {
		t.Errorf("%d reports of the other regions were read, want 6", found)
	}
}

// TestPartnerReports_AreOrderedInEachRegion, once.
func TestPartnerReports_AreOrderedInEachRegion(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 10})
	conn := open(t, w, described(t, w.Transport), inRegions(ordering, "US,CA"))
	rows, cursor := readReports(t, conn, "partner-reports", "")
	ordered := map[string]int{}
	for _, d := range rows.Documents {
		if d.State == "ordered" {
			ordered[d.Region]++
		}
	}
	if ordered["US"] != 1 || ordered["CA"] != 4 || len(ordered) != 2 {
		t.Errorf("ordered %v", ordered)
	}
	for _, from := range []string{cursor, ""} {
		rows, _ = readReports(t, open(t, w, w.Transport, inRegions(ordering, "CA,US")), "partner-reports", from)
	}
	if got := reportsByRegion(t, rows); got["CA"] != 4 || got["US"] != 4 || len(w.Transport.Requests(orderPath)) != 5 {
		t.Errorf("%d orders, then read %v", len(w.Transport.Requests(orderPath)), got)
	}
}
