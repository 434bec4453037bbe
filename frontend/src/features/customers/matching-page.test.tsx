import { notifications } from '@mantine/notifications'
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { MatchPair } from '../../api/matches'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeDetail } from '../../test/samples'

let backend: FakeBackend

function side(id: number, name: string): MatchPair['a'] {
  const record = { id, customer_id: id, connection: 'Webex', vendor: 'webex' as const, vendor_id: `v${id}`, name }
  return {
    id,
    name,
    record_id: id,
    records: [{ ...record, country: 'DE', account: '', domains: ['contoso.de'], derived: [] }],
  }
}

function makePair(change: Partial<MatchPair>): MatchPair {
  return {
    id: 7,
    score: 80,
    sure: true,
    for: ['name', 'country'],
    against: [],
    later_at: null,
    a: side(1, 'Contoso GmbH'),
    b: side(2, 'CONTOSO'),
    ...change,
  }
}

const counts = { open: 2, sure: 1, unmatched: 4, customers: 45 }

beforeEach(() => {
  localStorage.clear()
  notifications.clean()
  backend = new FakeBackend()
  const items = [
    makePair({}),
    makePair({
      id: 8,
      sure: false,
      against: ['legal_form_differs'],
      a: side(3, 'Fabrikam AG'),
      b: side(4, 'Fabrikam'),
    }),
  ]
  backend.on('get', '/matches', { items, total: 2, counts })
  backend.on('get', '/match-decisions', {
    items: [
      {
        id: 3,
        kind: 'join',
        origin: 'rule',
        reasons: ['verified_domain'],
        at: '2026-11-20T07:00:00Z',
        undone_at: null,
        sides: [{ customer_id: 5, records: side(5, 'Tailspin').records }],
      },
    ],
    total: 1,
  })
  backend.on('post', '/match-decisions/{id}/undo', undefined)
})

describe('matching', () => {
  it('shows pairs side by side, with what agrees and what differs, and how many are unmatched', async () => {
    renderApp('/customers/matching')
    const pair = await screen.findByRole('listitem', { name: 'Fabrikam AG and Fabrikam' })
    expect(within(pair).getByText('same name')).toBeVisible()
    expect(within(pair).getByText('different legal forms')).toBeVisible()
    expect(screen.getByText('4 of 45 customers are unmatched')).toBeVisible()
  })

  it('joins a pair and offers to undo it', async () => {
    backend.on('post', '/customers/join', { decision_id: 9, customer_id: 1 })
    const { user } = renderApp('/customers/matching')
    const pair = await screen.findByRole('listitem', { name: 'Contoso GmbH and CONTOSO' })
    await user.click(within(pair).getByRole('button', { name: 'Same company' }))
    const [notice] = await screen.findAllByText('Joined to one customer.')
    expect(backend.asked('post', '/customers/join')[0]?.body).toEqual({ a: 1, b: 2 })
    const alert = notice?.closest('[role=alert]') as HTMLElement
    await user.click(within(alert).getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(backend.asked('post', '/match-decisions/9/undo')).toHaveLength(1))
  })

  it('accepts the sure pairs only, together', async () => {
    backend.on('post', '/matches/accept', { items: [{ pair_id: 7, decision_id: 9, error_key: '' }], total: 1 })
    const { user } = renderApp('/customers/matching')
    await user.click(await screen.findByRole('button', { name: 'Accept 1 sure pair' }))
    expect(await screen.findByText('1 pair joined.')).toBeVisible()
    expect(backend.asked('post', '/matches/accept')[0]?.body).toEqual({ pair_ids: [7] })
  })

  it('keeps a pair apart and puts one off', async () => {
    backend.on('post', '/customers/apart', { decision_id: 9, customer_id: 1 })
    backend.on('put', '/matches/{id}/later', undefined)
    const { user } = renderApp('/customers/matching')
    const pair = await screen.findByRole('listitem', { name: 'Fabrikam AG and Fabrikam' })
    await user.click(within(pair).getByRole('button', { name: 'Keep apart' }))
    await waitFor(() => expect(backend.asked('post', '/customers/apart')[0]?.body).toEqual({ a: 3, b: 4 }))
    await user.click(within(pair).getByRole('button', { name: 'Later' }))
    await waitFor(() => expect(backend.asked('put', '/matches/8/later')[0]?.body).toEqual({ later: true }))
  })

  it('undoes a decision of the past', async () => {
    const { user } = renderApp('/customers/matching')
    await screen.findByText(/By rule: same verified domain/)
    await user.click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(backend.asked('post', '/match-decisions/3/undo')).toHaveLength(1))
  })

  it('says so where nothing is to decide, and offers to try again after an error', async () => {
    backend.on('get', '/matches', { items: [], total: 0, counts: { ...counts, open: 0, unmatched: 0 } })
    renderApp('/customers/matching')
    expect(await screen.findByRole('heading', { name: 'Nothing to decide' })).toBeVisible()
  })

  it('offers to try again after an error', async () => {
    backend.fail('get', '/matches', { status: 500, code: 'internal', key: 'internal' })
    renderApp('/customers/matching')
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible()
  })

  it('splits a record off in the drawer, and marks the one that does not count', async () => {
    const record = {
      connection_id: 1,
      customer_id: 1,
      vendor: 'webex' as const,
      connection: 'Webex',
      first_seen_at: '2026-01-01T00:00:00Z',
    }
    backend.on('get', '/customers', { items: [], total: 0 })
    backend.on(
      'get',
      '/customers/{id}',
      makeDetail({
        records: [
          { ...record, id: 11, vendor_id: 'a', name: 'Contoso', duplicate: false },
          { ...record, id: 12, vendor_id: 'a', name: 'Contoso twin', duplicate: true },
        ],
      }),
    )
    backend.on('post', '/records/{id}/split', { decision_id: 9, customer_id: 2 })
    const { user } = renderApp('/customers?open=1')
    await user.click(await screen.findByRole('tab', { name: /Sources/ }))
    expect(await screen.findByText('Counted at another connection that lists the same customer')).toBeVisible()
    await user.click(screen.getAllByRole('button', { name: 'Split off' })[1] as HTMLElement)
    await waitFor(() => expect(backend.asked('post', '/records/12/split')).toHaveLength(1))
  })

  it('is linked from the customers with the number unmatched', async () => {
    backend.on('get', '/customers', { items: [], total: 0 })
    renderApp('/customers')
    expect(await screen.findByRole('link', { name: '45 unmatched' })).toHaveAttribute('href', '/customers/matching')
  })
})
