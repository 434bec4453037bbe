package app_test

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// microsoftForm is what a user has typed in before signing in at a simulator's Microsoft.
func microsoftForm(t *testing.T, box *sandbox.Sandbox, address string) app.CheckInput {
	t.Helper()
	for _, c := range box.Connections(address) {
		if c.Vendor != string(domain.VendorMicrosoft) {
			continue
		}
		secrets := maps.Clone(c.Secrets)
		delete(secrets, "refresh_token")
		return app.CheckInput{Vendor: domain.VendorMicrosoft, Fields: c.Fields, Secrets: secrets}
	}
	t.Fatal("the simulator has no Microsoft connection")
	return app.CheckInput{}
}

// browse opens a page as a browser would, and gives the last answer's status and text.
func browse(t *testing.T, address string) (int, string) {
	t.Helper()
	answer, err := http.Get(address) //nolint:gosec,noctx // an address of this test's own simulator
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func waitForSignIn(t *testing.T, a *app.App, id string) app.SignInState {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	state, err := a.SignIns.Wait(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func TestSignIn_InTheBrowser_MakesAConnectionThatSyncs(t *testing.T) {
	box, address := vendors(t, sandbox.Options{Customers: 3, AllAccessible: true})
	a := start(t, t.TempDir(), nil)
	form := microsoftForm(t, box, address)
	begun, err := a.SignIns.Start(t.Context(), app.SignInRequest{CheckInput: form})
	if err != nil {
		t.Fatal(err)
	}
	if begun.State != "waiting" || begun.UserCode != "" {
		t.Errorf("begun as %+v", begun)
	}
	in := app.ConnectionInput{Name: "Signed in", Fields: form.Fields, Secrets: form.Secrets, SignIn: begun.ID}
	_, err = a.Connections.Create(t.Context(), domain.VendorMicrosoft, in)
	requireKey(t, err, "sign_in_forgotten") // not before it has ended

	status, page := browse(t, begun.URL)
	if status != http.StatusOK || !strings.Contains(page, "You can close this page") {
		t.Errorf("the browser ends at %d: %s", status, page)
	}
	if ended := waitForSignIn(t, a, begun.ID); ended.State != "done" {
		t.Fatalf("ended as %+v", ended)
	}
	form.SignIn = begun.ID
	if result, err := a.Connections.Check(t.Context(), form); err != nil || !result.OK {
		t.Errorf("trying it out: %+v, %v", result, err)
	}
	conn, err := a.Connections.Create(t.Context(), domain.VendorMicrosoft, in)
	if err != nil {
		t.Fatal(err)
	}
	started, err := a.Sync.Start(t.Context(), app.SyncRequest{ConnectionIDs: []int64{conn.ID}}, app.TriggerUser)
	if err != nil {
		t.Fatal(err)
	}
	if run, err := a.Sync.Wait(t.Context(), started.Runs[0].ID); err != nil || run.TasksDone == 0 {
		t.Errorf("the sync ended as %+v, %v", run, err)
	}
	access, err := a.Connections.Access(t.Context())
	if err != nil || len(access) == 0 {
		t.Errorf("what lets us in: %+v, %v", access, err)
	}
}

func TestSignIn_ByCode_RenewsAStoredConnection(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the simulator's interval")
	}
	box, address := vendors(t, sandbox.Options{Customers: 3, AllAccessible: true})
	a := start(t, t.TempDir(), nil)
	form := microsoftForm(t, box, address)
	form.Secrets["refresh_token"] = "long expired"
	conn, err := a.Connections.Create(t.Context(), domain.VendorMicrosoft,
		app.ConnectionInput{Name: "Old", Fields: form.Fields, Secrets: form.Secrets})
	if err != nil {
		t.Fatal(err)
	}
	begun, err := a.SignIns.Start(t.Context(), app.SignInRequest{
		CheckInput: app.CheckInput{ID: conn.ID, Vendor: conn.Vendor, Fields: conn.Fields}, Device: true,
	})
	if err != nil || begun.UserCode == "" {
		t.Fatalf("begun as %+v, %v", begun, err)
	}
	if ended := waitForSignIn(t, a, begun.ID); ended.State != "done" {
		t.Fatalf("ended as %+v", ended)
	}
	result, err := a.Connections.Check(t.Context(), app.CheckInput{ID: conn.ID, Vendor: conn.Vendor, Fields: conn.Fields})
	if err != nil || !result.OK {
		t.Errorf("the stored connection is refused: %+v, %v", result, err)
	}
}

// Anybody on this machine can call the loopback address: only the answer to our own question counts.
func TestSignIn_ForeignReturns_AreRefused(t *testing.T) {
	box, address := vendors(t, sandbox.Options{Customers: 3, AllAccessible: true})
	a := start(t, t.TempDir(), nil)
	begun, err := a.SignIns.Start(t.Context(), app.SignInRequest{CheckInput: microsoftForm(t, box, address)})
	if err != nil {
		t.Fatal(err)
	}
	asked, err := url.Parse(begun.URL)
	if err != nil {
		t.Fatal(err)
	}
	q := asked.Query()
	if q.Get("code_challenge_method") != "S256" || len(q.Get("state")) < 20 {
		t.Errorf("the question is not guarded: %s", begun.URL)
	}
	back := q.Get("redirect_uri")
	if !strings.HasPrefix(back, "http://localhost:") {
		t.Errorf("the browser comes back to %s", back)
	}
	for _, query := range []string{"", "?code=x", "?code=x&state=guessed", "?error=access_denied&state="} {
		if status, _ := browse(t, back+query); status != http.StatusBadRequest {
			t.Errorf("%q was answered with %d", query, status)
		}
	}
	if state, err := a.SignIns.Get(begun.ID); err != nil || state.State != "waiting" {
		t.Errorf("after foreign returns %+v, %v", state, err)
	}
	if status, _ := browse(t, back+"?error=access_denied&error_description=no&state="+url.QueryEscape(q.Get("state"))); status != http.StatusOK {
		t.Errorf("a refusal was answered with %d", status)
	}
	if ended := waitForSignIn(t, a, begun.ID); ended.State != "failed" || ended.ErrorKey != "sign_in_declined" {
		t.Errorf("after the vendor's refusal %+v", ended)
	}
}

func TestSignIn_EndsWithTheProgram(t *testing.T) {
	box, address := vendors(t, sandbox.Options{Customers: 3, AllAccessible: true})
	a := start(t, t.TempDir(), nil)
	begun, err := a.SignIns.Start(t.Context(), app.SignInRequest{CheckInput: microsoftForm(t, box, address)})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.SignIns.Cancel(begun.ID); err != nil {
		t.Fatal(err)
	}
	if ended := waitForSignIn(t, a, begun.ID); ended.State != "failed" || ended.ErrorKey != "cancelled" {
		t.Errorf("cancelled as %+v", ended)
	}
	if _, err := a.SignIns.Start(t.Context(), app.SignInRequest{CheckInput: microsoftForm(t, box, address)}); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil { // returns only when no goroutine of a sign-in is left
		t.Fatal(err)
	}
	_, err = a.SignIns.Start(t.Context(), app.SignInRequest{CheckInput: microsoftForm(t, box, address)})
	requireKey(t, err, "shutting_down")
}
