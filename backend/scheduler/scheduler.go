// Package scheduler runs named jobs when their schedule says so, catching up once after sleep or shutdown. What is
// due stands in the store's table of schedules, so that several processes agree; what a job does is its owner's part.
package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Job does a schedule's work. It returns when the work is done or ctx has ended, with one of the results below; an error
// is the result by its key.
type Job func(ctx context.Context, s domain.Schedule) (domain.ScheduleResult, error)

// Config is what a Scheduler works with.
type Config struct {
	Store *store.Store
	Jobs  map[string]Job // by domain.Schedule.Job
	// Now is the clock schedules are compared with; nil is time.Now.
	Now func() time.Time
	// Changed is told that a schedule was started or has ended; nil is nobody.
	Changed func()
	// Ended is told that a job has ended, once how it did is stored and before it can be started again; nil is nobody.
	Ended  func()
	Logger *slog.Logger // nil logs nothing
}

// The results a schedule's last run can have, beside the key of an error.
const (
	ResultRunning     = "running"
	ResultDone        = "done"
	ResultPartial     = "partial" // some of the work was not done
	ResultSkipped     = "skipped" // nothing was begun: others are at it
	ResultCancelled   = "cancelled"
	ResultInterrupted = "interrupted" // the process that did the work has ended
)

const (
	storeTimeout = 30 * time.Second
	tick         = time.Minute
)

// Scheduler runs schedules. Its methods are safe for concurrent use.
type Scheduler struct {
	cfg     Config
	ctx     context.Context // of all jobs; ended by Close
	stop    context.CancelFunc
	mu      sync.Mutex
	shut    bool
	running map[int64]bool
	group   sync.WaitGroup
}

// New makes a Scheduler. Nothing runs by itself before Start; Close ends it.
func New(cfg Config) *Scheduler {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Changed == nil {
		cfg.Changed = func() {}
	}
	if cfg.Ended == nil {
		cfg.Ended = func() {}
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Scheduler{cfg: cfg, running: map[int64]bool{}}
	s.ctx, s.stop = context.WithCancel(context.Background())
	return s
}

// Start looks for due schedules now and every minute, until ctx ends or Close is called. The comparison is with the
// clock on the wall: after sleep the next look finds all that came due meanwhile, and runs each once.
func (s *Scheduler) Start(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shut {
		return
	}
	s.group.Go(func() {
		ticker := time.NewTicker(tick)
		defer ticker.Stop()
		for {
			if _, err := s.launchDue(ctx); err != nil && ctx.Err() == nil && s.ctx.Err() == nil {
				s.cfg.Logger.Error("schedules not read", "error", err)
			}
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return
			case <-s.ctx.Done():
				return
			}
		}
	})
}

// Close ends running jobs and returns when they have. Closing again is fine.
func (s *Scheduler) Close() error {
	s.mu.Lock()
	s.shut = true
	s.stop()
	s.mu.Unlock()
	s.group.Wait()
	return nil
}

// Due lists the schedules whose time has come.
func (s *Scheduler) Due(ctx context.Context) ([]domain.Schedule, error) {
	all, err := s.cfg.Store.FindSchedules(ctx)
	if err != nil {
		return nil, err
	}
	now := s.cfg.Now()
	var due []domain.Schedule
	for _, sched := range all {
		if !sched.Paused && sched.NextAt != nil && (!sched.NextAt.After(now) || plannedAhead(sched, now)) {
			due = append(due, sched)
		}
	}
	return due, nil
}

// plannedAhead reports whether a schedule waits for a time that lies behind more than one of its own: it was planned by
// a clock that has been put back since, and would wait for as long as that was wrong.
func plannedAhead(sched domain.Schedule, now time.Time) bool {
	next, err := Next(sched.Cron, sched.TimeZone, now)
	if err != nil {
		return false
	}
	afterNext, err := Next(sched.Cron, sched.TimeZone, next)
	return err == nil && sched.NextAt.After(afterNext)
}

// RunDue runs what is due and returns when it has ended, with the number of schedules run and their errors joined.
// What another process claims first is its business.
func (s *Scheduler) RunDue(ctx context.Context) (int, error) {
	started, err := s.launchDue(ctx)
	var errs []error
	for _, done := range started {
		select {
		case result := <-done:
			errs = append(errs, result)
		case <-ctx.Done():
			return len(started), ctx.Err()
		}
	}
	return len(started), errors.Join(append(errs, err)...)
}

// RunNow starts a schedule's job at once, paused or not, and returns without waiting for it. Its next time stays.
func (s *Scheduler) RunNow(ctx context.Context, id int64) error {
	sched, err := s.cfg.Store.GetSchedule(ctx, id)
	if err != nil {
		return err
	}
	var next time.Time
	if sched.NextAt != nil {
		next = *sched.NextAt
	}
	done, err := s.launch(ctx, sched, next)
	if err == nil && done == nil {
		return domain.NewError(domain.CodeConflict, "schedule_running") // another process took it at this moment
	}
	return err
}

