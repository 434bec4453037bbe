package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/syncer"
)

const (
	maxMany     = 1000 // connections of one table
	maxName     = 100
	triesAtOnce = 8
)

// ManyInput is a table of connections to one vendor, a row each.
type ManyInput struct {
	Vendor domain.Vendor
	// Table holds the headings first: "name" and the vendor's fields, by name or label. Without headings the columns are
	// the name and the fields that must be filled in.
	Table [][]string
	// Check signs in with each row before anything is stored.
	Check bool
	// GoodOnly stores the rows that are right also where others are wrong; else nothing is stored then.
	GoodOnly bool
	// DryRun only says what is wrong.
	DryRun bool
}

// ManyResult says which rows were wrong and what was stored. It holds no secret.
type ManyResult struct {
	Good    int             `json:"good"`    // rows that are right
	Wrong   []ManyError     `json:"wrong"`   // the others, each with the first thing that is wrong with it
	Created []ConnectionRow `json:"created"` // what was stored, in the order of the table
}

// ManyError is what is wrong with a row.
type ManyError struct {
	Row         int               `json:"row"`    // as in a spreadsheet, the first is 1
	Column      string            `json:"column"` // "name", the vendor's field, or "" for the row as a whole
	Name        string            `json:"name"`
	ErrorKey    string            `json:"error_key"`
	ErrorParams map[string]string `json:"error_params"`
}

// many is a table being stored.
type many struct {
	ws    *workspace
	spec  connector.Spec
	rows  []manyRow
	wrong []ManyError
}

type manyRow struct {
	number int
	input  ConnectionInput
	conn   domain.Connection
}

// CreateMany checks and stores a table of connections: all of them, none, or where that is asked for those that are right.
func (c *Connections) CreateMany(ctx context.Context, in ManyInput) (ManyResult, error) {
	ws, err := c.app.current()
	if err != nil {
		return ManyResult{}, err
	}
	spec, err := specOf(in.Vendor)
	if err != nil {
		return ManyResult{}, err
	}
	m := &many{ws: ws, spec: spec}
	if err := m.read(in.Table); err != nil {
		return ManyResult{}, err
	}
	if err := m.inspect(ctx); err != nil {
		return ManyResult{}, err
	}
	if in.Check {
		m.tryOut(ctx)
	}
	slices.SortFunc(m.wrong, func(a, b ManyError) int { return a.Row - b.Row })
	result := ManyResult{Good: len(m.rows), Wrong: m.wrong, Created: []ConnectionRow{}}
	if in.DryRun || len(m.wrong) > 0 && !in.GoodOnly || ctx.Err() != nil {
		return result, ctx.Err()
	}
	if result.Created, err = m.store(ctx); err != nil {
		return ManyResult{}, err
	}
	c.app.tell(ws, Event{Type: EventConnectionChanged})
	return result, nil
}

// read takes the cells of the table apart.
func (m *many) read(table [][]string) error {
	m.wrong = []ManyError{}
	first := slices.IndexFunc(table, filled)
	if first < 0 {
		return domain.NewError(domain.CodeInvalid, "table_empty")
	}
	columns, headed := m.columns(table[first])
	if !headed {
		columns = m.usual()
	}
	for i, cells := range table {
		if !filled(cells) || headed && i == first {
			continue
		}
		row := manyRow{number: i + 1, input: ConnectionInput{Fields: map[string]string{}, Secrets: map[string]string{}}}
		for at, cell := range cells {
			if at < len(columns) {
				m.put(&row.input, columns[at], strings.TrimSpace(cell))
			}
		}
		m.rows = append(m.rows, row)
	}
	switch {
	case len(m.rows) == 0:
		return domain.NewError(domain.CodeInvalid, "table_empty")
	case len(m.rows) > maxMany:
		return domain.NewError(domain.CodeInvalid, "table_too_long")
	}
	return nil
}

