package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tenantry/backend/domain"
)

// Figures turns the dashboard's figures into conditions on rows, for one scope. Lists filter by them and reports count
// by them, so that the rows behind a figure are always as many as the figure says. The conditions name customers c,
// subscriptions s and pools p; their values are in Args.
type Figures struct {
	Whose
	args    []any
	medians []median
}

// median is the middle assigned ÷ bought of a product that enough customers have.
type median struct {
	productID int64
	ratio     float64
}

// NewFigures prepares the conditions of a scope, without FigureLow.
func NewFigures(scope domain.Scope) (*Figures, error) {
	if scope.Family == "all" {
		scope.Family = ""
	}
	if scope.Thresholds == (domain.Thresholds{}) {
		scope.Thresholds = domain.DefaultThresholds()
	}
	factor, err := strconv.ParseFloat(scope.Thresholds.LowFactor, 64)
	if err != nil {
		return nil, domain.NewError(domain.CodeInvalid, "setting_invalid", "setting", "low_factor")
	}
	return &Figures{Whose: Whose{scope}, args: append(whoseArgs(scope),
		sql.Named("today", string(scope.Today)),
		sql.Named("until", string(scope.Today.AddDays(scope.Thresholds.ExpiringDays))),
		sql.Named("added_from", string(scope.Today.AddDays(-domain.AddedDays))),
		sql.Named("aged_before", string(scope.Today.AddDays(-scope.Thresholds.LowMinAgeDays))),
		sql.Named("low_factor", factor),
		sql.Named("quiet_days", scope.Thresholds.QuietDays),
		sql.Named("family", string(scope.Family)),
	)}, nil
}

// NewFiguresWithMedians prepares the conditions of a scope, FigureLow among them.
func NewFiguresWithMedians(ctx context.Context, q Preparer, scope domain.Scope) (*Figures, error) {
	f, err := NewFigures(scope)
	if err != nil {
		return nil, err
	}
	f.medians, err = findMedians(ctx, q, f.scope.Thresholds.LowMinCustomers)
	if err != nil {
		return nil, wrap("find medians", err)
	}
	for i, m := range f.medians {
		n := strconv.Itoa(i)
		f.args = append(f.args, sql.Named("product"+n, m.productID), sql.Named("median"+n, m.ratio))
	}
	return f, nil
}

// Args are the values of the conditions. More can be appended, by several callers at once.
func (f *Figures) Args() []any { return slices.Clip(f.args) }

// Subscriptions is the condition on subscriptions s that a figure counts.
func (f *Figures) Subscriptions(figure domain.Figure) (string, error) {
	condition, ok := map[domain.Figure]string{
		"":                        "TRUE",
		domain.FigureAdded:        "s.gone_at IS NULL AND s.excluded = '' AND s.added_on >= :added_from AND " + addedForSure,
		domain.FigureExpiring:     "s.ends_on BETWEEN :today AND :until",
		domain.FigureRenewing:     "s.renews_on BETWEEN :today AND :until",
		domain.FigureOpen:         "s.open_on BETWEEN :today AND :until",
		domain.FigureMissingDates: "s.runs = 1 AND s.term_end_on IS NULL",
		domain.FigureMissingPrice: "s.gone_at IS NULL AND s.excluded = '' AND s.typed_unit_price IS NULL",
		domain.FigureTrial:        "s.gone_at IS NULL AND s.excluded NOT IN ('deleted', 'duplicate') AND s.status IN ('active', 'unknown') AND s.trial IS 1",
		domain.FigureSuspended:    "s.gone_at IS NULL AND s.excluded NOT IN ('deleted', 'duplicate') AND s.status = 'suspended'",
	}[figure]
	if !ok {
		return "", unknownFigure(figure)
	}
	return condition + f.Within("s"), nil
}

// addedForSure is the condition on subscriptions s that the day they were added is known: that of their creation, or the
// day they were first seen where their connection had been read in full before.
const addedForSure = "(s.created_on IS NOT NULL OR s.first_seen_at > (SELECT n.first_full_at FROM connections n WHERE n.id = s.connection_id))"

// AddedUnknown are conditions on subscriptions s, of which at most one holds, that they may have been added lately, as far as
// is known: of no day at all, or of one that is not sure. Each finds its rows in an index; joined by OR they would not.
func (f *Figures) AddedUnknown() []string {
	const counts = "s.gone_at IS NULL AND s.excluded = '' AND "
	return []string{
		counts + "s.added_on IS NULL" + f.Within("s"),
		counts + "s.added_on >= :added_from AND NOT COALESCE(" + addedForSure + ", FALSE)" + f.Within("s"),
	}
}

// Pools is the condition on pools p that a figure counts. FigureLow needs NewFiguresWithMedians.
func (f *Figures) Pools(figure domain.Figure) (string, error) {
	switch figure {
	case "":
		return "TRUE" + f.Within("p"), nil
	case domain.FigureOver:
		return "p.over > 0" + f.Within("p"), nil
	case domain.FigureLow:
		return "p.id IN (SELECT p.id FROM " + f.BelowMedian() + " WHERE " + f.Aged() + f.Within("p") + ")", nil
	}
	return "", unknownFigure(figure)
}

