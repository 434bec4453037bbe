import axe, { type RunOptions } from 'axe-core'
import type { Page } from '@playwright/test'
import { settled } from './look'
import { expect } from './test'

declare global {
  interface Window {
    axe: typeof axe
  }
}

/** The last entry of a list that goes on below its edge is no small target. */
const scrolledHalfOut = /partially obscured/

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/**
 * Expects no violation of WCAG 2.2 AA in the part of the page, light and dark, and names rule and elements of those there
 * are. The theme has to follow the system. It begins with the colours the page has and leaves it with the others: to change
 * them takes longer than to look.
 */
export async function expectAccessible(page: Page, where: string, part = 'html') {
  const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const [first, other] = dark ? (['dark', 'light'] as const) : (['light', 'dark'] as const)
  await expectNoViolation(page, where, part, first, wcag)
  await page.emulateMedia({ colorScheme: other, reducedMotion: 'reduce' })
  // Colours are all that differs.
  await expectNoViolation(page, where, part, other, { type: 'rule', values: ['color-contrast'] })
}

type Rules = RunOptions['runOnly']

async function expectNoViolation(page: Page, where: string, part: string, theme: 'light' | 'dark', rules: Rules) {
  // The page hears of the theme a frame later.
  await expect(page.locator(`html[data-mantine-color-scheme=${theme}]`)).toHaveCount(1)
  // What is still coming or going when axe looks is no violation: one has to be there the next time too.
  let found: string[] = []
  for (let look = 1; look <= 3; look++) {
    await settled(page)
    found = (await violations(page, part, rules)).map((each) => `${where}, ${theme}: ${each}`)
    if (found.length === 0) return
    await page.waitForTimeout(500 * look)
  }
  expect.soft(found).toEqual([])
}

async function violations(page: Page, part: string, runOnly: Rules): Promise<string[]> {
  // Axe is brought in once for each page that is loaded: that takes longer than most looks.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate(
    ([selector, options]) => window.axe.run({ include: [selector] }, options),
    [part, { runOnly, resultTypes: ['violations'], preload: false } satisfies RunOptions] as const,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .filter((node) => !scrolledHalfOut.test(node.failureSummary ?? ''))
      .map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim()}`),
  )
}
