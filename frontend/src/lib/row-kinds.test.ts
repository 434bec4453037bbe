import { describe, expect, test } from 'vitest'
import { formatFor, majorUnits } from './format'
import { shownOf, titleOf, valueText } from './row-kinds'

const german = formatFor('de', 'Europe/Berlin')
const t = ((key: string) => key) as never
const row = {
  id: 1,
  key: 'k',
  customer_id: 1,
  customer: 'A',
  connection: 'C',
  connection_id: 1,
  vendor: 'avepoint' as const,
  source: 'api',
  synced_at: null,
  row: {},
}

describe('a value of a stored row', () => {
  test.each([
    [null, 'error', ''],
    [118_400_000_000, 'protected', '118,4\u00a0GB'],
    [999_950, 'consumed', '1,0\u00a0MB'],
    [512, 'purchased', '512\u00a0B'],
    [12345, 'objects', '12.345'],
    [true, 'enabled', 'row_value.yes'],
    ['1234.5', 'quantity', '1.234,5'],
    ['S-100', 'quantity', 'S-100'],
    [['a.example', 'b.example'], 'domains', 'a.example, b.example'],
    [[{ product: 'x' }], 'lines', ''],
    ['2026-11-03T08:30:00Z', 'started_at', '03.11.2026 09:30'],
    ['2026-11-03', 'issued_on', '03.11.2026'],
    ['failed', 'outcome', 'outcome.failed'],
    [{ minor: 207663, currency: 'EUR' }, 'total', '2.076,63\u00a0EUR'],
    [{ minor: -5, currency: 'EUR' }, 'total', '-0,05\u00a0EUR'],
    [{ minor: 1500, currency: 'JPY' }, 'total', '1.500\u00a0JPY'],
  ])('%j as %s reads %s', (value, field, text) => {
    expect(valueText(value, field, german, t)).toBe(text)
  })

  test('amounts stay exact', () => {
    expect(majorUnits(Number.MAX_SAFE_INTEGER, 'EUR')).toBe('90071992547409.91')
  })
})

test('a row without a title is named by its key', () => {
  expect(titleOf('jobs', row)).toBe('k')
  expect(titleOf('orders', { ...row, row: { status: 'done' } })).toBe('k')
  expect(shownOf('links')).toEqual(['url'])
})
