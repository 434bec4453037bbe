package sandbox

import (
	"net/http"
	"strconv"
)

// help is a request for Microsoft's help.
type help struct {
	id       string
	title    string
	severity int
	status   int
	opened   day
	closed   day // 0 while it is open
	notes    int
}

var (
	helpTitles     = []string{"Mail delivery delayed", "Licence cannot be assigned", "Shared mailbox not visible", "Invoice shows a wrong quantity", "Sign-in loops in Teams"}
	helpSeverities = []string{"unknown", "critical", "moderate", "minimal"}
	helpStates     = []string{"none", "open", "closed", "attention_needed"}
)

// helps are the requests of a customer in the last year.
func (t *tenant) helps(d day) []help {
	dd := newDice(t.company.key("help"))
	list := make([]help, 0, 3)
	for i := range dd.IntN(4) {
		opened := d - day(dd.between(2, 360))
		h := help{
			id:    strconv.FormatUint(6_000_000_000_000_00+mix(t.company.key("help", i))%1_000_000_000_000, 10),
			title: pick(dd, helpTitles), severity: dd.between(1, 3), status: 1, opened: opened, notes: dd.between(0, 3),
		}
		switch {
		case dd.chance(60) && opened+9 < d:
			h.status, h.closed = 2, opened+9
		case dd.chance(20):
			h.status = 3
		}
		list = append(list, h)
	}
	return list
}

// wire writes a request. In lists severity and status are numbers and dates have no zone; by its id they are words.
func (h help) wire(listed bool) map[string]any {
	const stamp = "2006-01-02T15:04:05.000"
	w := map[string]any{
		"title": h.title, "id": h.id, "severity": h.severity, "status": h.status,
		"primaryContact": map[string]any{"firstName": "Robin", "lastName": "Ashcombe"},
		"createdDate":    h.opened.time().Format(stamp), "lastModifiedDate": (h.opened + 1).time().Format(stamp),
		"lastClosedDate": "0001-01-01T00:00:00", "attributes": object("ServiceRequest"),
	}
	if h.closed != 0 {
		w["lastClosedDate"] = h.closed.time().Format(stamp)
	}
	if listed {
		return w
	}
	w["severity"], w["status"] = helpSeverities[h.severity], helpStates[h.status]
	w["description"] = h.title + " since this morning."
	notes := []any{}
	for i := h.notes; i > 0; i-- { // the newest first
		notes = append(notes, map[string]any{
			"createdByName": "Robin Ashcombe", "createdDate": (h.opened + day(i)).time().Format(stamp), "text": "Note " + strconv.Itoa(i),
		})
	}
	w["notes"] = notes
	return w
}

func (s *Sandbox) centerRequests(r *http.Request, t *tenant) reply {
	all := t.helps(t.day)
	offset, err := strconv.Atoi(r.URL.Query().Get("offset"))
	size, problem := strconv.Atoi(r.URL.Query().Get("size"))
	if err != nil || problem != nil || offset < 0 || size < 1 {
		return centerError(http.StatusBadRequest, 2000, "offset and size are numbers")
	}
	items := []any{}
	for _, h := range all[min(offset, len(all)):min(offset+size, len(all))] {
		items = append(items, h.wire(true))
	}
	return jsonReply(http.StatusOK, collection(r, items, ""))
}

func (s *Sandbox) centerRequest(r *http.Request, t *tenant) reply {
	for _, h := range t.helps(t.day) {
		if h.id == r.PathValue("request") {
			return jsonReply(http.StatusOK, h.wire(false))
		}
	}
	return centerError(http.StatusNotFound, 1000, "Service request not found.")
}
