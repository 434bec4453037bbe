import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { settled } from './look'
import { expect } from './test'

/** The last entry of a list that goes on below its edge is no small target. */
const scrolledHalfOut = /partially obscured/

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** axe looks at every element, and a screen of a table has many. */
export const lowWindow = { width: 1280, height: 600 }

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
  await settled(page)
  const axe = new AxeBuilder({ page }).include(part)
  // Colours are all that differs in the dark.
  const { violations } = await (theme === 'dark' ? axe.withRules(['color-contrast']) : axe.withTags(wcag)).analyze()
  const found = violations.flatMap(({ id, nodes }) =>
    nodes
      .filter((node) => !scrolledHalfOut.test(node.failureSummary ?? ''))
      .map(
        (node) => `${where}, ${theme}: ${id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim()}`,
      ),
  )
  expect.soft(found).toEqual([])
}
