package connector

import (
	"context"

	"tenantry/backend/domain"
)

// Consents is what a connector offers beside Connector where our app has to be approved in each customer's own directory and
// the vendor lets partners do that through its interface.
type Consents interface {
	// Consent says what GiveConsent would give, without asking anybody; nil where this connection cannot give any.
	Consent() *domain.Consent
	// GiveConsent approves our app at a customer; already says that it was approved before. It writes at the vendor, and so
	// is sent once: after *Unavailable nobody knows whether it was done. Asking again does no harm.
	GiveConsent(ctx context.Context, customer domain.Record) (already bool, err error)
}
