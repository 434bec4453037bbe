package report

import (
	"context"
	"fmt"
	"iter"

	"github.com/govalues/decimal"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// CustomerLines yields the customers that the filter selects, one by one, as the list shows them.
func (r *Reports) CustomerLines(ctx context.Context, filter domain.CustomerFilter) iter.Seq2[domain.CustomerRow, error] {
	return store.EachCustomer(ctx, r.db, filter)
}

// BillingLines yields one line per customer and subscription that is not gone, by customer and product.
func (r *Reports) BillingLines(ctx context.Context, scope domain.Scope) iter.Seq2[domain.BillingLine, error] {
	return func(yield func(domain.BillingLine, error) bool) {
		for row, err := range store.EachSubscription(ctx, r.db, domain.SubscriptionFilter{Scope: scope}) {
			if err != nil {
				yield(domain.BillingLine{}, err)
				return
			}
			line, err := billingLine(row)
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

// billingLine adds the amount for one price period, where there is a price and the subscription has not ended, and the assigned seats: of the line where the vendor counts them,
// else of its pool.
func billingLine(row domain.SubscriptionRow) (domain.BillingLine, error) {
	line := domain.BillingLine{SubscriptionRow: row, AssignedSeats: row.Assigned}
	if line.AssignedSeats == nil && row.Pool != nil {
		line.AssignedSeats = row.Pool.Assigned
		line.AssignedShared = row.Pool.SharedBy > 1
	}
	if ended(row) {
		return line, nil
	}
	var err error
	line.Amount, err = amountOf(row.ID, row.Quantity, row.UnitPrice, row.Currency)
	return line, err
}

// amountOf is the amount of a subscription for one price period; nil without a price.
func amountOf(id, quantity int64, unitPrice, currency string) (*domain.Money, error) {
	if unitPrice == "" {
		return nil, nil
	}
	price, err := decimal.Parse(unitPrice)
	if err != nil {
		return nil, fmt.Errorf("price of subscription %d: %w", id, err)
	}
	amount, err := domain.LineAmount(quantity, price, currency)
	if err != nil {
		return nil, fmt.Errorf("amount of subscription %d: %w", id, err)
	}
	return &amount, nil
}

// ended reports that nothing is billed any more; a suspended subscription may still be paid for.
func ended(row domain.SubscriptionRow) bool {
	return row.Status == domain.StatusExpired || row.Status == domain.StatusDeleted || row.Excluded == domain.ExcludedDeleted
}