// Save checks a schedule, works out when it is due next and stores it; ID 0 is a new one. A paused schedule is never
// due, and what it missed is not made up for when it goes on.
func (s *Scheduler) Save(ctx context.Context, sched domain.Schedule) (domain.Schedule, error) {
	if s.cfg.Jobs[sched.Job] == nil {
		return sched, domain.NewError(domain.CodeInvalid, "job_unknown", "job", sched.Job)
	}
	next, err := Next(sched.Cron, sched.TimeZone, s.cfg.Now())
	if err != nil {
		return sched, err
	}
	sched.NextAt = &next
	if sched.Paused {
		sched.NextAt = nil
	}
	return s.cfg.Store.SaveSchedule(ctx, sched)
}

// launchDue claims what is due and starts it. One bad schedule does not keep the others from running.
func (s *Scheduler) launchDue(ctx context.Context) ([]<-chan error, error) {
	due, err := s.Due(ctx)
	if err != nil {
		return nil, err
	}
	var (
		started []<-chan error
		errs    []error
	)
	for _, sched := range due {
		next, err := Next(sched.Cron, sched.TimeZone, s.cfg.Now())
		if err != nil {
			errs = append(errs, err) // it runs this once more, and then not again until it is corrected
		}
		done, err := s.launch(ctx, sched, next)
		if domain.CodeOf(err) == domain.CodeConflict {
			err = s.skip(ctx, sched, next)
		}
		if err != nil {
			errs = append(errs, err)
		}
		if done != nil {
			started = append(started, done)
		}
	}
	return started, errors.Join(errs...)
}

// skip lets a time pass at which the schedule's job was still running.
func (s *Scheduler) skip(ctx context.Context, sched domain.Schedule, next time.Time) error {
	s.cfg.Logger.Info("schedule skipped: its job is still running", "schedule", sched.ID)
	started := s.cfg.Now()
	if sched.LastAt != nil {
		started = *sched.LastAt
	}
	_, err := s.cfg.Store.MarkScheduleStarted(ctx, sched.ID, sched.NextAt, started, next)
	return err
}

// launch claims a schedule and runs its job in a goroutine; the channel gives the job's result. A schedule that this
// process still runs is a conflict; one that another process has claimed since it was read gives no channel.
func (s *Scheduler) launch(ctx context.Context, sched domain.Schedule, next time.Time) (<-chan error, error) {
	job := s.cfg.Jobs[sched.Job]
	if job == nil {
		return nil, domain.NewError(domain.CodeInvalid, "job_unknown", "job", sched.Job)
	}
	if err := s.reserve(sched.ID); err != nil {
		return nil, err
	}
	claimed, err := s.cfg.Store.MarkScheduleStarted(ctx, sched.ID, sched.NextAt, s.cfg.Now(), next)
	if err != nil || !claimed {
		s.release(sched.ID)
		s.group.Done()
		return nil, err
	}
	s.cfg.Changed()
	done := make(chan error, 1)
	go func() {
		defer s.group.Done()
		result, err := s.run(job, sched)
		s.finish(sched, result, err)
		s.cfg.Ended()
		s.release(sched.ID) // before anybody hears of the end, who may start it again
		s.cfg.Changed()
		done <- err
	}()
	return done, nil
}

// reserve counts a job in and lets it run only once at a time; release lets it run again.
func (s *Scheduler) reserve(id int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.shut:
		return domain.NewError(domain.CodeUnavailable, "shutting_down")
	case s.running[id]:
		return domain.NewError(domain.CodeConflict, "schedule_running")
	}
	s.running[id] = true
	s.group.Add(1)
	return nil
}

func (s *Scheduler) release(id int64) {
	s.mu.Lock()
	delete(s.running, id)
	s.mu.Unlock()
}

func (s *Scheduler) run(job Job, sched domain.Schedule) (result domain.ScheduleResult, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.cfg.Logger.Error("job panicked", "job", sched.Job, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("job %s: panic: %v", sched.Job, p)
		}
	}()
	return job(s.ctx, sched)
}

func (s *Scheduler) finish(sched domain.Schedule, result domain.ScheduleResult, err error) {
	var known *domain.Error
	switch {
	case err == nil:
	case errors.As(err, &known):
		result = domain.ScheduleResult{Word: known.Key, Params: known.Params}
	case errors.Is(err, context.Canceled):
		result = domain.ScheduleResult{Word: ResultCancelled}
	default:
		result = domain.ScheduleResult{Word: "internal"}
		s.cfg.Logger.Error("job failed", "job", sched.Job, "schedule", sched.ID, "error", err)
	}
	ctx, stop := context.WithTimeout(context.Background(), storeTimeout)
	defer stop()
	if err := s.cfg.Store.MarkScheduleFinished(ctx, sched.ID, s.cfg.Now(), result); err != nil {
		s.cfg.Logger.Error("result of job not stored", "schedule", sched.ID, "error", err)
	}
}
