package app

import (
	"context"

	"tenantry/backend/domain"
)

// Access lists the tokens, secrets, certificates, consents and grants that let us in, what ends first in front.
func (c *Connections) Access(ctx context.Context) ([]domain.Access, error) {
	ws, err := c.app.current()
	if err != nil {
		return nil, err
	}
	zone, err := ws.zone(ctx)
	if err != nil {
		return nil, err
	}
	list, err := ws.reports.Access(ctx, domain.DateOf(ws.now().In(zone)), zone)
	if err == nil {
		ws.offerConsents(ctx, list)
	}
	return list, err
}
