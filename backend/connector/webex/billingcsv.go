package webex

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tenantry/backend/domain"
)

const (
	maxLines = 1_000_000
	// quantityAt is the eleventh column: the summed daily quantity of the period stands there, under whatever name.
	quantityAt = 10
)

// billingColumns are names that the columns may have, best first. Cisco publishes no table of them, so the whole line is
// kept besides.
var billingColumns = map[string][]string{
	"customer": {"CUSTOMER_ORG_ID", "CUSTOMER_ORGANIZATION_ID", "CUSTOMER_ID", "ENTERPRISE_ORG_ID", "ENTERPRISE_ID", "ORG_ID"},
	"name":     {"CUSTOMER_NAME", "CUSTOMER_ORG_NAME", "ENTERPRISE_NAME", "ORG_NAME"},
	"product":  {"PACKAGE_NAME", "PACKAGE", "SERVICE_NAME", "PRODUCT_NAME", "PRODUCT", "DESCRIPTION"},
	"sku":      {"SKU"},
	"number":   {"SUBSCRIPTION_ID"},
	"quantity": {"CONSUMPTION_QUANTITY", "TOTAL_CONSUMPTION", "QUANTITY", "TOTAL_QUANTITY"},
}

// billingLines reads the lines of a report by its header.
func (c *client) billingLines(ctx context.Context, content []byte, m month, report string) ([]domain.InvoiceLine, error) {
	table, err := readTable(content)
	if err != nil {
		return nil, err
	}
	if len(table.rows) == 0 {
		return nil, nil
	}
	ids, err := c.listedIDs(ctx)
	if err != nil {
		return nil, err
	}
	lines := make([]domain.InvoiceLine, 0, len(table.rows))
	for i, row := range table.rows {
		raw, err := json.Marshal(table.named(row))
		if err != nil {
			return nil, err
		}
		quantity := strings.TrimSpace(table.cell(row, "quantity"))
		if !decimal.MatchString(quantity) {
			return nil, fmt.Errorf("line %d: the quantity is not a number", i+2)
		}
		lines = append(lines, domain.InvoiceLine{
			Key:          report + "|" + strconv.Itoa(i+1),
			Invoice:      report,
			Customer:     vendorID(table.cell(row, "customer"), ids),
			CustomerName: table.cell(row, "name"),
			Product:      table.cell(row, "product"),
			SKU:          table.cell(row, "sku"),
			Number:       table.cell(row, "number"),
			Charge:       "daily-quantities", // summed: divided by the days of the period it is what is billed
			FromOn:       m.first, ToOn: m.last,
			Quantity: quantity,
			Raw:      raw,
		})
	}
	return lines, nil
}

var decimal = regexp.MustCompile(`^-?\d{1,18}(\.\d{1,18})?$`)

// vendorID gives an organisation's id as it was listed; reports may write it in another way.
func vendorID(id string, ids map[string]string) string {
	id = strings.TrimSpace(id)
	if listed := ids[orgKey(id)]; listed != "" {
		return listed
	}
	if plainUUID.MatchString(id) {
		return base64.RawURLEncoding.EncodeToString([]byte("ciscospark://us/ORGANIZATION/" + strings.ToLower(id)))
	}
	return id
}

var plainUUID = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// listedIDs gives the ids of organisations as they were listed, by what is inside them.
func (c *client) listedIDs(ctx context.Context) (map[string]string, error) {
	c.mu.Lock()
	ids := c.orgIDs
	c.mu.Unlock()
	if ids != nil {
		return ids, nil
	}
	_, err := c.customers(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.orgIDs, err
}

// table is a CSV file with a header.
type table struct {
	header []string
	at     map[string]int // columns that are understood
	rows   [][]string
}

func readTable(content []byte) (table, error) {
	t := table{at: map[string]int{}}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return t, err
		}
		switch {
		case t.header == nil:
			t.header = row
		case strings.Join(row, "") == "":
		case len(t.rows) >= maxLines:
			return t, fmt.Errorf("more than %d lines", maxLines)
		default:
			t.rows = append(t.rows, row)
		}
	}
	if t.header == nil {
		return t, errors.New("the file is empty")
	}
	t.understand()
	if _, found := t.at["quantity"]; !found {
		return t, errors.New("no column holds a quantity")
	}
	return t, nil
}

func (t *table) understand() {
	names := make([]string, len(t.header))
	for i, name := range t.header {
		names[i] = strings.Trim(notName.ReplaceAllString(strings.ToUpper(name), "_"), "_")
	}
	for what, candidates := range billingColumns {
		for _, candidate := range candidates {
			if i := slices.Index(names, candidate); i >= 0 {
				t.at[what] = i
				break
			}
		}
	}
	if _, found := t.at["quantity"]; !found && len(names) > quantityAt {
		t.at["quantity"] = quantityAt
	}
}

var notName = regexp.MustCompile(`[^A-Z0-9]+`)

func (t *table) cell(row []string, what string) string {
	i, found := t.at[what]
	if !found || i >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[i])
}

// named is a row by the names of the columns; what goes beyond them is numbered.
func (t *table) named(row []string) map[string]string {
	out := make(map[string]string, len(row))
	for i, value := range row {
		name := strconv.Itoa(i + 1)
		if i < len(t.header) && t.header[i] != "" && out[t.header[i]] == "" {
			name = t.header[i]
		}
		out[name] = value
	}
	return out
}
