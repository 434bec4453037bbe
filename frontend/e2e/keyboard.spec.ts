import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { choose, go, pick, press, reach } from './support/keyboard'
import { expectRows, settled } from './support/look'
import { type Page as List, type Schemas, serve } from './support/program'
import { expect, test } from './support/test'

type Customer = Schemas['CustomerRow']

const program = serve({ sandbox: true })
const customers = (query: string) => program.get<List<Customer>>(`/customers?${query}`)

/** Notes the link out of the program that is followed, and does not follow it: nothing outside is asked in tests. */
const catchLink = (page: Page) =>
  page.evaluate(() =>
    document.addEventListener('click', (event) => {
      const link = (event.target as Element).closest('a')
      if (link?.target !== '_blank') return
      event.preventDefault()
      document.body.dataset.opened = link.href
    }),
  )

/** The pointer is nowhere in these tests: they press keys and look. Each is a task of docs/keyboard.md. */
const tasks: Record<string, (page: Page) => Promise<void>> = {
  'Find the customers over their licence limit': async (page) => {
    const over = await customers('figure=over&limit=1')
    await go(page, 'dashboard', 'Dashboard')
    await press(page, page.getByRole('main').getByRole('link', { name: /^Over the licence limit/ }))
    await expectRows(page, over.total)
  },

  'See why a customer is red': async (page) => {
    const { items } = await customers('statuses=suspended&sort=name&limit=1')
    await go(page, 'customers', 'Customers')
    const toolbar = page.getByRole('toolbar', { name: 'Search and filters' })
    await press(page, toolbar.getByRole('button', { name: 'Status' }))
    await press(page, page.getByRole('checkbox', { name: 'Suspended' }), 'Space')
    await page.keyboard.press('Escape')
    await reach(page, page.getByRole('grid', { name: 'Customers' }))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog', { name: 'Customer details' })
    await expect(drawer.getByRole('heading', { name: items[0]?.name })).toBeVisible()
    await press(page, drawer.getByRole('link', { name: 'Open page' }))
    await expect(page.getByRole('heading', { level: 1, name: items[0]?.name })).toBeVisible()
    await expect(page.getByText('At least one subscription is suspended at the vendor.')).toBeVisible()
  },

  'Save filters as a view and come back to them': async (page) => {
    const wanted = await customers('vendors=avepoint&limit=1')
    await go(page, 'customers', 'Customers')
    await press(page, page.getByRole('toolbar', { name: 'Search and filters' }).getByRole('button', { name: 'Vendor' }))
    await press(page, page.getByRole('checkbox', { name: 'AvePoint Elements' }), 'Space')
    await page.keyboard.press('Escape')
    await expectRows(page, wanted.total)
    await press(page, page.getByRole('button', { name: 'Views' }))
    await choose(page, 'Save as a view…')
    await reach(page, page.getByRole('textbox', { name: 'Name' }))
    await page.keyboard.type('Backup')
    await page.keyboard.press('Enter')
    await expect(page.getByText('The view “Backup” was saved.')).toBeVisible()
    await go(page, 'settings', 'Settings')
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
    await go(page, 'customers', 'Customers')
    await press(page, page.getByRole('button', { name: 'Views' }))
    await choose(page, 'Backup')
    await expectRows(page, wanted.total)
  },

  'Export the subscriptions that expire': async (page) => {
    await go(page, 'licences', 'Licences')
    await press(page, page.getByRole('main').getByRole('link', { name: 'Expiring' }))
    await press(page, page.getByRole('button', { name: 'Export', exact: true }))
    const saving = page.waitForEvent('download')
    await choose(page, 'Excel workbook')
    expect((await saving).suggestedFilename()).toMatch(/^tenantry-.*expiring.*\.xlsx$/)
  },

  'Open the Exchange admin of one customer': async (page) => {
    const [customer] = (await customers('vendors=microsoft&sort=subscriptions&desc=true&limit=1')).items
    await page.goto(`${program.url}/customers/${customer?.id}`)
    await settled(page)
    await press(page, page.getByRole('button', { name: 'Open in portal' }))
    await catchLink(page)
    await choose(page, 'Exchange admin')
    await expect(page.locator('body')).toHaveAttribute(
      'data-opened',
      /^https:\/\/admin\.cloud\.microsoft\/exchange\?.*delegatedOrg=[a-z0-9]+\.onmicrosoft\.com/,
    )
  },

  'Type in a price that no vendor gives': async (page) => {
    await go(page, 'type in', 'Type in missing dates')
    const grid = page.getByRole('grid', { name: 'Subscriptions' })
    await reach(page, grid)
    await page.keyboard.press('ArrowDown') // the heading of the first customer
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await press(page, page.getByRole('button', { name: /^Type in for 1 row/ }))
    const dialog = page.getByRole('dialog')
    await reach(page, dialog.getByRole('textbox', { name: 'Unit price' }))
    await page.keyboard.type('7.25')
    await press(page, dialog.getByRole('button', { name: 'Save for 1' }))
    await expect(page.getByText('1 subscription was changed.')).toBeVisible()
  },

  'Start a sync and see what it read': async (page) => {
    const before = (await program.get<List<unknown>>('/runs?limit=1')).total
    await go(page, 'sync all', 'Sync all connections now')
    await program.synced(before + 1)
    await go(page, 'sync', 'Sync')
    const runs = page.getByRole('region', { name: 'Runs' })
    await press(page, runs.getByRole('link').first())
    await expect(page.getByRole('dialog', { name: 'Tasks of a run' })).toBeVisible()
  },

  'Look at one customer only, and at all again': async (page) => {
    const { items } = await customers('sort=bought&desc=true&limit=1')
    await go(page, 'dashboard', 'Dashboard')
    await press(page, page.getByRole('button', { name: 'Scope: All customers' }))
    await page.keyboard.type(items[0]?.name ?? '')
    await pick(page, items[0]?.name)
    await press(page, page.getByRole('button', { name: `Scope: ${items[0]?.name}` }))
    await pick(page, 'All customers')
    await expect(page.getByRole('button', { name: 'Scope: All customers' })).toBeVisible()
  },

  'Sort a table and choose its columns': async (page) => {
    const { items } = await customers('sort=bought&desc=true&limit=1')
    await go(page, 'customers', 'Customers')
    const grid = page.getByRole('grid', { name: 'Customers' })
    await press(page, grid.getByRole('columnheader', { name: 'Bought', exact: true }).getByRole('button'))
    await expect(grid.locator('[role=gridcell][data-column=name]').first()).toHaveText(items[0]?.name ?? '')
    await press(page, page.getByRole('button', { name: 'Columns' }))
    await press(page, page.getByRole('checkbox', { name: 'First seen' }), 'Space')
    await page.keyboard.press('Escape')
    await expect(grid.getByRole('columnheader', { name: 'First seen' })).toBeVisible()
  },

  'Read the licence trend as a table': async (page) => {
    await go(page, 'dashboard', 'Dashboard')
    const view = page.getByRole('radiogroup', { name: 'View' })
    await reach(page, view.getByRole('radio', { name: 'Chart' }))
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('main').getByRole('table').last()).toBeVisible()
  },

  'Decide whether two customers are one company, and take it back': async (page) => {
    const before = (await customers('limit=1')).total
    await go(page, 'matching', 'Matching')
    const pair = page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: 'Same company' }) })
    await press(page, pair.first().getByRole('button', { name: 'Same company' }))
    await expect(page.getByText('Joined to one customer.')).toBeVisible()
    expect((await customers('limit=1')).total).toBe(before - 1)
    await press(page, page.getByRole('main').getByRole('button', { name: /^Undo/ }).first())
    await expect.poll(async () => (await customers('limit=1')).total).toBe(before)
  },

  'Find the failed jobs of the customer with most of them': async (page) => {
    const [first] = (
      await program.get<List<Schemas['OperationsRow']>>('/operations?limit=1&sort=failed_jobs&desc=true')
    ).items
    await go(page, 'operations', 'Operations')
    const grid = page.getByRole('grid', { name: 'Customers and their services' })
    await press(page, grid.locator('[role=gridcell][data-column=failed_jobs]').first().getByRole('link'))
    await expectRows(page, first?.failed_jobs ?? 0)
  },

  'Put off a notification for a week': async (page) => {
    const open = () => program.get<List<Schemas['Notification']>>('/notifications?state=open&limit=200')
    const before = (await open()).total
    await press(page, page.getByRole('button', { name: /^Notifications: / }))
    await press(page, page.getByRole('button', { name: /^Put off: / }).first())
    await reach(page, page.getByRole('textbox', { name: 'Why (optional)' }))
    await page.keyboard.type('After the holidays')
    await press(page, page.getByRole('button', { name: 'A week' }))
    await expect.poll(async () => (await open()).total).toBe(before - 1)
    const { items } = await program.get<List<Schemas['Notification']>>('/notifications?state=snoozed&limit=10')
    expect(items.map((each) => each.snooze_reason)).toEqual(['After the holidays'])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: /^Notifications: / })).toBeFocused()
  },

  'Delete a view and take that back': async (page) => {
    const views = () => program.get<List<Schemas['View']>>('/views?page=calendar')
    await program.call('PUT', '/views', { page: 'calendar', name: 'Endings', query: { state: 'ends' } })
    await go(page, 'calendar', 'Calendar')
    await press(page, page.getByRole('button', { name: 'Views' }))
    await choose(page, 'Delete view Endings')
    await expect(page.getByText('The view “Endings” was deleted.')).toBeVisible()
    await expect.poll(async () => (await views()).total).toBe(0)
    await page.keyboard.press('Control+z')
    await expect.poll(async () => (await views()).items.map(({ name }) => name)).toEqual(['Endings'])
  },

  'Open the portal of a row, and make a column wider': async (page) => {
    const first = '/subscriptions?limit=1&sort=customer&vendors=microsoft'
    const [row] = (await program.get<List<Schemas['SubscriptionRow']>>(first)).items
    const links = await program.get<List<Schemas['PortalLink']>>(`/customers/${row?.customer_id}/portal-links`)
    const link = links.items.find((each) => each.connection_id === row?.connection_id && each.copy === '')
    await page.goto(`${program.url}/licences?vendors=microsoft`)
    await settled(page)
    const grid = page.getByRole('grid', { name: 'Subscriptions' })
    const heading = grid.getByRole('columnheader', { name: 'Product' })
    const before = (await heading.boundingBox())?.width ?? 0
    await press(page, heading.getByRole('button'), 'Alt+ArrowRight')
    await expect.poll(async () => (await heading.boundingBox())?.width).toBe(before + 16)
    await reach(page, grid)
    await page.keyboard.press('ArrowDown') // the heading of the first customer
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Shift+F10')
    await catchLink(page)
    await choose(page, link?.name ?? '')
    await expect(page.locator('body')).toHaveAttribute('data-opened', new URL(link?.url ?? '').href)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name: 'Details' })).toContainText(row?.product ?? '')
  },
}

for (const [task, does] of Object.entries(tasks)) {
  test(task, async ({ page }) => {
    await program.open(page)
    await settled(page)
    await does(page)
  })
}

test('the written list names these tasks and no others', async () => {
  const list = await readFile(path.join(import.meta.dirname, '../../docs/keyboard.md'), 'utf8')
  const named = [...list.matchAll(/^\d+\. \*\*(.+?)\*\*/gm)].map(([, task]) => task)
  expect(named).toEqual(Object.keys(tasks))
})
