package syncer

import (
	"cmp"
	"context"
	"slices"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// Plan says what a sync would ask for. It sends nothing: what is new at the vendor is not in it.
func (s *Syncer) Plan(ctx context.Context, opts Options) (domain.Plan, error) {
	conn, err := s.cfg.Store.GetConnection(ctx, opts.ConnectionID)
	if err != nil {
		return domain.Plan{}, err
	}
	c, spec, err := s.cfg.Open(ctx, conn)
	if err != nil {
		return domain.Plan{}, err
	}
	records, err := s.cfg.Store.FindRecords(ctx, conn.ID)
	if err != nil {
		return domain.Plan{}, err
	}
	personal, err := s.cfg.Personal(ctx)
	if err != nil {
		return domain.Plan{}, err
	}
	r := &runner{cfg: &s.cfg, opts: opts}
	if err := r.recall(ctx, conn.ID); err != nil {
		return domain.Plan{}, err
	}
	p := domain.Plan{
		ConnectionID: conn.ID, Connection: conn.Name, Vendor: conn.Vendor, Customers: len(records), Datasets: []domain.PlanDataset{},
		RequestsPerMinute: spec.Pace(conn.Fields), Limits: []domain.PlanLimit{},
	}
	for _, dataset := range c.Datasets() {
		if dataset.Personal && !personal {
			continue
		}
		part := r.planDataset(dataset, records)
		p.Requests += part.Requests
		p.Datasets = append(p.Datasets, part)
		p.Limits = countLimited(p.Limits, dataset, part.Customers)
	}
	if p.RequestsPerMinute > 0 {
		p.AtLeastSeconds = p.Requests * 60 / p.RequestsPerMinute
	}
	for i := range p.Limits {
		l := &p.Limits[i]
		if l.RequestsPerMinute <= 0 {
			continue
		}
		l.AtLeastSeconds = max(0, l.Requests-1) / l.RequestsPerMinute * 60 // the first of each minute may start together
	}
	return p, nil
}

// countLimited adds the requests of a dataset for so many customers to those under its lane's limit.
func countLimited(limits []domain.PlanLimit, dataset connector.Dataset, customers int) []domain.PlanLimit {
	each := dataset.LaneEach
	if dataset.LanePace <= 0 && each.Requests <= 0 || customers == 0 {
		return limits
	}
	at := slices.IndexFunc(limits, func(l domain.PlanLimit) bool { return l.Limit == dataset.Lane })
	if at < 0 {
		at = len(limits)
		limits = append(limits, domain.PlanLimit{Limit: dataset.Lane, RequestsPerMinute: dataset.LanePace})
		if each.Requests > 0 {
			limits[at].Each = &each
		}
	}
	limits[at].Requests += customers * max(1, cmp.Or(dataset.LaneRequests, dataset.Requests))
	return limits
}

func (r *runner) planDataset(dataset connector.Dataset, records []domain.Record) domain.PlanDataset {
	if dataset.PerConnection {
		records = []domain.Record{{}}
	}
	part := domain.PlanDataset{Dataset: dataset.Name}
	for _, record := range records {
		if len(r.due(record, []connector.Dataset{dataset})) > 0 {
			part.Customers++
		} else {
			part.Fresh++
		}
	}
	part.Requests = part.Customers * max(1, dataset.Requests)
	return part
}
