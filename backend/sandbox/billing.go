package sandbox

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

const (
	billingBase = graphBase + "/reports/partners/billing"
	blobBase    = "/microsoft/blobs"
	linesOfBlob = 200
)

// export is a billing export that was ordered.
type export struct {
	invoice  string
	manifest string
	polls    int // how often it still runs when asked
}

func (s *Sandbox) routeBilling() {
	for pattern, endpoint := range map[string]func(*http.Request, *tenant) reply{
		"POST " + billingBase + "/reconciliation/billed/{action}": s.billedExport,
		"GET " + billingBase + "/operations/{operation}":          s.billingOperation,
		"GET " + billingBase + "/manifests/{manifest}":            s.billingManifest,
	} {
		s.mux.HandleFunc(pattern, s.serve(s.graph(), s.graphSignedIn(s.ofPartner(endpoint))))
	}
	s.mux.HandleFunc("GET "+blobBase+"/{manifest}/{name}", s.serve(s.blobs(), s.blob))
}

// ofPartner refuses all but a direct partner's own tenant.
func (s *Sandbox) ofPartner(next func(*http.Request, *tenant) reply) func(*http.Request, *tenant) reply {
	return func(r *http.Request, t *tenant) reply {
		if t.id != s.secrets.partnerTenant || s.opts.Partner != PartnerDirect {
			return s.graphError(r, http.StatusForbidden, "", "")
		}
		return next(r, t)
	}
}

// billedExport orders the reconciliation of one invoice. Invoices of the old platform are taken, and fail later.
func (s *Sandbox) billedExport(r *http.Request, _ *tenant) reply {
	var in struct {
		InvoiceID    string `json:"invoiceId"`
		AttributeSet string `json:"attributeSet"`
	}
	action := r.PathValue("action")
	if action != "export" && action != "microsoft.graph.partners.billing.export" {
		return s.graphError(r, http.StatusNotFound, "", "")
	}
	if json.NewDecoder(http.MaxBytesReader(nil, r.Body, 1<<16)).Decode(&in) != nil || in.AttributeSet != "full" && in.AttributeSet != "basic" {
		return s.graphError(r, http.StatusBadRequest, "", "The body is not valid.")
	}
	if s.portfolio().billed(in.InvoiceID) == nil {
		return s.graphError(r, http.StatusNotFound, "", "Invoice not found.")
	}
	e := &export{invoice: in.InvoiceID, manifest: uuidOf(s.opts.Seed, "manifest "+in.InvoiceID), polls: s.opts.ExportPolls}
	id := newDice(mix(s.serial.Add(1), key(s.opts.Seed, "operation"))).uuid()
	s.mu.Lock()
	s.exports[id] = e
	s.mu.Unlock()
	answer := reply{status: http.StatusAccepted, header: http.Header{"Location": {baseOf(r) + billingBase + "/operations/" + id}}}
	if e.polls > 0 {
		return answer.with("Retry-After", "10")
	}
	return answer
}

func (s *Sandbox) billingOperation(r *http.Request, _ *tenant) reply {
	const kind = "#microsoft.graph.partners.billing."
	id := r.PathValue("operation")
	s.mu.Lock()
	e := s.exports[id]
	running := e != nil && e.polls > 0
	if running {
		e.polls--
	}
	s.mu.Unlock()
	if e == nil {
		return s.graphError(r, http.StatusGone, "ResourceGone", "The operation has expired.")
	}
	now := s.opts.Now().UTC().Format(graphStamp)
	body := map[string]any{"id": id, "createdDateTime": now, "lastActionDateTime": now}
	switch {
	case running:
		body["@odata.type"], body["status"] = kind+"runningOperation", "running"
		return jsonReply(http.StatusOK, body).with("Retry-After", "10")
	case strings.HasPrefix(e.invoice, "D"):
		body["@odata.type"], body["status"] = kind+"failedOperation", "failed"
		body["error"] = map[string]string{"code": "5000", "message": "The invoice cannot be exported."}
	default:
		body["@odata.type"], body["status"] = kind+"exportSuccessOperation", "succeeded"
		if e.invoice[len(e.invoice)-1]%2 == 0 {
			body["resourceLocation@odata.navigationLink"] = baseOf(r) + billingBase + "/manifests/" + e.manifest
		} else {
			body["resourceLocation"] = s.manifest(r, e.manifest)
		}
	}
	return jsonReply(http.StatusOK, body)
}

