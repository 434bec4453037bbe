package report

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// urgency is the order in which accesses are listed.
var urgency = map[domain.AccessState]int{
	domain.AccessMissing: 0, domain.AccessExpired: 1, domain.AccessSoon: 2, domain.AccessOK: 3, domain.AccessUnknown: 4,
}

// Access lists what lets us in at vendors and customers, what ends first in front. Days are calendar days in zone.
func (r *Reports) Access(ctx context.Context, today domain.Date, zone *time.Location) ([]domain.Access, error) {
	all := []domain.Access{}
	err := r.read(ctx, "list accesses", func(tx *sql.Tx) error {
		return statement{file: "access.sql", data: false}.each(ctx, tx, func(rows *sql.Rows) error {
			a, err := store.ScanAccess(rows)
			if err != nil {
				return err
			}
			a.Judge(today, zone)
			all = append(all, a)
			return nil
		})
	})
	sortAccess(all)
	return all, err
}

func sortAccess(all []domain.Access) {
	slices.SortStableFunc(all, func(a, b domain.Access) int {
		return cmp.Or(cmp.Compare(urgency[a.State], urgency[b.State]), compareDays(a.DaysLeft, b.DaysLeft),
			cmp.Compare(a.Connection, b.Connection), cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.Kind, b.Kind))
	})
}

// compareDays puts what has no end last.
func compareDays(a, b *int) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return cmp.Compare(*a, *b)
}
