package matching_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tenantry/backend/domain"
	"tenantry/backend/matching"
)

// rec is a record of a customer of its own.
func rec(id int64, vendor domain.Vendor, name string, more ...func(*domain.MatchRecord)) domain.MatchRecord {
	r := domain.MatchRecord{ID: id, CustomerID: id, Connection: string(vendor), Vendor: vendor, VendorID: fmt.Sprint("id ", id), Name: name}
	for _, change := range more {
		change(&r)
	}
	return r
}

func in(country string) func(*domain.MatchRecord) {
	return func(r *domain.MatchRecord) { r.Country = country }
}

func verified(domains ...string) func(*domain.MatchRecord) {
	return func(r *domain.MatchRecord) { r.Domains = domains }
}

func derived(domains ...string) func(*domain.MatchRecord) {
	return func(r *domain.MatchRecord) { r.Derived = domains }
}

func account(address string) func(*domain.MatchRecord) {
	return func(r *domain.MatchRecord) { r.Account = address }
}

func of(customer int64) func(*domain.MatchRecord) {
	return func(r *domain.MatchRecord) { r.CustomerID = customer }
}

func tenant(id string) func(*domain.MatchRecord) {
	return func(r *domain.MatchRecord) { r.VendorID = id }
}

const (
	wx = domain.VendorWebex
	ms = domain.VendorMicrosoft
)

// TestMatch_Names compares two names of companies in one country.
func TestMatch_Names(t *testing.T) {
	const join, ask, nothing = "join", "ask", "nothing"
	for _, c := range []struct{ a, b, want string }{
		{"Müller Metallbau GmbH", "MUELLER METALLBAU G.m.b.H.", join},
		{"Weißenau Bäckerei & Söhne GmbH & Co. KG", "WEISSENAU BAECKEREI UND SOEHNE GmbH und Co KG", join},
		{"Weißenau Bäckerei GmbH", "Weissenau Bäckerei Gesellschaft mit beschränkter Haftung", join},
		{"Störchenmoor Pflegedienst UG (haftungsbeschränkt)", "Störchenmoor Pflegedienst UG", join},
		{"Calda Impianti S.r.l.", "CALDA IMPIANTI SRL", join},
		{"Calda Impianti S. p. A.", "Calda Impianti Società per azioni", join},
		{"Østenløkka Båt & Sjømat AS", "Oestenloekka Baat og Sjoemat A/S", join},
		{"The Larkwick Coffee Roasters, Ltd.", "Larkwick Coffee Roasters Limited", join},
		{"O'Branmere & Daughters Veterinary Ltd", "O’Branmere and Daughters Veterinary Ltd", join},
		{"-Strich Druckerei e.K.", "Strich Druckerei e. K.", join},
		{"Plan B Architekten e.K.", "Plan B Architekten", join},
		{"Café Zürich AG", "CAFÉ ZÜRICH AG", join},
		{"Hans-Peter Meier GmbH", "Hans Peter Meier GmbH", join},
		{"Harrowgate Law LLP", "Harrowgate  Law, LLP", join},
		{"Tannenau Logistik", "Tannenau Logistik GmbH", join},

		{"Müller Metallbau GmbH", "Muller Metallbau GmbH", ask},        // the umlaut got lost
		{"Kranichfurth Gerüstbau AG", "Kranichfurt Gerüstbau AG", ask}, // a letter did
		{"Tannenau Logistik GmbH", "Tannenau Logistik AG", ask},        // two companies of one owner
		{"Tannenau Logistik GmbH", "Tannenau Logistik GmbH & Co. KG", ask},
		{"Meier GmbH", "Meier", ask}, // a common name and no legal form
		{"Contoso", "Contoso Deutschland GmbH", ask},

		{"Tannenau Lager 1 GmbH", "Tannenau Lager 2 GmbH", nothing},
		{"Bauer GmbH", "Baur AG", nothing},
		{"AB Logistik GmbH", "AC Logistik GmbH", ask},
		{"Autohaus Nord GmbH", "Autohaus Süd GmbH", ask}, // nobody else is an Autohaus here
		{"=Equals Design Ltd", "@Lungomare Agenzia S.r.l.", nothing},
		{"GmbH", "AG", nothing},
		{"", "", nothing},
		{"???", "!!!", nothing},
	} {
		got := nothing
		result := matching.Match(domain.MatchInput{Records: []domain.MatchRecord{rec(1, wx, c.a, in("DE")), rec(2, ms, c.b, in("DE"))}})
		switch {
		case len(result.Joins) > 0:
			got = join
		case len(result.Doubts) > 0:
			got = ask
		}
		if got != c.want {
			t.Errorf("%q and %q: %s, want %s (%+v)", c.a, c.b, got, c.want, result)
		}
	}
}

