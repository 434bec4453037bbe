package syncer

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/store"
)

const keyRateLimited = "rate_limited"

// runner is one run of one connection.
type runner struct {
	cfg         *Config
	opts        Options
	id          int64
	conn        domain.Connection
	zone        *time.Location // of the samples' days
	log         *slog.Logger
	progress    *progress
	lanes       map[string]*lane
	saver       *saver
	doubts      doubts
	checkpoints map[store.CheckpointKey]store.Checkpoint
	personal    bool       // data about people are wanted
	stranger    bool       // another account is signed in than before, and the user has not agreed
	unfinished  *time.Time // since when the connection is read without having come to an end; nil: it had

	turns chan struct{} // full while as many runs are reading as may

	ctx  context.Context // ends with a *failure as its cause
	stop context.CancelCauseFunc
	done chan struct{} // closed when the run is over and forgotten
}

func newRunner(cfg *Config, conn domain.Connection, run domain.Run, zone *time.Location) *runner {
	r := &runner{
		cfg:      cfg,
		opts:     Options{ConnectionID: conn.ID, Full: run.Full, Trigger: run.Trigger},
		id:       run.ID,
		conn:     conn,
		zone:     zone,
		log:      cfg.Logger.With("run", run.ID, "connection", conn.Name),
		progress: newProgress(run),
		lanes:    map[string]*lane{},
		done:     make(chan struct{}),
	}
	r.lanes[mainLane] = r.newLane()
	r.saver = newSaver(r)
	r.ctx, r.stop = context.WithCancelCause(context.Background())
	return r
}

// end ends the run for the reason f; the first reason counts.
func (r *runner) end(f *failure) { r.stop(f) }

// run does the whole run and returns when it is stored and told, with every goroutine it started ended; false where its
// end could not be stored.
func (r *runner) run() bool {
	defer r.stop(nil)
	first := r.progress.snapshot()
	r.cfg.Events(Event{Kind: EventRunStarted, Run: first})
	stop := make(chan struct{})
	var companions sync.WaitGroup
	companions.Go(func() { r.report(stop) })
	companions.Go(func() { r.heartbeat(stop) })

	err := guarded(r.inTurn)
	close(stop)
	companions.Wait()
	return r.conclude(err)
}

// inTurn reads the connection once not too many others are being read.
func (r *runner) inTurn() error {
	select {
	case r.turns <- struct{}{}:
		defer func() { <-r.turns }()
		return r.execute()
	case <-r.ctx.Done():
		return r.ctx.Err()
	}
}

// execute reads the connection. The error it returns kept the list of customers from being read to its end.
func (r *runner) execute() error {
	ctx := connector.WithLastAnswer(context.WithValue(r.ctx, notifierKey{}, r.progress.wait))
	c, spec, err := r.cfg.Open(ctx, r.conn)
	if err != nil {
		return err
	}
	var account domain.Account
	err = r.paced(ctx, r.lanes[mainLane].gate, func() (err error) {
		account, err = c.Check(ctx)
		return err
	})
	if err != nil {
		return connector.Shown(ctx, err)
	}
	if err := r.signedIn(ctx); err != nil {
		return err
	}
	if err := r.recall(ctx, r.conn.ID); err != nil {
		return err
	}
	if err := r.meet(ctx, account); err != nil {
		return err
	}
	datasets := c.Datasets()
	if err := r.cfg.Store.ForgetOtherDatasets(ctx, r.conn.ID, namesOf(datasets)); err != nil {
		return err
	}
	if r.personal, err = r.cfg.Personal(ctx); err != nil {
		return err
	}
	r.openLanes(datasets, max(1, spec.Concurrency))
	return r.readAll(ctx, c, account)
}

func namesOf(datasets []connector.Dataset) []string {
	names := make([]string, len(datasets))
	for i, dataset := range datasets {
		names[i] = dataset.Name
	}
	return names
}

