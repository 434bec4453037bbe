import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { addressFields, type CustomerFact } from '../../api/portals'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeDetail } from '../../test/samples'

let backend: FakeBackend

const none = { typed: '', typed_at: null, given: '' }
const typedAt = '2026-11-20T01:10:00Z'

function tell(facts: Partial<Record<string, Partial<CustomerFact>>>) {
  const items = ['domain', 'country', ...addressFields].map((field) => ({ field, ...none, ...facts[field] }))
  backend.on('get', '/customers/{id}/facts', { items, total: items.length })
}

beforeEach(() => {
  backend = new FakeBackend()
  const customer = { id: 3, name: 'Contoso AG', domain: 'contoso.example', country: '' }
  backend.on('get', '/customers/{id}', makeDetail(customer))
  backend.on('get', '/profiles', { items: [], total: 0 })
  backend.on('put', '/customers/{id}/typed', { undo: 0 })
})

const pencil = (name: string) => screen.findByRole('button', { name: `Type in: ${name}` })

describe('facts about a customer', () => {
  it('are typed in where they stand, unless a source says them', async () => {
    tell({ domain: { given: 'contoso.example' }, city: { typed: 'Bern', typed_at: typedAt, given: 'Basel' } })
    const { user } = renderApp('/customers/3')
    await user.click(await pencil('Country'))
    const form = within(screen.getByRole('form', { name: 'Type in: Country' }))
    const field = form.getByRole('combobox', { name: 'Country' })
    expect(field).toHaveFocus()
    await user.type(field, 'switz')
    await user.click(await screen.findByRole('option', { name: 'Switzerland' }))
    await user.click(form.getByRole('button', { name: 'Type in' }))
    await waitFor(() => expect(backend.asked('put', '/customers/3/typed')).toHaveLength(1))
    expect(backend.asked('put', '/customers/3/typed')[0]!.body).toEqual({ field: 'country', value: 'CH' })
    expect(await screen.findByText('Country is now “Switzerland”.')).toBeVisible()
    await waitFor(async () => expect(await pencil('Country')).toHaveFocus())
    expect(screen.queryByRole('button', { name: 'Type in: Domain' })).toBeNull()
    expect(screen.getByText('vendor: Basel')).toBeVisible()
    await user.click(await pencil('City'))
    await user.click(screen.getByRole('button', { name: 'Take back City' }))
    await waitFor(() => expect(backend.asked('put', '/customers/3/typed')).toHaveLength(2))
    expect(backend.asked('put', '/customers/3/typed')[1]!.body).toEqual({ field: 'city', value: '' })
  })

  it('say what is wrong with each, and leave it by Escape', async () => {
    tell({ language: { given: 'de-CH' } })
    backend.fail('put', '/customers/{id}/typed', {
      status: 400,
      code: 'invalid',
      key: 'typed_phone',
      params: { value: 'reception' },
    })
    const { user } = renderApp('/customers/3')
    expect(await screen.findByText('Swiss High German')).toBeVisible()
    await user.click(await pencil('Phone'))
    const phone = screen.getByRole('textbox', { name: 'Phone' })
    expect(phone).toHaveAttribute('type', 'tel')
    await user.type(phone, 'reception{Enter}')
    expect(await screen.findByText(/^“reception” is not a phone number\./)).toBeVisible()
    await user.type(phone, '{Escape}')
    expect(screen.queryByRole('textbox', { name: 'Phone' })).toBeNull()
    expect(await pencil('Phone')).toHaveFocus()
    await user.click(await pencil('Contact'))
    expect(screen.getByRole('textbox', { name: 'Contact' })).toHaveAttribute('type', 'email')
  })
})
