import { expect, type Locator, type Page } from '@playwright/test'

const focused = (target: Locator) => target.evaluate((element) => element === document.activeElement)

/** Goes on by Tab, as somebody without a mouse does, until the target has the focus. */
export async function reach(page: Page, target: Locator) {
  await expect(target).toBeAttached() // a switch's radio lies invisibly under its label
  for (let n = 0; n < 150 && !(await focused(target)); n++) await page.keyboard.press('Tab')
  await expect(target).toBeFocused()
}

/** Reaches the target and presses Enter, or the key that it is used by. */
export async function press(page: Page, target: Locator, key = 'Enter') {
  await reach(page, target)
  await page.keyboard.press(key)
}

/** Chooses a line of the open menu by the arrows. */
export async function choose(page: Page, name: string | RegExp) {
  const item = page.getByRole('menuitem', { name }).first()
  await expect(item).toBeVisible()
  for (let n = 0; n < 60 && !(await focused(item)); n++) await page.keyboard.press('ArrowDown')
  await expect(item).toBeFocused()
  await page.keyboard.press('Enter')
}

/** Goes to a page, a customer or an action by the palette. */
export async function go(page: Page, words: string, option: string) {
  await expect(page.getByRole('dialog')).toHaveCount(0) // the palette may just be closing
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused()
  await page.keyboard.type(words)
  await pick(page, option)
}

/** Chooses an option of the open list by the arrows. */
export async function pick(page: Page, name: string | undefined) {
  const line = page.getByRole('option', { name }).first()
  await expect(line).toBeVisible()
  const chosen = () =>
    line.evaluate(
      (element) => 'comboboxSelected' in (element as HTMLElement).dataset || element.ariaSelected === 'true',
    )
  for (let n = 0; n < 120 && !(await chosen()); n++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
}
