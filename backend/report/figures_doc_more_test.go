package report_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/report"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// earlier are the pools of customers as they were read on past days.
type earlier map[domain.Date]map[string][]domain.Pool

// takeEarlier says what a pool was on a past day.
func (e *workedExample) takeEarlier(words []string) {
	day, name := domain.Date(words[1]), words[2]
	if e.earlier == nil {
		e.earlier = earlier{}
	}
	if e.earlier[day] == nil {
		e.earlier[day] = map[string][]domain.Pool{}
	}
	e.customer(name)
	pool := storetest.Pool(words[3], domain.Family(words[4]), e.number(words[5]), e.number(words[6]))
	e.earlier[day][name] = append(e.earlier[day][name], pool)
}

// takeRow takes a row that says how a customer's services do. False is for words that say something else.
func (e *workedExample) takeRow(words []string) bool {
	if !slices.Contains([]string{"job", "request", "service", "setup", "signs-in"}, words[0]) {
		return false
	}
	c := e.customer(words[1])
	switch rows := &c.rows; words[0] {
	case "job":
		job := domain.Job{Key: fmt.Sprint(len(rows.Jobs)), Service: "Backup", Outcome: domain.Outcome(words[2])}
		if words[3] != "running" {
			job.EndedAt = at(words[3])
		}
		rows.Jobs = append(rows.Jobs, job)
	case "request":
		key := fmt.Sprint(len(rows.ServiceRequests))
		rows.ServiceRequests = append(rows.ServiceRequests, domain.ServiceRequest{Key: key, Number: key, Open: words[2] == "open"})
	case "service":
		rows.ServiceStates = append(rows.ServiceStates, domain.ServiceState{Key: words[2], Service: words[2], Outcome: domain.Outcome(words[3])})
	case "setup":
		rows.Profiles = append(rows.Profiles, domain.Profile{Key: "wholesale", State: words[2]})
	case "signs-in":
		last := domain.Date(words[2]).Time()
		rows.Profiles = append(rows.Profiles, domain.Profile{Key: "activity", LastSignInAt: &last, SignInsFrom: domain.Date(words[4])})
	}
	return true
}

// storeEarlier reads the days before in, each in a run of its own.
func (e *workedExample) storeEarlier(c domain.Connection) {
	for _, day := range slices.Sorted(maps.Keys(e.earlier)) {
		at := day.Time().Add(8 * time.Hour)
		run := storetest.Begin(e.t, e.Store, c, at)
		for _, r := range storetest.Records(e.t, e.Store, c, at, e.names...) {
			if pools := e.earlier[day][r.Name]; pools != nil {
				storetest.Save(e.t, e.Store, storetest.Read(run, r, at, pools, nil))
			}
		}
		storetest.Finish(e.t, e.Store, run, at)
	}
}

// storeRows reads in how the services of a customer do, each kind as the data set that lists it.
func (e *workedExample) storeRows(run domain.Run, r domain.Record, at time.Time) {
	rows := e.licences[r.Name].rows
	save := func(dataset string, kind domain.Kind, some domain.Rows) {
		page := storetest.Read(run, r, at, nil, nil)
		page.Dataset, page.Last.Task.Dataset, page.Rows = dataset, dataset, some
		page.Last.Lists, page.Last.Seen = map[domain.Kind]bool{kind: true}, store.Seen{}
		for kind, row := range some.All() {
			page.Last.Seen.Add(kind, row.RowKey())
		}
		storetest.Save(e.t, e.Store, page)
	}
	if rows.Jobs != nil {
		save("jobs", domain.KindJobs, domain.Rows{Jobs: rows.Jobs})
	}
	if rows.ServiceRequests != nil {
		save("service_requests", domain.KindServiceRequests, domain.Rows{ServiceRequests: rows.ServiceRequests})
	}
	if rows.ServiceStates != nil {
		save("service_health", domain.KindServiceStates, domain.Rows{ServiceStates: rows.ServiceStates})
	}
	for _, profile := range rows.Profiles {
		save(profile.Key, domain.KindProfiles, domain.Rows{Profiles: []domain.Profile{profile}})
	}
}

// trend finds a figure of a day of the trend of licences, and jobs one of the jobs day by day; none is for a day without.
func (e *workedExample) trend(day domain.Date, field string) string {
	points, _, err := report.New(e.Reader()).Trend(context.Background(), e.scope, 365)
	if err != nil {
		e.t.Fatal(err)
	}
	for _, point := range points {
		if point.Day == day {
			return e.find(point, field)
		}
	}
	return "none"
}

func (e *workedExample) jobs(day domain.Date, field string) string {
	points, err := report.New(e.Reader()).JobTrend(context.Background(), e.scope, 30)
	if err != nil {
		e.t.Fatal(err)
	}
	for _, point := range points {
		if point.Day == day {
			return e.find(point, field)
		}
	}
	return "none"
}
