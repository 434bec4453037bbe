package microsoft

import (
	"context"
	"errors"
	"iter"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

const (
	servicesReport = "getOffice365ServicesUserCounts(period='D30')"
	daysReport     = "getOffice365ActiveUserCounts(period='D30')"
)

// fetchUsage reads how many people use what: per service over thirty days, per service and day, and per product.
func (m *microsoft) fetchUsage(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		for _, read := range []func(context.Context, string) ([]domain.Usage, error){
			m.client.usageOfServices, m.client.usageByDay, m.client.usageOfProducts,
		} {
			rows, err := read(ctx, req.Customer.VendorID)
			if err != nil && !without(err) {
				yield(connector.Page{}, err)
				return
			}
			page := connector.Page{Kinds: []domain.Kind{domain.KindUsage}}
			page.Usage = rows
			if !yield(page, nil) {
				return
			}
		}
	}
}

func usage(product, metric, period string, day domain.Date, value int64) domain.Usage {
	return domain.Usage{
		Key:     strings.Join([]string{product, metric, period, string(day)}, "|"),
		Product: product, Metric: metric, Period: period, Day: day, Value: value,
	}
}

// usageOfServices reads the totals: they name nobody, so they are told whether names are concealed or not.
func (c *client) usageOfServices(ctx context.Context, tenant string) ([]domain.Usage, error) {
	t, err := c.report(ctx, tenant, servicesReport)
	if err != nil {
		return nil, err
	}
	rows, err := t.usage("Report Refresh Date", "P30D", func(column string) (product, metric string) {
		if product, found := strings.CutSuffix(column, " Inactive"); found {
			return product, "inactive"
		}
		if product, found := strings.CutSuffix(column, " Active"); found {
			return product, "active"
		}
		return "", ""
	})
	return rows, c.misread(servicesReport, err)
}

func (c *client) usageByDay(ctx context.Context, tenant string) ([]domain.Usage, error) {
	t, err := c.report(ctx, tenant, daysReport)
	if err != nil {
		return nil, err
	}
	rows, err := t.usage("Report Date", "P1D", func(column string) (product, metric string) {
		if strings.HasPrefix(column, "Report ") {
			return "", ""
		}
		return column, "active"
	})
	return rows, c.misread(daysReport, err)
}

func (c *client) misread(function string, err error) error {
	if err == nil {
		return nil
	}
	return c.rest.Malformed("GET reports/%s: %v", function, err)
}

// usage makes a row of every number; what a column counts is told by its name.
func (t table) usage(dayColumn, period string, counts func(column string) (product, metric string)) ([]domain.Usage, error) {
	var rows []domain.Usage
	seen := map[string]bool{}
	for _, row := range t.rows {
		day, err := t.day(row, dayColumn)
		if err != nil {
			return nil, err
		}
		if day == "" {
			return nil, errors.New("a row has no day")
		}
		for _, column := range t.names {
			product, metric := counts(column)
			if product == "" {
				continue
			}
			n, known, err := t.count(row, column)
			if err != nil {
				return nil, err
			}
			if u := usage(product, metric, period, day, n); known && !seen[u.Key] {
				seen[u.Key] = true
				rows = append(rows, u)
			}
		}
	}
	return rows, nil
}

// usageOfProducts counts the holders of each product's seats that used one of its services lately. It takes names, the
// list of people and the products' services; where one of them is not to be had, the use is not known.
func (c *client) usageOfProducts(ctx context.Context, tenant string) ([]domain.Usage, error) {
	a, err := c.activityIfAllowed(ctx, tenant)
	if err != nil || !a.known() {
		return nil, err
	}
	products, err := c.coveredProducts(ctx, tenant)
	if err == nil {
		err = c.countHolders(ctx, tenant, a, products)
	}
	if errors.Is(err, connector.ErrForbidden) || errors.Is(err, connector.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var rows []domain.Usage
	for _, p := range products {
		for i, w := range windows {
			u := usage(p.name, "active", w.period, a.refreshed, p.active[i])
			u.Key, u.ProductKey = strings.Join([]string{p.key, "active", w.period, string(a.refreshed)}, "|"), p.key
			rows = append(rows, u)
		}
	}
	return rows, nil
}

// windows are how far back somebody counts as active.
var windows = [...]struct {
	days   int
	period string
}{{7, "P7D"}, {30, "P30D"}}

// product is one whose use the report of activity shows.
type product struct {
	key, name string
	services  []string
	active    [len(windows)]int64
}

func (c *client) coveredProducts(ctx context.Context, tenant string) ([]*product, error) {
	var products []*product
	for skus, err := range list[wireSku](ctx, c, call{tenant, "/subscribedSkus", rightsLicences}) {
		if err != nil {
			return nil, err
		}
		for _, s := range skus {
			if covered := s.covered(); len(covered) > 0 && s.SkuID != "" {
				id := tenantKey(s.SkuID)
				products = append(products, &product{key: id, name: c.productName(id, s.SkuPartNumber), services: covered})
			}
		}
	}
	return products, nil
}

func (c *client) countHolders(ctx context.Context, tenant string, a activity, products []*product) error {
	byKey := map[string]*product{}
	for _, p := range products {
		byKey[p.key] = p
	}
	for users, err := range list[wireUser](ctx, c, call{tenant, seatsPath, rightsPeople}) {
		if err != nil {
			return err
		}
		for _, u := range users {
			for _, key := range u.products() {
				p := byKey[key]
				if p == nil {
					continue
				}
				for i, w := range windows {
					if a.active(u.UserPrincipalName, p.services, w.days) {
						p.active[i]++
					}
				}
			}
		}
	}
	return nil
}
