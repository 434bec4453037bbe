package background

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"unicode/utf16"
)

// Register makes the system run the job from now on; again is fine and renews it.
func (j Job) Register(ctx context.Context) error {
	path := filepath.Join(j.Folder, j.Name()+".xml")
	if err := os.WriteFile(path, utf16Text(j.task()), 0o600); err != nil {
		return fmt.Errorf("write task: %w", err)
	}
	_, err := command(ctx, "schtasks", "/Create", "/TN", j.Name(), "/XML", path, "/F")
	return errors.Join(err, os.Remove(path))
}

// Unregister ends that; one that is not registered is fine.
func (j Job) Unregister(ctx context.Context) error {
	if registered, err := j.Registered(ctx); err != nil || !registered {
		return err
	}
	_, err := command(ctx, "schtasks", "/Delete", "/TN", j.Name(), "/F")
	return err
}

// Registered reports whether the system runs the job.
func (j Job) Registered(ctx context.Context) (bool, error) {
	_, err := command(ctx, "schtasks", "/Query", "/TN", j.Name())
	if errors.Is(err, ErrUnsupported) {
		return false, err
	}
	return err == nil, nil
}

// utf16Text is how schtasks wants its files: little-endian UTF-16 with a byte order mark.
func utf16Text(text string) []byte {
	b := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}
