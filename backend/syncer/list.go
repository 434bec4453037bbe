package syncer

import (
	"context"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// listing is what one run has heard of a connection's customers.
type listing struct {
	seen map[string]bool // vendor ids, of all attempts: what was listed once in this run is not gone
}

// list reads the customers, hands each to the workers as its page arrives, and settles who is gone once the list is
// complete.
func (r *runner) list(ctx context.Context, c connector.Connector, account domain.Account) error {
	before, err := r.cfg.Store.FindRecords(ctx, r.conn.ID)
	if err != nil {
		return err
	}
	l := &listing{seen: map[string]bool{}}
	r.enqueue(domain.Record{})
	err = r.paced(ctx, r.lanes[mainLane].gate, func() error {
		for records, err := range c.Customers(ctx) {
			if err != nil {
				return err
			}
			if err := r.take(ctx, l, records); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	return r.settleGone(ctx, before, l.seen, account)
}

// take stores a page of customers and makes units of those that are new to this run.
func (r *runner) take(ctx context.Context, l *listing, records []domain.Record) error {
	fresh := make([]domain.Record, 0, len(records))
	for _, record := range records {
		if !l.seen[record.VendorID] {
			l.seen[record.VendorID] = true
			if !r.personal {
				record.Account = domain.WithoutMailbox(record.Account)
			}
			fresh = append(fresh, record)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	saved, written, err := r.cfg.Store.SaveRecords(ctx, r.conn.ID, fresh, r.cfg.Now())
	if err != nil {
		return err
	}
	r.progress.update(func(run *domain.Run) {
		run.RowsRead += len(saved)
		run.RowsWritten += written
	})
	for _, record := range saved {
		r.enqueue(record)
	}
	return nil
}
