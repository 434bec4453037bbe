package api

import "tenantry/backend/domain"

// IDParam is the number in a path.
type IDParam struct {
	ID int64 `path:"id" minimum:"1"`
}

// WhoseParams say which customers are asked about: all, one, or those with a tag.
type WhoseParams struct {
	CustomerID int64  `query:"customer_id" minimum:"0"`
	Tag        string `query:"tag" maxLength:"200" doc:"only customers that have it; not beside customer_id"`
}

func (p WhoseParams) scope() domain.Scope {
	return domain.Scope{CustomerID: p.CustomerID, Tag: p.Tag}
}

// ScopeParams say which products and customers are asked about.
type ScopeParams struct {
	WhoseParams
	Family string `query:"family" enum:"all,meetings,calling,messaging,microsoft365,backup,erasure,other" default:"all"`
}

func (p ScopeParams) scope() domain.Scope {
	scope := p.WhoseParams.scope()
	if p.Family != "all" {
		scope.Family = domain.Family(p.Family)
	}
	return scope
}

// PageParams are a window on a sorted list.
type PageParams struct {
	Sort   string `query:"sort" maxLength:"40" doc:"a column's JSON name; empty is the list's own order"`
	Desc   bool   `query:"desc"`
	Limit  int    `query:"limit" minimum:"1" maximum:"10000" default:"100"`
	Offset int    `query:"offset" minimum:"0"`
}

func (p PageParams) page() domain.PageRequest {
	return domain.PageRequest{Sort: p.Sort, Desc: p.Desc, Limit: p.Limit, Offset: p.Offset}
}

// ListParams are a window on a list that its columns narrow down.
type ListParams struct {
	PageParams
	NarrowParams
}

// RowListParams are such a window on a list of which one row can be asked for.
type RowListParams struct {
	ListParams
	RowParam
}

// RowParam asks for one row of a list.
type RowParam struct {
	RowID int64 `query:"id" doc:"only the row with this id; left out: every row"`
}

func (p RowListParams) page() domain.PageRequest {
	page := p.ListParams.page()
	page.ID = p.RowID
	return page
}

// NarrowParams narrow a list down by its columns, and turn its filters round.
type NarrowParams struct {
	Where  []string `query:"where,explode" maxItems:"20" doc:"column:comparison:value; contains and not_contains of texts, from and to of numbers and days, equals, not_equals, empty and not_empty; all must hold"`
	Except []string `query:"except,explode" maxItems:"10" doc:"the filters of several values, by their names here, that mean none of them"`
}

func (p ListParams) page() domain.PageRequest {
	page := p.PageParams.page()
	page.Where, page.Except = p.Where, p.Except
	return page
}

// listOf is a list that is always answered whole.
type listOf[T any] struct {
	Items []T `json:"items"`
	Total int `json:"total"`
}

func list[T any](items []T, err error) (listOf[T], error) {
	return listOf[T]{Items: items, Total: len(items)}, err
}
