package microsoft

import (
	"context"
	"errors"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// requestsPage is how many service requests one answer lists.
const requestsPage = 200

// fetchServiceRequests reads the requests for help of one customer. The list has no notes: those come request by request.
func (m *microsoft) fetchServiceRequests(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		tenant := req.Customer.VendorID
		o, err := m.center.offer(ctx)
		if err == nil && !o.resellsTo(tenant) {
			return
		}
		seen := map[string]bool{}
		for offset := 0; err == nil; offset += requestsPage {
			var items []wireRequest
			path := customerPath(tenant) + "/servicerequests?offset=" + strconv.Itoa(offset) + "&size=" + strconv.Itoa(requestsPage)
			items, err = all(centerList[wireRequest](ctx, m.center, path))
			if errors.Is(err, errNoCommerce) {
				return
			}
			page := connector.Page{Kinds: []domain.Kind{domain.KindServiceRequests}}
			if err == nil {
				page.ServiceRequests, err = m.center.withNotes(ctx, tenant, items, seen)
			}
			if err != nil {
				break
			}
			if !yield(page, nil) || len(items) < requestsPage || len(page.ServiceRequests) == 0 {
				return
			}
		}
		yield(connector.Page{}, err)
	}
}

// withNotes reads each request that was not seen yet by its id.
func (p *partnerCenter) withNotes(
	ctx context.Context, tenant string, items []wireRequest, seen map[string]bool,
) ([]domain.ServiceRequest, error) {
	var requests []domain.ServiceRequest
	for _, item := range items {
		id := string(item.ID)
		if id == "" {
			return nil, p.rest.Malformed("GET servicerequests: an item has no id")
		}
		if seen[id] {
			continue
		}
		seen[id] = true
		whole := item
		path := customerPath(tenant) + "/servicerequests/" + url.PathEscape(id)
		if err := p.rest.Do(ctx, p.request(path), &whole); err != nil && !errors.Is(err, connector.ErrNotFound) {
			return nil, err
		}
		whole.ID = item.ID
		requests = append(requests, whole.request())
	}
	return requests, nil
}

// The words for what the list gives as numbers, in the order in which Microsoft documents them.
var (
	severities = []string{"unknown", "critical", "moderate", "minimal"}
	states     = []string{"none", "open", "closed", "attention_needed"}
)

func (w wireRequest) request() domain.ServiceRequest {
	status := w.Status.word(states...)
	r := domain.ServiceRequest{
		Key:       string(w.ID),
		Number:    string(w.ID),
		Title:     strings.TrimSpace(w.Title),
		Status:    status,
		Open:      status == "open" || status == "attention_needed",
		Severity:  w.Severity.word(severities...),
		CreatedAt: moment(w.CreatedDate.Time),
		UpdatedAt: moment(w.ModifiedDate.Time),
		ClosedAt:  moment(w.ClosedDate.Time),
		Contact:   strings.TrimSpace(w.Contact.FirstName + " " + w.Contact.LastName),
		Detail:    w.Description,
	}
	for _, n := range w.Notes {
		r.Notes = append(r.Notes, domain.Note{At: moment(n.Date.Time), Author: n.By, Text: n.Text})
	}
	slices.SortStableFunc(r.Notes, func(a, b domain.Note) int { return instant(a.At).Compare(instant(b.At)) })
	return r
}

func instant(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
