package contract_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oasdiff/yaml"

	"tenantry/backend/connector"
	"tenantry/backend/connector/contract"
	"tenantry/backend/connector/microsoft"
	"tenantry/backend/connector/webex"
	"tenantry/backend/domain"
)

const (
	prismFolder = "../../../tools/prism/node_modules/@stoplight/prism-cli/dist/index.js"
	// prismStarts is how long a mock server may take until it listens; datasetEnds is what no dataset may take.
	prismStarts = 2 * time.Minute
	datasetEnds = time.Minute
)

// TestPrism_WhateverADescriptionAllows_IsReadOrNamed lets the connectors read servers that know nothing but the vendors'
// descriptions: their examples, or else whatever the schemas allow. Each dataset is read to its end, or its error says
// which field cannot be used; and what was read is stored by a sync.
func TestPrism_WhateverADescriptionAllows_IsReadOrNamed(t *testing.T) {
	if testing.Short() {
		t.Skip("three servers take half a minute to start")
	}
	folder := os.Getenv(contract.FolderVariable)
	if folder == "" {
		t.Skipf("%s is not set: the vendors' API descriptions are not at hand", contract.FolderVariable)
	}
	if _, err := os.Stat(prismFolder); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("tools/prism is not installed: make tools/prism/node_modules/.package-lock.json")
		}
		t.Skip("tools/prism is not installed: make tools/prism/node_modules/.package-lock.json")
	}
	mocks := startMocks(t, folder, "webex-admin.json", "webex-wholesale.json", "microsoft-graph-subset.yaml")
	for _, v := range []vendor{
		{"webex", webex.Spec(), map[string]string{"client_id": "c", "wholesale": "yes", "sign_ins": "yes", "partner_reports": "yes"}, "base_url",
			"Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi85NmFiYzJhYS0zZGNjLTExZTUtYTE1Mi1mZTM0ODE5Y2RjOWE"},
		{"microsoft", microsoft.Spec(), map[string]string{"client_id": "c", "tenant_id": "p", "partner_center": "yes"}, "graph_url",
			"6b5d1f9e-0d6c-4c6b-9a3f-0c1f6f3a7a11"},
	} {
		for _, m := range []mode{
			{name: "examples"},
			{name: "examples, lists ended", ends: true},
			{name: "made up 1", seed: "1", ends: true},
			{name: "made up 2", seed: "2", ends: true},
			{name: "made up 3", seed: "3", ends: true},
			{name: "made up 4", seed: "4", ends: true},
		} {
			t.Run(v.name+", "+m.name, func(t *testing.T) { v.read(t, newStand(t, mocks, m)) })
		}
	}
}

// vendor is a connector and what it takes to point it at a stand.
type vendor struct {
	name     string
	spec     connector.Spec
	fields   map[string]string
	address  string // the field with the base URL
	customer string // whom to ask about where the list has nobody
}

func (v vendor) read(t *testing.T, s *stand) {
	t.Helper()
	fields := map[string]string{v.address: s.url + "/" + v.name, "login_url": s.url + "/login", "partner_center_url": s.url + "/partnercenter", connector.FieldRequestsPerMinute: "0"}
	for name, value := range v.fields {
		fields[name] = value
	}
	conn, err := v.spec.New(connector.Config{Fields: fields, Secret: func(string) string { return "secret" }, Transport: s})
	if err != nil {
		t.Fatal(err)
	}
	within := func(read func(ctx context.Context) (int, error)) (int, error) {
		ctx, stop := context.WithTimeout(t.Context(), datasetEnds)
		defer stop()
		return read(ctx)
	}
	_, err = within(func(ctx context.Context) (int, error) { _, err := conn.Check(ctx); return 0, err })
	s.judge(t, "sign-in", 0, err)
	records := []domain.Record{{VendorID: v.customer, Name: "Made up"}}
	listed, err := within(func(ctx context.Context) (n int, _ error) {
		for page, err := range conn.Customers(ctx) {
			if err != nil {
				return n, err
			}
			n += len(page)
			records = append(records, page...)
		}
		return n, nil
	})
	s.judge(t, "customers", listed, err)
	record := records[len(records)-1]
	again := &replay{vendor: domain.Vendor(v.name), records: records, failed: map[string]bool{}}
	for _, d := range conn.Datasets() {
		request := connector.Request{Customer: record}
		if d.PerConnection {
			request.Customer = domain.Record{}
		}
		var read heard
		rows, err := within(func(ctx context.Context) (n int, _ error) {
			for page, err := range d.Fetch(ctx, request) {
				if err != nil {
					return n, err
				}
				read.pages = append(read.pages, page)
				n += page.Len()
			}
			return n, nil
		})
		s.judge(t, d.Name, rows, err)
		read.err = err
		again.add(d, request.Customer.VendorID, read)
	}
	again.sync(t)
}

