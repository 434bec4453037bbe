package store

import (
	"cmp"
	"strconv"

	"tenantry/backend/domain"
)

// typedSnapshot holds what an import changes of a subscription: the values a user could have typed in, and which of them
// came from a file. Of prices it holds what the user typed in and what the file says; that of a list follows from the list.
const typedSnapshot = `
SELECT json_object(
    'typed_term_end_on', typed_term_end_on, 'imported_term_end_on', imported_term_end_on,
    'typed_at_term_end', typed_at_term_end, 'imported_at_term_end', imported_at_term_end,
    'typed_term', typed_term, 'imported_term', imported_term,
    'typed_status', typed_status, 'imported_status', imported_status,
    'typed_trial', typed_trial, 'imported_trial', imported_trial,
    'typed_created_on', typed_created_on, 'imported_created_on', imported_created_on,
    'typed_unit_price', IIF(imported_unit_price, NULL, typed_unit_price),
    'typed_currency', IIF(imported_unit_price, NULL, typed_currency),
    'typed_price_period', IIF(imported_unit_price, NULL, typed_price_period),
    'filed_unit_price', filed_unit_price, 'filed_currency', filed_currency, 'filed_price_period', filed_price_period,
    'filed_at', filed_at, 'typed_at', typed_at, 'typed_times', json(typed_times))
FROM subscriptions
WHERE id = ?`

// indexedLine is what subscriptions are found by, with the values that count.
type indexedLine struct {
	id, customer int64
	vendor       domain.Vendor
	number       string
	product, sku string // folded
	quantity     int64
	filed        bool              // only files know it
	given        domain.GivenTerms // by the source
	givenTrial   domain.YesNo
	typed        domain.Typed
	imported     struct{ termEnd, atTermEnd, term, price, status, trial, created bool }
}

// subscriptionIndex finds subscriptions by customer and number, or by customer and product.
type subscriptionIndex struct {
	byNumber  map[string][]*indexedLine
	byProduct map[string][]*indexedLine
	anyNumber map[string][]*indexedLine
}

func (x *subscriptionIndex) add(line *indexedLine) {
	customer := strconv.FormatInt(line.customer, 10) + "\x00"
	if line.number != "" {
		x.byNumber[customer+fold(line.number)] = append(x.byNumber[customer+fold(line.number)], line)
		x.anyNumber[fold(line.number)] = append(x.anyNumber[fold(line.number)], line)
	}
	for i, name := range []string{line.product, line.sku} {
		if name != "" && (i == 0 || name != line.product) {
			x.byProduct[customer+name] = append(x.byProduct[customer+name], line)
		}
	}
}

// index reads the subscriptions that are not gone, of the target connection or of all.
func (r *importRun) index() (*subscriptionIndex, error) {
	if r.lines != nil {
		return r.lines, nil
	}
	x := &subscriptionIndex{byNumber: map[string][]*indexedLine{}, byProduct: map[string][]*indexedLine{}, anyNumber: map[string][]*indexedLine{}}
	lines := queryEach(r.ctx, r, `
SELECT
    s.id, s.customer_id, co.vendor, s.number, s.product, s.sku, s.quantity, s.source = 'import',
    s.given_term_end_on, s.given_at_term_end, s.given_term,
    s.typed_term_end_on, s.typed_at_term_end, s.typed_term, s.typed_unit_price, s.typed_currency, s.typed_price_period,
    s.imported_term_end_on, s.imported_at_term_end, s.imported_term, s.imported_unit_price,
    IIF(`+tellsStatus+`, s.given_status, NULL), s.typed_status, s.imported_status,
    `+yesNo("s.given_trial")+`, `+yesNo("s.typed_trial")+`, s.imported_trial,
    s.given_created_on, s.typed_created_on, s.imported_created_on
FROM subscriptions s
JOIN connections co ON co.id = s.connection_id
WHERE s.gone_at IS NULL AND (?1 = 0 OR s.connection_id = ?1) AND (?2 = '' OR co.vendor = ?2)`,
		[]any{r.req.ConnectionID, r.req.Vendor}, func(row scanner) (*indexedLine, error) {
			var l indexedLine
			err := row.Scan(&l.id, &l.customer, &l.vendor, &l.number, &l.product, &l.sku, &l.quantity, &l.filed,
				orEmpty(&l.given.TermEndOn), orEmpty(&l.given.AtTermEnd), orEmpty(&l.given.Term),
				&l.typed.TermEndOn, &l.typed.AtTermEnd, &l.typed.Term, &l.typed.UnitPrice, &l.typed.Currency, &l.typed.PricePeriod,
				&l.imported.termEnd, &l.imported.atTermEnd, &l.imported.term, &l.imported.price,
				orEmpty(&l.given.Status), &l.typed.Status, &l.imported.status, orEmpty(&l.givenTrial), &l.typed.Trial, &l.imported.trial,
				orEmpty(&l.given.CreatedOn), &l.typed.CreatedOn, &l.imported.created)
			l.product, l.sku = fold(l.product), fold(l.sku)
			return &l, err
		})
	for line, err := range lines {
		if err != nil {
			return nil, err
		}
		x.add(line)
	}
	r.lines = x
	return x, nil
}

