package store

import (
	"context"
	"slices"
	"strings"

	"tenantry/backend/domain"
)

// matcher finds the customer that a row is about: by the vendor's id, then by domain, then by its exact name in one
// spelling. More than one customer is no answer.
type matcher struct {
	name     func(string) (key, form string)
	byID     map[string][]int64 // customers
	byDomain map[string][]int64
	byName   map[string][]namedCustomer
	records  map[int64][]domain.Record // those of the target connection, by customer
	known    map[domain.ImportCustomer]matched
	chosen   int64 // whose all rows are; 0 for none
}

type namedCustomer struct {
	id   int64
	form string
}

// matched is an answer: the customer, or the key of the problem and the field it shows in.
type matched struct {
	customer   int64
	key, field string
}

func newMatcher(ctx context.Context, t tx, req *ImportRequest) (*matcher, error) {
	m := &matcher{
		name: req.Name, byID: map[string][]int64{}, byDomain: map[string][]int64{}, byName: map[string][]namedCustomer{},
		records: map[int64][]domain.Record{}, known: map[domain.ImportCustomer]matched{}, chosen: req.CustomerID,
	}
	if req.Kind.WithoutConnection() {
		return m, nil
	}
	for r, err := range queryEach(ctx, t, selectRecords+"WHERE r.gone_at IS NULL", nil, scanRecord) {
		if err != nil {
			return nil, err
		}
		m.add(r, req.ConnectionID)
	}
	type domainOf struct {
		customer int64
		domain   string
	}
	verified := queryEach(ctx, t, `
SELECT r.customer_id, d.value
FROM profiles p
JOIN records r ON r.id = p.record_id AND r.gone_at IS NULL
CROSS JOIN json_each(p.domains) d
WHERE p.gone_at IS NULL AND d.type = 'text'`, nil, func(row scanner) (d domainOf, err error) {
		err = row.Scan(&d.customer, &d.domain)
		return d, err
	})
	for d, err := range verified {
		if err != nil {
			return nil, err
		}
		addTo(m.byDomain, d.domain, d.customer)
	}
	return m, nil
}

// add takes a record in; those of the connection that rows are stored under are kept.
func (m *matcher) add(r domain.Record, target int64) {
	addTo(m.byID, r.VendorID, r.CustomerID)
	addTo(m.byID, r.Tenant, r.CustomerID)
	addTo(m.byDomain, r.Domain, r.CustomerID)
	if key, form := m.name(r.Name); key != "" {
		if one := (namedCustomer{id: r.CustomerID, form: form}); !slices.Contains(m.byName[key], one) {
			m.byName[key] = append(m.byName[key], one)
		}
	}
	if r.ConnectionID == target {
		m.records[r.CustomerID] = append(m.records[r.CustomerID], r)
	}
}

func addTo(index map[string][]int64, key string, customer int64) {
	if key = strings.ToLower(key); key != "" && !slices.Contains(index[key], customer) {
		index[key] = append(index[key], customer)
	}
}

// find answers whose row it is.
func (m *matcher) find(c domain.ImportCustomer) matched {
	if m.chosen != 0 {
		return matched{customer: m.chosen}
	}
	if answer, ok := m.known[c]; ok {
		return answer
	}
	answer := m.look(c)
	if len(m.known) > 100_000 {
		clear(m.known)
	}
	m.known[c] = answer
	return answer
}

func (m *matcher) look(c domain.ImportCustomer) matched {
	if found := m.byID[strings.ToLower(c.VendorID)]; c.VendorID != "" && len(found) > 0 {
		return single(found, "customer_id")
	}
	if found := m.byDomain[strings.ToLower(c.Domain)]; c.Domain != "" && len(found) > 0 {
		return single(found, "domain")
	}
	if c.Name != "" {
		if found := m.named(c.Name); len(found) > 0 {
			return single(found, "customer")
		}
	}
	for _, said := range []struct{ value, field string }{{c.Name, "customer"}, {c.Domain, "domain"}, {c.VendorID, "customer_id"}} {
		if said.value != "" {
			return matched{key: "customer_unknown", field: said.field}
		}
	}
	return matched{key: "customer_missing"}
}

// named gives the customers of a name. Where both say a legal form, it has to be the same.
func (m *matcher) named(name string) []int64 {
	key, form := m.name(name)
	var exact, all []int64
	for _, one := range m.byName[key] {
		if one.form != "" && form != "" && one.form != form {
			continue
		}
		if one.form == form && !slices.Contains(exact, one.id) {
			exact = append(exact, one.id)
		}
		if !slices.Contains(all, one.id) {
			all = append(all, one.id)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return all
}

func single(found []int64, field string) matched {
	if len(found) > 1 {
		return matched{key: "customer_ambiguous", field: field}
	}
	return matched{customer: found[0]}
}

// customer gives the customer of the row, or tells the problem and gives 0.
func (r *importRun) customer(c domain.ImportCustomer) int64 {
	answer := r.match.find(c)
	if answer.key == "" {
		return answer.customer
	}
	value := map[string]string{"customer": c.Name, "domain": c.Domain, "customer_id": c.VendorID}[answer.field]
	r.wrong(answer.field, value, answer.key)
	return 0
}

// record gives the record of the row's customer under the target connection. A connection that is only fed by files
// gets one where it has none; at another the customer is not listed, which is a problem.
func (r *importRun) record(c domain.ImportCustomer) (domain.Record, bool, error) {
	customer := r.customer(c)
	if customer == 0 {
		return domain.Record{}, false, nil
	}
	records := r.match.records[customer]
	if len(records) > 1 {
		if i := slices.IndexFunc(records, func(x domain.Record) bool { return strings.EqualFold(x.VendorID, c.VendorID) }); i >= 0 {
			return records[i], true, nil
		}
		r.wrong("customer", c.Name, "customer_ambiguous")
		return domain.Record{}, false, nil
	}
	if len(records) == 1 {
		return records[0], true, nil
	}
	if !r.conn.fileOnly {
		r.wrong("customer", firstOf(c.Name, firstOf(c.Domain, c.VendorID)), "customer_elsewhere")
		return domain.Record{}, false, nil
	}
	record := domain.Record{VendorID: r.recordID(c), Name: c.Name, Domain: c.Domain}
	if record.Name == "" {
		var err error
		record.Name, err = queryOne(r.ctx, r, "SELECT name FROM customers WHERE id = ?", []any{customer}, scanOne[string])
		if err != nil {
			return record, false, err
		}
	}
	err := r.addRecord(&record, customer)
	return record, err == nil, err
}

// recordID is the vendor's id, or one made of the name where the file has none.
func (r *importRun) recordID(c domain.ImportCustomer) string {
	if c.VendorID != "" {
		return c.VendorID
	}
	if c.Name == "" {
		return "domain:" + c.Domain
	}
	key, form := r.req.Name(c.Name)
	return strings.TrimSpace("name:" + key + " " + form)
}
