package blancco

import (
	"bytes"
	"context"
	"strings"
	"unicode"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// Document fetches the certificate of the erasure report with that UUID.
func (b *blancco) Document(ctx context.Context, kind, key string) (domain.Document, error) {
	if kind != connector.DocumentCertificate || !plausibleID(key) {
		return domain.Document{}, connector.ErrNotFound
	}
	r, err := b.client.route(ctx)
	if err != nil {
		return domain.Document{}, err
	}
	content, err := b.client.document(ctx, r, key)
	if err != nil {
		return domain.Document{}, err
	}
	return domain.Document{
		Key: key, Kind: kind, Title: key, State: "done", FileName: "erasure-" + key + ".pdf", Content: content,
	}, nil
}

// plausibleID keeps from the path what leads elsewhere. Reports are known by UUIDs, but only uniqueness is promised.
func plausibleID(id string) bool {
	return id != "" && len(id) <= 100 && strings.IndexFunc(id, func(r rune) bool {
		return r != '-' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	}) < 0
}

func isPDF(body []byte) bool { return bytes.HasPrefix(body, []byte("%PDF-")) }
