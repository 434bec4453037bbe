package microsoft

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// ignoredWhy is why documented fields are left out.
const ignoredWhy = "links and attributes frame; the others have no place in what Tenantry shows, and lines keep their raw text"

// TestCoverage_DocumentedFieldsAreReadOrIgnored prints, an operation a line, what of an answer is read and what is not. A
// field that is read without being documented fails.
func TestCoverage_DocumentedFieldsAreReadOrIgnored(t *testing.T) {
	var doc struct {
		Paths map[string]schemaNode
	}
	readJSON(t, "testdata/partnercenter-schemas.json", &doc)
	item := func(path string) schemaNode { return doc.Paths[path].Properties["items"].item() }
	for name, c := range map[string]struct {
		schema schemaNode
		wire   any
	}{
		"GET customers/{}/subscriptions":                       {item("/subscriptions"), wireTerm{}},
		"GET customers/{}/subscriptions/{}/provisioningstatus": {doc.Paths["/provisioningstatus"], wireProvisioning{}},
		"GET customers/{}/orders":                              {item("/orders"), wireOrder{}},
		"GET customers/{}/servicerequests/{}":                  {doc.Paths["/servicerequests/{servicerequest-id}"], wireRequest{}},
		"GET invoices/{}":                                      {doc.Paths["/invoices/{invoice-id}"], wireInvoice{}},
	} {
		documented := make([]string, 0, len(c.schema.Properties))
		for field := range c.schema.Properties {
			documented = append(documented, field)
		}
		cover(t, name, documented, wireNames(c.wire))
	}
	folder := os.Getenv("TENANTRY_SPECS")
	if folder == "" {
		t.Skip("TENANTRY_SPECS is not set: the columns of exports are not at hand")
	}
	var attributes struct{ Reconciliation []struct{ Name string } }
	readJSON(t, filepath.Join(folder, "microsoft-graph-billing-attributes.json"), &attributes)
	columns := make([]string, 0, len(attributes.Reconciliation))
	for _, a := range attributes.Reconciliation {
		columns = append(columns, a.Name)
	}
	old := []string{"totalforcustomer", "offerid", "offername", "domainname", "syndicationpartnersubscriptionnumber", "tax"} // of Partner Center's lines
	read := slices.DeleteFunc(wireNames(wireBillingLine{}), func(tag string) bool { return slices.Contains(old, tag) })
	cover(t, "export of reconciliation, billed", columns, read)
}

type schemaNode struct {
	Properties map[string]schemaNode
	Items      *schemaNode
}

func (s schemaNode) item() schemaNode {
	if s.Items == nil {
		return schemaNode{}
	}
	return *s.Items
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	body, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(body, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// wireNames lists the names that a wire type reads, in lower case.
func wireNames(wire any) []string {
	var names []string
	for field := range reflect.TypeOf(wire).Fields() {
		if tag := field.Tag.Get("json"); tag != "" {
			names = append(names, strings.ToLower(tag))
		}
	}
	return names
}

func cover(t *testing.T, operation string, documented, read []string) {
	t.Helper()
	slices.Sort(documented)
	var ignored []string
	known := map[string]bool{}
	for _, field := range documented {
		known[strings.ToLower(field)] = true
		if !slices.Contains(read, strings.ToLower(field)) {
			ignored = append(ignored, field)
		}
	}
	for _, tag := range read {
		if !known[tag] {
			t.Errorf("%s: %s is read and not documented", operation, tag)
		}
	}
	t.Logf("%s: %d documented, %d read and stored, %d ignored (%s): %s", operation, len(documented), len(documented)-len(ignored),
		len(ignored), ignoredWhy, strings.Join(ignored, " "))
}
