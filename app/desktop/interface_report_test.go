//go:build window

package desktop_test

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
)

// report is everything that was found, in milliseconds.
type report struct {
	window, chromium                     measured
	bareStart, homeStart, dashboardStart []float64
}

// print writes the tables that docs/performance.md holds, of the parts that were measured.
func (r report) print(w io.Writer) {
	r.printStarts(w)
	const mb = 1e6
	m := r.window.memory
	if m.end > 0 {
		say(w, "\nWeb process: %d MB after every page, %d MB after everything; a bare one %d MB. Must be < 300 MB.\n",
			m.tour/mb, m.end/mb, m.bare/mb)
	}
	if len(r.window.tables)+len(r.chromium.tables) > 0 {
		r.printTables(w)
	}
	if len(r.window.tours)+len(r.chromium.tours) > 0 {
		r.printPages(w)
		r.printRequests(w)
	}
}

func (r report) printStarts(w io.Writer) {
	if len(r.bareStart) == 0 {
		return
	}
	bare := median(r.bareStart)
	say(w, "\n| from the start until | median, ms | ÷ bare | must be |\n| --- | --- | --- | --- |\n")
	say(w, "| a bare program's table is shown | %.0f | | |\n", bare)
	say(w, "| the first page is shown | %.0f | %.2f | |\n", median(r.homeStart), median(r.homeStart)/bare)
	say(w, "| the dashboard is shown, which is clicked at once | %.0f | %.2f | ≤ 1.5 |\n", median(r.dashboardStart), median(r.dashboardStart)/bare)
}

func (r report) printTables(w io.Writer) {
	say(w, "\n| table | | window | Chromium | must be |\n| --- | --- | --- | --- | --- |\n")
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		in, ch := r.window.tables[name], r.chromium.tables[name]
		say(w, "| %s, %d × %d | a key, median and worst | %.0f, %.0f ms | %.0f, %.0f ms | ≤ 50 ms |\n", name, max(in.Rows, ch.Rows), max(in.Columns, ch.Columns),
			median(in.keys), worst(in.keys), median(ch.keys), worst(ch.keys))
		say(w, "| | rows after the last key | %.0f ms | %.0f ms | |\n", median(in.answered), median(ch.answered))
		say(w, "| | frames a second | %.1f | %.1f | |\n", perSecond(in.ours), perSecond(ch.ours))
		say(w, "| | the same, bare | %.1f | %.1f | |\n", perSecond(in.bare), perSecond(ch.bare))
		say(w, "| | ÷ bare | %.2f | %.2f | ≥ 0.9 |\n", perSecond(in.ours)/perSecond(in.bare), perSecond(ch.ours)/perSecond(ch.bare))
		say(w, "| | longest frame, ours and bare | %.0f, %.0f ms | %.0f, %.0f ms | |\n", longest(in.ours), longest(in.bare),
			longest(ch.ours), longest(ch.bare))
		say(w, "| | frames with rows to come | %.0f %% | %.0f %% | |\n", holes(in.ours), holes(ch.ours))
	}
}

// printPages tells of every page when its data were there, and when it changed last.
func (r report) printPages(w io.Writer) {
	say(w, "\nMilliseconds from the click, median and worst of %d. Must be ≤ 200.\n\n", rounds)
	say(w, "| page | window, shown | last change | slowest request | Chromium, shown | last change | slowest request |\n")
	say(w, "| --- | --- | --- | --- | --- | --- | --- |\n")
	window, chromium := byName(r.window.tours), byName(r.chromium.tours)
	for _, first := range slices.Concat(r.window.tours, r.chromium.tours)[0] {
		say(w, "| %s | %s | %s |\n", first.Name, columns(window[first.Name]), columns(chromium[first.Name]))
	}
}

func byName(tours [][]step) map[string][]step {
	found := map[string][]step{}
	for _, tour := range tours {
		for _, each := range tour {
			found[each.Name] = append(found[each.Name], each)
		}
	}
	return found
}

func columns(steps []step) string {
	if len(steps) == 0 {
		return "not seen | |"
	}
	var shown, still, slowest []float64
	for _, each := range steps {
		shown, still = append(shown, each.Shown), append(still, each.Still)
		longest := 0.0
		for _, asked := range each.Asked {
			longest = max(longest, asked.Ms)
		}
		slowest = append(slowest, longest)
	}
	return fmt.Sprintf("%.0f, %.0f | %.0f, %.0f | %.0f", median(shown), worst(shown), median(still), worst(still), median(slowest))
}

// printRequests tells of the slowest requests, each asked alone.
func (r report) printRequests(w io.Writer) {
	const many = 25
	say(w, "\nRequests of the pages, each alone, median of %d. Must be ≤ 50 ms.\n\n| request | window | Chromium |\n| --- | --- | --- |\n", asks)
	times := r.window.alone
	if len(times) == 0 {
		times = r.chromium.alone
	}
	paths := slices.Collect(maps.Keys(times))
	slices.SortFunc(paths, func(a, b string) int { return cmp.Compare(median(times[b]), median(times[a])) })
	for _, path := range paths[:min(many, len(paths))] {
		say(w, "| %s | %.0f | %.0f |\n", path, median(r.window.alone[path]), median(r.chromium.alone[path]))
	}
}

func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }

func median(times []float64) float64 {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	return sorted[len(sorted)/2]
}

func worst(times []float64) float64 {
	longest := 0.0
	for _, each := range times {
		longest = max(longest, each)
	}
	return longest
}

func perSecond(runs []scrolled) float64 {
	return median(each(runs, func(s scrolled) float64 { return s.PerSecond }))
}

func longest(runs []scrolled) float64 {
	return worst(each(runs, func(s scrolled) float64 { return s.Longest }))
}

func holes(runs []scrolled) float64 {
	return 100 * median(each(runs, func(s scrolled) float64 { return s.Holes }))
}

func each(runs []scrolled, value func(scrolled) float64) []float64 {
	values := make([]float64, len(runs))
	for i, run := range runs {
		values[i] = value(run)
	}
	return values
}
