import { describe, expect, it } from 'vitest'
import { choiceParam, flagParam, idParam, keepScope, shellSearch, textParam } from './url-state'

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
    expect(keepScope({ customer: 4, open: 9 })).toEqual({ customer: 4 })
  })
})
