import { mkdir, readdir } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { type Page as List, type Schemas, serveWithSandbox } from './support/program'
import { expect, test } from './support/test'

type Connection = Schemas['ConnectionRow']

const runs = (page: Page) => page.getByRole('region', { name: 'Runs' }).getByRole('table')
const drawer = (page: Page) => page.getByRole('dialog', { name: 'Tasks of a run' })

test.describe('quick vendors', () => {
  const { program, sandbox } = serveWithSandbox({ customers: 20 })
  test.afterEach(() => sandbox.faults())

  const customers = async () => (await program.get<List<unknown>>('/customers?limit=1')).total
  const webex = async () => {
    const { items } = await program.get<List<Connection>>('/connections')
    const found = items.find((each) => each.vendor === 'webex')
    if (!found) throw new Error('Webex is not connected')
    return found
  }

  test('a sync by hand is listed with what it read', async ({ page }) => {
    const before = (await program.get<List<unknown>>('/runs?limit=1')).total
    await program.open(page, '/sync')
    await page.getByRole('button', { name: 'Sync all now' }).click()
    const added = (await program.get<List<Connection>>('/connections')).total
    await program.synced(before + added)
    await expect(runs(page).getByRole('row')).toHaveCount(before + added + 1)
    const newest = (await program.get<List<Schemas['Run']>>(`/runs?limit=${added}`)).items
    for (const [n, run] of newest.entries()) {
      const row = runs(page)
        .getByRole('row')
        .nth(n + 1)
      await expect(row).toContainText(run.connection)
      await expect(row).toContainText(run.state === 'partial' ? 'Partly done' : 'Done')
      await expect(row).toContainText('By hand')
      expect(run.rows_written, 'an unchanged sync writes nothing').toBe(0)
    }
  })

  test('what failed is told per customer in plain words, with the technical details aside', async ({ page }) => {
    await sandbox.faults('webex:/licenses:malformed')
    await program.sync()
    await program.open(page, '/sync')
    const row = runs(page).getByRole('row').filter({ hasText: 'Webex (sandbox)' }).first()
    await expect(row).toContainText(/Partly done|Failed/)
    await row.getByRole('link', { name: 'Webex (sandbox)' }).click()
    await expect(drawer(page)).toBeVisible()
    const sentence = 'The vendor answered in a form that Tenantry does not understand.'
    const task = drawer(page).getByRole('listitem').filter({ hasText: sentence }).first()
    await expect(task).toBeVisible()
    await expect(task.locator('code')).toBeHidden()
    await task.getByText('Technical details').click()
    await expect(task.locator('code')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(drawer(page)).toBeHidden()
    const completeness = page.getByRole('region', { name: 'How complete the data are' }).getByRole('table')
    await expect(completeness).toContainText('answer not understood')
  })

  test('customers that refuse are named with the remedy', async ({ page }) => {
    await program.sync()
    const { items } = await program.get<List<Schemas['Run']>>('/runs?limit=10')
    const microsoft = items.find((run) => run.vendor === 'microsoft')
    await program.open(page, `/sync?run=${microsoft?.id}`)
    await expect(
      drawer(page)
        .getByText('The app is not approved in this customer’s tenant.')
        .or(drawer(page).getByText("The app is not approved in this customer's tenant."))
        .first(),
    ).toBeVisible()
    await drawer(page).getByRole('searchbox', { name: 'Search customer' }).fill('zzz-nobody')
    await expect(drawer(page).getByText('No task in this state.')).toBeVisible()
  })

  test('a suddenly empty vendor marks nothing gone but asks; keeping changes nothing', async ({ page }) => {
    const known = await customers()
    const { records } = await webex()
    await sandbox.faults('webex:/organizations$:empty')
    await program.sync({ full: true })
    expect(await customers()).toBe(known)

    await program.open(page, '/sync')
    const question = page.getByRole('region', { name: 'Webex (sandbox): is this true?' })
    await expect(question).toContainText(`The vendor listed no customers at all, but ${records} were known before.`)
    await question.getByRole('button', { name: 'Keep them' }).click()
    await expect(question).toBeHidden()
    expect(await customers()).toBe(known)
    expect((await webex()).gone_hold ?? undefined).toBeUndefined()
  })

  test('accepting the empty list marks the customers gone, and they come back with the vendor', async ({ page }) => {
    const known = await customers()
    await sandbox.faults('webex:/organizations$:empty')
    await program.sync({ full: true })
    await program.open(page, '/sync')
    const question = page.getByRole('region', { name: 'Webex (sandbox): is this true?' })
    await question.getByRole('button', { name: 'It is true: mark them gone' }).click()
    await expect(question).toBeHidden()
    await program.sync()
    expect(await customers()).toBeLessThan(known)
    const gone = await program.get<List<Schemas['CustomerRow']>>('/customers?limit=200&gone=true')
    expect(gone.total, 'nothing is deleted').toBe(known)

    await sandbox.faults()
    await program.sync({ full: true })
    expect(await customers()).toBe(known)
  })

  test('a schedule is made, edited, paused and deleted', async ({ page }) => {
    await program.open(page, '/sync')
    const schedules = page.getByRole('region', { name: 'Schedules' }).first()
    await expect(schedules.getByText('No schedule yet: syncs run only when you start them.')).toBeVisible()
    await schedules.getByRole('button', { name: 'Add schedule' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('spinbutton', { name: 'Hours' }).fill('05')
    await form.getByRole('spinbutton', { name: 'Minutes' }).fill('45')
    await expect(form.getByRole('status')).toContainText('Every weekday at 05:45')
    await form.getByRole('button', { name: 'Save' }).click()
    const line = schedules.getByRole('row').nth(1)
    await expect(line).toContainText('Every weekday at 05:45')
    await expect(line).toContainText('All connections')
    await expect(line).toContainText('Never ran')

    await line.getByRole('button', { name: 'Edit schedule Every weekday at 05:45' }).click()
    await form.getByRole('combobox', { name: 'When' }).click()
    await page.getByRole('option', { name: 'Every few hours' }).click()
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(line).toContainText('Every 4 hours at minute 0')

    await line.getByRole('switch').press('Space')
    await expect(line).toContainText('Paused')
    const [paused] = (await program.get<List<Schemas['ScheduleRow']>>('/schedules')).items
    expect(paused).toMatchObject({ paused: true, cron: '0 */4 * * *' })

    await line.getByRole('button', { name: /^Delete schedule/ }).click()
    await page.getByRole('dialog', { name: 'Delete schedule?' }).getByRole('button', { name: 'Delete' }).click()
    await expect(schedules.getByText('No schedule yet')).toBeVisible()
  })

  test('a scheduled export is run now and leaves its file', async ({ page }, info) => {
    const folder = info.outputPath('exports')
    await mkdir(folder, { recursive: true })
    await program.open(page, '/sync')
    const schedules = page.getByRole('region', { name: 'Schedules' }).first()
    await schedules.getByRole('button', { name: 'Add schedule' }).click()
    const form = page.getByRole('dialog')
    await form.getByText('Export', { exact: true }).click()
    await form.getByRole('combobox', { name: 'Data' }).click()
    await page.getByRole('option', { name: 'Nearing expiration' }).click()
    await form.getByRole('textbox', { name: /^Folder/ }).fill(folder)
    await form.getByRole('button', { name: 'Save' }).click()
    const line = schedules.getByRole('row').filter({ hasText: 'Export' })
    await expect(line).toContainText(`Export “Nearing expiration”: all customers, XLSX, to ${folder}`)
    await line.getByRole('button', { name: /^Run schedule .* now$/ }).click()
    await expect(line).toContainText(/rows? in tenantry-licences-expiring-.*\.xlsx/)
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^tenantry-licences-expiring-[\d-]+\.xlsx$/)])

    await line.getByRole('button', { name: /^Delete schedule/ }).click()
    await page.getByRole('dialog', { name: 'Delete schedule?' }).getByRole('button', { name: 'Delete' }).click()
    await expect(schedules.getByText('No schedule yet')).toBeVisible()
  })

  test.describe('a cron expression that never comes', () => {
    test.use({ provoked: /(400|422) .*\/api\/schedules/ })

    test('is refused in a sentence', async ({ page }) => {
      await program.open(page, '/sync')
      await page.getByRole('button', { name: 'Add schedule' }).click()
      const form = page.getByRole('dialog')
      await form.getByRole('combobox', { name: 'When' }).click()
      await page.getByRole('option', { name: 'As a cron expression' }).click()
      await form.getByLabel('Cron expression').fill('0 0 30 2 *')
      await form.getByRole('button', { name: 'Save' }).click()
      await expect(form.getByRole('alert')).toContainText('never comes due')
    })
  })
})

