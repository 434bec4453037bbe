package store

import (
	"slices"

	"tenantry/backend/domain"
)

// rowKind is how rows of one kind are stored: the table, where they stand in domain.Rows, and their columns beyond those
// every kind has. Declared once, the columns serve writing, comparing and reading.
type rowKind[T domain.Keyed] struct {
	kind   domain.Kind
	table  string
	rows   func(*domain.Rows) []T
	fields func(*T) []field
	search []string  // columns a search looks into
	newest string    // the column that a list is sorted by, latest first; "" is by key
	named  string    // the condition that a row may name people; "" where none of the kind does
	open   [2]string // the conditions on x that a row is closed and that it is open; "" where it can be neither
}

var profileRows = rowKind[domain.Profile]{
	kind: domain.KindProfiles, table: "profiles",
	rows: func(r *domain.Rows) []domain.Profile { return r.Profiles },
	fields: func(p *domain.Profile) []field {
		return []field{
			text("account", &p.Account), words("domains", &p.Domains),
			text("default_domain", &p.Default), text("initial_domain", &p.Initial), words("derived", &p.Derived), text("street", &p.Street),
			text("city", &p.City), text("postal_code", &p.PostalCode), text("region", &p.Region), text("country", &p.Country),
			text("phone", &p.Phone), text("contact", &p.Contact), text("language", &p.Language), text("state", &p.State),
			text("outcome", &p.Outcome), text("detail", &p.Detail), text("managed_by", &p.ManagedBy), text("external_id", &p.ExternalID),
			text("kind", &p.Kind), words("tags", &p.Tags), moment("last_sign_in_at", &p.LastSignInAt),
			day("sign_ins_from", &p.SignInsFrom),
		}
	},
	search: []string{"account", "domains", "derived", "city", "tags", "external_id"}, named: "account <> '' OR contact <> '' OR detail LIKE '%@%'",
}

var peopleRows = rowKind[domain.Person]{
	kind: domain.KindPeople, table: "people",
	rows: func(r *domain.Rows) []domain.Person { return r.People },
	fields: func(p *domain.Person) []field {
		return []field{
			text("name", &p.Name), text("email", &p.Email), text("kind", &p.Kind), maybe("enabled", &p.Enabled),
			flag("pending", &p.Pending), day("created_on", &p.CreatedOn), day("last_active_on", &p.LastActiveOn),
			text("country", &p.Country), words("products", &p.Products), words("roles", &p.Roles), text("package", &p.Package),
			text("state", &p.State), moment("state_since", &p.StateSince), text("detail", &p.Detail),
		}
	},
	search: []string{"name", "email"},
}

var administratorRows = rowKind[domain.Administrator]{
	kind: domain.KindAdministrators, table: "administrators",
	rows: func(r *domain.Rows) []domain.Administrator { return r.Administrators },
	fields: func(a *domain.Administrator) []field {
		return []field{text("name", &a.Name), text("email", &a.Email), text("role", &a.Role)}
	},
	search: []string{"name", "email"},
}

var relationshipRows = rowKind[domain.Relationship]{
	kind: domain.KindRelationships, table: "relationships",
	rows: func(r *domain.Rows) []domain.Relationship { return r.Relationships },
	fields: func(r *domain.Relationship) []field {
		return []field{
			text("name", &r.Name), text("status", &r.Status), flag("active", &r.Active), words("roles", &r.Roles),
			list("assigned", &r.Assigned), moment("starts_at", &r.StartsAt), moment("ends_at", &r.EndsAt), whole("auto_extend_days", &r.AutoExtendDays),
		}
	},
	search: []string{"name"},
}

var linkRows = rowKind[domain.Link]{
	kind: domain.KindLinks, table: "links",
	rows: func(r *domain.Rows) []domain.Link { return r.Links },
	fields: func(l *domain.Link) []field {
		return []field{text("name", &l.Name), text("url", &l.URL)}
	},
	search: []string{"name"},
}

var serviceStateRows = rowKind[domain.ServiceState]{
	kind: domain.KindServiceStates, table: "service_states",
	rows: func(r *domain.Rows) []domain.ServiceState { return r.ServiceStates },
	fields: func(s *domain.ServiceState) []field {
		return []field{text("service", &s.Service), text("state", &s.State), text("outcome", &s.Outcome), text("detail", &s.Detail)}
	},
	search: []string{"service"}, named: "detail LIKE '%@%'",
}

