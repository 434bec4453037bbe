//go:build desktop && production && (windows || cgo)

package desktop

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"tenantry/app"
	"tenantry/app/api"
	"tenantry/backend/domain"
	"tenantry/backend/language"
)

// Available says whether this program was built with the window.
const Available = true

// eventName is what the page listens to.
const eventName = "tenantry"

// Run shows the window until the user closes it or the process is told to end: Wails listens to SIGINT and SIGTERM by
// itself, and a second call to quit beside its own crashes GTK.
func Run(opts Options) error {
	useRealLocale()
	opts.Config.Mode = app.ModeWindow
	h := &host{opts: opts, app: app.New(opts.Config), ready: make(chan struct{})}
	h.window = &Window{host: h}
	err := wails.Run(&options.App{
		Title:            "Tenantry",
		Width:            1280,
		Height:           800,
		MinWidth:         1024,
		MinHeight:        700,
		BackgroundColour: options.NewRGB(255, 255, 255),
		AssetServer:      &assetserver.Options{Handler: h},
		Bind:             []any{h.window},
		ErrorFormatter:   h.formatError,
		Logger:           wailsLog{h},
		OnStartup:        h.startup,
		OnShutdown:       h.shutdown,
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId: "tenantry_" + folderID(opts.Config.DataDir), OnSecondInstanceLaunch: h.showAgain,
		},
		// Without a GPU this is several times faster, and it takes less memory everywhere.
		Linux: &linux.Options{WebviewGpuPolicy: linux.WebviewGpuPolicyNever, ProgramName: "tenantry"},
	})
	return errors.Join(err, h.failure)
}

// useRealLocale replaces the locale "C.…", which WebKit hands to the page as the language "C" and Intl refuses.
func useRealLocale() {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LC_CTYPE", "LANG"} {
		if strings.HasPrefix(os.Getenv(name), "C.") {
			_ = os.Setenv(name, "en_US.UTF-8") // fails for impossible names only
		}
	}
}

// folderID names a data folder for the lock that keeps a second window from opening on it.
func folderID(folder string) string {
	if abs, err := filepath.Abs(folder); err == nil {
		folder = abs
	}
	sum := sha256.Sum256([]byte(folder))
	return hex.EncodeToString(sum[:8])
}

// host ties the app to the window. Wails calls it from goroutines of its own.
type host struct {
	opts    Options
	app     *app.App
	window  *Window
	failure error // why the window closed by itself

	ready   chan struct{} // closed once requests can be answered
	handler http.Handler

	mu     sync.Mutex
	wails  context.Context // of the window, once it is there; Wails' runtime wants it
	unlock func()
	group  sync.WaitGroup
}

// firstAsked is what takes a while of what the page asks for at every start (frontend/src/app/first-page.ts and the shell). What is
// asked otherwise than it stands here only comes a little later.
var firstAsked = []string{
	"/api/dashboard?family=all", "/api/home?limit=8", "/api/connections", "/api/runs?limit=50&offset=0", "/api/notifications?state=open&limit=200",
}

// startup opens the data; until then requests wait.
func (h *host) startup(ctx context.Context) {
	h.mu.Lock()
	h.wails = ctx
	h.mu.Unlock()
	defer close(h.ready)
	err := h.open(ctx)
	if err == nil {
		ahead := api.NewAhead(firstAsked...)
		h.handler = api.New(h.app, api.Options{Frontend: h.opts.Frontend, Logger: h.app.Logger(), Ahead: ahead})
		h.group.Go(ahead.Watch(&h.app.Events))
		h.group.Go(func() { ahead.Ask(ctx) })
		h.group.Go(h.forwardEvents)
		return
	}
	h.failure = err
	h.handler = http.HandlerFunc(emptyPage)
	texts := language.New(language.Detect(os.Getenv))
	go func() { // the dialog needs the window's own loop, which startup must not hold up
		_, _ = runtime.MessageDialog(ctx, runtime.MessageDialogOptions{
			Type: runtime.ErrorDialog, Title: "Tenantry", Message: texts.Error(err),
		})
		runtime.Quit(ctx)
	}()
}

// emptyPage is what stands behind the dialog that says why there is nothing to show.
func emptyPage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte("<!doctype html><title>Tenantry</title>"))
}

func (h *host) open(ctx context.Context) error {
	unlock, err := app.LockWindow(h.opts.Config.DataDir)
	if err != nil {
		return err
	}
	h.unlock = unlock
	return h.app.Start(ctx)
}

func (h *host) shutdown(context.Context) {
	<-h.ready
	if err := h.app.Close(); err != nil {
		h.failure = errors.Join(h.failure, err)
	}
	h.group.Wait()
	if h.unlock != nil {
		h.unlock()
	}
}

// ServeHTTP answers the page's requests once the data are open.
func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	<-h.ready
	h.handler.ServeHTTP(w, r)
}

// forwardEvents hands what happens to the page until the app closes.
func (h *host) forwardEvents() {
	events, stop := h.app.Events.Subscribe()
	defer stop()
	for event := range events {
		if h.app.Lock.Locked() && !event.AboutLock() {
			continue // it tells of data
		}
		runtime.EventsEmit(h.context(), eventName, event)
	}
}

func (h *host) context() context.Context {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.wails
}

// showAgain brings the window to the front when the program is started a second time on the same data.
func (h *host) showAgain(options.SecondInstanceData) {
	if ctx := h.context(); ctx != nil {
		runtime.WindowUnminimise(ctx)
		runtime.Show(ctx)
	}
}

// formatError gives the page the same problem that the API would answer with, as JSON.
func (h *host) formatError(err error) any {
	session, failed := h.app.Session(h.context(), "")
	if failed != nil {
		session.Language = language.Detect(os.Getenv)
	}
	body, failed := json.Marshal(api.Explain(err, session.Language))
	if failed != nil {
		return err.Error()
	}
	if domain.CodeOf(err) == domain.CodeInternal {
		h.app.Logger().Error("window call failed", "error", err)
	}
	return string(body)
}

// wailsLog takes Wails' own messages into our log.
type wailsLog struct{ host *host }

func (l wailsLog) warn(text string) {
	if log := l.host.app.Logger(); log != nil {
		log.Warn("window: " + text)
	}
}

func (l wailsLog) Print(string)        {}
func (l wailsLog) Trace(string)        {}
func (l wailsLog) Debug(string)        {}
func (l wailsLog) Info(string)         {}
func (l wailsLog) Warning(text string) { l.warn(text) }
func (l wailsLog) Error(text string)   { l.warn(text) }
func (l wailsLog) Fatal(text string)   { l.warn(text) }
