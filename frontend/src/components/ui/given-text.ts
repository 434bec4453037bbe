import type { TFunction } from 'i18next'
import type { SubscriptionRow } from '../../api/subscriptions'
import type { Format } from '../../lib/format'

type Fact = 'term_end_on' | 'created_on' | 'at_term_end' | 'term'

/** Says what the source gives where something else was typed in; undefined where the two agree. */
export function givenText(row: SubscriptionRow, fact: Fact, t: TFunction, f: Format): string | undefined {
  const given = row.given?.[fact]
  if (!given || given === row[fact]) return undefined
  return fact === 'term_end_on' || fact === 'created_on' ? f.date(given) : t(`${fact}.${given}`)
}