// TestMatch_Rules tries what makes a pair certain and what takes that back.
func TestMatch_Rules(t *testing.T) {
	name := "Kranichau Elektrotechnik GmbH"
	for _, c := range []struct {
		what    string
		records []domain.MatchRecord
		joins   [][]int64
		doubts  [][2]int64
	}{
		{what: "the same verified domain, whatever the names",
			records: []domain.MatchRecord{rec(1, wx, "Alpha", verified("Kranichau.DE.")), rec(2, ms, "Omega", verified("www.kranichau.de"))},
			joins:   [][]int64{{1, 2}}},
		{what: "the same verified domain in two countries",
			records: []domain.MatchRecord{rec(1, wx, name, in("DE"), verified("kranichau.de")), rec(2, ms, name, in("AT"), verified("kranichau.de"))},
			doubts:  [][2]int64{{1, 2}}},
		{what: "a public provider is nobody's domain",
			records: []domain.MatchRecord{rec(1, wx, "Alpha", verified("gmx.de", "a.onmicrosoft.com")), rec(2, ms, "Omega", verified("gmx.de", "a.onmicrosoft.com"))}},
		{what: "the account is in the other's domain and the names agree",
			records: []domain.MatchRecord{rec(1, wx, name, account("it@kranichau.de")), rec(2, ms, name, verified("kranichau.de"))},
			joins:   [][]int64{{1, 2}}},
		{what: "the account is in the other's domain, the names have nothing in common: perhaps its service provider",
			records: []domain.MatchRecord{rec(1, wx, "Alpha", account("it@kranichau.de")), rec(2, ms, name, verified("kranichau.de"))},
			doubts:  [][2]int64{{1, 2}}},
		{what: "two customers of one vendor have the domain",
			records: []domain.MatchRecord{rec(1, wx, "Alpha", verified("x.de")), rec(2, wx, "Beta", verified("x.de")), rec(3, ms, "Gamma Holding", verified("x.de"))}},
		{what: "three customers of one vendor have an account in the domain: the partner's own",
			records: []domain.MatchRecord{rec(1, wx, "Alpha", account("a@p.de")), rec(2, wx, "Beta", account("a@p.de")),
				rec(3, wx, "Gamma", account("a@p.de")), rec(4, ms, "Partner", verified("p.de"))}},
		{what: "the same name, nobody knows where",
			records: []domain.MatchRecord{rec(1, wx, name), rec(2, ms, name)}, doubts: [][2]int64{{1, 2}}},
		{what: "the same name in one country",
			records: []domain.MatchRecord{rec(1, wx, name, in("DE")), rec(2, ms, name, in("DE"))}, joins: [][]int64{{1, 2}}},
		{what: "the same name, and people's addresses are in the other's domain",
			records: []domain.MatchRecord{rec(1, wx, name, derived("kranichau.de")), rec(2, ms, name, verified("kranichau.de"))},
			joins:   [][]int64{{1, 2}}},
		{what: "the same name in one country, other domains",
			records: []domain.MatchRecord{rec(1, wx, name, in("DE"), verified("a.de")), rec(2, ms, name, in("DE"), verified("b.de"))},
			doubts:  [][2]int64{{1, 2}}},
		{what: "the same name in two countries",
			records: []domain.MatchRecord{rec(1, wx, name, in("DE")), rec(2, ms, name, in("CH"))}},
		{what: "two of one vendor go by the name",
			records: []domain.MatchRecord{rec(1, wx, name, in("DE")), rec(2, wx, name, in("DE")), rec(3, ms, name, in("DE"))},
			doubts:  [][2]int64{{1, 3}, {2, 3}}},
		{what: "two of one vendor go by the name, in two countries",
			records: []domain.MatchRecord{rec(1, wx, name, in("DE")), rec(2, wx, name, in("IT")), rec(3, ms, name, in("DE"))},
			joins:   [][]int64{{1, 3}}},
		{what: "two connections see one tenant, whatever it is called",
			records: []domain.MatchRecord{rec(1, ms, "Alpha", tenant("t"), in("DE")), rec(2, ms, "Omega", tenant("t"), in("IT"))},
			joins:   [][]int64{{1, 2}}},
		{what: "one id at two vendors means nothing",
			records: []domain.MatchRecord{rec(1, ms, "Alpha", tenant("t")), rec(2, wx, "Omega", tenant("t"))}},
		{what: "joins meet in a third record",
			records: []domain.MatchRecord{rec(1, wx, name, derived("k.de")), rec(2, ms, name, verified("k.de")), rec(3, "avepoint", name, account("a@k.de"))},
			joins:   [][]int64{{1, 2, 3}}},
		{what: "joins that meet would put two customers of a vendor together",
			records: []domain.MatchRecord{rec(1, wx, "Alpha", verified("a.de")), rec(2, wx, "Beta", verified("b.de")), rec(3, ms, "Gamma", verified("a.de", "b.de"))},
			doubts:  [][2]int64{{1, 3}, {2, 3}}},
		{what: "a customer of two records today takes a third",
			records: []domain.MatchRecord{rec(1, wx, name, of(1), in("DE")), rec(2, "avepoint", "Else", of(1)), rec(3, ms, name, in("DE"))},
			joins:   [][]int64{{1, 2, 3}}},
	} {
		result := matching.Match(domain.MatchInput{Records: c.records})
		joins, doubts := [][]int64(nil), [][2]int64(nil)
		for _, j := range result.Joins {
			joins = append(joins, j.Records)
		}
		for _, d := range result.Doubts {
			doubts = append(doubts, [2]int64{d.A, d.B})
		}
		if !reflect.DeepEqual(joins, c.joins) || !reflect.DeepEqual(doubts, c.doubts) {
			t.Errorf("%s:\n got joins %v, doubts %+v\nwant joins %v, doubts %v", c.what, joins, result.Doubts, c.joins, c.doubts)
		}
	}
}

