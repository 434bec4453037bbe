import { families } from '../../lib/families'
import { vendors } from '../../lib/vendors'
import { choiceParam, drop, flagParam, type Search, shellSearch, textParam } from '../../lib/url-state'

/** The states, most urgent first; those of what is no subscription last. */
export const states = [
  'cancel_window',
  'ends',
  'paid_extension',
  'renews',
  'rolls_over',
  'locked',
  'unknown',
  'rights_end',
  'access_ends',
] as const

/** How many days ahead the list can go; 90 where none is chosen. */
export const spans = [14, 30, 90, 365] as const

export type CalendarSearch = ReturnType<typeof calendarSearch>

/** A list of what comes next, or with day of what comes on it; with view=month a month. */
export function calendarSearch(search: Search) {
  const day = textParam(search, 'day') ?? ''
  const month = textParam(search, 'month') ?? ''
  return drop({
    ...shellSearch(search),
    view: choiceParam(search, 'view', ['month'] as const),
    month: /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : undefined,
    day: /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : undefined,
    span: spans.find((span) => span === Number(search.span)),
    unclear: flagParam(search, 'unclear'),
    state: choiceParam(search, 'state', states),
    family: choiceParam(search, 'family', families),
    vendor: choiceParam(search, 'vendor', vendors),
    search: textParam(search, 'search'),
    sort: textParam(search, 'sort'),
    desc: flagParam(search, 'desc'),
  })
}

/** The filters that hold in the list, in the month and in lists of subscriptions alike. */
export function keepFilters({ family, vendor, search }: Partial<CalendarSearch>) {
  return drop({ family, vendor, search })
}
