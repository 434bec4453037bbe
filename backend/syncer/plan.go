package syncer

import (
	"context"

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
		RequestsPerMinute: spec.Pace(conn.Fields),
	}
	for _, dataset := range c.Datasets() {
		if dataset.Personal && !personal {
			continue
		}
		part := r.planDataset(dataset, records)
		p.Requests += part.Requests
		p.Datasets = append(p.Datasets, part)
	}
	if p.RequestsPerMinute > 0 {
		p.AtLeastSeconds = p.Requests * 60 / p.RequestsPerMinute
	}
	return p, nil
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