func TestMatch_KeptApart_NeitherJoinedNorAskedAbout(t *testing.T) {
	records := []domain.MatchRecord{
		rec(1, wx, "Alpha", of(1), verified("a.de")), rec(2, "avepoint", "Beta", of(1), verified("b.de")),
		rec(3, ms, "Gamma", of(3), verified("b.de")),
	}
	result := matching.Match(domain.MatchInput{Records: records, Apart: [][2]int64{{3, 1}}})
	if len(result.Joins)+len(result.Doubts) > 0 {
		t.Errorf("got %+v", result)
	}
}

func TestMatch_TakenBack_IsAskedAbout(t *testing.T) {
	records := []domain.MatchRecord{rec(1, wx, "Alpha", verified("a.de")), rec(2, ms, "Beta", verified("a.de"))}
	result := matching.Match(domain.MatchInput{Records: records, Undone: [][2]int64{{2, 1}}})
	if len(result.Joins) > 0 || len(result.Doubts) != 1 || !slices.Contains(result.Doubts[0].Against, domain.UnlikeUndone) {
		t.Errorf("got %+v", result)
	}
}

var (
	vendors   = []domain.Vendor{wx, ms, domain.Vendor("avepoint")}
	names     = []string{"Alpha Bau GmbH", "ALPHA BAU", "Alpha Bau AG", "Alfa Bau GmbH", "Beta Logistik GmbH", "Beta-Logistik", "Gamma", "Ömega Käse", "Omega Kaese"}
	countries = []string{"", "", "DE", "DE", "IT"}
	domains   = []string{"alpha.de", "beta.de", "gamma.com", "gmail.com", "x.onmicrosoft.com"}
)

// draw gives records that have much in common, some of them of one customer.
func draw(t *rapid.T) domain.MatchInput {
	n := rapid.IntRange(0, 12).Draw(t, "records")
	input := domain.MatchInput{}
	for i := range n {
		id := int64(i + 1)
		r := rec(id, rapid.SampledFrom(vendors).Draw(t, "vendor"), rapid.SampledFrom(names).Draw(t, "name"))
		r.Country = rapid.SampledFrom(countries).Draw(t, "country")
		r.Domains = rapid.SliceOfNDistinct(rapid.SampledFrom(domains), 0, 2, rapid.ID).Draw(t, "domains")
		r.Derived = rapid.SliceOfNDistinct(rapid.SampledFrom(domains), 0, 1, rapid.ID).Draw(t, "derived")
		if rapid.IntRange(0, 3).Draw(t, "account") == 0 {
			r.Account = "it@" + rapid.SampledFrom(domains).Draw(t, "account domain")
		}
		if rapid.IntRange(0, 5).Draw(t, "joined") == 0 {
			r.CustomerID = rapid.Int64Range(1, id).Draw(t, "customer")
		}
		if rapid.IntRange(0, 6).Draw(t, "twin") == 0 {
			r.VendorID = "tenant"
		}
		input.Records = append(input.Records, r)
	}
	pairs := rapid.Custom(func(t *rapid.T) [2]int64 {
		return [2]int64{rapid.Int64Range(1, 12).Draw(t, "a"), rapid.Int64Range(1, 12).Draw(t, "b")}
	})
	input.Apart = rapid.SliceOfN(pairs, 0, 2).Draw(t, "apart")
	input.Undone = rapid.SliceOfN(pairs, 0, 2).Draw(t, "undone")
	return input
}

