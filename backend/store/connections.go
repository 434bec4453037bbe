package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"tenantry/backend/domain"
)

const selectConnections = `
SELECT
    id,
    vendor,
    name,
    fields,
    state,
    sandbox,
    account_id,
    account_name,
    account_org,
    CASE WHEN accept_gone = 0 THEN gone_hold END,
    created_at,
    updated_at
FROM connections
`

func scanConnection(row scanner) (domain.Connection, error) {
	var c domain.Connection
	var fields string
	var hold *string
	err := row.Scan(&c.ID, &c.Vendor, &c.Name, &fields, &c.State, &c.Sandbox, &c.Account.ID, &c.Account.Name,
		&c.Account.Org, &hold, intoTime{&c.CreatedAt}, intoTime{&c.UpdatedAt})
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal([]byte(fields), &c.Fields); err != nil {
		return c, fmt.Errorf("fields of connection %d: %w", c.ID, err)
	}
	if hold != nil {
		if err := json.Unmarshal([]byte(*hold), &c.GoneHold); err != nil {
			return c, fmt.Errorf("gone hold of connection %d: %w", c.ID, err)
		}
	}
	return c, nil
}

// FindConnections gives all connections by name.
func (s *Store) FindConnections(ctx context.Context) ([]domain.Connection, error) {
	all, err := queryAll(ctx, s.reader, selectConnections+"ORDER BY name, id", nil, scanConnection)
	return all, wrap("find connections", err)
}

// GetConnection gives one connection.
func (s *Store) GetConnection(ctx context.Context, id int64) (domain.Connection, error) {
	c, err := queryOne(ctx, s.reader, selectConnections+"WHERE id = ?", []any{id}, scanConnection)
	return c, wrap(fmt.Sprintf("get connection %d", id), err)
}

// GetConnectionByName gives one connection by its name, upper and lower case alike.
func (s *Store) GetConnectionByName(ctx context.Context, name string) (domain.Connection, error) {
	c, err := queryOne(ctx, s.reader, selectConnections+"WHERE name = ?", []any{name}, scanConnection)
	return c, wrap(fmt.Sprintf("get connection %q", name), err)
}

// CreateConnection stores a connection with its sealed secrets and gives it back with its id. A name that is taken is a
// conflict with the key "connection_name_taken".
func (s *Store) CreateConnection(ctx context.Context, c domain.Connection, sealed map[string][]byte) (domain.Connection, error) {
	fields, err := fieldsText(c)
	if err != nil {
		return c, wrap("create connection", err)
	}
	if c.CreatedAt.IsZero() {
		c.CreatedAt = time.Now()
	}
	c.CreatedAt = c.CreatedAt.UTC().Truncate(time.Millisecond)
	c.UpdatedAt = c.CreatedAt
	err = s.write(ctx, "create connection", func(ctx context.Context, t tx) error {
		c.ID, err = t.insert(ctx, `
INSERT INTO connections (vendor, name, fields, state, sandbox, account_id, account_name, account_org, created_at, updated_at, first_full_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, CASE WHEN ?4 = 'file' THEN ?9 END) -- of files nothing is outstanding`,
			c.Vendor, c.Name, fields, c.State, c.Sandbox, c.Account.ID, c.Account.Name, c.Account.Org,
			timeText(c.CreatedAt), timeText(c.UpdatedAt))
		if err != nil {
			return nameTaken(err)
		}
		return saveSecrets(ctx, t, c.ID, sealed, c.CreatedAt)
	})
	return c, err
}

// UpdateConnection stores name, fields, state and sandbox mark, and the secrets that are given; one given as nil is
// deleted, others are kept.
func (s *Store) UpdateConnection(ctx context.Context, c domain.Connection, sealed map[string][]byte) error {
	fields, err := fieldsText(c)
	if err != nil {
		return wrap("update connection", err)
	}
	now := time.Now()
	return s.write(ctx, "update connection", func(ctx context.Context, t tx) error {
		n, err := t.exec(ctx,
			"UPDATE connections SET name = ?, fields = ?, state = ?, sandbox = ?, updated_at = ? WHERE id = ?",
			c.Name, fields, c.State, c.Sandbox, timeText(now), c.ID)
		if err != nil {
			return nameTaken(err)
		}
		if n == 0 {
			return notFound("connection", c.ID)
		}
		if err := settleConnection(ctx, t, c.ID); err != nil {
			return err
		}
		return saveSecrets(ctx, t, c.ID, sealed, now)
	})
}

func fieldsText(c domain.Connection) (string, error) {
	if c.Fields == nil {
		return "{}", nil
	}
	text, err := json.Marshal(c.Fields)
	return string(text), err
}

func nameTaken(err error) error {
	if isUnique(err) {
		return &domain.Error{Code: domain.CodeConflict, Key: "connection_name_taken", Err: err}
	}
	return err
}

