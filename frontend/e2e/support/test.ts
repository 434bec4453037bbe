import {
  type BrowserContext,
  type ConsoleMessage,
  expect,
  type Page,
  type Request,
  test as base,
  type WebError,
} from '@playwright/test'

interface Fixtures {
  /** What a test provokes on the console on purpose, such as the browser's note on a refused request. */
  provoked: RegExp | undefined
  /** A page of a browser that has seen nothing, for what would stay behind in the page of all tests, such as a clock. */
  newPage: Page
}

interface Shared {
  /** The page of all tests of a worker, one after the other: to open a new one takes longer than most tests. */
  shared: Page
}

/** Gathers what goes wrong unnoticed: an error on the console or in a page, or a request to anything but this machine. */
function watch(context: BrowserContext, provoked: RegExp | undefined) {
  const problems: string[] = []
  const failed = (error: WebError) => problems.push(`page error: ${error.error().message}`)
  const said = (message: ConsoleMessage) => {
    const text = `${message.text()} (${message.location().url})`
    if (message.type() === 'error' && !provoked?.test(text)) problems.push(`console: ${text}`)
  }
  const asked = (request: Request) => {
    const { protocol, hostname } = new URL(request.url())
    if (!['data:', 'blob:'].includes(protocol) && hostname !== '127.0.0.1') problems.push(`request to ${request.url()}`)
  }
  context.on('weberror', failed).on('console', said).on('request', asked)
  return () => {
    context.off('weberror', failed).off('console', said).off('request', asked)
    return problems
  }
}

/** A test in which nothing may go wrong unnoticed. */
export const test = base.extend<Fixtures, Shared>({
  provoked: [undefined, { option: true }],
  shared: [
    async ({ browser }, give, { project }) => {
      const { locale, timezoneId, contextOptions } = project.use
      const context = await browser.newContext({ ...contextOptions, locale, timezoneId })
      const page = await context.newPage()
      page.addInitScript = () => {
        throw new Error('a script added here runs in all later tests too: ask for newPage')
      }
      await give(page)
      await context.close()
    },
    { scope: 'worker' },
  ],
  context: async ({ shared }, give) => {
    const context = shared.context()
    await give(context)
    for (const page of context.pages()) if (page !== shared) await page.close()
    await context.clearCookies()
    await context.clearPermissions()
  },
  page: async ({ shared, context, provoked, viewport }, give) => {
    if (viewport) await shared.setViewportSize(viewport)
    await shared.emulateMedia({ colorScheme: 'light' })
    const problems = watch(context, provoked)
    await give(shared)
    const found = problems()
    if (shared.url().startsWith('http')) {
      await shared.evaluate(() => {
        localStorage.clear()
        sessionStorage.clear()
        location.replace('about:blank') // by itself, so that the next page has the same process
      })
      await shared.waitForURL('about:blank')
    } else {
      await shared.goto('about:blank')
    }
    await shared.mouse.move(0, 0)
    expect(found).toEqual([])
  },
  newPage: async ({ browser, provoked }, give) => {
    const context = await browser.newContext()
    const problems = watch(context, provoked)
    await give(await context.newPage())
    expect(problems()).toEqual([])
    await context.close()
  },
})

export { expect }
