import { describe, expect, it } from 'vitest'
import { choiceParam, flagParam, idParam, isScoped, keepScope, shellSearch, textParam, whose } from './url-state'

describe('url state', () => {
  it('turns nonsense in the address into nothing', () => {
    expect(shellSearch({ customer: 'x', open: -3 })).toEqual({})
    expect(idParam({ id: 1.5 }, 'id')).toBeUndefined()
    expect(textParam({ search: { a: 1 } }, 'search')).toBeUndefined()
    expect(choiceParam({ figure: 'all' }, 'figure', ['low', 'over'])).toBeUndefined()
    expect(flagParam({ gone: 'yes' }, 'gone')).toBeUndefined()
  })

  it('reads what a link says', () => {
    expect(shellSearch({ customer: '12', open: 3 })).toEqual({ customer: 12, open: 3 })
    expect(textParam({ search: 365 }, 'search')).toBe('365')
    expect(flagParam({ gone: true }, 'gone')).toBe(true)
  })

  it('keeps the scope, and nothing else, for another page', () => {
    const shown = { customer: 4, open: 9 }
    expect(keepScope(shown)).toEqual({ customer: 4 })
    expect(keepScope({ tag: 'Gold' })).toEqual({ tag: 'Gold' })
  })

  it('knows a scope of one customer, of a tag, and never of both', () => {
    expect(shellSearch({ tag: 365 })).toEqual({ tag: '365' })
    expect(shellSearch({ customer: 4, tag: 'Gold' })).toEqual({ customer: 4 })
    expect(whose({ tag: 'Gold' })).toEqual({ tag: 'Gold' })
    expect(whose({ customer: 4 })).toEqual({ customer_id: 4 })
    expect([isScoped({}), isScoped({ tag: 'Gold' }), isScoped({ customer: 4 })]).toEqual([false, true, true])
  })
})