// exported finds the invoice of a manifest.
func (s *Sandbox) exported(manifest string) *bill {
	for _, b := range s.portfolio().bills() {
		for _, one := range append([]*bill{b}, b.amendments...) {
			if uuidOf(s.opts.Seed, "manifest "+one.id) == manifest {
				return one
			}
		}
	}
	return nil
}

func (s *Sandbox) manifest(r *http.Request, id string) map[string]any {
	b := s.exported(id)
	blobs := []any{}
	for i := range max(1, (len(b.lines())+linesOfBlob-1)/linesOfBlob) {
		blobs = append(blobs, map[string]string{"name": fmt.Sprintf("part%d.json.gz", i+1), "partitionValue": "default"})
	}
	return map[string]any{
		"id": id, "createdDateTime": s.opts.Now().UTC().Format(graphStamp), "schemaVersion": "2", "dataFormat": "compressedJSON",
		"eTag": fmt.Sprintf("0x%X", key(s.opts.Seed, b.id)), "partnerTenantId": s.secrets.partnerTenant,
		"rootDirectory": baseOf(r) + blobBase + "/" + id, "sasToken": s.sasToken(id), "partitionType": "default",
		"blobCount": len(blobs), "blobs": blobs,
	}
}

func (s *Sandbox) sasToken(manifest string) string {
	return "sv=2024-11-04&spr=https&se=2099-01-01T00%3A00%3A00Z&sr=d&sp=rl&sig=" + url.QueryEscape(s.secrets.sign("blob "+manifest))
}

func (s *Sandbox) billingManifest(r *http.Request, _ *tenant) reply {
	if s.exported(r.PathValue("manifest")) == nil {
		return s.graphError(r, http.StatusGone, "ResourceGone", "The manifest has expired.")
	}
	return jsonReply(http.StatusOK, s.manifest(r, r.PathValue("manifest")))
}

// blobs is how Azure's storage answers.
func (s *Sandbox) blobs() *dialect {
	return &dialect{
		vendor:  vendorMicrosoft,
		fail:    func(_ *http.Request, status int) reply { return blobError(status, http.StatusText(status)) },
		expired: func(*Sandbox, *http.Request) reply { return blobError(http.StatusForbidden, "AuthenticationFailed") },
		empty: func(*http.Request) reply {
			return rawReply(http.StatusOK, "application/octet-stream", compressed(nil))
		},
		stamp:   func(r *http.Request, h http.Header) { h.Set("x-ms-request-id", trackingID(r)) },
		limited: func(*http.Request) bool { return false },
	}
}

func blobError(status int, code string) reply {
	return rawReply(status, "application/xml", fmt.Appendf(nil, `<?xml version="1.0" encoding="utf-8"?><Error><Code>%s</Code></Error>`, code))
}

// blob gives one part of an export. The link's signature lets in; a bearer token beside it is refused, as Azure does.
func (s *Sandbox) blob(r *http.Request) reply {
	id := r.PathValue("manifest")
	switch {
	case r.Header.Get("Authorization") != "":
		return blobError(http.StatusBadRequest, "InvalidAuthenticationInfo")
	case r.URL.Query().Get("sig") != s.secrets.sign("blob "+id):
		return blobError(http.StatusForbidden, "AuthenticationFailed")
	}
	part := 0
	b := s.exported(id)
	if _, err := fmt.Sscanf(r.PathValue("name"), "part%d.json.gz", &part); err != nil || b == nil || part < 1 {
		return blobError(http.StatusNotFound, "BlobNotFound")
	}
	all := b.lines()
	var lines []byte
	for _, l := range all[min((part-1)*linesOfBlob, len(all)):min(part*linesOfBlob, len(all))] {
		line, err := json.Marshal(l.columns(b))
		if err != nil {
			return blobError(http.StatusInternalServerError, "InternalError")
		}
		lines = append(append(lines, line...), '\n')
	}
	return rawReply(http.StatusOK, "application/octet-stream", compressed(lines))
}

func compressed(body []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(body) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}
