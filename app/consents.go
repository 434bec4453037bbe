package app

import (
	"context"
	"errors"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// keyNoConsent is why a record cannot be read where our app is not approved at the customer.
const keyNoConsent = "consent_missing"

// ConsentGiven says that our app was approved at a customer.
type ConsentGiven struct {
	At      time.Time `json:"at"`
	Already bool      `json:"already"` // it was approved before
}

// GiveConsent approves our app at a customer whose consent is missing, through the vendor's interface. The request is sent
// once and goes on when its caller is gone; what became of it is noted with the record and in the log. Whether the customer
// can be read then is found out by the next sync.
func (c *Connections) GiveConsent(ctx context.Context, recordID int64) (ConsentGiven, error) {
	ws, err := c.app.current()
	if err != nil {
		return ConsentGiven{}, err
	}
	record, err := ws.store.GetRecord(ctx, recordID)
	if err != nil {
		return ConsentGiven{}, err
	}
	if record.GoneAt != nil || record.NoAccess != keyNoConsent {
		return ConsentGiven{}, domain.NewError(domain.CodeConflict, "consent_not_missing", "customer", record.Name)
	}
	ctx = context.WithoutCancel(ctx)
	unknown := domain.NewError(domain.CodeNotFound, "consent_customer_unknown", "customer", record.Name)
	already, err := askNow(ctx, ws, record.ConnectionID, "consent_not_offered", unknown,
		func(ctx context.Context, vendor connector.Consents) (bool, error) {
			already, err := vendor.GiveConsent(ctx, record)
			var down *connector.Unavailable
			if errors.As(err, &down) || errors.Is(err, context.DeadlineExceeded) {
				err = &domain.Error{Code: domain.CodeUnavailable, Key: "consent_unclear", Err: err}
			}
			return already, err
		})
	log := c.app.log.With("connection", record.ConnectionID, "record", record.ID)
	if err != nil {
		log.WarnContext(ctx, "no consent, as far as is known", "error", err)
		return ConsentGiven{}, err
	}
	given := ConsentGiven{At: ws.now(), Already: already}
	log.InfoContext(ctx, "consent given", "already", already)
	if already {
		return given, nil // it was not given here and now
	}
	if err := ws.store.NoteConsent(ctx, record.ID, given.At); err != nil {
		return given, err
	}
	c.app.tell(ws, Event{Type: EventDataChanged})
	return given, nil
}

// offerConsents says which of the missing consents can be given from here, and what would be given.
func (w *workspace) offerConsents(ctx context.Context, list []domain.Access) {
	offers := map[int64]*domain.Consent{}
	for i := range list {
		a := &list[i]
		if a.Kind != domain.CredentialConsent || a.State != domain.AccessMissing {
			continue
		}
		offer, asked := offers[a.ConnectionID]
		if !asked {
			offer = w.consentOf(ctx, a.ConnectionID)
			offers[a.ConnectionID] = offer
		}
		a.Consent = offer
	}
}

// consentOf is what a connection can give at its customers; nil where it can give nothing, or cannot be opened now.
func (w *workspace) consentOf(ctx context.Context, connectionID int64) *domain.Consent {
	conn, err := w.store.GetConnection(ctx, connectionID)
	if err != nil {
		return nil
	}
	vendor, _, err := w.connect(ctx, conn)
	if err != nil {
		w.app.log.WarnContext(ctx, "consents not offered", "connection", connectionID, "error", err)
		return nil
	}
	if source, ok := vendor.(connector.Consents); ok {
		return source.Consent()
	}
	return nil
}