// Aged is the condition on pools p that they are old enough to be judged.
func (f *Figures) Aged() string { return "p.aged_on < :aged_before" }

// AgeUnknown is the condition on pools p that they may be old enough, as far as is known.
func (f *Figures) AgeUnknown() string {
	return "(p.aged_on IS NULL OR p.aged_on >= :aged_before) AND p.age_known = 0"
}

// BelowMedian is a table of the pools p with a ratio under the set part of their product's median.
func (f *Figures) BelowMedian() string {
	return "(" + f.Medians() + ") AS m CROSS JOIN pools AS p ON p.product_id = m.product_id" +
		" AND p.ratio < m.median * :low_factor"
}

// Medians is a query for product_id and median of the products that enough customers have.
func (f *Figures) Medians() string {
	if len(f.medians) == 0 {
		return "SELECT NULL AS product_id, NULL AS median WHERE FALSE"
	}
	var b strings.Builder
	b.WriteString("SELECT column1 AS product_id, column2 AS median FROM (VALUES ")
	for i := range f.medians {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "(:product%d, :median%d)", i, i)
	}
	b.WriteString(")")
	return b.String()
}

// Customers is the condition on customers c that a figure counts.
func (f *Figures) Customers(figure domain.Figure) (string, error) {
	condition := "TRUE"
	switch figure {
	case "":
	case domain.FigureAdded, domain.FigureExpiring, domain.FigureRenewing, domain.FigureOpen, domain.FigureMissingDates,
		domain.FigureMissingPrice:
		of, err := f.Subscriptions(figure)
		if err != nil {
			return "", err
		}
		condition = "c.id IN (SELECT s.customer_id FROM subscriptions s WHERE " + of + ")"
	case domain.FigureLow:
		condition = "c.id IN (SELECT p.customer_id FROM " + f.BelowMedian() + " WHERE " + f.Aged() + f.Within("p") + ")"
	case domain.FigureOver:
		condition = "c.id IN (SELECT p.customer_id FROM pools p WHERE p.over > 0" + f.Within("p") + ")"
	case domain.FigureSuspended, domain.FigureExpired, domain.FigureTrial:
		condition = Status(domain.CustomerStatus(figure))
	case domain.FigureUnmatched:
		condition = "c.unmatched = 1"
	case domain.FigureFailed:
		return failed + f.Of("c.id"), nil
	default:
		return "", unknownFigure(figure)
	}
	return condition + f.withinCustomers(), nil
}

// Status is the condition on customers c that a status holds.
func Status(status domain.CustomerStatus) string {
	switch status {
	case domain.CustomerSuspended:
		return "c.has_suspended = 1"
	case domain.CustomerExpired:
		return "c.records > 0 AND c.unread = 0 AND c.has_active = 0 AND c.has_trial = 0"
	case domain.CustomerExpiring:
		return "c.next_ends_on <= :until AND (c.next_ends_on >= :today OR EXISTS (" +
			"SELECT 1 FROM subscriptions s WHERE s.customer_id = c.id AND s.ends_on BETWEEN :today AND :until))"
	case domain.CustomerOverage:
		return "c.over_seats > 0"
	case domain.CustomerSetup:
		return "c.has_setup = 1"
	case domain.CustomerQuiet:
		return "c.idle_days >= :quiet_days"
	case domain.CustomerTrial:
		return "c.has_trial = 1"
	case domain.CustomerActive:
		return "c.has_active = 1"
	case domain.CustomerUnknown:
		return "c.unread > 0 AND c.has_active = 0 AND c.has_trial = 0 AND c.has_suspended = 0"
	}
	return "FALSE"
}

// statuses are all a customer can have, most urgent first.
var statuses = domain.CustomerStatuses()

// everywhere is the same for all products and customers.
func (f *Figures) everywhere() *Figures {
	all := *f
	all.scope.Family, all.scope.CustomerID, all.scope.Tag = "", 0, ""
	return &all
}

// Within narrows subscriptions, pools or days down to the scope.
func (f *Figures) Within(alias string) string {
	text := ""
	if f.scope.Family != "" {
		text += " AND " + alias + ".family = :family"
	}
	return text + f.Of(alias+".customer_id")
}

// failed is the condition on customers c that something of them could not be read. It knows no family: which one the
// data that are missing belong to is not known.
const failed = "c.id IN (SELECT r.customer_id FROM checkpoints k INDEXED BY checkpoints_failed JOIN records r ON r.id = k.record_id" +
	" WHERE k.error_key <> '' AND k.connection_id IN (SELECT id FROM connections WHERE state <> 'paused'))"

func (f *Figures) withinCustomers() string {
	text := ""
	if f.scope.Family != "" {
		text += " AND c.id IN (SELECT cf.customer_id FROM customer_families cf WHERE cf.family = :family)"
	}
	return text + f.Of("c.id")
}

func unknownFigure(figure domain.Figure) error {
	return domain.NewError(domain.CodeInvalid, "invalid", "detail", "figure="+string(figure))
}
