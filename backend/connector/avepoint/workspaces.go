package avepoint

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

// overviews are the figures of a tenant's workspaces, each an object of numbers.
var overviews = []struct{ path, area string }{
	{"/overview/workspace", "Workspaces"},
	{"/overview/data-protection/compliance-rate", "Compliance"},
	{"/overview/dspm/insights", "Sensitive data"},
	{"/overview/data-protection/ransomware-detection", "Ransomware"},
}

// fetchWorkspaces reads the figures of a customer's workspaces, tenant by tenant.
func (a *avepoint) fetchWorkspaces(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return a.eachTenant(ctx, req, workspaceProduct, func(tenant, path string) ([]domain.Risk, error) {
		var risks []domain.Risk
		for _, o := range overviews {
			var answer wireFigures
			if err := a.client.get(ctx, "elements.wm.read.all", v3+"/wm"+path+o.path, &answer); err != nil {
				return nil, err
			}
			risks = append(risks, answer.rows(tenant, o.area)...)
		}
		return risks, nil
	})
}

// wireFigures are numbers by their names; the case of names differs, and whatever is no number is passed over.
type wireFigures map[string]rest.Text

// UnmarshalJSON takes an object, or the object alone in a list.
func (f *wireFigures) UnmarshalJSON(b []byte) error {
	var figures map[string]rest.Text
	if err := json.Unmarshal(b, &figures); err != nil {
		var list []map[string]rest.Text
		if json.Unmarshal(b, &list) != nil || len(list) != 1 {
			return err
		}
		figures = list[0]
	}
	*f = figures
	return nil
}

func (f wireFigures) rows(tenant, area string) []domain.Risk {
	byKey := map[string]domain.Risk{}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		value := count(given(f[name]))
		if value == nil {
			continue
		}
		// One figure comes under two names; both are the same.
		shown := name
		if strings.HasSuffix(strings.ToLower(name), "sharepoint") {
			shown += "Sites"
		}
		key := joined("workspace", tenant, area, strings.ToLower(shown))
		byKey[key] = domain.Risk{Key: key, Area: area, Name: spaced(shown), Value: *value}
	}
	return slices.SortedFunc(maps.Values(byKey), func(a, b domain.Risk) int { return cmp.Compare(a.Key, b.Key) })
}

// spaced writes the name of a property as words: "TeamsWithGuestUsers" is "Teams with guest users".
func spaced(name string) string {
	var b strings.Builder
	for i, r := range strings.NewReplacer("SharePoint", "Sharepoint", "OneDrive", "Onedrive").Replace(name) {
		switch {
		case i == 0:
			b.WriteRune(unicode.ToUpper(r))
		case unicode.IsUpper(r):
			b.WriteString(" " + string(unicode.ToLower(r)))
		default:
			b.WriteRune(r)
		}
	}
	words := strings.NewReplacer("sharepoint", "SharePoint", "Sharepoint", "SharePoint", "onedrive", "OneDrive", "Onedrive", "OneDrive")
	return words.Replace(b.String())
}
