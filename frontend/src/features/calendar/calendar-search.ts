import { families } from '../../lib/families'
import { type VendorChoice, vendors } from '../../lib/vendors'
import { narrowed, narrowing } from '../../lib/column-tests'
import {
  choiceParam,
  drop,
  flagParam,
  listOf,
  listParam,
  oneOf,
  type Search,
  shellSearch,
  textParam,
  wordsOf,
} from '../../lib/url-state'

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
    state: listParam(search, 'state', oneOf(states)),
    family: choiceParam(search, 'family', families),
    vendor: listParam(search, 'vendor', oneOf(vendors)),
    ...narrowing(search, ['state', 'vendor']),
    search: textParam(search, 'search'),
    sort: textParam(search, 'sort'),
    desc: flagParam(search, 'desc'),
  })
}

/** The filters that hold in the list and in the month alike, but for the state, of which a day's chips have one each. */
export function keepFilters({ family, vendor, search, where, except }: Partial<CalendarSearch>) {
  return drop({ family, vendor, search, where, except: listOf(except).includes('vendor') ? 'vendor' : undefined })
}

/** The same in a list of subscriptions. */
export function linesFilters(search: Partial<CalendarSearch>) {
  const { vendor, except, ...same } = keepFilters(search)
  return drop({ ...same, vendors: vendor, except: except && 'vendors' })
}

/** What Go narrows decisions down to. */
export function filterOf({ state, unclear, vendor, search, ...shown }: CalendarSearch) {
  return {
    states: wordsOf<(typeof states)[number]>(state),
    unclear,
    vendors: wordsOf<VendorChoice>(vendor),
    search,
    ...narrowed(shown, { state: 'states', vendor: 'vendors' }),
  }
}
