package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"tenantry/backend/credentials"
	"tenantry/backend/domain"
)

// idName is the file that names the data folder's key in the keychain; it moves with the folder.
const idName = "tenantry.id"

// vault seals and opens the secrets of a workspace. The master key is looked for when it is first needed, so that a
// folder without secrets never asks for one.
type vault struct {
	ws      *workspace
	keyFile string
	ask     func(fresh bool) (string, error)

	mu  sync.Mutex
	box *credentials.Box
}

// newVault makes the vault of a workspace; keyFile, where set, wins over the configured one.
func newVault(cfg Config, ws *workspace, keyFile string) *vault {
	if keyFile == "" {
		keyFile = cfg.KeyFile
	}
	return &vault{ws: ws, keyFile: keyFile, ask: cfg.Passphrase}
}

// unlock finds the master key, or makes one where no secret is stored yet.
func (v *vault) unlock(ctx context.Context) (*credentials.Box, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.box != nil {
		return v.box, nil
	}
	exist, err := v.secretsExist(ctx)
	if err != nil {
		return nil, err
	}
	account, err := folderName(v.ws.folder)
	if err != nil {
		return nil, err
	}
	box, err := credentials.Open(ctx, credentials.Options{
		Folder: v.ws.folder, Account: account, KeyFile: v.keyFile, SecretsExist: exist, Passphrase: v.ask,
	})
	if err == nil {
		v.box = box
	}
	return box, err
}

func (v *vault) secretsExist(ctx context.Context) (bool, error) {
	if _, password, err := v.ws.store.GetMailServer(ctx); err != nil || password != nil {
		return password != nil, err
	}
	connections, err := v.ws.store.FindConnections(ctx)
	if err != nil {
		return false, err
	}
	for _, conn := range connections {
		secrets, err := v.ws.store.FindSecrets(ctx, conn.ID)
		if err != nil || len(secrets) > 0 {
			return len(secrets) > 0, err
		}
	}
	return false, nil
}

// folderName reads the folder's own name, and gives it one where it has none.
func folderName(folder string) (string, error) {
	path := filepath.Join(folder, idName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = nameFolder(path); err == nil {
			text, err = os.ReadFile(path)
		}
	}
	if err != nil {
		return "", domain.Errorf(domain.CodeUnavailable, "data_folder_unwritable", nil, "name data folder: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

// nameFolder gives a folder a name of its own, unless another process has just done so.
func nameFolder(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(rand.Text())
	return errors.Join(err, f.Close())
}

// seal encrypts secrets for a connection.
func (v *vault) seal(ctx context.Context, connectionID int64, secrets map[string]string) (map[string][]byte, error) {
	if len(secrets) == 0 {
		return nil, nil
	}
	box, err := v.unlock(ctx)
	if err != nil {
		return nil, err
	}
	sealed := make(map[string][]byte, len(secrets))
	for name, value := range secrets {
		sealed[name] = box.Seal(connectionID, name, value)
	}
	return sealed, nil
}

// open decrypts all secrets of a connection.
func (v *vault) open(ctx context.Context, connectionID int64) (map[string]string, error) {
	sealed, err := v.ws.store.FindSecrets(ctx, connectionID)
	if err != nil {
		return nil, err
	}
	secrets := make(map[string]string, len(sealed))
	if len(sealed) == 0 {
		return secrets, nil
	}
	box, err := v.unlock(ctx)
	if err != nil {
		return nil, err
	}
	for name, value := range sealed {
		if secrets[name], err = box.Open(connectionID, name, value); err != nil {
			return nil, fmt.Errorf("open secret %s: %w", name, err)
		}
	}
	return secrets, nil
}

// create stores a connection with its secrets, which are sealed for the number it gets.
func (w *workspace) create(ctx context.Context, conn domain.Connection, secrets map[string]string) (domain.Connection, error) {
	if _, err := w.vault.unlock(ctx); err != nil {
		return conn, err
	}
	conn, err := w.store.CreateConnection(ctx, conn, nil)
	if err != nil {
		return conn, err
	}
	sealed, err := w.vault.seal(ctx, conn.ID, secrets)
	if err == nil {
		err = w.store.UpdateConnection(ctx, conn, sealed)
	}
	if err != nil {
		return conn, errors.Join(err, w.store.DeleteConnection(context.WithoutCancel(ctx), conn.ID))
	}
	return conn, nil
}
