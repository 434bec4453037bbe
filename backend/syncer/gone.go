package syncer

import (
	"context"

	"tenantry/backend/domain"
)

// holdAccount is the reason of a hold because another account is signed in than before.
const holdAccount = "account"

// settleGone marks what a complete listing no longer holds as gone, unless the listing looks too short to be true:
// then the connection gets a hold and the user is asked. What the user has agreed to holds for a listing like the one
// that was asked about, not for any.
func (r *runner) settleGone(ctx context.Context, before []domain.Record, seen map[string]bool, account domain.Account) error {
	db := r.cfg.Store
	accepted, err := db.AcceptedGone(ctx, r.conn.ID)
	if err != nil {
		return err
	}
	if hold := r.doubtListing(before, seen, account); hold != nil && (accepted == nil || !accepted.Covers(hold)) {
		r.log.Warn("customers not marked gone", "reason", hold.Reason, "before", hold.Before, "read", hold.Read)
		if err := db.SetGoneHold(ctx, r.conn.ID, hold); err != nil {
			return err
		}
		r.connectionChanged()
		return nil
	}
	now := r.cfg.Now()
	marked, err := db.MarkRecordsGone(ctx, r.conn.ID, seen, now, domain.DateOf(now.In(r.zone)))
	if err != nil {
		return err
	}
	r.progress.update(func(run *domain.Run) { run.RowsWritten += marked })
	return r.believed(ctx, account, r.conn.GoneHold != nil || accepted != nil)
}

// believed stores who was signed in and takes back an earlier hold, asked about or agreed to.
func (r *runner) believed(ctx context.Context, account domain.Account, held bool) error {
	changed := false
	if held {
		changed = true
		if err := r.cfg.Store.SetGoneHold(ctx, r.conn.ID, nil); err != nil {
			return err
		}
	}
	if account != r.conn.Account {
		changed = true
		if err := r.cfg.Store.SetAccount(ctx, r.conn.ID, account); err != nil {
			return err
		}
	}
	if changed {
		r.connectionChanged()
	}
	return nil
}

// doubtListing says why a listing is not believed, nil if it is. Customers that are new do not make up for known ones
// that are missing: a vendor that writes its ids in another way lists nobody we know.
func (r *runner) doubtListing(before []domain.Record, seen map[string]bool, account domain.Account) *domain.GoneHold {
	kept := 0
	for _, record := range before {
		if seen[record.VendorID] {
			kept++
		}
	}
	hold := &domain.GoneHold{Before: len(before), Read: kept, Since: r.cfg.Now(), Account: account.ID}
	known := r.conn.Account
	switch {
	case len(before) == 0:
		return nil
	case len(seen) == 0:
		hold.Reason = "empty"
	case r.isOther(account):
		hold.Reason, hold.Previous, hold.Current = holdAccount, called(known), called(account)
	case much(len(before)-kept, len(before)):
		hold.Reason = "fewer"
	default:
		return nil
	}
	if old := r.conn.GoneHold; old != nil && old.Reason == hold.Reason {
		hold.Since = old.Since
	}
	return hold
}

// meet notes whether the account is another than at the last complete read. It may see less than that one did: until the
// user has agreed to it, what it is not shown is not gone, neither customers nor what they have.
func (r *runner) meet(ctx context.Context, account domain.Account) error {
	if !r.isOther(account) {
		return nil
	}
	accepted, err := r.cfg.Store.AcceptedGone(ctx, r.conn.ID)
	r.stranger = accepted == nil || accepted.Reason != holdAccount || accepted.Account != account.ID
	return err
}

func (r *runner) isOther(account domain.Account) bool {
	return r.conn.Account.ID != "" && r.conn.Account.ID != account.ID
}

func called(a domain.Account) string {
	if a.Name != "" {
		return a.Name
	}
	return a.ID
}
