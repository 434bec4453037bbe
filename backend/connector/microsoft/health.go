package microsoft

import (
	"cmp"
	"context"
	"errors"
	"html"
	"iter"
	"regexp"
	"strings"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

const healthPath = "/admin/serviceAnnouncement/healthOverviews?$expand=issues"

// maxDetail is how much of a post is kept, in bytes.
const maxDetail = 8 << 10

// fetchHealth reads how the services do that a customer has, and the trouble Microsoft tells of.
func (m *microsoft) fetchHealth(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	g := call{req.Customer.VendorID, healthPath, rightsHealth}
	seen := map[string]bool{}
	kinds := []domain.Kind{domain.KindServiceStates, domain.KindIncidents}
	return pages(ctx, m.client, g, kinds, func(services []wireHealth, page *connector.Page) error {
		for _, w := range services {
			state := w.state()
			if state.Key == "" {
				return errors.New("an item has neither id nor service")
			}
			page.ServiceStates = append(page.ServiceStates, state)
			for _, issue := range w.Issues {
				if issue.ID == "" {
					return errors.New("an issue has no id")
				}
				if !seen[issue.ID] {
					seen[issue.ID] = true
					page.Incidents = append(page.Incidents, issue.incident(w.Service))
				}
			}
		}
		return nil
	})
}

func (w wireHealth) state() domain.ServiceState {
	key := strings.ToLower(strings.TrimSpace(cmp.Or(w.ID, w.Service)))
	return domain.ServiceState{Key: key, Service: cmp.Or(w.Service, w.ID), State: w.Status, Outcome: outcome(w.Status)}
}

// outcomes are the states of services in one word, by their names in lower case.
var outcomes = map[string]domain.Outcome{
	"serviceoperational":          domain.OutcomeOK,
	"servicerestored":             domain.OutcomeOK,
	"postincidentreviewpublished": domain.OutcomeOK,
	"falsepositive":               domain.OutcomeOK,
	"resolved":                    domain.OutcomeOK,
	"resolvedexternal":            domain.OutcomeOK,
	"mitigated":                   domain.OutcomeOK,
	"mitigatedexternal":           domain.OutcomeOK,
	"investigating":               domain.OutcomeAttention,
	"investigationsuspended":      domain.OutcomeAttention,
	"confirmed":                   domain.OutcomeAttention,
	"reported":                    domain.OutcomeAttention,
	"verifyingservice":            domain.OutcomeAttention,
	"restoringservice":            domain.OutcomeAttention,
	"extendedrecovery":            domain.OutcomeAttention,
	"servicedegradation":          domain.OutcomeAttention,
	"serviceinterruption":         domain.OutcomeFailed,
}

func outcome(status string) domain.Outcome {
	return cmp.Or(outcomes[strings.ToLower(status)], domain.OutcomeUnknown)
}

func (w wireIssue) incident(service string) domain.Incident {
	return domain.Incident{
		Key:       w.ID,
		Service:   cmp.Or(w.Service, service),
		Title:     w.Title,
		Kind:      strings.ToLower(w.Classification),
		Status:    w.Status,
		Resolved:  w.IsResolved,
		StartedAt: moment(w.StartDateTime.Time),
		EndedAt:   moment(w.EndDateTime.Time),
		UpdatedAt: moment(w.LastModifiedDateTime.Time),
		Detail:    w.detail(),
	}
}

// detail is what the newest post says, or else what the trouble means.
func (w wireIssue) detail() string {
	var newest time.Time
	text := w.ImpactDescription
	for _, post := range w.Posts {
		if words := plain(post.Description.Content); words != "" && !post.CreatedDateTime.Before(newest) {
			newest, text = post.CreatedDateTime.Time, words
		}
	}
	return cut(strings.TrimSpace(text), maxDetail)
}

var (
	breaks = regexp.MustCompile(`(?i)<(?:br|/p|/li|/div|/h[1-6]|/tr)\s*/?>`)
	hiding = regexp.MustCompile(`(?is)<(?:script|style)\b.*?(?:</(?:script|style)\s*>|$)`)
	tags   = regexp.MustCompile(`(?s)<[^>]*(?:>|$)`)
)

// plain takes the markup out of a post: it is shown as text and never as a page.
func plain(markup string) string {
	text := breaks.ReplaceAllString(hiding.ReplaceAllString(markup, ""), "\n")
	text = html.UnescapeString(tags.ReplaceAllString(text, ""))
	lines := strings.Split(text, "\n")
	kept := lines[:0]
	for _, line := range lines {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// cut shortens a text without breaking a character.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + " …"
}
