package export_test

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/govalues/decimal"
	"github.com/xuri/excelize/v2"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

// benchRows is the size that docs/performance.md speaks of.
const benchRows = 100_000

var billingColumns = []export.Column{
	{Heading: "Customer"}, {Heading: "Vendor"}, {Heading: "Connection"}, {Heading: "Product"}, {Heading: "Subscription number"},
	{Heading: "Quantity", Kind: export.KindInt}, {Heading: "Assigned", Kind: export.KindInt}, {Heading: "Unit price", Kind: export.KindMoney},
	{Heading: "Amount", Kind: export.KindMoney}, {Heading: "Period"}, {Heading: "Term"}, {Heading: "Term ends on", Kind: export.KindDate},
	{Heading: "Renewal"}, {Heading: "Source"}, {Heading: "Synced at", Kind: export.KindDateTime},
}

// billingRows yields rows as a billing export has them: five lines a customer, real spread of texts and amounts.
func billingRows(n int) iter.Seq2[export.Row, error] {
	products := []string{"Webex Suite", "Webex Calling Professional", "Microsoft 365 Business Premium", "Exchange Online (Plan 1)", "Microsoft 365 E3"}
	prices := make([]decimal.Decimal, len(products))
	for i := range prices {
		prices[i] = decimal.MustNew(int64(510+i*333), 2)
	}
	day, moment := domain.Date("2026-11-20"), time.Date(2026, 11, 20, 1, 2, 3, 0, time.UTC)
	return func(yield func(export.Row, error) bool) {
		for i := range n {
			quantity, product := int64(i*7919%900+1), i%len(products)
			amount, err := domain.LineAmount(quantity, prices[product], "EUR")
			cells := []export.Value{
				export.Text("Kunde Müller & Söhne GmbH " + strconv.Itoa(i/5)), export.Text("Microsoft 365"), export.Text("Partner Center"),
				export.Text(products[product]), export.Text(fmt.Sprintf("%08x-6d2a-4f9a-9d3e-%012x", i*2654435761, i)),
				export.Int(quantity), export.Int(quantity * 3 / 4), export.Price(prices[product], "EUR"), export.Money(amount),
				export.Text("per month"), export.Text("1 year"), export.Date(day.AddDays(i % 365)), export.Text("Renews automatically"),
				export.Text("Vendor"), export.DateTime(moment.Add(time.Duration(i) * time.Second)),
			}
			if !yield(export.Row{Cells: cells}, err) {
				return
			}
		}
	}
}

func billingWorkbook(n int) export.Workbook {
	return workbook("de", export.Table{Title: "Billing", Columns: billingColumns, Rows: billingRows(n)})
}

var billingGrouping = export.Grouping{
	By: 0, Amount: 8, Unit: 9, Label: 0,
	Subtotal: func(first export.Row) string { return "Subtotal " + export.FormatFor("en").Value(first.Cells[0]) },
	Total:    func(currency, unit string) string { return "Total " + currency + " " + unit },
}

// writeBare writes the same rows with excelize's stream writer as it comes, dates already as numbers.
func writeBare(w io.Writer, n int) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	stream, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	money, day, moment := `#,##0.00\ [$EUR]`, "dd.mm.yyyy", "dd.mm.yyyy hh:mm"
	ids := map[export.Kind]int{}
	for kind, style := range map[export.Kind]*excelize.Style{
		export.KindInt: {NumFmt: 3}, export.KindText: {NumFmt: 49}, export.KindMoney: {CustomNumFmt: &money},
		export.KindDate: {CustomNumFmt: &day}, export.KindDateTime: {CustomNumFmt: &moment},
	} {
		if ids[kind], err = f.NewStyle(style); err != nil {
			return err
		}
	}
	row := 0
	for r, err := range billingRows(n) {
		if err != nil {
			return err
		}
		row++
		cells := make([]any, len(r.Cells))
		for i, v := range r.Cells {
			cells[i] = excelize.Cell{StyleID: ids[v.Kind()], Value: export.Plain(v)}
		}
		if err := stream.SetRow("A"+strconv.Itoa(row), cells); err != nil {
			return err
		}
	}
	if err := stream.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

// BenchmarkWorkbook writes 100,000 rows by turns with our writer and with excelize's bare one, and gives the ratio.
func BenchmarkWorkbook(b *testing.B) {
	var ours, bare time.Duration
	var ourSize, bareSize int
	for b.Loop() {
		var out bytes.Buffer
		start := time.Now()
		if _, err := export.WriteWorkbook(&out, billingWorkbook(benchRows)); err != nil {
			b.Fatal(err)
		}
		ours += time.Since(start)
		ourSize = out.Len()
		out = bytes.Buffer{}
		runtime.GC()
		start = time.Now()
		if err := writeBare(&out, benchRows); err != nil {
			b.Fatal(err)
		}
		bare += time.Since(start)
		bareSize = out.Len()
		runtime.GC()
	}
	b.ReportMetric(ours.Seconds()/float64(b.N), "ours-s")
	b.ReportMetric(bare.Seconds()/float64(b.N), "excelize-s")
	b.ReportMetric(ours.Seconds()/bare.Seconds(), "time-ratio")
	b.ReportMetric(float64(ourSize)/float64(bareSize), "size-ratio")
}

// TestWorkbook_PeakMemory writes 100,000 rows with sums in a process of its own and asks the kernel for its peak.
func TestWorkbook_PeakMemory(t *testing.T) {
	if os.Getenv("TENANTRY_WORKBOOK_CHILD") != "" {
		wb := billingWorkbook(benchRows)
		wb.Sheets[0].Rows = export.WithSums(wb.Sheets[0].Rows, len(billingColumns), billingGrouping)
		n, err := export.WriteWorkbook(io.Discard, wb)
		must(t, err)
		status, err := os.ReadFile("/proc/self/status")
		must(t, err)
		fmt.Printf("rows %d\n%s", n, status)
		return
	}
	if testing.Short() || runtime.GOOS != "linux" || raceEnabled {
		t.Skip("measures a whole process on Linux, without the race detector")
	}
	child := exec.Command(os.Args[0], "-test.run=^TestWorkbook_PeakMemory$", "-test.v")
	child.Env = append(os.Environ(), "TENANTRY_WORKBOOK_CHILD=1")
	out, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "rows 100000\n") {
		t.Fatalf("%v\n%s", err, out)
	}
	for text := range strings.Lines(string(out)) {
		if fields := strings.Fields(text); len(fields) == 3 && fields[0] == "VmHWM:" {
			kib, err := strconv.Atoi(fields[1])
			must(t, err)
			t.Logf("peak %d MiB", kib>>10)
			if kib >= 150<<10 {
				t.Errorf("the peak is %d MiB, want less than 150", kib>>10)
			}
			return
		}
	}
	t.Fatalf("no VmHWM in\n%s", out)
}
