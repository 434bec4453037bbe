/**
 * How values are written. The rules are those of backend/export/format.go; the golden table
 * backend/export/testdata/format.golden.json holds both to the same text, so screen and file agree.
 */
interface Rules {
  group: string
  decimal: string
  date: (year: string, month: string, day: string) => string
  percent: string
  yes: string
  no: string
  day: string
  days: string
}

const nbsp = '\u00a0'

const english: Rules = {
  group: ',',
  decimal: '.',
  date: (y, m, d) => `${y}-${m}-${d}`,
  percent: '%',
  yes: 'Yes',
  no: 'No',
  day: 'day',
  days: 'days',
}

const rules: Record<string, Rules> = {
  en: english,
  de: {
    group: '.',
    decimal: ',',
    date: (y, m, d) => `${d}.${m}.${y}`,
    percent: `${nbsp}%`,
    yes: 'Ja',
    no: 'Nein',
    day: 'Tag',
    days: 'Tage',
  },
  it: {
    group: '.',
    decimal: ',',
    date: (y, m, d) => `${d}/${m}/${y}`,
    percent: '%',
    yes: 'Sì',
    no: 'No',
    day: 'giorno',
    days: 'giorni',
  },
  nb: {
    group: nbsp,
    decimal: ',',
    date: (y, m, d) => `${d}.${m}.${y}`,
    percent: `${nbsp}%`,
    yes: 'Ja',
    no: 'Nei',
    day: 'dag',
    days: 'dager',
  },
}

/** The ways to write a day that can be chosen instead of the language's own. */
const chosenDates: Record<string, Rules['date']> = {
  iso: english.date,
  dots: (y, m, d) => `${d}.${m}.${y}`,
  slashes: (y, m, d) => `${d}/${m}/${y}`,
  month: (y, m, d) => `${m}/${d}/${y}`,
}

/** How the user wants days and hours written; '' or nothing leaves them to the language. */
export interface Dated {
  date?: string
  time?: string
}

export interface Format {
  locale: string
  /** How the user wants days and hours written. */
  dated: Dated
  int(n: number | bigint): string
  /** Writes an exact decimal such as "-1234.50" with the decimals it has. */
  decimal(text: string): string
  /** Writes an exact amount with at least the decimals of its currency. */
  money(text: string, currency: string): string
  percent(share: number): string
  date(day: string): string
  dateTime(moment: string): string
  time(moment: string): string
  /** Writes hours and minutes such as "15:04". */
  clock(time: string): string
  bool(value: boolean): string
  days(n: number): string
}

function digits(plain: string, r: Rules): string {
  const sign = plain.startsWith('-') ? '-' : ''
  const [whole = '', fraction] = plain.replace('-', '').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, r.group)
  return sign + grouped + (fraction === undefined ? '' : r.decimal + fraction)
}

/** Currencies whose minor unit is not a hundredth (ISO 4217), as in backend/domain/money.go. */
const thousandths = 'BHD IQD JOD KWD LYD OMR TND'
const wholes = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'

function minorDigits(currency: string): number {
  if (wholes.includes(currency)) return 0
  return thousandths.includes(currency) ? 3 : 2
}

/** Writes an amount of minor units, such as cents, as an exact decimal of the major unit. */
export function majorUnits(minor: number, currency: string): string {
  const places = minorDigits(currency)
  const text = String(Math.abs(minor)).padStart(places + 1, '0')
  const sign = minor < 0 ? '-' : ''
  return places === 0 ? sign + text : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`
}

/** Gives a decimal at least this many decimals; zeros beyond them say nothing and go. */
function padded(text: string, decimals: number): string {
  const [whole = '', fraction = ''] = text.split('.')
  const full = fraction.replace(/0+$/, '').padEnd(decimals, '0')
  return full === '' ? whole : `${whole}.${full}`
}

function tenths(share: number): string {
  const n = Math.floor(share * 1000 + 0.5)
  const abs = Math.abs(n)
  return `${n < 0 ? '-' : ''}${Math.floor(abs / 10)}.${abs % 10}`
}

const zoned = new Map<string, Intl.DateTimeFormat>()

/** Gives the wall clock of a moment in a zone as "2006-01-02" and "15:04". */
function wallClock(moment: string, zone: string): { day: string; time: string } {
  let parts = zoned.get(zone)
  if (!parts) {
    // sv-SE writes ISO 8601; the locale is fixed because the system's may be one that Intl refuses.
    parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone || undefined, dateStyle: 'short', timeStyle: 'short' })
    zoned.set(zone, parts)
  }
  const [day = '', time = ''] = parts.format(new Date(moment)).split(' ')
  return { day, time }
}

/** Gives the calendar day of a moment in a zone. */
export function dayOf(moment: string, zone: string): string {
  return wallClock(moment, zone).day
}

function twelveHours(time: string): string {
  const [hours = '', minutes = ''] = time.split(':')
  const hour = Number(hours)
  return `${hour % 12 || 12}:${minutes} ${hour < 12 ? 'AM' : 'PM'}`
}

/** Gives the rules of a locale such as "de" or "de-AT" for a time zone; those of English where none is near. */
export function formatFor(locale: string, zone: string, dated: Dated = {}): Format {
  const language = locale.toLowerCase().split('-')[0] ?? 'en'
  const r = rules[language] ?? english
  const write = chosenDates[dated.date ?? ''] ?? r.date
  const date = (day: string) => {
    const [y, m, d] = day.split('-')
    return y && m && d ? write(y, m, d) : ''
  }
  const clock = (time: string) => (dated.time === '12' ? twelveHours(time) : time)
  return {
    locale: language in rules ? language : 'en',
    dated,
    int: (n) => digits(String(n), r),
    decimal: (text) => digits(text, r),
    money: (text, currency) => digits(padded(text, minorDigits(currency)), r) + nbsp + currency,
    percent: (share) => digits(tenths(share), r) + r.percent,
    date,
    dateTime: (moment) => {
      const { day, time } = wallClock(moment, zone)
      return `${date(day)} ${clock(time)}`
    },
    time: (moment) => clock(wallClock(moment, zone).time),
    clock,
    bool: (value) => (value ? r.yes : r.no),
    days: (n) => `${digits(String(n), r)} ${Math.abs(n) === 1 ? r.day : r.days}`,
  }
}

/** Counts calendar days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** Adds days to a calendar day. */
export function addDays(day: string, n: number): string {
  return new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10)
}

/** Gives a share in percent of a whole, 0 where there is nothing to share. */
export function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}
