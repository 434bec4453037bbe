package cli

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/backend/domain"
)

func newMatchesCommand(e *environment) *cobra.Command {
	cmd := e.command("matches", "cli.matches.short", func(ctx context.Context, _ []string) error {
		return e.withApp(ctx, "", func(a *app.App) error { return e.runMatches(ctx, a) })
	})
	decide := func(use, key string, run func(context.Context, *app.App, []int64) error) *cobra.Command {
		sub := e.command(use, key, func(ctx context.Context, args []string) error {
			ids, err := numbers(args)
			if err != nil {
				return err
			}
			return e.withApp(ctx, "", func(a *app.App) error { return run(ctx, a, ids) })
		})
		sub.Args = cobra.ExactArgs(strings.Count(use, " "))
		return sub
	}
	cmd.AddCommand(
		decide("join A B", "cli.matches.join", e.runJoin),
		decide("apart A B", "cli.matches.apart", e.runApart),
		decide("split RECORD", "cli.matches.split", e.runSplit),
		decide("undo ID", "cli.matches.undo", e.runUndo),
		decide("records CUSTOMER", "cli.matches.records", e.runMatchRecords),
		decide("history", "cli.matches.history", e.runMatchHistory),
	)
	return cmd
}

// numbers reads the arguments that name customers, records or decisions.
func numbers(args []string) ([]int64, error) {
	ids := make([]int64, len(args))
	for i, arg := range args {
		id, err := strconv.ParseInt(arg, 10, 64)
		if err != nil || id < 1 {
			return nil, &usageError{domain.NewError(domain.CodeInvalid, "number_invalid", "text", arg)}
		}
		ids[i] = id
	}
	return ids, nil
}

// runMatches lists what is to be decided, the likeliest first.
func (e *environment) runMatches(ctx context.Context, a *app.App) error {
	page, err := a.Matches.Pairs(ctx, domain.PageRequest{})
	if err != nil {
		return err
	}
	if e.flags.json {
		page.Items = notNil(page.Items)
		return e.printJSON(page)
	}
	e.sayCount("cli.matches.unmatched", page.Counts.Unmatched, map[string]any{"total": page.Counts.Customers})
	if len(page.Items) == 0 {
		e.say("cli.matches.none", nil)
		return nil
	}
	rows := [][]string{e.headings("score", "customer_a", "customer_b", "for", "against")}
	for _, p := range page.Items {
		rows = append(rows, []string{
			strconv.Itoa(p.Score), customerText(p.A), customerText(p.B), e.reasons(p.For), e.reasons(p.Against),
		})
	}
	return e.printTable(rows)
}

// sayCount writes a sentence about a number of things to standard error.
func (e *environment) sayCount(key string, n int, args map[string]any) {
	_, _ = e.err.Write([]byte(e.texts.Plural(key, n, args) + "\n"))
}

func customerText(c domain.MatchCustomer) string {
	return c.Name + " (" + strconv.FormatInt(c.ID, 10) + ")"
}

func (e *environment) reasons(list []domain.MatchReason) string {
	texts := make([]string, len(list))
	for i, reason := range list {
		texts[i] = e.word("match_reason", string(reason))
	}
	return strings.Join(texts, ", ")
}

func (e *environment) runJoin(ctx context.Context, a *app.App, ids []int64) error {
	decided, err := a.Matches.Join(ctx, ids[0], ids[1])
	return e.decided("cli.matches.joined", decided, err)
}

func (e *environment) runApart(ctx context.Context, a *app.App, ids []int64) error {
	decided, err := a.Matches.KeepApart(ctx, ids[0], ids[1])
	return e.decided("cli.matches.kept", decided, err)
}

func (e *environment) runSplit(ctx context.Context, a *app.App, ids []int64) error {
	decided, err := a.Matches.Split(ctx, ids[0])
	return e.decided("cli.matches.split_done", decided, err)
}

func (e *environment) runUndo(ctx context.Context, a *app.App, ids []int64) error {
	return e.decided("cli.matches.undone", app.MatchDecided{DecisionID: ids[0]}, a.Matches.Undo(ctx, ids[0]))
}

// decided says what was decided and how to take it back.
func (e *environment) decided(key string, decided app.MatchDecided, err error) error {
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(decided)
	}
	e.say(key, map[string]any{"id": strconv.FormatInt(decided.DecisionID, 10), "customer": strconv.FormatInt(decided.CustomerID, 10)})
	return nil
}

// runMatchRecords lists the records of a customer, by the numbers that split wants.
func (e *environment) runMatchRecords(ctx context.Context, a *app.App, ids []int64) error {
	customer, err := a.Customers.Get(ctx, ids[0])
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(notNil(customer.Records))
	}
	rows := [][]string{e.headings("id", "name", "vendor", "connection", "counts", "gone_at")}
	for _, r := range customer.Records {
		gone := ""
		if r.GoneAt != nil {
			gone = e.moment(*r.GoneAt)
		}
		rows = append(rows, []string{
			strconv.FormatInt(r.ID, 10), r.Name, e.word("vendor", string(r.Vendor)), r.Connection,
			e.format().Bool(!r.Duplicate && r.GoneAt == nil), gone,
		})
	}
	return e.printTable(rows)
}

// runMatchHistory lists the decisions, newest first.
func (e *environment) runMatchHistory(ctx context.Context, a *app.App, _ []int64) error {
	page, err := a.Matches.Decisions(ctx, domain.PageRequest{})
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(notNil(page.Items))
	}
	if len(page.Items) == 0 {
		e.say("cli.matches.no_history", nil)
		return nil
	}
	rows := [][]string{e.headings("id", "at", "kind", "origin", "records", "undone_at")}
	for _, d := range page.Items {
		undone := ""
		if d.UndoneAt != nil {
			undone = e.moment(*d.UndoneAt)
		}
		rows = append(rows, []string{
			strconv.FormatInt(d.ID, 10), e.moment(d.At), e.word("match_kind", string(d.Kind)),
			e.word("match_origin", string(d.Origin)), sidesText(d.Sides), undone,
		})
	}
	return e.printTable(rows)
}

func sidesText(sides []domain.MatchSide) string {
	texts := make([]string, len(sides))
	for i, side := range sides {
		names := make([]string, len(side.Records))
		for n, r := range side.Records {
			names[n] = r.Name
		}
		texts[i] = strings.Join(names, ", ")
	}
	return strings.Join(texts, " | ")
}
