import { expect, type Page, test as base } from '@playwright/test'

interface Fixtures {
  /** What a test provokes on the console on purpose, such as the browser's note on a refused request. */
  provoked: RegExp | undefined
  undisturbed: void
}

/**
 * A test in which nothing may go wrong unnoticed: an error on the console or in the page, or a request to anything but
 * this machine, fails it.
 */
export const test = base.extend<Fixtures>({
  provoked: [undefined, { option: true }],
  undisturbed: [
    async ({ context, provoked }, use) => {
      const problems: string[] = []
      const watch = (page: Page) => {
        page.on('pageerror', (error) => problems.push(`page error: ${error.message}`))
        page.on('console', (message) => {
          const text = `${message.text()} (${message.location().url})`
          if (message.type() === 'error' && !provoked?.test(text)) problems.push(`console: ${text}`)
        })
        page.on('request', (request) => {
          const { protocol, hostname } = new URL(request.url())
          if (!['data:', 'blob:'].includes(protocol) && hostname !== '127.0.0.1')
            problems.push(`request to ${request.url()}`)
        })
      }
      context.on('page', watch)
      await use()
      expect(problems).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