test.describe('slow vendors', () => {
  const { program } = serveWithSandbox({ customers: 20, latency: '400ms', only: ['webex', 'microsoft'] })

  test('progress is shown while it goes on, and a cancelled sync keeps what was read', async ({ page }) => {
    const before = (await program.get<List<unknown>>('/customers?limit=1')).total
    await program.open(page, '/sync')
    await page.getByRole('button', { name: 'Sync all now' }).click()
    const row = runs(page)
      .getByRole('row')
      .filter({ has: page.getByRole('progressbar') })
    await expect(row).toHaveCount(2)
    await expect(row.first()).toContainText(/\d+ of \d+/)
    await expect(page.getByRole('button', { name: 'Sync status' })).toContainText(/\d+ of \d+/)
    await row.filter({ hasText: 'Webex' }).getByRole('button', { name: 'Cancel sync of Webex (sandbox)' }).click()
    await page.getByRole('button', { name: 'Sync status' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel sync of Microsoft (sandbox)' }).click()
    await program.synced()
    await expect(row).toHaveCount(0)
    await expect(runs(page).getByRole('row').nth(1)).toContainText('Cancelled')
    expect((await program.get<List<unknown>>('/customers?limit=1')).total).toBe(before)
  })

  test.describe('a second start', () => {
    test.use({ provoked: /409 \(Conflict\) .*\/api\/sync/ })

    test('of a running sync is refused in a sentence', async ({ page }) => {
      await program.open(page, '/sync')
      await page.getByRole('button', { name: 'Sync all now' }).click()
      await expect(page.getByRole('progressbar').first()).toBeVisible()
      await page.getByRole('button', { name: 'Sync Webex (sandbox) now' }).click()
      await expect(page.getByRole('alert')).toContainText('This connection is being synced already.')
      const { items } = await program.get<List<Schemas['Run']>>('/runs?limit=10')
      for (const run of items) if (run.state === 'running') await program.call('POST', `/runs/${run.id}/cancel`)
      await program.synced()
    })
  })
})
