import type { Page } from '@playwright/test'
import { expectRows, settled } from './support/look'
import { type Page as List, type Schemas, serve, serveWithSandbox } from './support/program'
import { expect, test } from './support/test'

type Row = Schemas['CustomerRow']

const grid = (page: Page) => page.getByRole('grid', { name: 'Customers' })
const column = (page: Page, id: string) => grid(page).locator(`[role=gridcell][data-column=${id}]`)
const heading = (page: Page, name: string) => grid(page).getByRole('columnheader', { name, exact: true })
const drawer = (page: Page) => page.getByRole('dialog', { name: 'Customer details' })
test.describe('a portfolio', () => {
  const program = serve({ sandbox: true })
  const list = (query: string) => program.get<List<Row>>(`/customers?limit=200&${query}`)

  test('the search finds by name while typing and can be taken back', async ({ page }) => {
    const found = await list('search=regnskap')
    await program.open(page, '/customers')
    await settled(page)
    await page.keyboard.press('/')
    await expect(page.getByRole('searchbox', { name: 'Search name, domain, account or tag' })).toBeFocused()
    await page.keyboard.type('regnskap')
    await expectRows(page, found.total)
    await expect(page).toHaveURL(/search=regnskap/)
    await expect(column(page, 'name').first()).toContainText(/regnskap/i)
    await page.getByRole('button', { name: 'Clear search' }).click()
    await expectRows(page, (await list('')).total)
  })

  test('a search that finds nothing says so and offers the way back', async ({ page }) => {
    await program.open(page, '/customers?search=nobody-is-called-this')
    await expect(page.getByText('No customer matches')).toBeVisible()
    await page.getByRole('main').getByRole('link', { name: 'Clear filters' }).click()
    await expectRows(page, (await list('')).total)
  })

  test('a heading sorts, numbers first by the largest, and sorts back', async ({ page }) => {
    await program.open(page, '/customers')
    const bought = heading(page, 'Bought')
    await bought.getByRole('button').click()
    await expect(bought).toHaveAttribute('aria-sort', 'descending')
    const largest = await list('sort=bought&desc=true')
    await expect(column(page, 'name').first()).toHaveText(largest.items[0]?.name ?? '')
    await expect(column(page, 'bought').first()).toHaveText((largest.items[0]?.bought ?? 0).toLocaleString('en'))
    await bought.getByRole('button').click()
    await expect(bought).toHaveAttribute('aria-sort', 'ascending')
    const smallest = await list('sort=bought')
    await expect(column(page, 'name').first()).toHaveText(smallest.items[0]?.name ?? '')
  })

  test('chips filter together, their number is that of Go, and each comes off', async ({ page }) => {
    await program.open(page, '/customers')
    const toolbar = page.getByRole('toolbar', { name: 'Search and filters' })
    await toolbar.getByRole('button', { name: 'Vendor' }).click()
    await page.getByRole('checkbox', { name: 'Cisco Webex' }).check()
    await page.keyboard.press('Escape')
    await expectRows(page, (await list('vendors=webex')).total)
    await toolbar.getByRole('button', { name: 'Status' }).click()
    await page.getByRole('checkbox', { name: 'Licence overage' }).check()
    await expectRows(page, (await list('vendors=webex&statuses=overage')).total)
    await page.getByRole('checkbox', { name: 'Trial' }).check()
    await page.keyboard.press('Escape')
    await expectRows(page, (await list('vendors=webex&statuses=overage&statuses=trial')).total)
    await expect(toolbar.getByRole('button', { name: 'Status: Licence overage or Trial' })).toBeVisible()
    await toolbar.getByRole('button', { name: 'Remove filter Vendor' }).click()
    await expectRows(page, (await list('statuses=overage&statuses=trial')).total)
    await toolbar.getByRole('button', { name: 'Clear filters' }).click()
    await expectRows(page, (await list('')).total)
  })

  test('the address reproduces the filtered and sorted table', async ({ page, context }) => {
    await program.open(page, '/customers')
    await page.getByRole('toolbar', { name: 'Search and filters' }).getByRole('button', { name: 'Figure' }).click()
    await page.getByRole('menuitem', { name: 'Over the licence limit' }).click()
    await heading(page, 'Over').getByRole('button').click()
    await expect(heading(page, 'Over')).toHaveAttribute('aria-sort', 'descending')
    const expected = await list('figure=over&sort=over_seats&desc=true')
    await expectRows(page, expected.total)
    const second = await context.newPage()
    await second.goto(page.url())
    await expectRows(second, expected.total)
    await expect(heading(second, 'Over')).toHaveAttribute('aria-sort', 'descending')
    await expect(column(second, 'name')).toHaveText(expected.items.map((row) => row.name))
  })

  test('columns chosen and saved survive a reload, and a reset brings the first ones back', async ({ page }) => {
    await program.open(page, '/customers')
    await expect(heading(page, 'Domain')).toBeVisible()
    await expect(heading(page, 'First seen')).toBeHidden()
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'Domain' }).uncheck()
    await page.getByRole('checkbox', { name: 'First seen' }).check()
    await page.getByRole('button', { name: 'Save as my default' }).click()
    await expect(heading(page, 'Domain')).toBeHidden()

    await page.reload()
    await expect(heading(page, 'First seen')).toBeVisible()
    await expect(heading(page, 'Domain')).toBeHidden()

    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('button', { name: 'Reset' }).click()
    await expect(heading(page, 'Domain')).toBeVisible()
    await page.reload()
    await expect(heading(page, 'Domain')).toBeVisible()
    await expect(heading(page, 'First seen')).toBeHidden()
  })

  test('columns changed but not saved are back after a reload', async ({ page }) => {
    await program.open(page, '/customers')
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'Domain' }).uncheck()
    await expect(heading(page, 'Domain')).toBeHidden()
    await page.reload()
    await expect(heading(page, 'Domain')).toBeVisible()
  })

  test('a click opens the drawer with every subscription, and the address names it', async ({ page }) => {
    const { items } = await list('sort=subscriptions&desc=true')
    const [customer] = items
    if (!customer) throw new Error('no customer')
    await program.open(page, '/customers?sort=subscriptions&desc=true')
    await column(page, 'name').first().click()
    await expect(drawer(page).getByRole('heading', { name: customer.name })).toBeVisible()
    await expect(page).toHaveURL(new RegExp(`open=${customer.id}`))
    await drawer(page)
      .getByRole('tab', { name: /^Subscriptions/ })
      .click()
    await expect(
      drawer(page)
        .getByRole('tabpanel')
        .getByRole('button', { name: /^Type in for (?!all)/ }),
    ).toHaveCount(customer.subscriptions)
    await drawer(page)
      .getByRole('tab', { name: /^Sources/ })
      .click()
    await expect(
      drawer(page).getByText('Known at the vendors as').or(drawer(page).getByText('Records')).first(),
    ).toBeVisible()
    await page.reload()
    await expect(drawer(page).getByRole('heading', { name: customer.name })).toBeVisible()
    await drawer(page).getByRole('button', { name: 'Close' }).click()
    await expect(drawer(page)).toBeHidden()
    await expect(page).not.toHaveURL(/open=/)
  })

  test('arrows choose a row, Enter opens its drawer, Esc closes it and the keyboard goes on from there', async ({
    page,
  }) => {
    const { items } = await list('sort=name')
    await program.open(page, '/customers?sort=name')
    await expect(column(page, 'name').first()).toHaveText(items[0]?.name ?? '')
    await grid(page).focus()
    for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(drawer(page).getByRole('heading', { name: items[2]?.name })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(drawer(page)).toBeHidden()
    await expect(grid(page)).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(drawer(page).getByRole('heading', { name: items[3]?.name })).toBeVisible()
  })

  test('a row can be copied as text', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { items } = await list('sort=name')
    await program.open(page, '/customers?sort=name')
    await column(page, 'name').first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Copy row' }).click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(`${items[0]?.name}\t`)
  })
})

