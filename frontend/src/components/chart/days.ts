/** How far back trends can go, as addresses have it. */
export const trendDays = ['30', '90', '365'] as const

export const dayLength = 86_400_000

/** Days are days everywhere: their midnight in UTC, which the chart is told to show as it is. */
export function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** The days written below the axis: the first, the last and some between them, evenly. */
export function labelledDays(days: string[], most = 6): string[] {
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return []
  const length = Math.round((timeOf(last) - timeOf(first)) / dayLength)
  const steps = Math.max(1, Math.min(most - 1, length))
  const all = Array.from({ length: steps + 1 }, (_, n) => timeOf(first) + Math.round((length * n) / steps) * dayLength)
  return [...new Set(all.map(dayOf))]
}