// yesNo gives a flag in the words that a file says it in.
func yesNo(flag string) string {
	return "CASE " + flag + " WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END"
}

// saveSubscription sets what a row says of a subscription that is there; under a connection that is only fed by files it
// adds those that are not.
func (r *importRun) saveSubscription(row *domain.ImportRow) error {
	typed, err := row.Typed.Normalize()
	if err != nil {
		r.wrong("", "", "values_invalid")
		return nil //nolint:nilerr // the row is told as a problem
	}
	row.Typed = typed
	lines, err := r.findLines(row)
	if err != nil || r.bad {
		return err
	}
	if len(lines) == 0 {
		return r.addSubscription(row)
	}
	if len(lines) > 1 && row.Typed.UnitPrice != nil {
		r.wrong("unit_price", *row.Typed.UnitPrice, "price_of_several")
		return nil
	}
	if !r.once("number", lineName(row), lineKey(lines[0].id)) {
		return nil
	}
	changed := false
	for _, line := range lines {
		one, err := r.setLine(row, line, len(lines) == 1)
		if err != nil {
			return err
		}
		changed = changed || one
	}
	if changed {
		r.done.Changed++
	} else {
		r.done.Unchanged++
	}
	return nil
}

// lineKey tells the lines of subscriptions that are stored apart.
func lineKey(id int64) string { return "s" + strconv.FormatInt(id, 10) }

// lineName is what a row calls its subscription.
func lineName(row *domain.ImportRow) string {
	return firstOf(row.Number, firstOf(row.Product, row.SKU))
}

// typedFor says what becomes of a term that does not renew: with Microsoft it may end or go on as a paid extension, so
// nothing is known; elsewhere it ends.
func typedFor(row *domain.ImportRow, line *indexedLine) domain.Typed {
	typed := row.Typed
	if row.NotRenewing && line.vendor != domain.VendorMicrosoft {
		ends := domain.TermEnds
		typed.AtTermEnd = &ends
	}
	return typed
}

// findLines gives the lines a row is about: those of its number, of the product where it names one.
func (r *importRun) findLines(row *domain.ImportRow) ([]*indexedLine, error) {
	x, err := r.index()
	if err != nil {
		return nil, err
	}
	customer := int64(0)
	if !row.Customer.IsZero() {
		if customer = r.customer(row.Customer); customer == 0 {
			return nil, nil
		}
	}
	prefix := strconv.FormatInt(customer, 10) + "\x00"
	var found []*indexedLine
	switch {
	case row.Number != "" && customer != 0:
		found = x.byNumber[prefix+fold(row.Number)]
	case row.Number != "":
		found = x.anyNumber[fold(row.Number)]
	case customer != 0:
		found = x.byProduct[prefix+fold(firstOf(row.SKU, row.Product))]
		if len(found) == 0 && row.SKU != "" && row.Product != "" {
			found = x.byProduct[prefix+fold(row.Product)]
		}
		if len(found) > 1 {
			r.wrong("product", firstOf(row.Product, row.SKU), "subscription_ambiguous")
			return nil, nil
		}
		return found, nil
	}
	return r.narrow(row, found), nil
}

