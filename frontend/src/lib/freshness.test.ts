import { expect, it } from 'vitest'
import type { Coverage } from '../api/dashboard'
import { coverageOf, freshness, wasRead } from './freshness'

const now = Date.parse('2026-11-20T10:00:00Z')
const whole: Coverage = {
  expected: 45,
  read: 45,
  failed: [],
  never: 0,
  oldest: '2026-11-18T10:00:00Z',
  newest: '2026-11-20T01:12:00Z',
}
const gaps = [{ connection: 'North', error_key: 'unavailable' }]

it.each([
  ['all were read within 48 hours', {}, 'complete', true],
  ['some were read more than 48 hours ago', { oldest: '2026-11-18T09:59:59Z' }, 'stale', true],
  ['some were not read', { read: 43 }, 'partial', false],
  ['missing weighs more than old', { read: 43, oldest: '2026-11-01T10:00:00Z' }, 'partial', false],
  ['the customers of a connection could not be listed', { gaps }, 'partial', false],
  ['none is known, and a connection was never listed', { expected: 0, read: 0, oldest: null, gaps }, 'partial', false],
  ['there is nothing to read', { expected: 0, read: 0, oldest: null, newest: null }, 'none', true],
] as const)('%s', (_, change, state, read) => {
  const coverage = { ...whole, ...change } as Coverage
  expect(freshness(coverage, now)).toBe(state)
  expect(wasRead(coverage)).toBe(read)
})

it.each([
  ['complete', '2026-11-20T01:00:00Z', ''],
  ['stale', '2026-11-17T01:00:00Z', ''],
  ['partial', '2026-11-20T01:00:00Z', 'unavailable'],
  ['partial', null, ''],
] as const)('a customer is %s where a data set was read %s with "%s"', (state, last_ok_at, error_key) => {
  const good = { last_ok_at: '2026-11-20T01:00:00Z', error_key: '' }
  expect(freshness(coverageOf([good, { last_ok_at, error_key }]), now)).toBe(state)
})
