package avepoint

import (
	"context"
	"iter"
	"net/url"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// fetchJobs reads the backup jobs of one customer. The list can be asked neither for a time nor for a state, so it is read
// in full each time. How far it goes back is not documented; what was stored stays.
func (a *avepoint) fetchJobs(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	customer := url.PathEscape(req.Customer.VendorID)
	l := batch("elements.jobs.read.all", "/general/customers/"+customer+"/avpt-products/jobs/batch")
	if a.client.old.Load() {
		l = odata("partner.jobs.read.all", "/customers/"+customer+"/jobs")
	}
	return pages(list[wireJob](ctx, a.client, l), domain.KindJobs, func(page *connector.Page, job wireJob) {
		if given(job.ID) != "" { // else it is a module that never ran
			page.Jobs = append(page.Jobs, job.row())
		}
	})
}

// pages turns the rows of a list into pages of one kind.
func pages[T any](rows iter.Seq2[[]T, error], kind domain.Kind, add func(*connector.Page, T)) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		for list, err := range rows {
			if err != nil {
				yield(connector.Page{}, err)
				return
			}
			page := connector.Page{Kinds: []domain.Kind{kind}}
			for _, row := range list {
				add(&page, row)
			}
			if !yield(page, nil) {
				return
			}
		}
	}
}

func (w wireJob) row() domain.Job {
	j := domain.Job{
		Key:       given(w.ID),
		Service:   word(w.Type, jobTypes, "Type"),
		Module:    word(w.Module, jobModules, "Module"),
		Status:    word(w.Status, jobStates, "Status"),
		StartedAt: moment(w.Started),
		EndedAt:   moment(w.Ended),
		Objects:   count(given(w.Total)),
		Failed:    count(given(w.Failed)),
		Size:      size(given(w.Size)),
	}
	if j.Module == "None" {
		j.Module = ""
	}
	j.Outcome = outcome(j.Status, jobOutcomes)
	if j.EndedAt == nil && j.Outcome != domain.OutcomeRunning {
		j.EndedAt = moment(w.Modified)
	}
	return j
}