func TestMatch_OrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		input := draw(t)
		want := matching.Match(input)
		shuffled := domain.MatchInput{Records: rapid.Permutation(input.Records).Draw(t, "order"), Apart: slices.Clone(input.Apart)}
		for _, p := range input.Undone {
			shuffled.Undone = append(shuffled.Undone, [2]int64{p[1], p[0]})
		}
		if got := matching.Match(shuffled); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

// TestMatch_NumbersDoNotMatter gives the records other ids in another order: the same companies are found.
func TestMatch_NumbersDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		input := draw(t)
		input.Apart, input.Undone = nil, nil
		last := int64(len(input.Records)) + 1
		mirrored := domain.MatchInput{}
		for _, r := range input.Records {
			r.ID, r.CustomerID = last-r.ID, last-r.CustomerID
			mirrored.Records = append(mirrored.Records, r)
		}
		want, got := matching.Match(input), matching.Match(mirrored)
		for _, j := range got.Joins {
			for n := range j.Records {
				j.Records[n] = last - j.Records[n]
			}
			slices.Sort(j.Records)
		}
		slices.SortFunc(got.Joins, func(a, b domain.MatchJoin) int { return int(a.Records[0] - b.Records[0]) })
		if !reflect.DeepEqual(got.Joins, want.Joins) || len(got.Doubts) != len(want.Doubts) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

func TestMatch_AfterItsJoins_FindsNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		input := draw(t)
		first := matching.Match(input)
		customer := map[int64]int64{}
		for _, j := range first.Joins {
			for _, id := range j.Records {
				customer[id] = j.Records[0] + 1000
			}
		}
		for i, r := range input.Records {
			if joined, ok := customer[r.ID]; ok {
				input.Records[i].CustomerID = joined
			}
		}
		second := matching.Match(input)
		if len(second.Joins) > 0 {
			t.Fatalf("joins again: %+v", second.Joins)
		}
		if !reflect.DeepEqual(second.Doubts, first.Doubts) {
			t.Fatalf("doubts change: %+v, then %+v", first.Doubts, second.Doubts)
		}
	})
}

// TestMatch_JoinsNeverContradict wants no join of a pair kept apart, of two customers of a vendor or of two countries,
// other than what today's customers consist of and what two connections see as one tenant.
func TestMatch_JoinsNeverContradict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		input := draw(t)
		byID := map[int64]domain.MatchRecord{}
		tenants := map[string]int{}
		for _, r := range input.Records {
			byID[r.ID] = r
			tenants[string(r.Vendor)+r.VendorID]++
			if tenants[string(r.Vendor)+r.VendorID] > 1 {
				return // tenants that are seen twice are joined whatever they contradict
			}
		}
		for _, j := range matching.Match(input).Joins {
			for _, a := range j.Records {
				for _, b := range j.Records {
					r, s := byID[a], byID[b]
					if r.CustomerID == s.CustomerID {
						continue
					}
					if r.Vendor == s.Vendor || r.Country != "" && s.Country != "" && r.Country != s.Country ||
						slices.Contains(input.Apart, [2]int64{a, b}) || slices.Contains(input.Undone, [2]int64{a, b}) {
						t.Fatalf("%+v and %+v joined", r, s)
					}
				}
			}
		}
	})
}

// TestMatch_EightThousandRecords wants the customers of four vendors matched well within a second.
func TestMatch_EightThousandRecords(t *testing.T) {
	input := large(2000)
	start := time.Now()
	result := matching.Match(input)
	took := time.Since(start)
	t.Logf("%d records: %d joins, %d doubts in %s", len(input.Records), len(result.Joins), len(result.Doubts), took)
	if took > 5*time.Second {
		t.Errorf("took %s", took)
	}
}

// large invents companies that four vendors know, each of them by another name.
func large(companies int) domain.MatchInput {
	var input domain.MatchInput
	random := rand.New(rand.NewPCG(1, 2))
	syllables := []string{"ka", "ro", "min", "tel", "bra", "sol", "ven", "dri", "gus", "lor", "pin", "zam"}
	word := func() string {
		text := ""
		for range 3 + random.IntN(2) {
			text += syllables[random.IntN(len(syllables))]
		}
		return text
	}
	for range companies {
		base := word() + " " + word() + " Bau"
		for n, vendor := range []domain.Vendor{wx, ms, "avepoint", "blancco"} {
			r := rec(int64(len(input.Records)+1), vendor, base+[]string{" GmbH", "", " G.m.b.H.", " GmbH"}[n], in("DE"))
			input.Records = append(input.Records, r)
		}
	}
	return input
}

func BenchmarkMatch(b *testing.B) {
	input := large(2000)
	for b.Loop() {
		matching.Match(input)
	}
}
