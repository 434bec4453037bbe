package app

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/process"
	"tenantry/backend/report"
	"tenantry/backend/scheduler"
	"tenantry/backend/store"
	"tenantry/backend/syncer"
)

const (
	databaseName = "tenantry.db"
	// lookEvery is how often the data file is looked at for what other processes wrote.
	lookEvery = time.Second
	// notifyEvery is how often days that pass are looked at for what they bring; notifyFirst leaves the start of an
	// interface to what it shows first.
	notifyEvery = time.Hour
	notifyFirst = 3 * time.Second
)

// workspace is one open data folder with everything that works on it.
type workspace struct {
	app     *App
	folder  string
	sample  bool
	store   *store.Store
	reports *report.Reports
	vault   *vault
	now     func() time.Time

	syncer    *syncer.Syncer
	scheduler *scheduler.Scheduler
	answers   answers
	matching  sync.Mutex // held while records are matched
	notifying sync.Mutex // held while notifications are made

	stop  context.CancelFunc
	group sync.WaitGroup
}

type workspaceOptions struct {
	sample    bool
	now       func() time.Time
	simulated bool
	keyFile   string // of the sample data; the configured one otherwise
}

// openWorkspace opens a data folder that exists.
func (a *App) openWorkspace(ctx context.Context, folder string, opts workspaceOptions) (*workspace, error) {
	db, err := store.Open(ctx, filepath.Join(folder, databaseName))
	if err != nil {
		return nil, err
	}
	w := &workspace{app: a, folder: folder, sample: opts.sample, store: db, now: opts.now, reports: report.New(db.Reader())}
	w.vault = newVault(a.cfg, w, opts.keyFile)
	if err := w.prepare(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	w.syncer = w.newSyncer(opts.now, opts.simulated)
	w.scheduler = scheduler.New(scheduler.Config{
		Store:   db,
		Jobs:    map[string]scheduler.Job{jobSync: w.runSync, jobExport: w.runExport},
		Changed: func() { a.tell(w, Event{Type: EventConnectionChanged}) },
		Ended:   w.notify,
		Logger:  a.log,
	})
	background, stop := context.WithCancel(context.Background())
	w.stop = stop
	if a.cfg.Mode != ModeConsole { // which asks once and ends
		w.answers.ws = w
		w.group.Go(func() { w.watch(background) })
		w.group.Go(func() { w.keepReady(background) })
		if !opts.sample && !opts.simulated {
			w.scheduler.Start(background)
		}
	}
	return w, nil
}

func (w *workspace) prepare(ctx context.Context) error {
	if err := w.store.InterruptStaleRuns(ctx, time.Now()); err != nil {
		return err
	}
	if err := w.store.InterruptAbandonedRuns(ctx, process.Ended); err != nil {
		return err
	}
	if err := w.forgetPeople(ctx); err != nil {
		return err
	}
	if err := w.priceToday(ctx); err != nil {
		w.app.log.ErrorContext(ctx, "prices not applied", "error", err) // no reason not to open: the next sync does it
	}
	return nil
}

// forgetPeople takes out what an older version has kept of people although they were not wanted.
func (w *workspace) forgetPeople(ctx context.Context) error {
	if wanted, err := w.personal(ctx); err != nil || wanted {
		return err
	}
	if done, err := w.store.ForgotPeople(ctx); err != nil || done {
		return err
	}
	return w.store.ForgetPeople(ctx)
}

// zone gives the time zone chosen now.
func (w *workspace) zone(ctx context.Context) (*time.Location, error) {
	settings, err := w.store.GetSettings(ctx)
	if err != nil {
		return nil, err
	}
	return zoneOf(settings)
}

// personal reports whether data about people are read.
func (w *workspace) personal(ctx context.Context) (bool, error) {
	settings, err := w.store.GetSettings(ctx)
	return !settings.NoPersonalData, err
}

func (w *workspace) newSyncer(now func() time.Time, simulated bool) *syncer.Syncer {
	open := w.connect
	if simulated {
		open = func(ctx context.Context, c domain.Connection) (connector.Connector, connector.Spec, error) {
			return w.connectOn(ctx, c, now)
		}
	}
	return syncer.New(syncer.Config{
		Store:     w.store,
		Open:      open,
		Now:       now,
		Simulated: simulated,
		Zone:      w.zone,
		Personal:  w.personal,
		Events:    w.syncEvent,
		Owner:     process.Name(),
		Logger:    w.app.log,
	})
}

func (w *workspace) syncEvent(e syncer.Event) {
	run := e.Run
	if e.Kind == syncer.EventRunEnded {
		w.matchAfter(run) // before the end is told: whoever hears of it reads what has been matched
		w.priceAfter(run)
		w.notify()
	}
	event := Event{Type: EventType(e.Kind), WaitingSeconds: int(e.Waiting.Round(time.Second).Seconds()), WaitingFor: e.WaitingFor}
	if run.ID != 0 {
		event.Run = &run
	}
	w.app.tell(w, event)
}

// watch tells when another process has changed the data file, and what days that pass bring.
func (w *workspace) watch(ctx context.Context) {
	ticker, notifications := time.NewTicker(lookEvery), time.NewTicker(notifyEvery)
	defer ticker.Stop()
	defer notifications.Stop()
	started := time.NewTimer(notifyFirst)
	defer started.Stop()
	var known int64
	for first := true; ; first = false {
		version, err := w.store.DataVersion(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			w.app.log.WarnContext(ctx, "data file not looked at", "error", err)
		case err == nil && !first && version != known:
			w.app.tell(w, Event{Type: EventDataChanged})
			w.relock(ctx)
		}
		w.app.Lock.look()
		if err == nil {
			known = version
		}
		select {
		case <-ctx.Done():
			return
		case <-started.C:
			w.notify()
		case <-notifications.C:
			if err := w.priceToday(ctx); err != nil && ctx.Err() == nil {
				w.app.log.ErrorContext(ctx, "prices not applied", "error", err)
			}
			w.notify()
		case <-ticker.C:
		}
	}
}

// relock takes over what another process has done to the lock of the interface.
func (w *workspace) relock(ctx context.Context) {
	if err := w.app.Lock.reload(ctx); err != nil && ctx.Err() == nil {
		w.app.log.WarnContext(ctx, "lock not looked at", "error", err)
	}
}

// runSync is the job of a schedule that syncs one connection, or all that are not paused; it waits for the end.
func (w *workspace) runSync(ctx context.Context, s domain.Schedule) (domain.ScheduleResult, error) {
	req := SyncRequest{}
	if s.ConnectionID != nil {
		req.ConnectionIDs = []int64{*s.ConnectionID}
	}
	started, err := w.startSync(ctx, req, TriggerSchedule)
	if err != nil {
		return domain.ScheduleResult{}, err
	}
	var errs []error
	var states []domain.RunState
	for _, run := range started.Runs {
		ended, err := w.waitForRun(ctx, run.ID)
		if err == nil && ended.State == domain.RunFailed {
			err = domain.NewError(domain.CodeUnavailable, ended.ErrorKey)
		}
		errs, states = append(errs, err), append(states, ended.State)
	}
	return domain.ScheduleResult{Word: scheduleResult(states, len(started.Skipped))}, errors.Join(errs...)
}

// scheduleResult is one word for how the runs of a schedule ended, none of which failed, and for connections that were
// busy.
func scheduleResult(states []domain.RunState, skipped int) string {
	all := func(state domain.RunState) bool {
		return skipped == 0 && !slices.ContainsFunc(states, func(s domain.RunState) bool { return s != state })
	}
	switch {
	case len(states) == 0:
		return scheduler.ResultSkipped
	case all(domain.RunDone):
		return scheduler.ResultDone
	case all(domain.RunCancelled):
		return scheduler.ResultCancelled
	case all(domain.RunInterrupted):
		return scheduler.ResultInterrupted
	}
	return scheduler.ResultPartial
}

// waitForRun returns when a run has ended; when ctx ends first the run is cancelled.
func (w *workspace) waitForRun(ctx context.Context, id int64) (domain.Run, error) {
	run, err := w.syncer.Wait(ctx, id)
	if ctx.Err() == nil {
		return run, err
	}
	// One that has ended just now, or while others were waited for, needs no cancelling.
	if err := w.syncer.Cancel(id); err != nil && domain.CodeOf(err) != domain.CodeConflict {
		return run, err
	}
	late, stop := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer stop()
	return w.syncer.Wait(late, id)
}

func (w *workspace) close() error {
	w.stop()
	errs := []error{w.scheduler.Close(), w.syncer.Close()}
	w.group.Wait()
	return errors.Join(append(errs, w.store.Close())...)
}

// scope fills in the day and the thresholds that figures are judged by, and the customers: the one that a former number
// leads to, or those with a tag. A tag that nobody gives is not found.
func (w *workspace) scope(ctx context.Context, s domain.Scope) (domain.Scope, error) {
	if err := s.Check(); err != nil {
		return s, err
	}
	settings, err := w.store.GetSettings(ctx)
	if err != nil {
		return s, err
	}
	zone, err := zoneOf(settings)
	if err != nil {
		return s, err
	}
	s.Today, s.Zone = domain.DateOf(w.now().In(zone)), zone
	s.Thresholds = settings.Thresholds
	if s.Tag != "" {
		s.Tagged, err = w.store.FindTagged(ctx, s)
		return s, err
	}
	if s.CustomerID == 0 {
		return s, nil
	}
	now, err := w.store.ResolveCustomer(ctx, s.CustomerID)
	if domain.CodeOf(err) == domain.CodeNotFound {
		return s, nil // what is about nobody is empty
	}
	s.CustomerID = now
	return s, err
}