test.describe('hundreds of customers', () => {
  const { program } = serveWithSandbox({ customers: 600, only: ['avepoint'] }) // the vendor that is read quickest
  test.use({ viewport: { width: 1440, height: 2000 } })

  test('every row can be reached by scrolling, each once and in order', async ({ page }) => {
    const { items, total } = await allRows()
    expect(total).toBeGreaterThan(240)
    await program.open(page, '/customers')
    await expectRows(page, total)
    expect(await grid(page).evaluate(scrollThrough, total)).toEqual(items.map((row) => row.name))
  })

  test('the End key goes to the last row', async ({ page }) => {
    const { items } = await allRows()
    await program.open(page, '/customers')
    await expect(column(page, 'name').first()).toBeVisible()
    await grid(page).focus()
    await page.keyboard.press('End')
    await expect(
      column(page, 'name')
        .filter({ hasText: items.at(-1)?.name })
        .last(),
    ).toBeInViewport()
  })

  async function allRows(): Promise<List<Row>> {
    const first = await program.get<List<Row>>('/customers?limit=1')
    const items: Row[] = []
    while (items.length < first.total) {
      items.push(...(await program.get<List<Row>>(`/customers?limit=1000&offset=${items.length}`)).items)
    }
    return { items, total: first.total }
  }
})

/** Scrolls a grid to its end, screen by screen as rows arrive, and gives the name in every row. Runs in the page. */
async function scrollThrough(grid: HTMLElement | SVGElement, total: number): Promise<string[]> {
  const names: string[] = []
  const rowAt = (index: number) => grid.querySelector(`[aria-rowindex="${index + 2}"]`)
  for (let next = 0; next < total;) {
    rowAt(next - 1)?.scrollIntoView({ block: 'start' })
    while (!rowAt(next)) await new Promise(requestAnimationFrame)
    for (let row = rowAt(next); row; row = rowAt(++next)) {
      names.push(row.querySelector('[data-column=name] span')?.textContent ?? '')
    }
  }
  return names
}