// narrow leaves of the lines of one number those of the row's product; where none is, the row is about them all, but for a
// connection that only files feed: there it is about a line that is not there yet. Lines of several customers are no answer.
func (r *importRun) narrow(row *domain.ImportRow, found []*indexedLine) []*indexedLine {
	var same []*indexedLine
	for _, line := range found {
		if line.customer != found[0].customer {
			r.wrong("number", row.Number, "subscription_ambiguous")
			return nil
		}
		if line.named(row) {
			same = append(same, line)
		}
	}
	if len(same) > 0 || r.conn.fileOnly && (row.SKU != "" || row.Product != "") {
		return same
	}
	return found
}

// setTyped sets the values of one line that its source does not give. What a user typed in stays unless it is to be
// replaced.
func (r *importRun) setTyped(line *indexedLine, v domain.Typed) (bool, error) {
	var set domain.Typed
	old := &line.typed
	if takes(r, "term_end_on", v.TermEndOn, old.TermEndOn, hadValue[domain.Date]{line.given.TermEndOn, line.imported.termEnd}) {
		set.TermEndOn = v.TermEndOn
	}
	if takes(r, "at_term_end", v.AtTermEnd, old.AtTermEnd, hadValue[domain.AtTermEnd]{line.given.AtTermEnd, line.imported.atTermEnd}) {
		set.AtTermEnd = v.AtTermEnd
	}
	if takes(r, "term", v.Term, old.Term, hadValue[domain.Term]{line.given.Term, line.imported.term}) {
		set.Term = v.Term
	}
	if takes(r, "status", v.Status, old.Status, hadValue[domain.SubscriptionStatus]{line.given.Status, line.imported.status}) {
		set.Status = v.Status
	}
	if takes(r, "trial", v.Trial, old.Trial, hadValue[domain.YesNo]{line.givenTrial, line.imported.trial}) {
		set.Trial = v.Trial
	}
	if takes(r, "created_on", v.CreatedOn, old.CreatedOn, hadValue[domain.Date]{line.given.CreatedOn, line.imported.created}) {
		set.CreatedOn = v.CreatedOn
	}
	samePrice := equal(v.UnitPrice, old.UnitPrice) && equal(v.Currency, old.Currency) && equal(v.PricePeriod, old.PricePeriod)
	if v.UnitPrice != nil && !samePrice && (old.UnitPrice == nil || line.imported.price || r.replaces("unit_price", *v.UnitPrice, *old.UnitPrice)) {
		set.UnitPrice, set.Currency, set.PricePeriod = v.UnitPrice, v.Currency, v.PricePeriod
	}
	if set == (domain.Typed{}) {
		return false, nil
	}
	return true, r.writeImported(line, set)
}

// takes reports whether the file's value of a field is to be set: not where the source gives it, and not over what a user
// typed in unless that is asked for.
func takes[T ~string](r *importRun, field string, v, typed *T, had hadValue[T]) bool {
	switch {
	case v == nil || equal(v, typed):
		return false
	case had.given != "" && had.given == *v:
		return false
	case had.given != "":
		r.note(field, string(*v), "has_source", "stored", string(had.given))
		return false
	case typed == nil || had.imported:
		return true
	}
	return r.replaces(field, string(*v), string(*typed))
}

// hadValue is a fact as its source gives it, and whether the typed value beside it came from a file.
type hadValue[T ~string] struct {
	given    T
	imported bool
}

// replaces reports whether a value that a user typed in gives way; else it is told that it stays.
func (r *importRun) replaces(field, value, typed string) bool {
	if r.req.ReplaceTyped {
		return true
	}
	r.note(field, value, "typed_kept", "stored", typed)
	return false
}

