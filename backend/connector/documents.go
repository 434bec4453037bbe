package connector

import (
	"context"

	"tenantry/backend/domain"
)

// Documents is what a connector offers beside Connector where its vendor makes documents when they are asked for.
type Documents interface {
	// Document fetches one: its kind is a constant below, its key that of the row it is about. Its content is never empty.
	Document(ctx context.Context, kind, key string) (domain.Document, error)
}

// DocumentCertificate is the certificate of an erasure.
const DocumentCertificate = "erasure-certificate"