// DeleteConnection deletes a connection with all it has read, its history and its secrets, and the customers that only
// it knew.
func (s *Store) DeleteConnection(ctx context.Context, id int64) error {
	return s.write(ctx, "delete connection", func(ctx context.Context, t tx) error {
		touched, err := queryAll(ctx, t, "SELECT DISTINCT customer_id FROM records WHERE connection_id = ?", []any{id}, scanOne[int64])
		if err != nil {
			return err
		}
		asked, err := askedAbout(ctx, t, id)
		if err != nil {
			return err
		}
		if err := leaveTwins(ctx, t, id); err != nil {
			return err
		}
		for _, statement := range []string{
			leaveNumbers,
			"DELETE FROM pool_days WHERE pool_id IN (SELECT id FROM pools WHERE connection_id = ?)",
			"DELETE FROM product_days WHERE connection_id = ?",
			"DELETE FROM storage_days WHERE storage_id IN (SELECT id FROM storage WHERE connection_id = ?)",
			"DELETE FROM subscriptions WHERE connection_id = ?",
			"DELETE FROM pools WHERE connection_id = ?",
			"DELETE FROM checkpoints WHERE connection_id = ?",
			"DELETE FROM records WHERE connection_id = ?",
		} {
			if _, err := t.exec(ctx, statement, id); err != nil {
				return err
			}
		}
		for _, customer := range touched {
			if err := settleFiled(ctx, t, customer); err != nil {
				return err
			}
		}
		if err := centreMedians(ctx, t); err != nil {
			return err
		}
		if err := dropOrRefresh(ctx, t, append(touched, asked...)); err != nil {
			return err
		}
		n, err := t.exec(ctx, "DELETE FROM connections WHERE id = ?", id)
		if err == nil && n == 0 {
			return notFound("connection", id)
		}
		return err
	})
}

// dropOrRefresh deletes the customers that no record is left of and renews the others.
func dropOrRefresh(ctx context.Context, t tx, customers []int64) error {
	for _, id := range customers {
		if _, err := dropOrRenew(ctx, t, id); err != nil {
			return err
		}
	}
	return nil
}

// SetConnectionState says whether the connection can be synced.
func (s *Store) SetConnectionState(ctx context.Context, id int64, state domain.ConnectionState) error {
	return s.write(ctx, "set connection state", func(ctx context.Context, t tx) error {
		n, err := t.exec(ctx, "UPDATE connections SET state = ? WHERE id = ?", state, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return notFound("connection", id)
		}
		return settleConnection(ctx, t, id)
	})
}

// SetAccount stores who was signed in.
func (s *Store) SetAccount(ctx context.Context, id int64, account domain.Account) error {
	return s.updateConnection(ctx, "set account", id,
		"UPDATE connections SET account_id = ?, account_name = ?, account_org = ? WHERE id = ?",
		account.ID, account.Name, account.Org)
}

// SetGoneHold stores why nothing was marked gone; nil takes the question back. What was agreed to before counts no longer.
func (s *Store) SetGoneHold(ctx context.Context, id int64, hold *domain.GoneHold) error {
	var text any
	if hold != nil {
		encoded, err := json.Marshal(hold)
		if err != nil {
			return wrap("set gone hold", err)
		}
		text = string(encoded)
	}
	return s.updateConnection(ctx, "set gone hold", id, "UPDATE connections SET gone_hold = ?, accept_gone = 0 WHERE id = ?", text)
}

// AcceptGone notes that the user agrees to what is asked, so that a complete read that lists as many may mark customers
// gone. Where nothing is asked, nothing is agreed to.
func (s *Store) AcceptGone(ctx context.Context, id int64) error {
	return s.updateConnection(ctx, "accept gone", id,
		"UPDATE connections SET accept_gone = gone_hold IS NOT NULL WHERE id = ?")
}

// AcceptedGone gives what the user has agreed to and no complete read has followed yet, nil if nothing.
func (s *Store) AcceptedGone(ctx context.Context, id int64) (*domain.GoneHold, error) {
	holds, err := queryAll(ctx, s.reader, "SELECT gone_hold FROM connections WHERE id = ? AND accept_gone = 1 AND gone_hold IS NOT NULL",
		[]any{id}, scanOne[string])
	if err != nil || len(holds) == 0 {
		return nil, wrap("look for accepted gone", err)
	}
	hold := &domain.GoneHold{}
	return hold, wrap("look for accepted gone", json.Unmarshal([]byte(holds[0]), hold))
}

// updateConnection runs an UPDATE whose last argument is the connection's id.
func (s *Store) updateConnection(ctx context.Context, op string, id int64, statement string, args ...any) error {
	return s.write(ctx, op, func(ctx context.Context, t tx) error {
		n, err := t.exec(ctx, statement, append(args, id)...)
		if err == nil && n == 0 {
			return notFound("connection", id)
		}
		return err
	})
}
