import { describe, expect, it } from 'vitest'
import { boundsOf, world } from './world'

describe('world map', () => {
  it('names each country by its code once', () => {
    const names = world.features.map((each) => each.properties.name)
    expect(new Set(names).size).toBe(names.length)
    for (const code of ['CH', 'LI', 'NO', 'IT', 'DE', 'AT', 'MT', 'SM', 'XK', 'US']) expect(names).toContain(code)
  })

  it('draws no shape across the whole world', () => {
    for (const { geometry, properties } of world.features) {
      const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
      for (const [ring = []] of parts) {
        const east = ring.map(([lon = 0]) => lon)
        expect(Math.max(...east) - Math.min(...east), properties.name).toBeLessThan(180)
      }
    }
  })

  it('shows the countries that have a value, without their islands overseas', () => {
    const [west, south, east, north] = boundsOf(['FR', 'NO']) ?? []
    expect(west).toBeLessThan(-4)
    expect(west).toBeGreaterThan(-20)
    expect(south).toBeGreaterThan(30)
    expect(east).toBeLessThan(40)
    expect(north).toBeLessThan(80)
    expect(boundsOf(['ZZ'])).toBeUndefined()
  })
})
