package store_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// writerFile names, in the environment of a copy of this test, the file it shall write to until it is killed.
const writerFile = "TENANTRY_TEST_WRITE_UNTIL_KILLED"

func TestMain(m *testing.M) {
	if path := os.Getenv(writerFile); path != "" {
		if err := writeUntilKilled(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	storetest.FewerChecks()
	os.Exit(m.Run())
}

// writeUntilKilled saves page after page, each with one more seat assigned, and prints the number of each when it is
// stored.
func writeUntilKilled(path string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, path)
	if err != nil {
		return err
	}
	c, err := s.GetConnectionByName(ctx, "Graph")
	if err != nil {
		return err
	}
	records, err := s.FindRecords(ctx, c.ID)
	if err != nil {
		return err
	}
	runs, _, err := s.FindRuns(ctx, store.RunFilter{})
	if err != nil {
		return err
	}
	for n := storedPages(ctx, s) + 1; ; n++ {
		page := numberedPage(runs[0], records[n%int64(len(records))], n)
		if _, err := s.SavePage(ctx, page); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

func numberedPage(run domain.Run, r domain.Record, n int64) store.PageSave {
	at := storetest.Now.AddDate(0, 0, int(n/100))
	var pools []domain.Pool
	var lines []domain.Subscription
	for i := range 5 {
		product := fmt.Sprint("P", i)
		pools = append(pools, storetest.Pool(product, domain.FamilyMeetings, n, n+1))
		lines = append(lines, storetest.Subscription(product, product, domain.FamilyMeetings, n))
	}
	if n%3 == 0 {
		pools, lines = pools[:3], lines[:2] // the others are gone until the next time
	}
	return storetest.Read(run, r, at, pools, lines)
}

// storedPages is the number of the newest page that is stored.
func storedPages(ctx context.Context, s *store.Store) int64 {
	var n int64
	if err := s.Reader().QueryRowContext(ctx, "SELECT COALESCE(MAX(bought), 0) FROM pools").Scan(&n); err != nil {
		return -1
	}
	return n
}

func TestKill_AtAnyMoment_LeavesASoundFileWithAllThatWasStored(t *testing.T) {
	if storetest.Race {
		t.Skip("the race detector sees nothing of a process that is killed")
	}
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "tenantry.db")
	s := mustOpen(t, path)
	c := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	storetest.Records(t, s, c, storetest.Now, "Contoso", "Fabrikam", "Tailspin", "Wingtip")
	storetest.Begin(t, s, c, storetest.Now)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	kills := 50
	if testing.Short() {
		kills = 4
	}
	for range kills {
		last := killAfter(t, path, 1+rand.IntN(40))
		s, err := store.Open(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Check(ctx); err != nil {
			t.Fatal(err)
		}
		if stored := storedPages(ctx, s); stored < last {
			t.Fatalf("page %d was reported as stored, the file ends at %d", last, stored)
		}
		rows := storetest.ReadRows(t, s)
		compare(t, "roll-up", rows.ProductDays, rows.RecountProductDays())
		compare(t, "families", rows.Families, rows.RecountFamilies())
		for id, stored := range rows.Customers {
			compare(t, "summary", stored, rows.RecountCustomer(id))
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// killAfter lets a copy of this test write, kills it some time after it has reported so many pages, and gives the last
// page it reported.
func killAfter(t *testing.T, path string, pages int) int64 {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), writerFile+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	last := int64(0)
	lines := bufio.NewScanner(out)
	for reported := 0; lines.Scan(); reported++ {
		n, err := strconv.ParseInt(lines.Text(), 10, 64)
		if err != nil {
			break // the end of a run that could not begin
		}
		last = n
		if reported == pages {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || last == 0 {
		t.Fatalf("the writer ended by itself after page %d", last)
	}
	return last
}
