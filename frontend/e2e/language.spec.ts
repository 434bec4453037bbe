import { expectNoEnglish } from './support/english'
import { settled, translations } from './support/look'
import { type Schemas, serve } from './support/program'
import { expect, test } from './support/test'

const program = serve({ sandbox: true })

const setLanguage = (language: string) => program.configure({ language })

test('the language is switched in the settings, at once and for good', async ({ page }) => {
  await setLanguage('en')
  await program.open(page, '/settings')
  await page.getByRole('combobox', { name: 'Language' }).click()
  await page.getByRole('option', { name: 'Deutsch' }).click()
  await expect(page.getByRole('heading', { name: 'Einstellungen', level: 1 })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  const navigation = page.getByRole('navigation').first()
  for (const name of ['Übersicht', 'Kunden', 'Lizenzen', 'Verbindungen', 'Einstellungen']) {
    await expect(navigation.getByRole('link', { name })).toBeVisible()
  }
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Einstellungen', level: 1 })).toBeVisible()
  await page.getByRole('combobox', { name: 'Sprache' }).click()
  await page.getByRole('option', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
})

for (const language of translations) {
  test.describe(`in ${language}`, () => {
    test.beforeAll(() => setLanguage(language))

    test('drawers and dialogs say nothing in English', async ({ page }) => {
      const [connection] = (await program.get<{ items: { id: number }[] }>('/connections')).items
      const [customer] = (await program.get<{ items: { id: number }[] }>('/customers?sort=subscriptions&desc=true'))
        .items
      const [run] = (await program.get<{ items: { id: number }[] }>('/runs')).items
      const places = {
        'a customer': `/customers?open=${customer?.id}`,
        'a run': `/sync?run=${run?.id}`,
        'a new connection': '/connections?edit=new&vendor=webex',
        'a new Microsoft connection': '/connections?edit=new&vendor=microsoft',
        'a connection': `/connections?edit=${connection?.id}`,
      }
      for (const [name, path] of Object.entries(places)) {
        await program.open(page, path)
        await settled(page)
        await expect(page.getByRole('dialog').getByRole('heading').first()).toBeVisible()
        for (const tab of await page.getByRole('dialog').getByRole('tab').all()) {
          await tab.click()
          await expectNoEnglish(page, language, name)
        }
        await expectNoEnglish(page, language, name)
      }
    })
  })
}

test.describe('in German', () => {
  test.beforeAll(() => setLanguage('de'))

  test('dates and numbers are written as in German', async ({ page }) => {
    await program.open(page, '/licences?figure=open&sort=term_end_on')
    const dates = page.getByRole('grid').locator('[data-column=term_end_on]')
    await expect(dates.first()).toHaveText(/^\d\d\.\d\d\.\d{4}$/)
    await program.open(page, '/dashboard')
    await settled(page)
    const kpis = await program.get<Schemas['KPIs']>('/dashboard')
    await expect(page.getByRole('main')).toContainText(kpis.bought.toLocaleString('de-DE'))
    expect(await page.getByRole('main').innerText()).not.toMatch(/\b\d{4}-\d\d-\d\d\b/)
  })

  test('an export speaks German', async ({ page }) => {
    await program.open(page, '/customers')
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Exportieren', exact: true }).click()
    await page.getByRole('menuitem', { name: 'CSV-Datei' }).click()
    const stream = await (await saving).createReadStream()
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    const [header = ''] = Buffer.concat(chunks).toString('utf8').split('\n')
    expect(header).toContain('Gekaufte Lizenzen')
  })
})

test('dark colours are chosen in the settings and stay', async ({ page }) => {
  await setLanguage('en')
  await program.open(page, '/settings')
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await background()
  await page.getByRole('radiogroup', { name: 'Colours' }).getByText('Dark').click()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await expect.poll(background).not.toBe(light)
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.getByRole('radiogroup', { name: 'Colours' }).getByText('Light').click()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light')
})
