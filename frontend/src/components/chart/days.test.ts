import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dayOf, labelledDays, timeOf } from './days'

const zone = process.env.TZ

describe.each(['Europe/Berlin', 'America/Los_Angeles', 'Pacific/Auckland'])('days of a chart in %s', (name) => {
  beforeEach(() => {
    process.env.TZ = name
  })
  afterEach(() => {
    process.env.TZ = zone
  })

  it('stay the same days', () => {
    for (const day of ['2026-03-29', '2026-10-25', '2026-11-26']) expect(dayOf(timeOf(day))).toBe(day)
  })

  it('are labelled from the first to the last, evenly', () => {
    expect(labelledDays(['2026-08-27', '2026-11-19', '2026-11-26'])).toEqual([
      '2026-08-27',
      '2026-09-14',
      '2026-10-02',
      '2026-10-21',
      '2026-11-08',
      '2026-11-26',
    ])
    expect(labelledDays(['2026-11-25', '2026-11-26'])).toEqual(['2026-11-25', '2026-11-26'])
    expect(labelledDays(['2026-11-26'])).toEqual(['2026-11-26'])
    expect(labelledDays([])).toEqual([])
  })
})
