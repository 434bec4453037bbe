package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"tenantry/app/cli"
)

// program is a command that runs until stop is called, which gives its exit code.
type program struct {
	url  string // what it printed as JSON
	stop func() int
}

// begin starts a command with --json and reads the address it prints first.
func begin(t *testing.T, args ...string) program {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, writer := io.Pipe()
	var talk bytes.Buffer
	code := make(chan int, 1)
	page := fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>Tenantry</title>")}}
	go func() {
		code <- cli.Run(ctx, page, "1.2.3", cli.Streams{In: strings.NewReader(""), Out: writer, Err: &talk}, append(args, "--json")...)
		_ = writer.Close()
	}()
	t.Cleanup(cancel)
	var printed struct {
		URL string `json:"url"`
	}
	reader := bufio.NewReader(out)
	if err := json.NewDecoder(reader).Decode(&printed); err != nil {
		t.Fatalf("%v printed no address: %v; exit code %d: %s", args, err, <-code, &talk)
	}
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	return program{url: printed.URL, stop: func() int { cancel(); return <-code }}
}

func fetch(t *testing.T, client *http.Client, url string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func browser(t *testing.T, transport http.RoundTripper) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Transport: transport}
}

func TestServe_SandboxInABrowser(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	p := begin(t, "serve", "--sandbox", "--customers", "5", "--data", data, "--key-file", filepath.Join(data, "key"))
	base, _, _ := strings.Cut(p.url, "/?token=")
	if base == p.url {
		t.Fatalf("no link with a token was printed: %s", p.url)
	}
	first, second := browser(t, nil), browser(t, nil)
	if status, _ := fetch(t, first, base+"/api/session"); status != http.StatusUnauthorized {
		t.Errorf("before the link was opened, the API gave %d", status)
	}
	if status, page := fetch(t, first, p.url); status != http.StatusOK || !strings.Contains(page, "<title>Tenantry") {
		t.Fatalf("the link gave %d: %s", status, page)
	}
	if status, _ := fetch(t, second, p.url); status != http.StatusUnauthorized {
		t.Errorf("a second browser came in with %d", status)
	}
	status, body := fetch(t, first, base+"/api/connections")
	if status != http.StatusOK || strings.Count(body, `"sandbox":true`) < 2 {
		t.Errorf("connections gave %d: %s", status, body)
	}
	if code := p.stop(); code != 0 {
		t.Errorf("ended with %d", code)
	}
}

func TestServe_OtherMachinesNeedTLS(t *testing.T) {
	data := t.TempDir()
	cert, key := certificate(t)
	p := begin(t, "serve", "--listen", "0.0.0.0:0", "--data", data, "--tls-cert", cert, "--tls-key", key)
	if !strings.HasPrefix(p.url, "https://localhost:") {
		t.Fatalf("the link is %s", p.url)
	}
	trusting := browser(t, &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}})
	if status, _ := fetch(t, trusting, p.url); status != http.StatusOK {
		t.Errorf("the link gave %d", status)
	}
	base, _, _ := strings.Cut(p.url, "/?token=")
	if status, _ := fetch(t, trusting, base+"/api/session"); status != http.StatusOK {
		t.Errorf("the session gave %d", status)
	}
	if code := p.stop(); code != 0 {
		t.Errorf("ended with %d", code)
	}
}

// certificate writes a certificate for localhost, and its key.
func certificate(t *testing.T) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	certFile, keyFile = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	for path, block := range map[string]*pem.Block{
		certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: private},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}

func TestSandbox_SaysHowToConnect(t *testing.T) {
	p := begin(t, "sandbox", "--customers", "3", "--as-of", "2026-09-01")
	status, about := fetch(t, http.DefaultClient, p.url+"/sandbox/about")
	if status != http.StatusOK || !strings.Contains(about, `"as_of":"2026-09-01"`) || !strings.Contains(about, `"customers":3`) {
		t.Errorf("the sandbox says of itself %d: %s", status, about)
	}
	if code := p.stop(); code != 0 {
		t.Errorf("ended with %d", code)
	}
}

func TestServe_SandboxWithoutAKeychain(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "nobody"))
	t.Setenv("TENANTRY_PASSPHRASE", "")
	data := filepath.Join(t.TempDir(), "data")
	for range 2 {
		p := begin(t, "serve", "--sandbox", "--customers", "3", "--data", data)
		if code := p.stop(); code != 0 {
			t.Errorf("ended with %d", code)
		}
	}
	if _, err := os.Stat(filepath.Join(data, "sandbox.key")); err != nil {
		t.Error(err)
	}
}
