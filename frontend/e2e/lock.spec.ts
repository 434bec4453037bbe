import { serve } from './support/program'
import { expect, test } from './support/test'

const program = serve({ sandbox: true, customers: 5 })

test.use({ provoked: /401 \(Unauthorized\)/ })

test('the lock ends the browser’s session on the server, and the next link signs in again', async ({
  page,
  request,
}) => {
  await program.open(page, '/settings')
  await page.getByRole('combobox', { name: 'Lock after' }).click()
  await page.getByRole('option', { name: '15 minutes' }).click()
  await expect(page.getByText(/protects against a look at the unattended screen/)).toBeVisible()
  await expect(page.getByRole('navigation').getByRole('button', { name: 'Lock now' })).toBeVisible()

  await page.goto(`${program.url}/customers`)
  await expect(page.getByRole('grid', { name: 'Customers' }).getByRole('gridcell').first()).toBeVisible()
  const [cookie] = await page.context().cookies()
  await page.getByRole('navigation').getByRole('button', { name: 'Lock now' }).click()
  await expect(page.getByText('This browser is not signed in.').first()).toBeVisible()
  await expect(page.getByRole('gridcell')).toHaveCount(0)

  const old = await request.get(`${program.url}/api/customers`, {
    headers: { Cookie: `${cookie?.name}=${cookie?.value}` },
  })
  expect(old.status()).toBe(401)
  expect((await request.get(program.link)).status(), 'the link that was used stays used').toBe(401)
  const next = await program.nextLink()
  await page.goto(next)
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
})
