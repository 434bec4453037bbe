package store

import (
	"database/sql"

	"tenantry/backend/domain"
)

// Whose turns the customers of a scope into conditions. It is the only place that does, so that all figures, lists and
// files of a scope are about the same customers. Each condition begins with AND and is empty where the scope is about
// everybody; its values are in whoseArgs.
type Whose struct{ scope domain.Scope }

// Scoped reports whether the scope leaves out customers.
func (w Whose) Scoped() bool { return !w.scope.Everybody() }

// Of is the condition on a column with the number of a customer. A tag only sorts out what a query finds anyway: by the
// sign before the column no index is chosen for it, because how many have the tag is not known to the planner.
func (w Whose) Of(column string) string {
	switch {
	case w.scope.CustomerID != 0:
		return " AND " + column + " = :customer"
	case w.scope.Tag != "":
		return " AND +" + column + " IN (SELECT value FROM json_each(:tagged))"
	}
	return ""
}

// OfRecords is the condition on a column with the number of a record.
func (w Whose) OfRecords(column string) string {
	if !w.Scoped() {
		return ""
	}
	if w.scope.Tag != "" {
		column = "+" + column
	}
	return " AND " + column + " IN (SELECT id FROM records WHERE TRUE" + w.Of("customer_id") + ")"
}

// OfConnections is the condition on a column with the number of a connection that it lists a customer of the scope.
func (w Whose) OfConnections(column string) string {
	if !w.Scoped() {
		return ""
	}
	return " AND " + column + " IN (SELECT connection_id FROM records WHERE TRUE" + w.Of("customer_id") + ")"
}

// whoseArgs are the values of the conditions of a scope.
func whoseArgs(scope domain.Scope) []any {
	tagged := append([]int64{}, scope.Tagged...) // none is an empty list
	return []any{sql.Named("customer", scope.CustomerID), sql.Named("tagged", jsonText(tagged))}
}
