package sandbox

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const (
	blanccoTime  = "2006-01-02T15:04:05-0700"
	blanccoLocal = "2006-01-02 15:04:05"
)

// entry is a value of a report, or a group of entries where it has no type.
type entry struct {
	name, kind, text string
	group            []entry
}

func textEntry(name, value string) entry { return entry{name: name, kind: "string", text: value} }

func groupOf(name string, entries ...entry) entry { return entry{name: name, group: entries} }

func (e *erasure) number(name string, value int64) entry {
	kind := "uint"
	if e.textNumbers {
		kind = "string"
	}
	return entry{name: name, kind: kind, text: strconv.FormatInt(value, 10)}
}

func (e *erasure) system() entry {
	system := groupOf("system", textEntry("manufacturer", e.maker))
	if e.mobile {
		system.group = append(system.group, textEntry("market_name", e.model), textEntry("serial", e.serial),
			textEntry("chassis_type", "Mobile Device"), textEntry("imei", e.imei), textEntry("find_my_iphone", "Unlocked"))
		return system
	}
	system.group = append(system.group, textEntry("model", e.model), textEntry("serial", e.serial), textEntry("chassis_type", "Notebook"))
	return system
}

func (e *erasure) hardware() []entry {
	hardware := []entry{e.system(), groupOf("memory", e.number("total_memory", 16<<30))}
	if e.mobile {
		return hardware
	}
	disks := groupOf("disks")
	for _, d := range e.disks {
		disks.group = append(disks.group, groupOf("disk", textEntry("vendor", d.vendor), textEntry("model", d.model),
			textEntry("serial", d.serial), textEntry("interface_type", d.bus), e.number("capacity", d.capacity)))
	}
	return append(hardware, disks)
}

func (e *erasure) erasures() entry {
	all := groupOf("erasures")
	for i, d := range e.disks {
		begin := e.reported.Add(-time.Duration(d.seconds) * time.Second)
		elapsed := fmt.Sprintf("%02d:%02d:%02d", d.seconds/3600, d.seconds/60%60, d.seconds%60)
		one := groupOf("erasure",
			textEntry("timestamp", begin.In(time.FixedZone("", 2*3600)).Format(blanccoTime)),
			textEntry("start_time", begin.Format(blanccoLocal)), textEntry("end_time", e.reported.Format(blanccoLocal)),
			textEntry("elapsed_time", elapsed),
			textEntry("erasure_standard_name", "NIST 800-88 Purge"),
			e.number("overwriting_rounds", 1), e.number("total_errors", 0),
			textEntry("state", d.state),
			groupOf("target", e.number("target_id", int64(50+i)), textEntry("type", d.kind), textEntry("model", d.model),
				textEntry("serial", d.serial), e.number("capacity", d.capacity)))
		if d.failure != "" {
			one.group = append(one.group, groupOf("erasure_details", groupOf("failure", textEntry("message", d.failure))))
		}
		all.group = append(all.group, one)
	}
	return all
}

func (e *erasure) entries() []entry {
	entries := []entry{textEntry("verified", "true")}
	if newDice(mix(e.k, 5)).chance(50) {
		entries = append(entries, groupOf("company_information", textEntry("erasure_person", e.person)))
	}
	return entries
}

func (e *erasure) own() entry {
	return groupOf("fields", textEntry("Asset Tag", e.asset), textEntry(e.label, e.person), textEntry("2. Order No.", "PO-"+e.asset[2:]))
}

// json writes the report: every group is a list of objects with one key each.
func (e *erasure) json() []byte {
	product := any(e.product)
	if e.k%2 == 0 {
		product = map[string]string{"value": e.product}
	}
	data := map[string]any{
		"description": map[string]any{
			"document_id": e.uuid,
			"document_log": []any{
				map[string]any{"author": map[string]any{"product_name": product, "product_version": e.version}, "date": e.reported.Format(blanccoTime)},
				map[string]any{"author": map[string]any{"product_name": "Management Portal"}, "date": e.received.Format(blanccoTime)},
			},
			"description_entries": jsonGroup(e.entries()),
		},
		"blancco_hardware_report": jsonSections(e.hardware()),
	}
	if !e.diagnostics() {
		data["blancco_erasure_report"] = jsonSections([]entry{e.erasures()})
	}
	text, err := json.Marshal(map[string]any{"blancco_data": data, "user_data": jsonSections([]entry{e.own()})})
	if err != nil {
		return nil
	}
	return text
}

