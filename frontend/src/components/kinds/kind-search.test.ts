import { describe, expect, it } from 'vitest'
import { kindState, kindTables, withKind } from './kind-search'

const where = 'error:contains:a%2C b,ended_at:from:2026-11-01'

describe('the tables of a page in its address', () => {
  it('stand each for itself, and come back as they were', () => {
    const jobs = {
      search: 'a, b: c',
      sort: 'ended_at',
      desc: true,
      where,
      outcome: 'failed,ok',
      except: 'outcome',
    } as const
    const both = withKind(withKind(undefined, 'jobs', jobs), 'storage', { sort: 'consumed' })
    expect(kindTables({ tables: both }).tables).toBe(both)
    expect(kindState(both, 'jobs')).toEqual(jobs)
    expect(kindState(both, 'storage')).toEqual({ sort: 'consumed' })
    expect(kindState(both, 'links')).toEqual({})
    expect(withKind(withKind(both, 'jobs', {}), 'storage', {})).toBeUndefined()
  })

  it('leave out what makes no sense', () => {
    const tables = 'jobs:sort:DROP,jobs:where:error,jobs:outcome:bad,jobs:except:vendor,jobs:limit:5,jobs,jobs:search:x'
    expect(kindTables({ tables }).tables).toBe('jobs:search:x')
  })
})
