package store

import (
	"database/sql"

	"tenantry/backend/domain"
)

// ScanTrendPoint reads day, bought, assigned and used.
func ScanTrendPoint(row scanner) (domain.TrendPoint, error) {
	var p domain.TrendPoint
	err := row.Scan(&p.Day, &p.Bought, &p.Assigned, &p.Used)
	return p, err
}

// namedFrom is the first of so many days up to today.
func namedFrom(scope domain.Scope, days int) sql.NamedArg {
	return sql.Named("from", string(scope.Today.AddDays(1-days)))
}
