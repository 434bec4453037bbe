package microsoft

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/big"
	"strconv"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// The columns of the reports of storage: a row is one day's state, in bytes.
const (
	storageUsed = "Storage Used (Byte)"
	storageDay  = "Report Date"
	siteType    = "Site Type"
)

// storageReport tells what a customer's data take up in one service. Reports about sites have a row for all of them beside
// rows for types of sites: totals are the types that mean the whole service, the best first. "" is a report without types.
type storageReport struct {
	service, function string
	totals            []string
}

var storageReports = []storageReport{
	{exchange, "getMailboxUsageStorage(period='D7')", []string{""}},
	// "All" of this report is no less than "OneDrive", which cannot hold sites that SharePoint's report counts too.
	{oneDrive, "getOneDriveUsageStorage(period='D7')", []string{"onedrive", "all", ""}},
	{sharePoint, "getSharePointSiteUsageStorage(period='D7')", []string{"all", ""}},
}

// fetchStorage reads what a customer's data take up where people work with them. What of it is bought or backed up these
// reports do not say.
func (m *microsoft) fetchStorage(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		page := connector.Page{Kinds: []domain.Kind{domain.KindStorage}}
		for _, r := range storageReports {
			t, err := m.client.report(ctx, req.Customer.VendorID, r.function)
			if without(err) {
				continue
			}
			if err != nil {
				yield(connector.Page{}, err)
				return
			}
			row, some, err := r.newest(t)
			if err != nil {
				yield(connector.Page{}, m.client.misread(r.function, err))
				return
			}
			if some {
				page.Storage = append(page.Storage, row)
			}
		}
		yield(page, nil)
	}
}

// newest is the state of the report's last day. An amount that is missing, or that no row gives for the service as a whole, is
// not known.
func (r storageReport) newest(t table) (s domain.Storage, some bool, err error) {
	if len(t.rows) > 0 && !t.has(storageUsed) {
		return s, false, fmt.Errorf("no column %s", storageUsed)
	}
	var last domain.Date
	var byType map[string][]*int64
	for _, row := range t.rows {
		day, err := t.day(row, storageDay)
		if err != nil {
			return s, false, err
		}
		if day == "" {
			return s, false, errors.New("a row has no day")
		}
		n, err := t.bytes(row, storageUsed)
		if err != nil {
			return s, false, err
		}
		if day > last {
			last, byType = day, map[string][]*int64{}
		}
		if day == last {
			of := strings.ToLower(t.cell(row, siteType))
			byType[of] = append(byType[of], n)
		}
	}
	if last == "" {
		return s, false, nil
	}
	s = domain.Storage{Key: r.service, Service: r.service, Place: Spec().Name}
	for _, of := range r.totals {
		// Two rows for the same would be two answers.
		if rows := byType[of]; len(rows) == 1 && rows[0] != nil {
			s.Consumed, s.ConsumedText = rows[0], strconv.FormatInt(*rows[0], 10)
			break
		}
	}
	return s, true, nil
}

func (t table) has(column string) bool {
	_, found := t.columns[strings.ToLower(column)]
	return found
}

// bytes reads an amount of data; nil for an empty cell.
func (t table) bytes(row []string, column string) (*int64, error) {
	text := t.cell(row, column)
	if text == "" {
		return nil, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err == nil {
		if amount := domain.Bytes(big.NewRat(n, 1), "byte"); amount != nil {
			return amount, nil
		}
	}
	return nil, fmt.Errorf("column %s: not an amount of data", column)
}
