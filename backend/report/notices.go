package report

import (
	"context"
	"database/sql"
	"maps"
	"strconv"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Notices gives what somebody should know by the stored facts: failures, things to do and deadlines.
func (r *Reports) Notices(ctx context.Context, f domain.HomeFilter) ([]domain.Notification, error) {
	var n noticing
	f.Since, f.Limit = nil, -1
	err := r.read(ctx, "find notices", func(tx *sql.Tx) error {
		figures, err := store.NewFigures(f.Scope)
		if err != nil {
			return err
		}
		n.homing = homing{counting: counting{tx: tx, figures: figures, scope: f.Scope}, f: f}
		for _, find := range []func(context.Context) error{n.failures, n.schedules, n.jobs, n.questions, n.pools, n.access, n.decisions} {
			if err := find(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return n.all, err
}

// noticing collects notices.
type noticing struct {
	homing
	all []domain.Notification
}

// of begins a notice of a connection, 0 for none.
func of(connection int64, subject string, kind domain.NotificationKind, rule string) domain.Notification {
	source := domain.LocalSource
	if connection != 0 {
		source = strconv.FormatInt(connection, 10)
	}
	return domain.Notification{Source: source, Subject: subject, Kind: kind, Rule: rule, ConnectionID: connection, Params: map[string]string{}}
}

func (n *noticing) add(notice domain.Notification, params ...string) {
	for i := 0; i+1 < len(params); i += 2 {
		notice.Params[params[i]] = params[i+1]
	}
	n.all = append(n.all, notice)
}

func count[T int | int64](n T) string { return strconv.FormatInt(int64(n), 10) }

func (n *noticing) failures(ctx context.Context) error {
	var home domain.Home
	if err := n.homing.failures(ctx, &home); err != nil {
		return err
	}
	for _, each := range home.Failed.Connections {
		switch {
		case each.State == domain.ConnectionSignIn:
			n.add(of(each.ConnectionID, "", domain.NotifyTodo, domain.RuleSignIn), "connection", each.Connection)
		case each.ErrorKey != "" && each.RunState == domain.RunFailed:
			n.add(of(each.ConnectionID, "", domain.NotifyFailure, domain.RuleSyncFailed), "connection", each.Connection, "error_key", each.ErrorKey)
		case each.Customers > 0:
			n.add(of(each.ConnectionID, "", domain.NotifyFailure, domain.RuleUnread), "connection", each.Connection, "count", count(each.Customers))
		}
	}
	return nil
}

func (n *noticing) schedules(ctx context.Context) error {
	var home domain.Home
	if err := n.homing.schedules(ctx, &home); err != nil {
		return err
	}
	for _, each := range home.Failed.Schedules {
		notice := of(0, count(each.ID), domain.NotifyFailure, domain.RuleSchedule)
		maps.Copy(notice.Params, each.Params)
		n.add(notice, "export", each.Kind, "format", each.Format, "error_key", each.ErrorKey)
	}
	return n.query(ctx, "noticeschedules.sql", nil, func(rows *sql.Rows) error {
		subject, params, err := store.ScanNotice(rows)
		notice := of(0, subject, domain.NotifyFailure, domain.RuleSchedule)
		notice.Params = params
		n.add(notice)
		return err
	})
}

func (n *noticing) jobs(ctx context.Context) error {
	conditions := n.jobsOf(n.f.Now.AddDate(0, 0, -domain.HomeJobDays))
	return n.query(ctx, "noticejobs.sql", conditions, func(rows *sql.Rows) error {
		var customer, jobs int64
		var name string
		err := rows.Scan(&customer, &name, &jobs)
		notice := of(0, count(customer), domain.NotifyFailure, domain.RuleJobsFailed)
		notice.CustomerID = customer
		n.add(notice, "customer", name, "count", count(jobs))
		return err
	})
}

func (n *noticing) questions(ctx context.Context) error {
	var home domain.Home
	if err := n.homing.questions(ctx, &home); err != nil {
		return err
	}
	for _, each := range home.Decide.Gone {
		n.add(of(each.ID, "", domain.NotifyTodo, domain.RuleGone), "connection", each.Name)
	}
	if home.Decide.Matches > 0 {
		n.add(of(0, "", domain.NotifyTodo, domain.RuleMatches), "count", count(home.Decide.Matches))
	}
	return nil
}

func (n *noticing) pools(ctx context.Context) error {
	return n.query(ctx, "noticepools.sql", nil, func(rows *sql.Rows) error {
		var connection, customer, over int64
		var name, product, subject string
		err := rows.Scan(&connection, &customer, &name, &product, &over, &subject)
		notice := of(connection, subject, domain.NotifyTodo, domain.RuleOver)
		notice.CustomerID = customer
		n.add(notice, "customer", name, "product", product, "count", count(over))
		return err
	})
}

func (n *noticing) access(ctx context.Context) error {
	var home domain.Home
	if err := n.homing.access(ctx, &home); err != nil {
		return err
	}
	for _, each := range home.Decide.Access.Items {
		kind, rule := domain.NotifyTodo, domain.RuleAccessMissing
		if each.State != domain.AccessMissing {
			kind, rule = domain.NotifyDeadline, domain.RuleAccessEnds
		} else if each.Kind == domain.CredentialToken {
			continue // told as a sign-in that is due
		}
		notice := of(each.ConnectionID, string(each.Kind)+"/"+count(each.CustomerID)+"/"+each.Name, kind, rule)
		notice.CustomerID = each.CustomerID
		if each.ExpiresAt != nil {
			notice.DueOn = domain.DateOf(each.ExpiresAt.In(n.f.Zone))
		}
		whose := each.Customer
		if whose == "" {
			whose = each.Connection
		}
		n.add(notice, "kind", string(each.Kind), "name", each.Name, "whose", whose)
	}
	return nil
}

func (n *noticing) decisions(ctx context.Context) error {
	var home domain.Home
	if err := n.homing.decisions(ctx, &home); err != nil {
		return err
	}
	for _, each := range home.Decide.Decisions {
		rule := domain.RuleEnds
		if each.State == domain.DecisionWindow {
			rule = domain.RuleCancelWindow
		}
		notice := of(each.ConnectionID, each.Key, domain.NotifyDeadline, rule)
		notice.CustomerID, notice.DueOn = each.CustomerID, each.Day
		n.add(notice, "customer", each.Customer, "product", each.Product, "count", count(each.Quantity))
	}
	return nil
}
