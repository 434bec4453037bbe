/** The product groups of the product switch, in its order; "all" is no limit. */
export const families = [
  'all',
  'meetings',
  'calling',
  'messaging',
  'microsoft365',
  'backup',
  'erasure',
  'other',
] as const

export type FamilyChoice = (typeof families)[number]
