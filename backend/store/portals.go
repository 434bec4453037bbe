package store

import (
	"context"

	"tenantry/backend/domain"
)

// PortalTenant is a record of a customer as portals name it.
type PortalTenant struct {
	ConnectionID int64
	Connection   string
	Vendor       domain.Vendor
	Places       domain.PortalPlaces
	Links        []domain.Link // that the vendor gives itself
}

// FindPortalTenants gives the records of a customer that are not gone, as portals name them.
func (s *Store) FindPortalTenants(ctx context.Context, customerID int64) ([]PortalTenant, error) {
	tenants, err := queryAll(ctx, s.reader, `
SELECT
    r.connection_id,
    co.name,
    co.vendor,
    r.vendor_id,
    COALESCE((SELECT p.default_domain FROM profiles p WHERE p.record_id = r.id AND p.gone_at IS NULL AND p.default_domain <> '' LIMIT 1), r.domain),
    COALESCE((SELECT p.initial_domain FROM profiles p WHERE p.record_id = r.id AND p.gone_at IS NULL AND p.initial_domain <> '' LIMIT 1), ''),
    r.name,
    (
        SELECT json_group_array(json_object('key', l.key, 'name', l.name, 'url', l.url))
        FROM links l
        WHERE l.record_id = r.id AND l.gone_at IS NULL
    )
FROM records r
JOIN connections co ON co.id = r.connection_id
WHERE r.customer_id = ? AND r.gone_at IS NULL AND co.state <> 'file'
ORDER BY co.name, r.id`, []any{customerID}, func(row scanner) (p PortalTenant, err error) {
		err = row.Scan(&p.ConnectionID, &p.Connection, &p.Vendor, &p.Places.Tenant, &p.Places.Domain, &p.Places.Initial,
			&p.Places.Name, intoJSON{&p.Links})
		p.Places.CustomerID = p.Places.Tenant
		return p, err
	})
	return tenants, wrap("find portal tenants", err)
}

// FindPortalTemplates gives the links of a connection that differ from the vendor's, by key.
func (s *Store) FindPortalTemplates(ctx context.Context, connectionID int64) ([]domain.PortalTemplate, error) {
	links, err := queryAll(ctx, s.reader, "SELECT key, name, url FROM portal_links WHERE connection_id = ? ORDER BY key", []any{connectionID},
		func(row scanner) (t domain.PortalTemplate, err error) {
			err = row.Scan(&t.Key, &t.Name, &t.URL)
			return t, err
		})
	return links, wrap("find portal links", err)
}

// SavePortalTemplates replaces the links of a connection that differ from the vendor's.
func (s *Store) SavePortalTemplates(ctx context.Context, connectionID int64, links []domain.PortalTemplate) error {
	for _, link := range links {
		if err := domain.CheckPortalTemplate(link); err != nil {
			return err
		}
	}
	return s.write(ctx, "save portal links", func(ctx context.Context, t tx) error {
		if _, err := t.exec(ctx, "DELETE FROM portal_links WHERE connection_id = ?", connectionID); err != nil {
			return err
		}
		for _, link := range links {
			_, err := t.exec(ctx, "INSERT INTO portal_links (connection_id, key, name, url) VALUES (?, ?, ?, ?)",
				connectionID, link.Key, link.Name, link.URL)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
