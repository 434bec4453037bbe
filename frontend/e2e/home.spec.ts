import { settled } from './support/look'
import { type Page as List, type Schemas, serveWithSandbox } from './support/program'
import { expect, test } from './support/test'

const { program, sandbox } = serveWithSandbox({ customers: 20 })

const home = () => program.get<Schemas['Home']>('/home?limit=1000')

test.afterEach(() => sandbox.faults())

test('the window opens on Home, whose lines lead to as many rows', async ({ page }) => {
  const { decide, failed } = await home()
  await program.open(page)
  await settled(page)
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
  expect(failed.jobs).toBeGreaterThan(0)
  await main.getByRole('link', { name: new RegExp(`^${failed.jobs} jobs? failed in 7 days`) }).click()
  await expect(page.getByRole('main').getByText(`${failed.jobs} rows`, { exact: true }).last()).toBeVisible()
  await page.goBack()
  if (decide.over.count > 0) {
    await main.getByRole('link', { name: /more than bought/ }).click()
    const { total } = await program.get<List<unknown>>('/customers?figure=over&limit=1')
    expect(total).toBe(decide.over.count)
    await expect(
      page
        .getByRole('main')
        .getByText(/^\d+ rows?$/)
        .last(),
    ).toHaveText(total === 1 ? '1 row' : `${total} rows`)
  }
})

test('a failure is told on Home and by the bell, by keyboard, and is silent again once it is over', async ({
  page,
}) => {
  await program.call('POST', '/notifications/read')
  await sandbox.faults('webex:/:503')
  await program.sync()
  await program.open(page)
  await settled(page)
  await expect(page.getByRole('region', { name: 'What failed' })).toContainText('Webex (sandbox)')

  const bell = page.getByRole('banner').getByRole('button', { name: /^Notifications/ })
  await expect(bell).toHaveAccessibleName(/unread/)
  await bell.focus()
  await page.keyboard.press('Enter')
  const center = page.getByRole('dialog', { name: /^Notifications/ })
  const told = center.getByRole('link', { name: /^Webex \(sandbox\) could not be synced/ })
  await expect(told).toBeVisible()
  await center.getByRole('button', { name: /^Put off: Webex \(sandbox\) could not be synced/ }).focus()
  await page.keyboard.press('Enter')
  await center.getByRole('textbox', { name: 'Why (optional)' }).focus()
  await page.keyboard.type('announced')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(told).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(center).toHaveCount(0)
  await expect(bell).toBeFocused()

  await sandbox.faults()
  await program.sync()
  const ended = () => program.get<List<Schemas['Notification']>>('/notifications?state=ended')
  // Notifications follow a sync's end in a moment.
  await expect.poll(async () => (await ended()).items.map((each) => each.rule)).toContain('sync_failed')
})

test('what changed is told from the second visit on', async ({ page }) => {
  await program.open(page)
  await settled(page)
  await expect(page.getByText(/^From your next visit on/)).toBeVisible()
  await program.call('POST', '/home/seen')
  await page.reload()
  await settled(page)
  await expect(page.getByText('Nothing has changed since your last visit.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Mark as seen' })).toBeVisible()
})
