package syncer

import (
	"context"
	"errors"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

const (
	// storeTimeout bounds a write; it is longer than the store waits for another process.
	storeTimeout = 30 * time.Second
	// saveAhead is how many pages may wait for the writer while workers fetch on.
	saveAhead = 64
)

// saver writes what the workers of a run have read, in their order, so that no worker waits for the disk between two
// requests. It goes on after the run's context has ended: what was read is kept.
type saver struct {
	r      *runner
	jobs   chan saveJob
	broken bool // the database refused a write: nothing more is written
}

// saveJob is a page to store or a failure to record.
type saveJob struct {
	task *task
	page *store.PageSave
	fail *store.TaskFail
	read int // rows of the task by then; its worker counts on
}

func newSaver(r *runner) *saver {
	return &saver{r: r, jobs: make(chan saveJob, saveAhead)}
}

func (s *saver) run() {
	for job := range s.jobs {
		if s.broken || job.task.refused {
			continue
		}
		err := s.save(job)
		if errors.Is(err, store.ErrRows) {
			err = s.refuse(job, err)
		}
		if err != nil {
			s.broken = true
			s.r.log.Error("page not stored", "dataset", job.task.dataset.Name, "error", err)
			s.r.end(databaseFailure(err))
		}
	}
}

// refuse fails a task of which a page cannot be stored for what it holds: that says nothing of the others. What follows of
// the task is left out; the pages before stay.
func (s *saver) refuse(job saveJob, err error) error {
	t := job.task
	t.refused = true
	s.r.log.Error("rows not stored", "dataset", t.dataset.Name, "error", err)
	return s.save(saveJob{task: t, fail: s.r.taskFail(t, job.read, &failure{key: "malformed", detail: excerpt(err.Error())})})
}

func (s *saver) save(job saveJob) error {
	ctx, stop := context.WithTimeout(context.Background(), storeTimeout)
	defer stop()
	if job.fail != nil {
		job.fail.Task.RowsWritten = job.task.written
		if err := s.r.cfg.Store.FailTask(ctx, *job.fail); err != nil {
			return err
		}
		s.r.progress.update(func(run *domain.Run) { run.TasksFailed++ })
		return nil
	}
	if job.page.Last != nil {
		job.page.Last.Task.RowsWritten = job.task.written
	}
	written, err := s.r.cfg.Store.SavePage(ctx, *job.page)
	if err != nil {
		return err
	}
	job.task.written += written
	s.r.progress.update(func(run *domain.Run) {
		run.RowsRead += job.page.Len()
		run.RowsWritten += written
		if job.page.Last != nil {
			run.TasksDone++
		}
	})
	return nil
}

// databaseFailure ends a run for an error of the store; one that the store has no word for is internal.
func databaseFailure(err error) *failure {
	f := sortFailure(err)
	f.reach, f.state = reachRun, domain.RunFailed
	return f
}
