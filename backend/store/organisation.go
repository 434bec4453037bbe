package store

import (
	"context"
	"slices"
	"strings"

	"tenantry/backend/domain"
)

// FindOwnOrganisations gives who we are at each vendor, by connection. Connections without a login are left out.
func (s *Store) FindOwnOrganisations(ctx context.Context) ([]domain.OwnOrganisation, error) {
	all, err := queryAll(ctx, s.reader, `
SELECT
    c.id,
    c.name,
    c.vendor,
    c.state,
    c.account_id,
    c.account_name,
    c.account_org,
    c.sandbox,
    c.first_full_at,
    (
        SELECT MAX(k.last_ok_at)
        FROM checkpoints k
        WHERE k.connection_id = c.id AND k.dataset = 'administrators'
    )
FROM connections c
WHERE c.state <> 'file'
ORDER BY c.name, c.id`, nil, scanOwnOrganisation)
	return all, wrap("find own organisations", err)
}

func scanOwnOrganisation(row scanner) (domain.OwnOrganisation, error) {
	o := domain.OwnOrganisation{Links: []domain.PortalLink{}}
	err := row.Scan(&o.ConnectionID, &o.Connection, &o.Vendor, &o.State, &o.Account.ID, &o.Account.Name, &o.Account.Org,
		&o.Sandbox, intoOptionalTime{&o.FirstFullAt}, intoOptionalTime{&o.PeopleAt})
	return o, err
}

// FindOwnPeople gives our own people whom vendors list at customers, each once per connection.
func (s *Store) FindOwnPeople(ctx context.Context) ([]domain.OwnPerson, error) {
	all, err := queryAll(ctx, s.reader, `
SELECT
    c.id,
    c.name,
    c.vendor,
    a.key,
    MAX(a.name),
    MAX(a.email),
    group_concat(DISTINCT NULLIF(a.role, '')),
    COUNT(DISTINCT r.customer_id)
FROM administrators a
JOIN connections c ON c.id = a.connection_id
JOIN records r ON r.id = a.record_id
WHERE a.gone_at IS NULL AND r.gone_at IS NULL
GROUP BY a.connection_id, a.key
ORDER BY MAX(a.name) COLLATE NOCASE, c.name, a.key`, nil, scanOwnPerson)
	return all, wrap("find own people", err)
}

func scanOwnPerson(row scanner) (domain.OwnPerson, error) {
	var p domain.OwnPerson
	var roles *string
	err := row.Scan(&p.ConnectionID, &p.Connection, &p.Vendor, &p.Key, &p.Name, &p.Email, &roles, &p.Customers)
	p.Roles = []string{}
	if roles != nil {
		p.Roles = strings.Split(*roles, ",")
		slices.Sort(p.Roles)
	}
	return p, err
}
