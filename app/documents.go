package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"strings"

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
	unknown := domain.NewError(domain.CodeNotFound, "document_unknown", "key", key)
	return askNow(ctx, ws, id, "document_not_offered", unknown, func(ctx context.Context, source connector.Documents) (domain.Document, error) {
		return source.Document(ctx, kind, key)
	})
}

// askNow asks a connection's vendor for what its connector offers as S beside what syncs read. The user waits for it;
// notOffered is the error's key where the vendor has no such thing, unknown the error where it does not know what is asked
// about.
func askNow[S, T any](
	ctx context.Context, ws *workspace, connection int64, notOffered string, unknown error, ask func(context.Context, S) (T, error),
) (answer T, err error) {
	conn, err := ws.store.GetConnection(ctx, connection)
	if err != nil {
		return answer, err
	}
	vendor, spec, err := ws.connect(ctx, conn)
	if err != nil {
		return answer, err
	}
	source, ok := vendor.(S)
	if !ok {
		return answer, domain.NewError(domain.CodeNotFound, notOffered, "vendor", spec.Name)
	}
	ctx, stop := context.WithTimeout(connector.WithLastAnswer(ctx), checkTimeout)
	defer stop()
	answer, err = ask(ctx, source)
	if errors.Is(err, connector.ErrNotFound) {
		return answer, unknown
	}
	if err != nil {
		err = connector.Shown(ctx, err)
		key, _ := syncer.Explain(err)
		err = &domain.Error{Code: domain.CodeUnavailable, Key: key, Err: err}
	}
	return answer, err
}

// StoredDocument gives a document that was read from a source, with its content and a file name that every system takes.
func (c *Connections) StoredDocument(ctx context.Context, id int64) (domain.Document, error) {
	row, err := GetRow[domain.Document](ctx, c.app, id)
	if domain.CodeOf(err) == domain.CodeNotFound {
		return domain.Document{}, domain.NewError(domain.CodeNotFound, "stored_document_unknown", "id", fmt.Sprint(id))
	}
	if err != nil {
		return domain.Document{}, err
	}
	document := row.Row
	if len(document.Content) == 0 {
		return domain.Document{}, domain.NewError(domain.CodeNotFound, "stored_document_empty",
			"title", cmp.Or(document.Title, document.Key), "connection", row.Connection)
	}
	document.FileName = documentName(document, id)
	return document, nil
}

// maxFileName is how long a file name may be, in letters; systems take 255 bytes.
const maxFileName = 100

// deviceName is what Windows takes for a device whatever its extension.
var deviceName = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)`)

// documentName makes the file name that a source gave one without folders, of letters that every system takes.
func documentName(d domain.Document, id int64) string {
	name := fileWord(path.Base(strings.ReplaceAll(d.FileName, `\`, "/")))
	if name == "" || d.FileName == "" {
		name = cmp.Or(fileWord(d.Title), fmt.Sprintf("document-%d", id))
	}
	if deviceName.MatchString(name) {
		name = "_" + name
	}
	end := filepath.Ext(name)
	if stem := []rune(strings.TrimSuffix(name, end)); len(stem) > maxFileName {
		name = string(stem[:maxFileName]) + end
	}
	return name
}
