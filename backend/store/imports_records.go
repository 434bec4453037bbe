package store

import (
	"tenantry/backend/domain"
)

// recordSnapshot holds what an import changes of a record.
const recordSnapshot = "SELECT json_object('name', name, 'domain', domain, 'account', account, 'country', country, 'created_on', created_on)" +
	" FROM records WHERE id = ?"

// saveCustomer stores what a file calls a customer. It joins the customer it names without a doubt; else it is one.
func (r *importRun) saveCustomer(row *domain.ImportRow) error {
	record := *row.Record
	who := domain.ImportCustomer{VendorID: record.VendorID, Domain: record.Domain, Name: record.Name}
	record.VendorID = r.recordID(who)
	if !r.once("customer", firstOf(record.Name, who.VendorID), record.VendorID) {
		return nil
	}
	known, err := queryAll(r.ctx, r, selectRecords+"WHERE r.connection_id = ? AND r.vendor_id = ?",
		[]any{r.conn.id, record.VendorID}, scanRecord)
	if err != nil {
		return err
	}
	if len(known) > 0 {
		return r.changeRecord(known[0], record)
	}
	answer := r.match.find(who)
	if answer.key == "customer_ambiguous" {
		r.customer(who)
		return nil
	}
	if err := r.addRecord(&record, answer.customer); err != nil {
		return err
	}
	r.done.Added++
	return nil
}

// addRecord stores a new record of the target connection, under a customer or, with 0, as a new one.
func (r *importRun) addRecord(record *domain.Record, customer int64) error {
	record.ConnectionID, record.CustomerID = r.conn.id, customer
	var err error
	if customer == 0 {
		if err = createRecord(r.ctx, r.tx, r.conn.id, record, r.req.At); err != nil {
			return err
		}
	} else {
		if record.Tenant, err = tenantOf(r.ctx, r.tx, *record); err != nil {
			return err
		}
		if err := insertRecord(r.ctx, r.tx, record, r.at); err != nil {
			return err
		}
		if err := refreshIdentity(r.ctx, r.tx, customer); err != nil {
			return err
		}
	}
	r.touched[record.CustomerID] = true
	r.match.add(*record, r.conn.id)
	clear(r.match.known)
	_, err = r.exec(r.ctx, "UPDATE records SET import_id = ? WHERE id = ?", r.done.ID, record.ID)
	return err
}

// changeRecord changes what an earlier file said. What this one does not say stays.
func (r *importRun) changeRecord(old, now domain.Record) error {
	now.Name, now.Domain = firstOf(now.Name, old.Name), firstOf(now.Domain, old.Domain)
	now.Account, now.Country = firstOf(now.Account, old.Account), firstOf(now.Country, old.Country)
	if now.CreatedOn == "" {
		now.CreatedOn = old.CreatedOn
	}
	if now.Name == old.Name && now.Domain == old.Domain && now.Account == old.Account && now.Country == old.Country &&
		now.CreatedOn == old.CreatedOn {
		r.done.Unchanged++
		return nil
	}
	err := r.change(changedRow{table: "records", id: old.ID, snapshot: recordSnapshot},
		"UPDATE records SET name = ?, domain = ?, account = ?, country = ?, created_on = ? WHERE id = ?",
		now.Name, now.Domain, now.Account, now.Country, orNull(now.CreatedOn), old.ID)
	if err != nil {
		return err
	}
	r.touched[old.CustomerID] = true
	r.done.Changed++
	return refreshIdentity(r.ctx, r.tx, old.CustomerID)
}
