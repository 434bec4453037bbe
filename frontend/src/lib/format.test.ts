import { describe, expect, it } from 'vitest'
import golden from '../../../backend/export/testdata/format.golden.json'
import { addDays, dayOf, daysBetween, type Format, formatFor } from './format'

interface Line {
  kind: string
  value: string
  params: { currency?: string; zone?: string; date_format?: string; time_format?: string }
  locale: string
  text: string
}

function write(f: Format, { kind, value, params }: Line): string {
  switch (kind) {
    case 'int':
      return f.int(BigInt(value))
    case 'decimal':
      return f.decimal(value)
    case 'money':
      return f.money(value, params.currency ?? '')
    case 'percent':
      return f.percent(Number(value))
    case 'date':
      return f.date(value)
    case 'datetime':
      return f.dateTime(value)
    case 'bool':
      return f.bool(value === 'true')
    case 'days':
      return f.days(Number(value))
    case 'text':
      return value
    default:
      throw new Error(`the golden table has a new kind: ${kind}`)
  }
}

describe('format', () => {
  const lines: Line[] = golden
  it.each(lines)('writes $kind $value in $locale as Go does', (line) => {
    const dated = { date: line.params.date_format, time: line.params.time_format }
    const f = formatFor(line.locale, line.params.zone ?? 'UTC', dated)
    expect(write(f, line)).toBe(line.text)
  })

  it('writes the time of a moment, and of a schedule, as the moment itself', () => {
    const f = formatFor('de', 'Europe/Berlin', { time: '12' })
    expect([f.time('2026-11-20T12:05:00Z'), f.clock('00:30'), f.clock('12:00')]).toEqual([
      '1:05 PM',
      '12:30 AM',
      '12:00 PM',
    ])
  })

  it('falls back to English for a locale it does not know', () => {
    expect(formatFor('C', 'UTC').date('2026-11-20')).toBe('2026-11-20')
    expect(formatFor('de-AT', 'UTC').int(1000)).toBe('1.000')
  })

  it('counts calendar days across a change of the clock', () => {
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2)
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26')
    expect(dayOf('2026-11-20T23:30:00Z', 'Europe/Berlin')).toBe('2026-11-21')
  })
})
