package api_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

type endedJob struct {
	ended    time.Time
	outcome  string
	customer int64
}

// TestJobTrend_EveryDay_IsThatOfAPlainRecount counts jobs by the day on which they ended, in zones that are ahead of UTC by half
// hours and behind it.
func TestJobTrend_EveryDay_IsThatOfAPlainRecount(t *testing.T) {
	k := newRead(t, false, portfolios()[0])
	jobs := readEnded(t, openRecount(t, k))
	if len(jobs) < 50 {
		t.Fatalf("only %d jobs ended", len(jobs))
	}
	for _, name := range []string{"Asia/Kolkata", "America/New_York", "UTC"} {
		settings := get[domain.Settings](t, k, "/api/settings")
		settings.TimeZone = name
		if _, err := k.app.Settings.Save(t.Context(), settings); err != nil {
			t.Fatal(err)
		}
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, customer := range []int64{0, jobs[0].customer} {
			of, path := jobs, "/api/operations/job-trend?days=400"
			if customer != 0 {
				of = slices.DeleteFunc(slices.Clone(jobs), func(j endedJob) bool { return j.customer != customer })
				path += fmt.Sprintf("&customer_id=%d", customer)
			}
			want := endedByDay(of, zone)
			points := get[struct{ Items []domain.JobPoint }](t, k, path).Items
			for i, p := range points {
				if w := want[p.Day]; w.Day != "" && p != w || w.Day == "" && p != (domain.JobPoint{Day: p.Day}) {
					t.Errorf("%s, customer %d: %+v, want %+v", name, customer, p, w)
				}
				if i > 0 && points[i-1].Day.AddDays(1) != p.Day {
					t.Errorf("%s: after %s comes %s", name, points[i-1].Day, p.Day)
				}
				delete(want, p.Day)
			}
			if len(want) > 0 || len(points) == 0 || points[0] == (domain.JobPoint{Day: points[0].Day}) {
				t.Errorf("%s, customer %d: not told are %v of %v", name, customer, want, points)
			}
		}
	}
}

// TestJobTrend_DaysWithoutARead_AreNotToldAsQuiet: nothing is known of them.
func TestJobTrend_DaysWithoutARead_AreNotToldAsQuiet(t *testing.T) {
	var c clock
	c.set(nov3)
	k := newKitAt(t, false, sandbox.Options{Customers: 6, AllAccessible: true}, c.read)
	settings := get[domain.Settings](t, k, "/api/settings")
	settings.TimeZone = "UTC"
	if _, err := k.app.Settings.Save(t.Context(), settings); err != nil {
		t.Fatal(err)
	}
	k.simulator.SetAsOf(nov3)
	k.connect(t)
	c.set(nov3.AddDate(0, 0, 5))
	points := get[struct{ Items []domain.JobPoint }](t, k, "/api/operations/job-trend?days=30").Items
	if len(points) == 0 || points[len(points)-1].Day != "2026-11-03" {
		t.Errorf("read on 3 November, told five days later: %+v", points)
	}
}

// endedByDay counts the jobs of each day on which any ended.
func endedByDay(jobs []endedJob, zone *time.Location) map[domain.Date]domain.JobPoint {
	days := map[domain.Date]domain.JobPoint{}
	for _, j := range jobs {
		p := days[domain.DateOf(j.ended.In(zone))]
		p.Day = domain.DateOf(j.ended.In(zone))
		switch j.outcome {
		case "ok":
			p.OK++
		case "attention":
			p.Attention++
		case "failed":
			p.Failed++
		default:
			p.Other++
		}
		days[p.Day] = p
	}
	return days
}

func readEnded(t *testing.T, r recount) (jobs []endedJob) {
	t.Helper()
	rows, err := r.db.QueryContext(t.Context(), `SELECT x.ended_at, x.outcome, r.customer_id
FROM jobs x, records r WHERE r.id = x.record_id AND x.ended_at IS NOT NULL AND r.gone_at IS NULL AND r.duplicate = 0`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var j endedJob
		var ended string
		if err := rows.Scan(&ended, &j.outcome, &j.customer); err != nil {
			t.Fatal(err)
		}
		if j.ended, err = time.Parse(time.RFC3339, ended); err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, j)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return jobs
}
