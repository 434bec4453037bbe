import { describe, expect, it } from 'vitest'
import { makeSubscription } from '../../test/samples'
import { parsePrice, skippedRows, startForm, takesAny, typedValues } from './typed-form'

describe('typed values', () => {
  it.each([
    ['5.10', '5.10'],
    ['5,10', '5.10'],
    ['1.234,56', '1234.56'],
    ['1,234.56', '1234.56'],
    ["1'234.5", '1234.5'],
    ['12', '12'],
    ['', undefined],
    ['-5', undefined],
    ['5,', undefined],
    ['five', undefined],
  ])('reads the price %s', (text, price) => {
    expect(parsePrice(text)).toBe(price)
  })

  it('sends only what is switched on', () => {
    const form = { ...startForm([makeSubscription({})]), useTermEnd: true, termEndOn: '2027-01-31', unitPrice: '9' }
    expect(typedValues(form)).toEqual({ term_end_on: '2027-01-31' })
  })

  it('takes a price back as a whole', () => {
    const form = { ...startForm([makeSubscription({})]), usePrice: true, unitPrice: ' ' }
    expect(typedValues(form)).toEqual({ unit_price: '', currency: '', price_period: '' })
  })

  it('skips rows whose vendor gives the fact, and only for the parts switched on', () => {
    const given = makeSubscription({ id: 1, term_end_source: 'api', term_end_on: '2027-01-01' })
    const typed = makeSubscription({ id: 2, term_end_source: 'typed', term_end_on: '2027-01-01' })
    const form = startForm([given, typed])
    expect(skippedRows([given, typed], form)).toEqual([])
    expect(skippedRows([given, typed], { ...form, useTermEnd: true })).toEqual([given])
    expect(skippedRows([given, typed], { ...form, usePrice: true })).toEqual([])
  })

  it('sends status, trial and the last moment to cancel in UTC, and takes them back', () => {
    const row = makeSubscription({ status: 'suspended', trial: true, cancel_until: '2026-12-01T12:30:00Z' })
    const used = { ...startForm([row]), useStatus: true, useTrial: true, useCancelUntil: true }
    expect(typedValues(used)).toEqual({ status: 'suspended', trial: 'yes', cancel_until: '2026-12-01T12:30:00Z' })
    expect(typedValues({ ...used, status: 'unknown', trial: '', cancelUntil: '' })).toEqual({
      status: 'unknown',
      trial: '',
      cancel_until: '',
    })
  })

  it('leaves out rows whose vendor tells the billing cycle', () => {
    const webex = makeSubscription({ id: 1, vendor: 'webex' })
    const microsoft = makeSubscription({ id: 2, billing_cycle: 'annual', billing_cycle_source: 'api' })
    const form = { ...startForm([webex, microsoft]), useBilling: true, billingCycle: 'monthly' }
    expect(typedValues(form)).toEqual({ billing_cycle: 'monthly' })
    expect(skippedRows([webex, microsoft], form)).toEqual([microsoft])
  })

  it('has something to save whichever fact is chosen', () => {
    const form = startForm([makeSubscription({})])
    expect(takesAny(form)).toBe(false)
    for (const use of Object.keys(form).filter((name) => name.startsWith('use'))) {
      expect(takesAny({ ...form, [use]: true }), use).toBe(true)
    }
  })

  it('sends the day of creation, and skips rows whose vendor gives it', () => {
    const webex = makeSubscription({ id: 1, vendor: 'webex', created_on: '', created_on_source: '' })
    const microsoft = makeSubscription({ id: 2, created_on_source: 'api' })
    const form = { ...startForm([webex, microsoft]), useCreated: true, createdOn: '2024-03-01' }
    expect(typedValues(form)).toEqual({ created_on: '2024-03-01' })
    expect(skippedRows([webex, microsoft], form)).toEqual([microsoft])
  })

  it('takes a status where the vendor only lists what runs', () => {
    const webex = makeSubscription({ id: 1, vendor: 'webex', status: 'active', status_source: 'api' })
    const microsoft = makeSubscription({ id: 2, vendor: 'microsoft', status: 'active', status_source: 'api' })
    const form = { ...startForm([webex, microsoft]), useStatus: true, status: 'suspended' as const }
    expect(skippedRows([webex, microsoft], form)).toEqual([microsoft])
  })

  it('starts with what all rows share', () => {
    const rows = [makeSubscription({ id: 1, term: 'P1Y' }), makeSubscription({ id: 2, term: 'P1M' })]
    expect(startForm(rows).term).toBe('')
    expect(startForm(rows.slice(0, 1)).term).toBe('P1Y')
  })
})
