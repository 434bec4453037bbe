import { describe, expect, it } from 'vitest'
import { choiceParam, drop, type Search } from '../../lib/url-state'
import { readView, writeView } from './view-file'

const validate = (search: Search) => drop({ status: choiceParam(search, 'status', ['trial', 'active']) })

describe('a view as a file', () => {
  it('is read as it was written', () => {
    const text = writeView('customers', 'Trials', { status: 'trial' })
    expect(readView(text, 'customers', validate)).toEqual({ view: { name: 'Trials', query: { status: 'trial' } } })
  })

  it('names what is wrong with it', () => {
    expect(readView('{', 'customers', validate)).toEqual({ problem: 'bad_file' })
    expect(readView('[1]', 'customers', validate)).toEqual({ problem: 'bad_file' })
    expect(readView('{"tenantry":"view","version":2}', 'customers', validate)).toEqual({ problem: 'bad_file' })
    expect(readView(writeView('licences', 'x', {}), 'customers', validate)).toEqual({ problem: 'other_page' })
    const strange = writeView('customers', 'x', { status: 'best', colour: 'red' })
    expect(readView(strange, 'customers', validate)).toEqual({ problem: 'dropped', names: ['status', 'colour'] })
  })
})
