package store

import "tenantry/backend/domain"

// ScanAccess reads a row of report's access.sql and calendaraccess.sql.
func ScanAccess(row scanner) (domain.Access, error) {
	var a domain.Access
	err := row.Scan(&a.ConnectionID, &a.Connection, &a.Vendor, &a.CustomerID, &a.Customer, &a.Kind, &a.Name, &a.State,
		intoOptionalTime{&a.ExpiresAt}, &a.Extends, intoOptionalTime{&a.SeenAt}, &a.URL, &a.RecordID, intoOptionalTime{&a.ConsentGivenAt})
	return a, err
}
