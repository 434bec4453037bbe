import codes from 'i18n-iso-countries/codes.json'
import type { FeatureCollection, Polygon, MultiPolygon, Position } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import atlas from 'world-atlas/countries-50m.json'

type Shape = Polygon | MultiPolygon
type Bounds = [west: number, south: number, east: number, north: number]

const byNumber = new Map(codes.map(([alpha2, , number]) => [number, alpha2]))

// Natural Earth gives Kosovo no number; its code is in use everywhere.
const unnumbered: Record<string, string> = { Kosovo: 'XK' }

const topology = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>
const shapes = feature(topology, topology.objects.countries) as FeatureCollection<Shape, { name: string }>

/** Goes on beyond 180° where a ring crosses the date line, which a flat map would draw as a band around the world. */
function unwrapped(ring: Position[]): Position[] {
  let turn = 0
  return ring.map(([lon = 0, lat = 0], at) => {
    const step = at === 0 ? 0 : lon - (ring[at - 1]?.[0] ?? lon)
    if (Math.abs(step) > 180) turn -= Math.sign(step) * 360
    return [lon + turn, lat]
  })
}

function flat(shape: Shape): Shape {
  if (shape.type === 'Polygon') return { ...shape, coordinates: shape.coordinates.map(unwrapped) }
  return { ...shape, coordinates: shape.coordinates.map((part) => part.map(unwrapped)) }
}

/** The countries as GeoJSON, named by ISO 3166-1 alpha-2; those without a code keep their name. Nobody does business in Antarctica. */
export const world = {
  ...shapes,
  features: shapes.features
    .filter((each) => each.properties.name !== 'Ashmore and Cartier Is.') // reefs that carry Australia's number
    .map((each) => ({
      ...each,
      geometry: flat(each.geometry),
      properties: { name: byNumber.get(String(each.id)) ?? unnumbered[each.properties.name] ?? each.properties.name },
    }))
    .filter((each) => each.properties.name !== 'AQ'),
}

const shapeOf = new Map(world.features.map((each) => [each.properties.name, each.geometry]))

function boundsOfRing(ring: Position[]): Bounds {
  const east = ring.map(([lon = 0]) => lon)
  const north = ring.map(([, lat = 0]) => lat)
  return [Math.min(...east), Math.min(...north), Math.max(...east), Math.max(...north)]
}

const area = ([west, south, east, north]: Bounds) => (east - west) * (north - south)

/** Bounds of a country's largest part: overseas islands do not widen the view. */
function mainland(shape: Shape): Bounds {
  const parts = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
  return parts.map(([outer = []]) => boundsOfRing(outer)).reduce((a, b) => (area(b) > area(a) ? b : a))
}

/** The bounds that show all these countries with a margin, in degrees; none where the map knows none of them. */
export function boundsOf(countries: string[]): Bounds | undefined {
  const all = countries.flatMap((code) => {
    const shape = shapeOf.get(code)
    return shape ? [mainland(shape)] : []
  })
  if (all.length === 0) return undefined
  const [west, south, east, north] = all.reduce((a, b) => [
    Math.min(a[0], b[0]),
    Math.min(a[1], b[1]),
    Math.max(a[2], b[2]),
    Math.max(a[3], b[3]),
  ])
  return [Math.max(west - 4, -180), Math.max(south - 3, -60), Math.min(east + 4, 180), Math.min(north + 3, 84)]
}