// filled reports whether there is anything in a row.
func filled(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

func (m *many) put(in *ConnectionInput, column, cell string) {
	if cell == "" {
		return
	}
	if column == columnName {
		in.Name = cell
		return
	}
	for _, f := range m.spec.Fields {
		if f.Name == column && f.Secret {
			in.Secrets[column] = cell
		} else if f.Name == column {
			in.Fields[column] = cell
		}
	}
}

// inspect looks for what is wrong without asking the vendor: what is missing, and what is there twice.
func (m *many) inspect(ctx context.Context) error {
	existing, err := m.ws.store.FindConnections(ctx)
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, conn := range existing {
		taken[strings.ToLower(conn.Name)] = true
	}
	simulated := map[string]bool{} // by the addresses
	used := map[string]bool{}      // secrets
	m.sift(func(row *manyRow) (string, error) {
		if row.input.Name == "" {
			row.input.Name = m.nameOf(row.input)
		}
		if column, err := m.fault(row.input, taken, used); err != nil {
			return column, err
		}
		fields := m.spec.Defaults(row.input.Fields)
		where := strings.Join(addresses(m.spec, fields), "\n")
		if _, known := simulated[where]; !known {
			simulated[where] = isSandbox(ctx, m.spec, fields)
		}
		row.conn = domain.Connection{
			Vendor: m.spec.Vendor, Name: row.input.Name, Fields: fields, Sandbox: simulated[where],
			CreatedAt: m.ws.now(), UpdatedAt: m.ws.now(),
		}
		return "", m.ws.checkCompany(ctx, row.conn)
	})
	return ctx.Err()
}

// fault names the first thing that is wrong with a row, and its column. Names and secrets of good rows are taken.
func (m *many) fault(in ConnectionInput, taken, used map[string]bool) (string, error) {
	if err := checkFields(m.spec, in.Fields, in.Secrets, nil); err != nil {
		return fieldOf(err), err
	}
	name := strings.ToLower(in.Name)
	switch {
	case name == "":
		return columnName, domain.NewError(domain.CodeInvalid, "connection_name_missing")
	case len([]rune(in.Name)) > maxName:
		return columnName, domain.NewError(domain.CodeInvalid, "connection_name_long")
	case taken[name]:
		return columnName, domain.NewError(domain.CodeConflict, "connection_name_taken")
	}
	for _, field := range slices.Sorted(maps.Keys(in.Secrets)) {
		if used[field+"\n"+in.Secrets[field]] {
			return field, domain.NewError(domain.CodeInvalid, "secret_twice")
		}
	}
	taken[name] = true
	for field, secret := range in.Secrets {
		used[field+"\n"+secret] = true
	}
	return "", nil
}

// fieldOf is the field that an error of the form is about, without its vendor.
func fieldOf(err error) string {
	var e *domain.Error
	if !errors.As(err, &e) {
		return ""
	}
	_, field, _ := strings.Cut(e.Params["field"], ".")
	return field
}

// sift keeps the rows that nothing is wrong with.
func (m *many) sift(judge func(row *manyRow) (column string, err error)) {
	good := m.rows[:0]
	for _, row := range m.rows {
		column, err := judge(&row)
		if err == nil {
			good = append(good, row)
			continue
		}
		wrong := ManyError{Row: row.number, Column: column, Name: row.input.Name, ErrorKey: "internal", ErrorParams: map[string]string{}}
		var known *domain.Error
		if errors.As(err, &known) {
			wrong.ErrorKey = known.Key
			maps.Copy(wrong.ErrorParams, known.Params)
		}
		m.wrong = append(m.wrong, wrong)
	}
	m.rows = good
}

// tryOut signs in with every row, several at a time.
func (m *many) tryOut(ctx context.Context) {
	outcomes := make([]error, len(m.rows))
	turns := make(chan struct{}, triesAtOnce)
	var group sync.WaitGroup
	for i, row := range m.rows {
		turns <- struct{}{}
		group.Go(func() {
			defer func() { <-turns }()
			outcomes[i] = m.try(ctx, row)
		})
	}
	group.Wait()
	at := -1
	m.sift(func(*manyRow) (string, error) {
		at++
		return m.secretColumn(), outcomes[at]
	})
}

func (m *many) try(ctx context.Context, row manyRow) error {
	ctx, stop := context.WithTimeout(ctx, checkTimeout)
	defer stop()
	conn, err := m.spec.New(connector.Config{
		Fields:     row.conn.Fields,
		Secret:     func(name string) string { return row.input.Secrets[name] },
		SaveSecret: func(context.Context, string, string) error { return nil },
	})
	if err == nil {
		_, err = conn.Check(ctx)
	}
	if err == nil {
		return nil
	}
	key, _ := syncer.Explain(err)
	return &domain.Error{Code: domain.CodeUnauthorized, Key: key}
}

// store saves all rows; where one cannot be, none stays.
func (m *many) store(ctx context.Context) ([]ConnectionRow, error) {
	created := make([]domain.Connection, 0, len(m.rows))
	for _, row := range m.rows {
		conn, err := m.ws.create(ctx, row.conn, row.input.Secrets)
		if err != nil {
			for _, done := range created {
				err = errors.Join(err, m.ws.store.DeleteConnection(context.WithoutCancel(ctx), done.ID))
			}
			return nil, err
		}
		created = append(created, conn)
	}
	shown := make([]ConnectionRow, 0, len(created))
	for _, conn := range created {
		row, err := m.ws.connectionRow(ctx, conn)
		if err != nil {
			return nil, err
		}
		shown = append(shown, row)
	}
	return shown, nil
}