func jsonSections(sections []entry) map[string]any {
	out := map[string]any{}
	for _, s := range sections {
		out[s.name] = jsonGroup(s.group)
	}
	return out
}

func jsonGroup(entries []entry) []any {
	list := make([]any, 0, len(entries))
	for _, e := range entries {
		switch e.kind {
		case "":
			list = append(list, map[string]any{e.name: jsonGroup(e.group)})
		case "uint":
			list = append(list, map[string]any{"@type": e.kind, e.name: json.Number(e.text)})
		default:
			list = append(list, map[string]any{"@type": e.kind, e.name: e.text})
		}
	}
	return list
}

// xml writes the report: only the description has elements of its own.
func (e *erasure) xml() []byte {
	var b bytes.Buffer
	open := func(names ...string) {
		for _, n := range names {
			b.WriteString("<" + n + ">")
		}
	}
	open("report", "blancco_data", "description", "document_id")
	b.WriteString(e.uuid + "</document_id><document_log>")
	fmt.Fprintf(&b, "<log_entry><author><product_name>%s</product_name><product_version>%s</product_version><product_revision>a1b2c3</product_revision></author>"+
		"<date>%s</date><integrity>%s</integrity><key/></log_entry>", e.product, e.version, e.reported.Format(blanccoTime), itoa(e.k))
	fmt.Fprintf(&b, "<log_entry><author><product_name>Management Portal</product_name></author><date>%s</date></log_entry>", e.received.Format(blanccoTime))
	b.WriteString("</document_log><description_entries>")
	xmlEntries(&b, e.entries())
	b.WriteString("</description_entries></description><blancco_hardware_report>")
	xmlEntries(&b, e.hardware())
	b.WriteString("</blancco_hardware_report>")
	if !e.diagnostics() {
		b.WriteString("<blancco_erasure_report>")
		xmlEntries(&b, []entry{e.erasures()})
		b.WriteString("</blancco_erasure_report>")
	}
	b.WriteString("</blancco_data><user_data>")
	xmlEntries(&b, []entry{e.own()})
	b.WriteString("</user_data></report>")
	return b.Bytes()
}

func xmlEntries(b *bytes.Buffer, entries []entry) {
	for _, e := range entries {
		if e.kind == "" {
			b.WriteString(`<entries name="` + xmlText(e.name) + `">`)
			xmlEntries(b, e.group)
			b.WriteString("</entries>")
			continue
		}
		b.WriteString(`<entry name="` + xmlText(e.name) + `" type="` + e.kind + `">` + xmlText(e.text) + "</entry>")
	}
}

func xmlText(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
	return b.String()
}

// zipReply packs a file per report, named by its id.
func zipReply(page []*erasure, format string) reply {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range page {
		name, content := e.uuid+".xml", append(append([]byte("<root>"), e.xml()...), "</root>"...)
		if format == "JSON" {
			name, content = e.uuid+".json", e.json()
		}
		file, err := z.Create(name)
		if err == nil {
			_, err = file.Write(content)
		}
		if err != nil {
			return reply{status: http.StatusInternalServerError, header: http.Header{}}
		}
	}
	if z.Close() != nil {
		return reply{status: http.StatusInternalServerError, header: http.Header{}}
	}
	return rawReply(http.StatusOK, "application/zip", b.Bytes()).with("Content-Disposition", "attachment; filename=reports.zip")
}

// pdf is a certificate of one page, small but whole.
func (e *erasure) pdf() []byte {
	lines := "Certificate of erasure " + e.uuid + ") Tj 0 -20 Td (" + e.product + " " + e.version + ") Tj 0 -20 Td (" + e.maker + " " + e.model + " " + e.serial
	stream := "BT /F1 12 Tf 60 760 Td (" + lines + ") Tj ET"
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(stream), stream),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	offsets := make([]int, 0, len(objects))
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}
