import { serve } from './support/program'
import { expect, test } from './support/test'

const program = serve({ sandbox: true, customers: 5, signIn: false })

test.describe('without a session', () => {
  test.use({ provoked: /401 \(Unauthorized\)/ })

  test('no data are given, and the page says how to sign in', async ({ page, request }) => {
    for (const path of ['/api/session', '/api/customers', '/api/export/customers?format=csv', '/api/events']) {
      const reply = await request.get(program.url + path)
      expect(reply.status(), path).toBe(401)
      expect(await reply.text(), path).not.toContain('items')
    }
    await page.goto(`${program.url}/customers`)
    await expect(page.getByText('This browser is not signed in.').first()).toBeVisible()
    await expect(page.getByRole('gridcell')).toHaveCount(0)
  })

  test('the sign-in link lets one browser in, once', async ({ browser, page }) => {
    await page.goto(program.link)
    await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
    expect(page.url()).not.toContain('token')
    const cookies = await page.context().cookies()
    expect(cookies).toEqual([expect.objectContaining({ httpOnly: true, sameSite: 'Strict' })])
    await page.goto(`${program.url}/customers`)
    await expect(page.getByRole('grid', { name: 'Customers' }).getByRole('gridcell').first()).toBeVisible()

    const other = await browser.newContext()
    const refused = await (await other.newPage()).goto(program.link)
    expect(refused?.status()).toBe(401)
    expect(await refused?.text()).toContain('This sign-in link has been used already.')
    await other.close()
  })

  test('a guessed link is refused', async ({ request }) => {
    const reply = await request.get(`${program.url}/?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`)
    expect(reply.status()).toBe(401)
  })
})

test('foreign names and origins are refused', async ({ request }) => {
  const rebound = await request.get(`${program.url}/`, { headers: { Host: 'evil.example' } })
  expect(rebound.status()).toBe(403)
  const foreign = await request.post(`${program.url}/api/sync`, {
    headers: { Origin: 'http://evil.example', 'X-Tenantry': '1' },
    data: {},
  })
  expect(foreign.status()).toBe(403)
})

test('the page may run nothing but its own scripts', async ({ request }) => {
  const policy = (await request.get(program.url)).headers()['content-security-policy'] ?? ''
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe-eval')
})