var incidentRows = rowKind[domain.Incident]{
	kind: domain.KindIncidents, table: "incidents",
	rows: func(r *domain.Rows) []domain.Incident { return r.Incidents },
	fields: func(i *domain.Incident) []field {
		return []field{
			text("service", &i.Service), text("title", &i.Title), text("kind", &i.Kind), text("status", &i.Status),
			flag("resolved", &i.Resolved), moment("started_at", &i.StartedAt), moment("ended_at", &i.EndedAt),
			moment("updated_at", &i.UpdatedAt), text("detail", &i.Detail),
		}
	},
	search: []string{"service", "title"}, newest: "started_at", open: [2]string{"x.resolved = 1", "x.resolved = 0"},
}

var serviceRequestRows = rowKind[domain.ServiceRequest]{
	kind: domain.KindServiceRequests, table: "service_requests",
	rows: func(r *domain.Rows) []domain.ServiceRequest { return r.ServiceRequests },
	fields: func(s *domain.ServiceRequest) []field {
		return []field{
			text("number", &s.Number), text("title", &s.Title), text("status", &s.Status), flag("open", &s.Open),
			text("severity", &s.Severity), moment("created_at", &s.CreatedAt), moment("updated_at", &s.UpdatedAt),
			moment("closed_at", &s.ClosedAt), text("contact", &s.Contact), text("detail", &s.Detail), counted("notes", &s.Notes),
		}
	},
	search: []string{"number", "title", "contact"}, newest: "created_at", open: [2]string{"x.open = 0", "x.open = 1"}, named: "TRUE",
}

var jobRows = rowKind[domain.Job]{
	kind: domain.KindJobs, table: "jobs",
	rows: func(r *domain.Rows) []domain.Job { return r.Jobs },
	fields: func(j *domain.Job) []field {
		return []field{
			text("service", &j.Service), text("module", &j.Module), text("outcome", &j.Outcome), text("status", &j.Status),
			moment("started_at", &j.StartedAt), moment("ended_at", &j.EndedAt), text("error", &j.Error),
			maybe("objects", &j.Objects), maybe("failed", &j.Failed), maybe("size", &j.Size),
		}
	},
	search: []string{"service", "module", "error", "key"}, newest: "ended_at", named: "error LIKE '%@%'",
}

var storageRows = rowKind[domain.Storage]{
	kind: domain.KindStorage, table: "storage",
	rows: func(r *domain.Rows) []domain.Storage { return r.Storage },
	fields: func(s *domain.Storage) []field {
		return []field{
			text("service", &s.Service), text("module", &s.Module), maybe("consumed", &s.Consumed),
			maybe("protected", &s.Protected), maybe("purchased", &s.Purchased), maybe("objects", &s.Objects),
			maybe("scanned", &s.Scanned),
			text("consumed_text", &s.ConsumedText), text("protected_text", &s.ProtectedText),
			text("purchased_text", &s.PurchasedText), text("place", &s.Place), text("retention", &s.Retention),
		}
	},
	search: []string{"service", "module"},
}

var usageRows = rowKind[domain.Usage]{
	kind: domain.KindUsage, table: "usage",
	rows: func(r *domain.Rows) []domain.Usage { return r.Usage },
	fields: func(u *domain.Usage) []field {
		return []field{
			text("product", &u.Product), text("product_key", &u.ProductKey), text("metric", &u.Metric), text("period", &u.Period),
			day("day", &u.Day), whole("value", &u.Value),
		}
	},
	search: []string{"product", "metric"}, newest: "day",
}

var scanProfileRows = rowKind[domain.ScanProfile]{
	kind: domain.KindScanProfiles, table: "scan_profiles",
	rows: func(r *domain.Rows) []domain.ScanProfile { return r.ScanProfiles },
	fields: func(s *domain.ScanProfile) []field {
		return []field{text("name", &s.Name), text("mode", &s.Mode), moment("modified_at", &s.ModifiedAt)}
	},
	search: []string{"name"},
}

var riskRows = rowKind[domain.Risk]{
	kind: domain.KindRisks, table: "risks",
	rows: func(r *domain.Rows) []domain.Risk { return r.Risks },
	fields: func(r *domain.Risk) []field {
		return []field{text("area", &r.Area), text("name", &r.Name), whole("value", &r.Value), text("text", &r.Text)}
	},
	search: []string{"area", "name"},
}

// both puts lists of fields together.
func both(fields ...[]field) []field { return slices.Concat(fields...) }

func (k *rowKind[T]) kindName() domain.Kind { return k.kind }

func (k *rowKind[T]) tableName() string { return k.table }
