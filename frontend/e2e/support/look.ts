import { expect, type Page } from '@playwright/test'

/** Every page of the interface. */
export const pages = {
  home: '/',
  dashboard: '/dashboard',
  customers: '/customers',
  'one customer': '/customers/1',
  'subscriptions of a customer': '/customers/1?part=subscriptions',
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
  storage: '/operations?view=storage&sort=consumed&desc=true',
  imports: '/imports',
  sync: '/sync',
  connections: '/connections',
  settings: '/settings',
  'my organisation': '/settings/organisation',
  'first start': '/start',
} as const

const others = process.env.E2E_FULL ? (['it', 'nb'] as const) : []

/** The languages that every page is looked at in: German, the longest, and by "make e2e-full" the other translations. */
export const languages = ['de', ...others] as const

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
