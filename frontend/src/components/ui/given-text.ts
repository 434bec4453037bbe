import type { TFunction } from 'i18next'
import type { SubscriptionRow } from '../../api/subscriptions'
import type { Format } from '../../lib/format'

type Fact = 'term_end_on' | 'created_on' | 'at_term_end' | 'term' | 'billing_cycle'

/** Says what the source gives where something else was typed in; undefined where the two agree. */
export function givenText(row: SubscriptionRow, fact: Fact, t: TFunction, f: Format): string | undefined {
  const given = row.given?.[fact]
  if (!given || given === row[fact]) return undefined
  if (fact === 'billing_cycle') return billingText(given, t)
  return fact === 'term_end_on' || fact === 'created_on' ? f.date(given) : t(`${fact}.${given}`)
}

/** When a fact was typed in; undefined where it was not, or before that was kept. */
export function typedAt(row: SubscriptionRow, fact: string): string | undefined {
  return row.typed_times?.find((each) => each.fact === fact)?.typed_at
}

/** The words for how a subscription is billed. */
export const billingCycles = ['monthly', 'annual', 'triennial', 'none']

/** How a subscription is billed; a word that only the vendor has stays as it is. */
export function billingText(cycle: string, t: TFunction): string {
  return cycle === '' || billingCycles.includes(cycle) ? t(`billing_cycle.${cycle || 'unknown'}`) : cycle
}
