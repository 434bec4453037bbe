import { screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeSession } from '../../test/samples'
import { makeConnection, makeSchedule } from '../../test/sync-samples'
import { draftOf, exportOf } from './export-draft'

let backend: FakeBackend

const expiring = makeSchedule({
  id: 5,
  job: 'export',
  export: { kind: 'licences-expiring', format: 'xlsx', tag: 'Gold', language: 'de', folder: '/srv/exports' },
  last_at: '2026-11-20T05:30:00Z',
  last_ended_at: '2026-11-20T05:30:04Z',
  last_result: 'done',
  last_params: { rows: '1234', file: 'tenantry-licences-expiring-Gold-2026-11-20.xlsx' },
})

beforeEach(() => {
  localStorage.clear()
  backend = new FakeBackend()
  backend
    .on('get', '/connections', { items: [makeConnection({})], total: 1 })
    .on('get', '/completeness', { items: [], total: 0 })
    .on('get', '/schedules', { items: [makeSchedule({}), expiring], total: 2 })
    .on('post', '/schedules', expiring)
    .on('put', '/schedules/{id}', expiring)
})

async function openForm() {
  const { user } = renderApp('/sync')
  await user.click(await screen.findByRole('button', { name: 'Add schedule' }))
  const form = await screen.findByRole('dialog')
  await user.click(within(form).getByRole('radio', { name: 'Export' }))
  const choose = async (field: string, option: string) => {
    await user.click(within(form).getByRole('combobox', { name: new RegExp(`^${field}\\b`) }))
    await user.click(await screen.findByRole('option', { name: option }))
  }
  return { user, form, choose, save: within(form).getByRole('button', { name: 'Save' }) }
}

