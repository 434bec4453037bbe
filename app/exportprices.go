package app

import (
	"context"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

// pricesTable holds all columns of the list of prices.
func (j *exportJob) pricesTable(ctx context.Context) export.Table {
	type row = domain.PriceRow
	f := j.req.Filter
	return headed(j, j.title(), []column[row]{
		{"column.vendor", export.KindText, func(p row) export.Value { return j.word("vendor", string(p.Vendor)) }},
		{"column.product", export.KindText, func(p row) export.Value { return export.Text(p.Product) }},
		{"column.sku", export.KindText, func(p row) export.Value { return export.Text(p.SKU) }},
		{"column.term", export.KindText, func(p row) export.Value { return j.priceTerm(p.Term) }},
		{"import.field.cost", export.KindMoney, func(p row) export.Value { return unitPrice(p.Cost, p.Currency) }},
		{"import.field.unit_price", export.KindMoney, func(p row) export.Value { return unitPrice(p.Price.Price, p.Currency) }},
		{"column.currency", export.KindText, func(p row) export.Value { return export.Text(p.Currency) }},
		{"column.price_period", export.KindText, func(p row) export.Value { return j.word("price_period", p.PricePeriod) }},
		{"import.field.valid_from", export.KindDate, func(p row) export.Value { return export.Date(p.ValidFrom) }},
		{"column.file", export.KindText, func(p row) export.Value { return export.Text(p.File) }},
		{"column.imported_at", export.KindDateTime, func(p row) export.Value { return export.DateTime(p.ChangedAt.In(j.zone)) }},
	}, j.ws.store.EachPrice(ctx, domain.PriceFilter{Vendor: f.Vendor, Search: f.Search, Page: domain.PageRequest{Sort: f.Sort, Desc: f.Desc}}))
}

// priceTerm is the term a price is for; one that names none is for any.
func (j *exportJob) priceTerm(t domain.Term) export.Value {
	if t == "" {
		return export.Text(j.text("value.all"))
	}
	return j.term(t)
}

// pricesCover says when the list was made: prices are no customer's, and no source is missing.
func (j *exportJob) pricesCover(ctx context.Context) (export.Cover, error) {
	banner, err := j.banner(ctx)
	return export.Cover{
		Sheet: j.text("workbook.cover.sheet"), Title: j.title(), Banner: banner,
		Facts: append(j.leftOut(),
			export.Fact{Label: j.text("workbook.cover.created"), Value: export.Text(j.created())},
			export.Fact{Label: j.text("workbook.cover.version"), Value: export.Text("Tenantry " + j.ws.app.cfg.Version)},
		),
	}, err
}