// judge prints how reading went. What fails must be an answer that says too little or the impossible, and the error must
// name the field.
func (s *stand) judge(t *testing.T, what string, rows int, err error) {
	t.Helper()
	var malformed *connector.Malformed
	elsewhere := s.elsewhere()
	switch {
	case err == nil:
		t.Logf("%-20s complete, %d rows", what, rows)
	case errors.Is(err, context.DeadlineExceeded):
		t.Errorf("%-20s hangs", what)
	case errors.As(err, &malformed) && s.named(malformed.Err.Error()):
		t.Logf("%-20s %v", what, malformed.Err)
	case errors.As(err, &malformed):
		t.Errorf("%-20s names no documented field: %v", what, malformed.Err)
	case errors.Is(err, connector.ErrNotFound) && elsewhere:
		t.Logf("%-20s a file that is said to be at a host which is made up: %v", what, err)
	default:
		t.Errorf("%-20s %v", what, err)
	}
	for _, refusal := range s.refusals() {
		t.Errorf("%-20s the request is not as described: %s", what, refusal)
	}
}

// named says whether a field of the descriptions is among the words; paths are no words.
func (s *stand) named(text string) bool {
	return slices.ContainsFunc(strings.Fields(text), func(word string) bool {
		word = strings.TrimRight(word, ".,:")
		last := word[strings.LastIndexByte(word, '.')+1:]
		return !strings.Contains(word, "/") && (s.fields[word] || s.fields[last])
	})
}

// mocks are servers by the first part of the paths they answer, and all fields of their descriptions.
type mocks struct {
	address map[string]string // by the description's name
	fields  map[string]bool
}

// startMocks starts a server per description, side by side: it takes them seconds.
func startMocks(t *testing.T, folder string, files ...string) mocks {
	t.Helper()
	m := mocks{address: map[string]string{}, fields: map[string]bool{"@odata.nextLink": true, "value": true, "Location": true}}
	var waits []func()
	for _, file := range files {
		path := filepath.Join(folder, file)
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var doc any
		if _, err := yaml.Unmarshal(raw, &doc, yaml.DecodeOpts{}); err != nil {
			t.Fatal(err)
		}
		collect(doc, m.fields)
		address, wait := startPrism(t, path)
		m.address[file] = address
		waits = append(waits, wait)
	}
	for _, wait := range waits {
		wait()
	}
	return m
}

// collect gathers the names of all properties of all schemas.
func collect(node any, into map[string]bool) {
	switch n := node.(type) {
	case []any:
		for _, item := range n {
			collect(item, into)
		}
	case map[string]any:
		for key, value := range n {
			if fields, ok := value.(map[string]any); ok && key == "properties" {
				for name := range fields {
					into[name] = true
				}
			}
			collect(value, into)
		}
	}
}

var listening = regexp.MustCompile(`Prism is listening`)

// startPrism starts a server; wait returns when it listens.
func startPrism(t *testing.T, description string) (address string, wait func()) {
	t.Helper()
	free, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address = free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	_, port, _ := strings.Cut(address, ":")
	command := exec.Command("node", prismFolder, "mock", "-h", "127.0.0.1", "-p", port, "--json-schema-faker-fillProperties=false", description)
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = command.Stdout
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ready := make(chan string, 1)
	go func() {
		said := ""
		lines := bufio.NewScanner(output)
		for lines.Scan() {
			if said += lines.Text() + "\n"; listening.MatchString(lines.Text()) {
				break
			}
		}
		ready <- said
		_, _ = io.Copy(io.Discard, output)
	}()
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	return address, func() {
		select {
		case said := <-ready:
			if !listening.MatchString(said) {
				t.Fatalf("Prism ended with %s: %s", filepath.Base(description), said)
			}
		case <-time.After(prismStarts):
			t.Fatalf("Prism does not listen after %s", prismStarts)
		}
	}
}
