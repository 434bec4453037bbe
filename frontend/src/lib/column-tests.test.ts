import { describe, expect, it } from 'vitest'
import { changeTests, narrowed, narrowing, readTest, writeTest } from './column-tests'

describe('column tests', () => {
  it('read what they write, whatever the value holds', () => {
    for (const value of ['a:b', '100%, or more', '-5', 'ß\n', '"']) {
      const test = { column: 'product', comparison: 'contains' as const, value }
      expect(readTest(writeTest(test))).toEqual(test)
      const where = changeTests(changeTests(undefined, 0, test), 1, { ...test, comparison: 'empty', value: 'x' })
      expect(narrowed({ where }).where).toEqual([`product:contains:${value}`, 'product:empty:'])
    }
  })

  it.each([
    'product',
    'product:is:x',
    'product:contains:',
    'product:contains: ',
    'product:empty:x',
    'Product:from:1',
    '',
  ])('are none in %j', (text) => {
    expect(readTest(text)).toBeUndefined()
    expect(narrowing({ where: text })).toEqual({ where: undefined, except: undefined })
  })

  it('are changed and taken away where they stand', () => {
    const test = { column: 'bought', comparison: 'from' as const, value: '5' }
    const where = 'bought:from:1,bought:to:9'
    expect(changeTests(where, 0, test)).toBe('bought:from:5,bought:to:9')
    expect(changeTests(where, 1)).toBe('bought:from:1')
    expect(changeTests('bought:from:1', 0)).toBeUndefined()
  })

  it('leave exceptions only from filters that there are', () => {
    expect(narrowing({ except: 'vendor,colour' }, ['vendor']).except).toBe('vendor')
    expect(narrowed({ except: 'vendor,outcome' }, { vendor: 'vendors' }).except).toEqual(['vendors', 'outcome'])
  })
})
