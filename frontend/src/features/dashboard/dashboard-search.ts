import { trendDays } from '../../components/chart/days'
import { families, type FamilyChoice } from '../../lib/families'
import { choiceParam, drop, type Search, shellSearch, type ShellSearch } from '../../lib/url-state'

export interface DashboardSearch extends ShellSearch {
  family?: FamilyChoice
  days?: (typeof trendDays)[number]
  view?: 'table'
}

export function dashboardSearch(search: Search): DashboardSearch {
  return drop({
    ...shellSearch(search),
    family: choiceParam(search, 'family', families),
    days: choiceParam({ days: String(search.days) }, 'days', trendDays),
    view: choiceParam(search, 'view', ['table'] as const),
  })
}
