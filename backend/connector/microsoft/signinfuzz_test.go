package microsoft_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"tenantry/backend/connector"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/connector/microsoft"
)

// FuzzDeviceCode: signing in with a code on another device, from its beginning to its tokens or a refusal.
func FuzzDeviceCode(f *testing.F) {
	const begun = `{"device_code":"D","user_code":"U","verification_uri":"https://microsoft.com/devicelogin","expires_in":900,"interval":5,"message":"m"}`
	f.Add(begun, 200, `{"token_type":"Bearer","access_token":"a","refresh_token":"r","expires_in":3599}`)
	f.Add(begun, 400, `{"error":"authorization_declined","error_description":"AADSTS70000: No. Trace ID: x","error_codes":[70000]}`)
	f.Add(`{"device_code":"D","user_code":"U","verification_uri":"x","expires_in":"-1","interval":-5}`, 400, `{"error":"expired_token"}`)
	f.Add(`{"device_code":"D","user_code":"U","verification_uri":"x","interval":9223372036854775807}`, 200, `{"access_token":7}`)
	f.Add(`null`, 200, `null`)
	f.Add(begun, 502, `<html>`)
	f.Fuzz(func(t *testing.T, begun string, status int, ended string) {
		if status < 200 || status > 599 || status == http.StatusNoContent || status == http.StatusNotModified {
			return
		}
		synctest.Test(t, func(t *testing.T) { // waiting for the person takes no time here
			asked := 0
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			cfg := newAPI().config(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !strings.HasSuffix(r.URL.Path, "/token") {
					_, _ = w.Write([]byte(begun))
					return
				}
				if asked++; asked > 5 { // it may say for ever that nobody has agreed yet
					stop()
				}
				w.WriteHeader(status)
				_, _ = w.Write([]byte(ended))
			}))
			device, err := microsoft.Spec().SignIn.Device(ctx, cfg)
			if err != nil {
				signInRefusal(t, begun, err)
				return
			}
			if device.DeviceCode == "" || device.UserCode == "" || device.VerificationURI == "" || device.Interval < 0 || device.Interval > 60 {
				t.Fatalf("%q: %+v", begun, device)
			}
			token, err := microsoft.Spec().SignIn.Poll(ctx, cfg, device)
			if err == nil && token.AccessToken == "" {
				t.Fatalf("%q: signed in with %+v", ended, token)
			}
			if err != nil && ctx.Err() == nil && !errors.Is(err, context.DeadlineExceeded) { // the code's own time
				signInRefusal(t, ended, err)
			}
		})
	})
}

// config is what signs in at an API that answers with handler.
func (a *api) config(handler http.Handler) connector.Config {
	return connector.Config{
		Fields: a.fields, Transport: connectortest.NewTransport(handler),
		Secret: func(name string) string { return map[string]string{"client_secret": "the secret of the app"}[name] },
	}
}

// signInRefusal fails for errors that nobody sorted.
func signInRefusal(t *testing.T, body string, err error) {
	t.Helper()
	var (
		malformed *connector.Malformed
		refusal   *connector.Refusal
		limited   *connector.RateLimited
	)
	switch {
	case errors.As(err, &malformed):
		if len(malformed.Excerpt) > 300 {
			t.Fatalf("%q: an excerpt of %d bytes", body, len(malformed.Excerpt))
		}
	case errors.As(err, &refusal), errors.As(err, &limited), isUnavailable(err):
	default:
		t.Fatalf("%q: %v", body, err)
	}
}

// FuzzConsent: what Partner Center answers to a consent. Only what says so counts as given, or as given before.
func FuzzConsent(f *testing.F) {
	f.Add(201, `{"applicationId":"app"}`)
	f.Add(409, `{"code":2000,"description":"Permission entry already exists."}`)
	f.Add(403, `{"code":"600006","description":null,"data":[]}`)
	f.Add(401, `{"code":900421,"message":"MFA","source":7}`)
	f.Add(206, `[`)
	f.Add(429, `{"statusCode":429,"message":"Rate limit is exceeded."}`)
	f.Add(500, `Permission entry already exists`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 599 || status == http.StatusNoContent || status == http.StatusNotModified {
			return
		}
		synctest.Test(t, func(t *testing.T) { // waiting takes no time here
			a := newCenter()
			a.status[pathConsents], a.bodies[pathConsents] = status, body
			already, err := give(t, a.open(t), customer)
			if err == nil && status >= 300 && !strings.Contains(strings.ToLower(body), "permission entry already exists") {
				t.Fatalf("%d %q counts as given", status, body)
			}
			if already && err != nil {
				t.Fatalf("%d %q: given before, and %v", status, body, err)
			}
			if err != nil && !errors.Is(err, connector.ErrForbidden) && !errors.Is(err, connector.ErrNotFound) {
				signInRefusal(t, body, err)
			}
		})
	})
}
