import { expect, type Page } from '@playwright/test'

/** Every page of the interface. */
export const pages = {
  home: '/',
  dashboard: '/dashboard',
  customers: '/customers',
  'one customer': '/customers/1',
  'subscriptions of a customer': '/customers/1?part=subscriptions',
  'trials of a customer': '/customers/1?part=trials',
  'administrators of a customer': '/customers/1?part=administrators',
  'users of a customer': '/customers/1?part=users',
  'jobs of a customer': '/customers/1?part=jobs',
  'health of a customer': '/customers/1?part=health',
  'requests of a customer': '/customers/1?part=requests',
  'billing of a customer': '/customers/1?part=billing',
  'activity of a customer': '/customers/1?part=activity',
  licences: '/licences',
  'licences by product': '/licences?view=pools',
  'licences added': '/licences?view=added',
  'licences expiring': '/licences?view=expiring',
  'licences renewing': '/licences?view=renewing',
  'licences that end or renew': '/licences?view=open',
  'low assignment': '/licences?view=low',
  'over the limit': '/licences?view=over',
  waste: '/licences?view=waste',
  'waste to reduce': '/licences?view=waste&waste=reduce',
  'waste that is exposure': '/licences?view=waste&waste=exposure',
  matching: '/customers/matching',
  calendar: '/calendar?span=365',
  'calendar by month': '/calendar?view=month',
  operations: '/operations',
  'operations as cards': '/operations?as=cards',
  'operations on a map': '/operations?as=map',
  'operations of a customer': '/operations?view=report&customer=1',
  'failed jobs': '/operations?view=jobs&outcome=failed',
  'service requests': '/operations?view=requests&state=open',
  'service health': '/operations?view=health&trouble=true',
  'open issues': '/operations?view=issues',
  'past issues': '/operations?view=history',
  storage: '/operations?view=storage&sort=consumed&desc=true',
  'storage by module': '/operations?view=storage&level=module',
  imports: '/imports',
  'price lists': '/imports?view=prices',
  sync: '/sync',
  connections: '/connections',
  settings: '/settings',
  'my organisation': '/settings/organisation',
  'first start': '/start',
} as const

/** The tables whose columns are chosen, by the names these choices are kept under. */
export const tables = {
  customers: '/customers',
  subscriptions: '/licences',
  pools: '/licences?view=pools',
  'licences-expiring': '/licences?view=expiring',
  'licences-over': '/licences?view=over',
  'waste-reassign': '/licences?view=waste',
  calendar: '/calendar',
  operations: '/operations',
  'operations-jobs': '/operations?view=jobs',
  'operations-service-requests': '/operations?view=requests',
  'operations-service-states': '/operations?view=health',
  'operations-incidents': '/operations?view=issues',
  'operations-storage': '/operations?view=storage&level=module',
  prices: '/imports?view=prices',
} as const

/** Lets every table of a new page show all its columns. What it adds to the page stays there: no page of all tests. */
export async function showAllColumns(newPage: Page) {
  await newPage.addInitScript((names: string[]) => {
    const everything = JSON.stringify({ visibility: {}, sizing: {} })
    for (const name of names) localStorage.setItem(`tenantry.columns.${name}`, everything)
  }, Object.keys(tables))
}

const full = process.env.E2E_FULL !== undefined

/** The translations that are looked at: German, the longest, and by "make e2e-full" the others. */
export const translations = ['de', ...(full ? (['it', 'nb'] as const) : [])] as const

/** The languages that every page is looked at in. */
export const languages = [...translations, ...(full ? (['en'] as const) : [])] as const

/** The narrowest window, and a low one: axe looks at every element, and a screen of a table has many. */
export const lowWindow = { width: 1280, height: 600 }

/** Waits until nothing is being fetched and nothing moves any more. */
export async function settled(page: Page) {
  await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible()
  await expect(page.locator('[aria-busy=true], .mantine-Skeleton-root')).toHaveCount(0)
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((each) => each.effect?.getComputedTiming().endTime !== Infinity)
        .map((each) => each.finished),
    ),
  )
}

/** Waits until the table's foot tells that many rows. */
export async function expectRows(page: Page, count: number) {
  const text = count === 1 ? '1 row' : `${count.toLocaleString('en')} rows`
  await expect(page.getByRole('main').getByText(text, { exact: true }).last()).toBeVisible()
}
