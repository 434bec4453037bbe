package blancco

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

// erasure translates a report. Fields differ by product and version, so whatever is missing stays unknown; only a report
// without its UUID, or without any data, is none.
func (r report) erasure(operatorField string) (domain.Erasure, error) {
	data := r.tree.at("blancco_data")
	about := data.at("description")
	e := domain.Erasure{Key: about.value("document_id"), Format: r.format, Raw: r.raw}
	if e.Key == "" {
		return e, errors.New("a report has no document_id")
	}
	describe(&e, about)
	hardware := data.at("blancco_hardware_report")
	system := hardware.at("system")
	e.Manufacturer = system.value("manufacturer")
	e.Model = system.first("model", "market_name", "name")
	e.Serial = system.value("serial")
	e.DeviceType = system.value("chassis_type")
	e.IMEI = system.value("imei")
	for _, erasures := range data.at("blancco_erasure_report").all("erasures") {
		for _, one := range erasures.all("erasure") {
			e.Targets = append(e.Targets, target(one, hardware))
		}
	}
	e.Outcome = worst(e.Targets)
	e.Fields = ownFields(r.tree.at("user_data"))
	e.Operator = about.value("description_entries", "company_information", "erasure_person")
	if e.Operator == "" && operatorField != "" {
		e.Operator = fieldNamed(e.Fields, operatorField)
	}
	return e, nil
}

// describe reads who made the report and when. The first entry of the log is the device's; a second one tells when the
// portal received it.
func describe(e *domain.Erasure, about *node) {
	log := logEntries(about)
	if len(log) > 0 {
		e.ReportedAt = moment(log[0].value("date"))
		e.Product = log[0].value("author", "product_name")
		e.Version = log[0].value("author", "product_version")
	}
	if len(log) > 1 {
		e.ReceivedAt = moment(log[1].value("date"))
	}
	switch strings.ToLower(about.value("description_entries", "verified")) {
	case "true":
		e.Verified = new(true)
	case "false":
		e.Verified = new(false)
	}
}

// logEntries finds the entries: named as such in XML, the items of the log itself in JSON.
func logEntries(about *node) []*node {
	var entries []*node
	for _, log := range about.all("document_log") {
		if named := log.all("log_entry"); len(named) > 0 {
			entries = append(entries, named...)
		} else if len(log.children) > 0 {
			entries = append(entries, log)
		}
	}
	return entries
}

func target(erasure, hardware *node) domain.ErasureTarget {
	of := erasure.at("target")
	t := domain.ErasureTarget{
		Type:     of.value("type"),
		Vendor:   of.value("vendor"),
		Model:    of.value("model"),
		Serial:   of.value("serial"),
		Capacity: amount(of.value("capacity")),
		Standard: erasure.value("erasure_standard_name"),
		State:    erasure.value("state"),
		Seconds:  clock(erasure.value("elapsed_time")),
		Failure:  erasure.value("erasure_details", "failure", "message"),
	}
	t.Outcome = outcome(t.State)
	fromDisk(&t, hardware)
	return t
}

// fromDisk adds what only the list of disks tells. Target and disk are the same where their serial numbers are; their
// types are named differently.
func fromDisk(t *domain.ErasureTarget, hardware *node) {
	if t.Serial == "" {
		return
	}
	for _, disks := range hardware.all("disks") {
		for _, disk := range disks.all("disk") {
			if disk.value("serial") != t.Serial {
				continue
			}
			if t.Vendor == "" {
				t.Vendor = disk.value("vendor")
			}
			if t.Model == "" {
				t.Model = disk.value("model")
			}
			if t.Capacity == nil {
				t.Capacity = amount(disk.value("capacity"))
			}
			return
		}
	}
}

// outcome reads a state. Only "Successful" is certain; the other words are those of the drive's fingerprint.
func outcome(state string) domain.Outcome {
	word := strings.ToLower(state)
	switch {
	case word == "":
		return domain.OutcomeUnknown
	case word == "successful", word == "erased":
		return domain.OutcomeOK
	case strings.Contains(word, "exception"), strings.Contains(word, "warning"):
		return domain.OutcomeAttention
	}
	return domain.OutcomeFailed
}

// worst is the outcome of a report: good only if every target's is, unknown where nothing was erased.
func worst(targets []domain.ErasureTarget) domain.Outcome {
	rank := map[domain.Outcome]int{
		domain.OutcomeOK: 0, domain.OutcomeUnknown: 1, domain.OutcomeAttention: 2, domain.OutcomeFailed: 3,
	}
	if len(targets) == 0 {
		return domain.OutcomeUnknown
	}
	worst := domain.OutcomeOK
	for _, t := range targets {
		if rank[t.Outcome] > rank[worst] {
			worst = t.Outcome
		}
	}
	return worst
}

// ownFields are the tenant's own fields by their labels, which are free text.
func ownFields(data *node) map[string]string {
	var fields map[string]string
	for _, group := range data.all("fields") {
		for _, field := range group.children {
			if value := group.value(field.name); value != "" && field.name != "" {
				if fields == nil {
					fields = map[string]string{}
				}
				fields[field.name] = value
			}
		}
	}
	return fields
}

func fieldNamed(fields map[string]string, label string) string {
	if value, found := fields[label]; found {
		return value
	}
	found := ""
	for name, value := range fields {
		if strings.EqualFold(name, label) && (found == "" || value < found) {
			found = value
		}
	}
	return found
}

// moment reads a time with an offset, with or without a colon in it; what is none is unknown.
func moment(text string) *time.Time {
	at, err := rest.ParseTime(text)
	if err != nil || at.IsZero() {
		return nil
	}
	return &at
}

// amount reads a whole number of bytes that is not negative; what is none is unknown.
func amount(text string) *int64 {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n >= 0 {
		return &n
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f < 0 || f != math.Trunc(f) || f > 1<<53 {
		return nil
	}
	return new(int64(f))
}

// clock reads hours, minutes and seconds; start and end carry no zone and are no help.
func clock(text string) *int64 {
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		return nil
	}
	total := int64(0)
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 20)
		if err != nil || i > 0 && n > 59 {
			return nil
		}
		total = total*60 + int64(n)
	}
	return &total
}
