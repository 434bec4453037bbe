package blancco

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Limits of a ZIP, which the API answers with where no container is named. A page has at most 100 reports.
const (
	maxFiles    = 1000
	maxUnpacked = 64 << 20
)

var errUnknownForm = errors.New("neither JSON nor XML nor a ZIP of them")

// decode reads a page of reports in whatever form it came: JSON and XML are asked for, ZIP is what comes where the vendor
// overlooks that.
func decode(body []byte) ([]report, error) {
	budget := maxNodes
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return nil, errors.New("empty answer where reports were expected")
	case bytes.HasPrefix(body, []byte("PK\x03\x04")), bytes.HasPrefix(body, []byte("PK\x05\x06")):
		return decodeZIP(body, &budget)
	}
	return decodeText(body, &budget)
}

func decodeText(body []byte, budget *int) ([]report, error) {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	start := bytes.TrimLeft(body, " \t\r\n")
	switch {
	case bytes.HasPrefix(start, []byte("{")):
		return decodeJSON(start, budget)
	case bytes.HasPrefix(start, []byte("<")):
		return decodeXML(body, budget)
	}
	return nil, errUnknownForm
}

// decodeZIP reads the files of a ZIP into memory, never more than the limits, and never a ZIP in it. Their names are not
// used for anything.
func decodeZIP(body []byte, budget *int) ([]report, error) {
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, fmt.Errorf("ZIP: %w", err)
	}
	if len(archive.File) > maxFiles {
		return nil, errors.New("ZIP with too many files")
	}
	var all []report
	room := int64(maxUnpacked)
	for _, file := range archive.File {
		if file.FileInfo().IsDir() {
			continue
		}
		content, err := unpack(file, room)
		if err != nil {
			return nil, err
		}
		room -= int64(len(content))
		list, err := decodeText(content, budget)
		if err != nil {
			return nil, fmt.Errorf("file in ZIP: %w", err)
		}
		all = append(all, list...)
	}
	return all, nil
}

// unpack trusts no size that the ZIP itself tells.
func unpack(file *zip.File, room int64) ([]byte, error) {
	content, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("file in ZIP: %w", err)
	}
	defer func() { _ = content.Close() }()
	raw, err := io.ReadAll(io.LimitReader(content, room+1))
	if err != nil {
		return nil, fmt.Errorf("file in ZIP: %w", err)
	}
	if int64(len(raw)) > room {
		return nil, errors.New("ZIP that unpacks to more than a page can be")
	}
	return raw, nil
}