describe('schedules', () => {
  it('sends an export by mail in place of writing a file', async () => {
    const mailed = {
      ...expiring,
      export: { kind: 'customers', format: 'csv', language: 'en', to: 'anna@one.example' } as const,
    }
    backend.on('get', '/schedules', { items: [mailed], total: 1 })
    const { user, form, save } = await openForm()
    expect(screen.getByText(/Mail “Customers”: all customers, CSV, to anna@one.example/)).toBeVisible()
    await user.click(within(form).getByRole('radio', { name: 'by mail' }))
    expect(await within(form).findByText('No mail server is set in the settings yet.')).toBeVisible()
    expect(save).toBeDisabled()
    await user.type(within(form).getByRole('textbox', { name: 'Recipients' }), 'anna@one.example, ben@two.example')
    await user.click(save)
    expect(backend.asked('post', '/schedules')[0]?.body).toMatchObject({
      export: { kind: 'customers', to: 'anna@one.example, ben@two.example' },
    })
    expect(backend.asked('post', '/schedules')[0]?.body).not.toHaveProperty('export.folder')
  })

  it('says in words what each does and how it last went', async () => {
    renderApp('/sync')
    const row = await screen.findByRole('row', { name: /Export/ })
    expect(row).toHaveTextContent('Export “Nearing expiration”: customers tagged “Gold”, XLSX, to /srv/exports')
    expect(row).toHaveTextContent('1,234 rows in tenantry-licences-expiring-Gold-2026-11-20.xlsx · 4 s')
    expect(screen.getByRole('row', { name: /Sync: All connections/ })).toHaveTextContent('Never ran')
  })

  it('tells why an export failed, with what is missing', async () => {
    const failed = { ...expiring, last_result: 'tag_unknown', last_params: { tag: 'Gold' } }
    const orphan = makeSchedule({
      id: 6,
      job: 'export',
      export: { kind: 'billing', format: 'csv', family: 'backup', customer_id: 8, folder: '/srv' },
    })
    backend.on('get', '/schedules', { items: [failed, orphan], total: 2 })
    renderApp('/sync')
    expect(await screen.findByText(/Failed: No tag is called “Gold”\./)).toBeVisible()
    expect(
      screen.getByText('Export “Billing”: a customer that does not exist any more, Backup, CSV, to /srv'),
    ).toBeVisible()
  })

  it('runs one now and pauses an export without losing what it writes', async () => {
    backend.on('post', '/schedules/{id}/run', () => undefined)
    const { user } = renderApp('/sync')
    const name = 'Every weekday at 06:30: Nearing expiration'
    await user.click(await screen.findByRole('button', { name: `Run schedule ${name} now` }))
    expect(backend.asked('post', '/schedules/5/run')).toHaveLength(1)
    await user.click(screen.getByRole('switch', { name: `Schedule ${name} is on` }))
    expect(backend.asked('put', '/schedules/5')[0]?.body).toMatchObject({ paused: true, export: expiring.export })
  })

  it('makes an export of customers with a tag', async () => {
    backend.on('get', '/tags/counts', { items: [{ name: 'Gold', customers: 3 }] as never, total: 1 })
    const { user, form, choose, save } = await openForm()
    expect(save).toBeDisabled()
    await choose('Data', 'Billing')
    await choose('Format', 'CSV file')
    await choose('For', 'Customers with a tag')
    await user.type(within(form).getByRole('textbox', { name: /^Folder/ }), '/srv/exports')
    expect(save).toBeDisabled()
    await choose('Tag', 'Gold')
    await choose('Products', 'Backup')
    await choose('Language', 'Deutsch')
    await user.click(save)
    expect(backend.asked('post', '/schedules')[0]?.body).toEqual({
      cron: '30 6 * * 1-5',
      export: { kind: 'billing', format: 'csv', tag: 'Gold', family: 'backup', language: 'de', folder: '/srv/exports' },
    })
  })

  it('finds one customer by typing', async () => {
    backend.on('get', '/customers', ({ query }) => {
      const items = query.get('search') === 'conto' ? [{ id: 8, name: 'Contoso AG' }] : []
      return { items, total: items.length } as never
    })
    const { user, form, choose, save } = await openForm()
    await choose('For', 'One customer')
    await user.type(within(form).getByRole('combobox', { name: /^Customer/ }), 'conto')
    await user.click(await screen.findByRole('option', { name: 'Contoso AG' }))
    await user.type(within(form).getByRole('textbox', { name: /^Folder/ }), '/srv')
    await user.click(save)
    expect(backend.asked('post', '/schedules')[0]?.body).toMatchObject({
      export: { kind: 'customers', format: 'xlsx', customer_id: 8, language: 'en', folder: '/srv' },
    })
  })

  it('makes a report of operations for one customer only', async () => {
    const { user, form, choose } = await openForm()
    await choose('Data', 'Operations report')
    expect(within(form).getByRole('combobox', { name: /^Customer/ })).toBeVisible()
    await user.click(within(form).getByRole('combobox', { name: 'For' }))
    const choices = within(await screen.findByRole('listbox', { name: 'For' }))
    expect(choices.getAllByRole('option').map((each) => each.textContent)).toEqual(['One customer'])
  })

  it('says whose computer the folder is on, and what is wrong with it', async () => {
    backend.fail('post', '/schedules', {
      status: 422,
      code: 'invalid',
      key: 'schedule_folder_missing',
      params: { folder: '/none' },
    })
    const { user, form, save } = await openForm()
    expect(within(form).getByText(/on the computer that runs Tenantry/)).toBeVisible()
    await user.type(within(form).getByRole('textbox', { name: /^Folder/ }), '/none')
    await user.click(save)
    expect(await within(form).findByRole('alert')).toHaveTextContent('There is no folder /none.')
  })

  it('speaks of this computer in the window', async () => {
    backend.on('get', '/session', makeSession({ mode: 'window' }))
    const { form } = await openForm()
    expect(within(form).getByText(/a folder on this computer/)).toBeVisible()
  })
})

describe('the draft of an export', () => {
  it('comes back from what is stored', () => {
    expect(exportOf(draftOf(expiring.export, 'en'))).toEqual(expiring.export)
  })

  it('never becomes one of all customers while somebody is to be chosen', () => {
    const draft = draftOf(expiring.export, 'en')
    expect(exportOf({ ...draft, tag: '' })).toBeUndefined()
    expect(exportOf({ ...draft, whose: 'customer' })).toBeUndefined()
    expect(exportOf({ ...draft, folder: ' ' })).toBeUndefined()
    expect(exportOf({ ...draft, kind: 'report' })).toBeUndefined()
    expect(exportOf({ ...draft, kind: 'report', whose: 'customer', customer: 8 })).toMatchObject({ customer_id: 8 })
  })

  it('drops what its kind does not take', () => {
    const draft = { ...draftOf(undefined, 'nb'), folder: '/srv', family: 'backup' as const, format: 'ics' as const }
    expect(exportOf({ ...draft, kind: 'jobs' })).toMatchObject({ format: 'xlsx', family: undefined, language: 'nb' })
    expect(exportOf({ ...draft, kind: 'calendar' })).toMatchObject({ format: 'ics', family: 'backup' })
  })
})
