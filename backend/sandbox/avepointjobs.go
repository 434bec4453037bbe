package sandbox

import (
	"fmt"
	"slices"
	"time"
)

// The codes of a job's status.
const (
	jobRunning    = 1
	jobFinished   = 2
	jobFailed     = 3
	jobException  = 4
	jobSkipped    = 5
	jobNotStarted = 13
	jobNoStart    = 7 // "Failed to start"
	jobCanceled   = 8
)

const (
	jobNights     = 7 // the vendor does not say how far back its list goes
	neverRan      = 306
	unknownModule = 372 // a code that came after the published list
)

// backupJob is one run of a backup.
type backupJob struct {
	service                        *service
	module                         module
	status                         int
	id                             string    // "" for one that never ran
	started, ended                 time.Time // zero: not yet
	total, failed, skipped, warned int
	size                           float64 // GB
}

// outage is a night on which the vendor could start hardly any job.
func outage(d day) bool { return int(d)%41 == 17 }

func (e *elements) allJobs() []backupJob {
	var jobs []backupJob
	seen := map[*service]bool{}
	for _, l := range e.services() {
		if seen[l.service] || l.service.job == 0 {
			continue
		}
		seen[l.service] = true
		for night := e.day - 1; night >= max(e.day-jobNights, l.start); night-- {
			for i, m := range e.modulesOf(l.service) {
				jobs = append(jobs, e.job(l, m, i, night))
			}
		}
	}
	slices.SortStableFunc(jobs, func(a, b backupJob) int { return b.started.Compare(a.started) })
	if seen[cloudBackup365] {
		jobs = append(jobs, backupJob{service: cloudBackup365, module: module{code: neverRan, name: "Project Online"}, status: jobNotStarted})
	}
	return jobs
}

func (e *elements) modulesOf(s *service) []module {
	if s == cloudBackupMachines && key(0, e.id)%3 == 0 {
		return append(slices.Clone(s.modules), module{code: unknownModule, share: 1})
	}
	return s.modules
}

func (e *elements) job(l serviceLine, m module, at int, night day) backupJob {
	k := mix(key(0, e.id), uint64(night), uint64(m.code))
	start := night.time().Add(time.Hour + time.Duration(at)*11*time.Minute + time.Duration(k%600)*time.Second)
	j := backupJob{service: l.service, module: m, started: start, status: e.jobStatusOf(m, night, k)}
	j.id = fmt.Sprintf("FB%s%06d", start.Format("20060102150405"), mix(k, 1)%1000000)
	j.total = max(1, l.bought) * m.share * (40 + int(k>>20%20)) / 100
	j.size = l.stored * float64(m.share) / 100 * 0.004
	j.ended = start.Add(time.Duration(3+k>>8%40)*time.Minute + time.Duration(k>>16%60)*time.Second)
	switch j.status {
	case jobFailed:
		j.failed = max(1, j.total/50)
	case jobException:
		j.warned, j.failed = 1+j.total/200, j.total/400
	case jobSkipped, jobNoStart, jobCanceled:
		j.total, j.size = 0, 0
	case jobRunning:
		j.ended = time.Time{}
	}
	return j
}

func (e *elements) jobStatusOf(m module, night day, k uint64) int {
	roll := k >> 24 % 1000
	switch {
	case outage(night) && roll < 700:
		return jobNoStart
	case m.code == e.failing && roll < 900:
		return jobFailed
	case night == e.day-1 && roll >= 990:
		return jobRunning
	case roll < 8:
		return jobFailed
	case roll < 38:
		return jobException
	case roll < 44:
		return jobSkipped
	case roll < 47:
		return jobCanceled
	}
	return jobFinished
}

// health is the code of the customer's state, after its latest night.
func (e *elements) health() int {
	failed, exceptions, ran := 0, 0, 0
	for _, j := range e.jobs() {
		if j.started.Before((e.day - 1).time()) {
			continue
		}
		ran++
		switch j.status {
		case jobFailed, jobNoStart:
			failed++
		case jobException:
			exceptions++
		}
	}
	switch {
	case ran == 0:
		return 3 // waiting for configuration
	case failed > 1:
		return 4
	case failed == 1:
		return 2
	case exceptions > 0:
		return 5
	}
	return 1
}
