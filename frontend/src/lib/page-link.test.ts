import { describe, expect, it } from 'vitest'
import { readPageLink } from './page-link'

describe('a link to a page', () => {
  it.each([
    ['tenantry:/customers?status=trial', '/customers?status=trial'],
    [' http://127.0.0.1:4711/calendar?span=30 ', '/calendar?span=30'],
    ['wails://wails.localhost/licences', '/licences'],
    ['https://example.com', undefined],
    ['https://example.com//evil.example', undefined],
    ['tenantry:/licences?customer=17&figure=over&open=3', '/licences?figure=over'],
    ['tenantry:/licences?customer=17', '/licences'],
    ['tenantry:/customers/17', undefined],
    ['tenantry:customers', undefined],
    ['trial customers', undefined],
  ])('is read from %j', (text, page) => expect(readPageLink(text)).toBe(page))
})
