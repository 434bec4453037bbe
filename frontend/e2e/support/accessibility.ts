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
 * are. The theme has to follow the system.
 */
export async function expectAccessible(page: Page, where: string, part = 'html') {
  await expectNoViolation(page, where, part, 'light')
  await expectNoViolation(page, where, part, 'dark')
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

async function expectNoViolation(page: Page, where: string, part: string, theme: 'light' | 'dark') {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  // The page hears of the theme a frame later.
  await expect(page.locator(`html[data-mantine-color-scheme=${theme}]`)).toHaveCount(1)
  // What is still coming or going when axe looks is no violation: one has to be there the next time too.
  let found: string[] = []
  for (let look = 1; look <= 3; look++) {
    await settled(page)
    found = await violations(page, where, part, theme)
    if (found.length === 0) return
    await page.waitForTimeout(500 * look)
  }
  expect.soft(found).toEqual([])
}

async function violations(page: Page, where: string, part: string, theme: 'light' | 'dark'): Promise<string[]> {
  // Axe is brought in once for each page that is loaded: that takes longer than most looks.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  // Colours are all that differs in the dark.
  const runOnly: RunOptions['runOnly'] = theme === 'dark' ? { type: 'rule', values: ['color-contrast'] } : wcag
  const { violations } = await page.evaluate(
    ([selector, options]) => window.axe.run({ include: [selector] }, options),
    [part, { runOnly, resultTypes: ['violations'], preload: false } satisfies RunOptions] as const,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .filter((node) => !scrolledHalfOut.test(node.failureSummary ?? ''))
      .map(
        (node) => `${where}, ${theme}: ${id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim()}`,
      ),
  )
}
