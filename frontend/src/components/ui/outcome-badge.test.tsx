import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { startTexts } from '../../lib/i18n'
import { HealthBadge, RowOutcome } from './outcome-badge'

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()

function show(badge: React.ReactNode) {
  startTexts('en')
  render(<MantineProvider>{badge}</MantineProvider>)
  return (text: string) => screen.getByText(text).closest('[data-tone]')?.getAttribute('data-tone')
}

it.each(['ok', 'failed', 'attention'])('the health %s is grey and called stale once it is two days old', (outcome) => {
  const words = { ok: 'Well', failed: 'Down', attention: 'Degraded' }[outcome]
  expect(show(<HealthBadge outcome={outcome} at={hoursAgo(49)} />)(`${words} · stale`)).toBe('calm')
})

it('a health that was just read keeps its colour', () => {
  expect(show(<HealthBadge outcome="ok" at={hoursAgo(47)} />)('Well')).toBe('good')
})

it('how a job went does not change with its age', () => {
  const whose = {
    customer_id: 1,
    customer: 'A',
    connection: 'C',
    connection_id: 1,
    vendor: 'avepoint',
    source: 'api',
  } as const
  const job = { id: 1, key: 'k', ...whose, synced_at: hoursAgo(90), row: { outcome: 'ok' } }
  expect(show(<RowOutcome kind="jobs" row={job} />)('OK')).toBe('good')
  expect(show(<RowOutcome kind="service-states" row={job} />)('Well · stale')).toBe('calm')
})