// readAll lists the customers while workers read them and the saver stores what they read.
func (r *runner) readAll(ctx context.Context, c connector.Connector, account domain.Account) error {
	var reading, saving sync.WaitGroup
	saving.Go(r.saver.run)
	for _, l := range r.lanes {
		r.work(ctx, l, &reading)
	}
	err := guarded(func() error { return r.list(ctx, c, account) })
	for _, l := range r.lanes {
		l.queue.close()
	}
	reading.Wait()
	r.settleDoubts(err == nil && r.ctx.Err() == nil)
	close(r.saver.jobs)
	saving.Wait()
	return errors.Join(connector.Shown(ctx, err), r.forgetPeople())
}

// forgetPeople takes out again what this run has stored about people where the user wanted none of it meanwhile.
func (r *runner) forgetPeople() error {
	ctx := context.WithoutCancel(r.ctx)
	if wanted, err := r.cfg.Personal(ctx); err != nil || wanted || !r.personal {
		return err
	}
	return r.cfg.Store.ForgetPeople(ctx)
}

// signedIn takes "sign in again" back once the vendor has accepted the credentials; a paused connection stays paused.
func (r *runner) signedIn(ctx context.Context) error {
	if r.conn.State == domain.ConnectionReady || r.conn.State == domain.ConnectionPaused {
		return nil
	}
	return r.setState(ctx, domain.ConnectionReady)
}

func (r *runner) setState(ctx context.Context, state domain.ConnectionState) error {
	if r.conn.State == state {
		return nil
	}
	if err := r.cfg.Store.SetConnectionState(ctx, r.conn.ID, state); err != nil {
		return err
	}
	r.connectionChanged()
	return nil
}

func (r *runner) connectionChanged() {
	run := r.progress.snapshot()
	r.cfg.Events(Event{Kind: EventConnectionChanged, Run: run})
}

// conclude decides how the run ended, stores it and tells it; false where it could not be stored.
func (r *runner) conclude(err error) bool {
	var ending *failure
	if !errors.As(context.Cause(r.ctx), &ending) && err != nil {
		ending = r.sort(err)
	}
	r.progress.update(func(run *domain.Run) {
		ended := r.cfg.Now()
		run.EndedAt = &ended
		run.State = stateOf(*run, ending)
		if ending != nil {
			run.ErrorKey, run.ErrorDetail = ending.key, ending.detail
		}
	})
	ctx, stop := context.WithTimeout(context.Background(), storeTimeout)
	defer stop()
	if ending != nil && ending.signIn {
		if err := r.setState(ctx, domain.ConnectionSignIn); err != nil {
			r.log.Error("connection state not stored", "error", err)
		}
	}
	stored := r.store(ctx)
	run := r.progress.snapshot()
	r.log.Info("sync ended", "state", run.State, "key", run.ErrorKey, "done", run.TasksDone, "failed", run.TasksFailed,
		"read", run.RowsRead, "written", run.RowsWritten)
	r.cfg.Events(Event{Kind: EventRunEnded, Run: run})
	return stored
}

// store writes the run's end. Where even that fails, the run is shown as failed here and becomes interrupted in the
// table when its heartbeat has grown old.
func (r *runner) store(ctx context.Context) bool {
	run := r.progress.snapshot()
	err := r.cfg.Store.FinishRun(ctx, run)
	if err != nil {
		r.log.Error("end of run not stored", "error", err)
		f := databaseFailure(err)
		r.progress.update(func(run *domain.Run) {
			run.State, run.ErrorKey, run.ErrorDetail = f.state, f.key, f.detail
		})
	}
	return err == nil
}

// stateOf is the state a run ends in. Without a reason to end early it is done, or partial where tasks failed. An
// error of the listing alone leaves what was listed: partial, or failed when that is nothing.
func stateOf(run domain.Run, ending *failure) domain.RunState {
	switch {
	case ending != nil && ending.reach == reachRun:
		return ending.state
	case ending != nil && run.TasksDone == 0:
		return domain.RunFailed
	case ending != nil || run.TasksFailed > 0:
		return domain.RunPartial
	}
	return domain.RunDone
}
