package avepoint_test

import (
	"strings"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/avepoint"
	"tenantry/backend/connector/contract"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// TestConnector_SpeaksAsDocumented holds requests and the simulator's answers to the description that was written after
// the vendor's reference, and prints what becomes of the fields.
func TestConnector_SpeaksAsDocumented(t *testing.T) {
	spec := contract.Read(t, "testdata/elements.yaml", "/avepoint")
	for _, api := range []string{"v3", "v1.1"} {
		_, w := start(t, sandbox.Options{Customers: 40})
		w.Fields["api"] = api
		conn := open(t, w, spec.RoundTripper(w.Transport, t))
		if _, err := conn.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		if read := readAll(t, conn); len(read) != w.Readable {
			t.Errorf("%s: read %d customers, want %d", api, len(read), w.Readable)
		}
	}
	spec.Cover(t, avepoint.Coverage)
}

// TestConnector_Certificate signs in with a certificate, and tells when it ends.
func TestConnector_Certificate(t *testing.T) {
	s, w := start(t, sandbox.Options{Customers: 12, AllAccessible: true, Now: func() time.Time { return today.Add(12 * time.Hour) }})
	pem, err := s.AvePointCertificate()
	if err != nil {
		t.Fatal(err)
	}
	w.Secrets = map[string]string{"certificate": pem}
	spec := contract.Read(t, "testdata/elements.yaml", "/avepoint")
	var learned []domain.Credential
	conn := open(t, w, spec.RoundTripper(w.Transport, t), learnInto(&learned))
	if read := readAll(t, conn); len(read) != w.Customers {
		t.Errorf("read %d customers, want %d", len(read), w.Customers)
	}
	if len(learned) != 1 || learned[0].Kind != domain.CredentialCertificate || learned[0].ExpiresAt == nil || learned[0].ExpiresAt.Year() != 2049 {
		t.Errorf("learned %+v", learned)
	}
	for name, form := range map[string]string{"one line": strings.ReplaceAll(pem, "\n", " "), "written ends": strings.ReplaceAll(pem, "\n", `\n`)} {
		w.Secrets = map[string]string{"certificate": form}
		if _, err := open(t, w, w.Transport).Check(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	start := strings.Index(pem, "-----BEGIN PRIVATE KEY")
	for name, broken := range map[string]string{"no key": pem[:start], "no certificate": pem[start:], "cut": pem[:len(pem)/2], "text": "hello"} {
		w.Secrets = map[string]string{"certificate": broken}
		_, err := open(t, w, w.Transport).Check(t.Context())
		expectRefusal(t, name, err, connector.ErrUnauthorized, "certificate_unreadable")
	}
	w.Secrets = nil
	_, err = open(t, w, w.Transport).Check(t.Context())
	expectRefusal(t, "nothing", err, connector.ErrUnauthorized, "app_proof_missing")
}