// writeImported sets values of one line and keeps what they were.
func (r *importRun) writeImported(line *indexedLine, set domain.Typed) error {
	r.touched[line.customer] = true
	return r.changeBy(changedRow{table: "subscriptions", id: line.id, snapshot: typedSnapshot}, func() error {
		if err := writeTyped(r.ctx, r.tx, line.id, set, r.req.At); err != nil {
			return err
		}
		_, err := r.exec(r.ctx, `
UPDATE subscriptions
SET imported_term_end_on = imported_term_end_on OR ?1,
    imported_at_term_end = imported_at_term_end OR ?2,
    imported_term = imported_term OR ?3,
    imported_unit_price = imported_unit_price OR ?4,
    imported_status = imported_status OR ?7,
    imported_trial = imported_trial OR ?8,
    imported_created_on = imported_created_on OR ?9,
    filed_unit_price = IIF(?4, typed_unit_price, filed_unit_price),
    filed_currency = IIF(?4, typed_currency, filed_currency),
    filed_price_period = IIF(?4, typed_price_period, filed_price_period),
    filed_at = IIF(?4, ?5, filed_at)
WHERE id = ?6`,
			set.TermEndOn != nil, set.AtTermEnd != nil, set.Term != nil, set.UnitPrice != nil, r.at, line.id,
			set.Status != nil, set.Trial != nil, set.CreatedOn != nil)
		return err
	})
}

// addSubscription adds a subscription that only files know.
func (r *importRun) addSubscription(row *domain.ImportRow) error {
	switch {
	case !r.conn.fileOnly:
		r.wrong("number", lineName(row), "subscription_unknown")
		return nil
	case row.Product == "" && row.SKU == "":
		r.wrong("product", "", "value_missing")
		return nil
	case row.Quantity == nil:
		r.wrong("quantity", "", "value_missing")
		return nil
	}
	record, ok, err := r.record(row.Customer)
	if err != nil || !ok {
		return err
	}
	product, sku := firstOf(row.Product, row.SKU), row.SKU
	productKey := firstOf(sku, fold(product))
	key := "import:" + row.Number + "/" + productKey
	if !r.once("number", lineName(row), strconv.FormatInt(record.ID, 10)+key) {
		return nil
	}
	termEnd, atTermEnd, term := row.Typed.TermEndOn, row.Typed.AtTermEnd, row.Typed.Term
	if line := (indexedLine{vendor: r.conn.vendor}); row.NotRenewing {
		atTermEnd = typedFor(row, &line).AtTermEnd
	}
	id, err := r.tx.insert(r.ctx, `
INSERT INTO subscriptions (
    connection_id, record_id, customer_id, key, number, product_key, product, sku, family, status, quantity, created_on, given_created_on,
    given_term_end_on, given_at_term_end, given_term, source, filed_unit_price, filed_currency, filed_price_period,
    filed_at, typed_at, search, first_seen_at, first_seen_sure, changed_at, import_id, given_status, given_trial, trial)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)`,
		r.conn.id, record.ID, record.CustomerID, key, row.Number, productKey, product, sku, row.Family, cmp.Or(valueOf(row.Typed.Status), domain.StatusUnknown),
		*row.Quantity, orNullAt(row.Typed.CreatedOn), orNullAt(row.Typed.CreatedOn), orNullAt(termEnd), orNullAt(atTermEnd), orNullAt(term), domain.SourceImport,
		orNullAt(row.Typed.UnitPrice), orNullAt(row.Typed.Currency), orNullAt(row.Typed.PricePeriod),
		typedAt(row.Typed, r.at), typedAt(row.Typed, r.at), fold(product+" "+row.Number), r.at, r.at, r.done.ID,
		orNullAt(row.Typed.Status), orNullTrial(row.Typed.Trial), orNullTrial(row.Typed.Trial))
	if err != nil {
		return err
	}
	r.done.Added++
	r.touched[record.CustomerID] = true
	r.seen[lineKey(id)] = r.line
	r.lines.add(&indexedLine{
		id: id, filed: true, customer: record.CustomerID, vendor: r.conn.vendor, number: row.Number, product: fold(product),
		sku: fold(sku), quantity: *row.Quantity,
	})
	return nil
}

// typedAt is when the price of a line that is added was named, NULL without one.
func typedAt(v domain.Typed, at string) any {
	if v.UnitPrice == nil {
		return nil
	}
	return at
}
