import { type Page as List, type Schemas, serve } from './support/program'
import { expect, test } from './support/test'

const program = serve({ sandbox: true, customers: 60 })

type Row = Schemas['SubscriptionRow']

const list = (query: string) => program.get<List<Row>>(`/subscriptions?limit=200&${query}`)
const ends = (row: Row, rows: Row[]) => rows.find(({ id }) => id === row.id)?.term_end_on ?? null

test('renewal dates come from a distributor’s file, its wrong rows are told, and all of it can be undone', async ({
  page,
}) => {
  const missing = await list('figure=missing_dates&sort=customer')
  const same = (row: Row) => missing.items.filter((other) => other.customer === row.customer).length
  const [one, two] = missing.items.filter((row) => row.vendor === 'webex' && same(row) === 1)
  if (!one || !two) throw new Error('no Webex subscription lacks its dates')
  const file = [
    'Kundenname;Produkt;Ablaufdatum',
    ...[one, two].map((row, n) => `"${row.customer}";"${row.product}";${n + 1}.3.2027`),
    `"${one.customer}";"${one.product}";31.2.2027`,
  ].join('\r\n')

  await program.open(page, '/imports')
  await expect(page.getByText('Nothing was imported yet')).toBeVisible()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Import a file' }).click()
  await (
    await choosing
  ).setFiles({ name: 'Verlängerungen.csv', mimeType: 'text/csv', buffer: Buffer.from(file, 'latin1') })

  const dialog = page.getByRole('dialog', { name: 'Verlängerungen.csv' })
  await expect(dialog.getByRole('combobox', { name: 'What the file lists' })).toHaveValue(
    'Subscriptions and renewal dates',
  )
  await expect(dialog.getByRole('combobox', { name: 'Term end', exact: true })).toHaveValue('Ablaufdatum')
  await dialog.getByRole('button', { name: 'Check' }).click()
  await expect(dialog.getByRole('status')).toHaveText('3 rows: 0 to add, 2 to change, 0 the same, 1 with problems')
  await expect(dialog.getByText('“31.2.2027” is no date', { exact: false })).toBeVisible()
  await dialog.getByRole('button', { name: 'Import the good rows only' }).click()
  await expect(page.getByText('0 added, 2 changed.')).toBeVisible()

  const read = (await list('sort=customer')).items.concat((await list('sort=customer&offset=200')).items)
  expect([ends(one, read), ends(two, read)]).toEqual(['2027-03-01', '2027-03-02'])
  await page.getByRole('button', { name: 'Undo: Verlängerungen.csv' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Verlängerungen.csv is undone.')).toBeVisible()
  expect((await list('figure=missing_dates&sort=customer')).total).toBe(missing.total)
})
