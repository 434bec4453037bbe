package webex_test

import (
	"net/http"
	"testing"
	"time"

	"tenantry/backend/connector/connectortest"
	"tenantry/backend/connector/contract"
	"tenantry/backend/connector/webex"
	"tenantry/backend/sandbox"
)

const sandboxURL = "http://127.0.0.1:9"

var today = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

// start makes a simulated partner.
func start(tb testing.TB, opts sandbox.Options, faults ...string) (*sandbox.Sandbox, connectortest.World) {
	tb.Helper()
	parsed, err := sandbox.ParseFaults(faults)
	if err != nil {
		tb.Fatal(err)
	}
	opts.AsOf, opts.Faults = today, parsed
	s := sandbox.New(opts)
	w := connectortest.World{Transport: connectortest.NewTransport(s.Handler())}
	for _, c := range s.Connections(sandboxURL) {
		if c.Vendor == "webex" {
			w.Fields, w.Secrets = c.Fields, c.Secrets
		}
	}
	for _, total := range s.Truth().Totals {
		if total.Vendor == "webex" {
			w.Customers, w.Readable = total.Customers, total.Readable
		}
	}
	return s, w
}

func TestConnector_KeepsTheContract(t *testing.T) {
	connectortest.Run(t, connectortest.Case{
		Spec: webex.Spec(),
		Start: func(tb testing.TB, faults ...string) connectortest.World {
			_, w := start(tb, sandbox.Options{Customers: 40}, faults...)
			return w
		},
		Token: "/access_token",
		List:  "/organizations",
		Reads: []string{"/licenses"},
	})
}

var _ http.RoundTripper
var _ = contract.Load
