package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
	"tenantry/backend/syncer"
)

// DefaultSampleCustomers is how many companies the sample data have.
const DefaultSampleCustomers = 60

const (
	sampleFolder = "sample"
	sampleSeed   = 1
	sampleDays   = 90 // how far the sample data's history goes back
	samplePoints = 13
)

// Sample shows an invented portfolio, kept in a folder of its own and read through the ordinary connectors.
type Sample struct {
	app *App
	mu  sync.Mutex // held while sample data are opened or closed
}

// sample is the invented portfolio while it is shown.
type sample struct {
	*workspace
	simulator *sandbox.Sandbox
	server    *http.Server
	address   string

	stop  context.CancelFunc
	group sync.WaitGroup

	mu   sync.Mutex
	done *Progress // nil when the history is complete
}

// Open starts the simulated vendors and shows their data; their history is read in the background.
func (s *Sample) Open(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shown() != nil {
		return nil
	}
	if s.app.cfg.Simulated {
		return domain.NewError(domain.CodeConflict, "sample_beside_real")
	}
	return s.open(ctx)
}

// resume shows the sample data again where the program was ended while they were shown.
func (s *Sample) resume(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := os.Stat(filepath.Join(s.folder(), databaseName)); err != nil || s.app.cfg.Simulated {
		return nil
	}
	return s.open(ctx)
}

// Close goes back to the user's own data and deletes the invented ones.
func (s *Sample) Close(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	shown := s.shown()
	if shown == nil {
		return domain.NewError(domain.CodeConflict, "sample_not_open")
	}
	s.show(nil)
	if err := shown.close(); err != nil {
		s.app.log.ErrorContext(ctx, "sample data closed with an error", "error", err)
	}
	if err := os.RemoveAll(s.folder()); err != nil {
		return fmt.Errorf("delete sample data: %w", err)
	}
	return nil
}

func (s *Sample) folder() string { return filepath.Join(s.app.cfg.DataDir, sampleFolder) }

func (s *Sample) shown() *sample {
	s.app.mu.RLock()
	defer s.app.mu.RUnlock()
	return s.app.sample
}

// show puts the sample data in front of the user's own, or takes them away.
func (s *Sample) show(shown *sample) {
	s.app.mu.Lock()
	s.app.sample = shown
	s.app.mu.Unlock()
	s.app.Events.emit(Event{Type: EventWorkspaceChanged})
}

// progress says how far the history has been read; nil when there is nothing to wait for.
func (s *Sample) progress() *Progress {
	shown := s.shown()
	if shown == nil {
		return nil
	}
	shown.mu.Lock()
	defer shown.mu.Unlock()
	if shown.done == nil {
		return nil
	}
	done := *shown.done
	return &done
}

// open makes or opens the folder of the sample data, starts the simulator and connects the one to the other.
func (s *Sample) open(ctx context.Context) (err error) {
	if err := makeFolder(s.folder()); err != nil {
		return err
	}
	shown := &sample{simulator: sandbox.New(sandbox.Options{Customers: s.app.cfg.SampleCustomers, Seed: sampleSeed})}
	if err := shown.listen(ctx); err != nil {
		return err
	}
	shown.workspace, err = s.app.openWorkspace(ctx, s.folder(), workspaceOptions{
		sample: true, now: time.Now, keyFile: filepath.Join(s.folder(), "key"),
	})
	if err != nil {
		return errors.Join(err, shown.server.Close())
	}
	fresh, err := shown.reconnect(ctx)
	if err == nil && fresh {
		err = s.copySettings(ctx, shown.workspace)
	}
	if err != nil {
		return errors.Join(err, shown.close())
	}
	background, stop := context.WithCancel(context.Background())
	shown.stop = stop
	if fresh {
		shown.done = &Progress{Total: samplePoints}
	}
	s.show(shown)
	if fresh {
		shown.group.Go(func() { shown.readHistory(background) })
	}
	return nil
}

// copySettings lets the sample data appear in the user's own language and colours.
func (s *Sample) copySettings(ctx context.Context, ws *workspace) error {
	settings, err := s.app.own.store.GetSettings(ctx)
	if err != nil {
		return err
	}
	return ws.store.SaveSettings(ctx, settings)
}

func (s *sample) listen(ctx context.Context) error {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("start simulated vendors: %w", err)
	}
	s.address = "http://" + listener.Addr().String()
	s.server = &http.Server{Handler: s.simulator.Handler(), ReadHeaderTimeout: 10 * time.Second}
	s.group.Go(func() { _ = s.server.Serve(listener) }) // ends with ErrServerClosed
	return nil
}

// reconnect points the connections to where the simulator answers now; fresh says that there were none.
func (s *sample) reconnect(ctx context.Context) (fresh bool, err error) {
	existing, err := s.store.FindConnections(ctx)
	if err != nil {
		return false, err
	}
	_, err = s.connectSandbox(ctx, s.simulator.Connections(s.address))
	return len(existing) == 0, err
}

// readHistory syncs the simulated vendors on past days, oldest first, and ends today.
func (s *sample) readHistory(ctx context.Context) {
	defer s.step(samplePoints)
	today := time.Now()
	for i := range samplePoints {
		day := today.AddDate(0, 0, -sampleDays+i*sampleDays/(samplePoints-1))
		if err := s.syncAt(ctx, day); err != nil {
			if ctx.Err() == nil {
				s.app.log.ErrorContext(ctx, "sample data not read", "day", domain.DateOf(day), "error", err)
			}
			return
		}
		s.step(i + 1)
	}
}

// step tells how many days of the history are read.
func (s *sample) step(done int) {
	s.mu.Lock()
	progress := Progress{Done: done, Total: samplePoints}
	s.done = &progress
	if done == samplePoints {
		s.done = nil
	}
	s.mu.Unlock()
	s.app.tell(s.workspace, Event{Type: EventSampleProgress, Progress: &progress})
	s.app.tell(s.workspace, Event{Type: EventDataChanged})
}

// syncAt moves the simulated vendors to a day and reads them on that day's clock.
func (s *sample) syncAt(ctx context.Context, day time.Time) error {
	s.simulator.SetAsOf(day)
	past := s.newSyncer(func() time.Time { return day }, true)
	defer func() { _ = past.Close() }()
	connections, err := s.store.FindConnections(ctx)
	if err != nil {
		return err
	}
	var runs []domain.Run
	for _, conn := range connections {
		run, err := past.Start(ctx, syncer.Options{ConnectionID: conn.ID, Trigger: TriggerUser})
		if err != nil {
			return err
		}
		runs = append(runs, run)
	}
	for _, run := range runs {
		if _, err := past.Wait(ctx, run.ID); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (s *sample) close() error {
	if s.stop != nil {
		s.stop()
	}
	err := s.server.Close()
	s.group.Wait()
	return errors.Join(err, s.workspace.close())
}
