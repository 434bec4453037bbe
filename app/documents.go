package app

import (
	"context"
	"errors"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/syncer"
)

// Document fetches a document that a vendor makes when it is asked for, such as the certificate of an erasure. Its kind is
// one of package connector's, its key that of the row it is about.
func (c *Connections) Document(ctx context.Context, id int64, kind, key string) (domain.Document, error) {
	ws, err := c.app.current()
	if err != nil {
		return domain.Document{}, err
	}
	conn, err := ws.store.GetConnection(ctx, id)
	if err != nil {
		return domain.Document{}, err
	}
	vendor, spec, err := ws.connect(ctx, conn)
	if err != nil {
		return domain.Document{}, err
	}
	source, ok := vendor.(connector.Documents)
	if !ok {
		return domain.Document{}, domain.NewError(domain.CodeNotFound, "document_not_offered", "vendor", spec.Name)
	}
	ctx, stop := context.WithTimeout(ctx, checkTimeout)
	defer stop()
	document, err := source.Document(ctx, kind, key)
	if errors.Is(err, connector.ErrNotFound) {
		return domain.Document{}, domain.NewError(domain.CodeNotFound, "document_unknown", "key", key)
	}
	if err != nil {
		key, _ := syncer.Explain(err)
		return domain.Document{}, &domain.Error{Code: domain.CodeUnavailable, Key: key, Err: err}
	}
	return document, nil
}
