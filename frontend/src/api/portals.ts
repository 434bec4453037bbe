import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'

export type PortalLink = Schemas['PortalLink']
export type OfferedPortal = Schemas['OfferedPortal']

export const portalQueries = {
  ofCustomer: (customer: number) =>
    queryOptions({
      queryKey: ['portal-links', customer],
      queryFn: () => unwrap(client.GET('/customers/{id}/portal-links', { params: { path: { id: customer } } })),
    }),
  ofConnection: (connection: number) =>
    queryOptions({
      queryKey: ['portal-templates', connection],
      queryFn: () => unwrap(client.GET('/connections/{id}/portal-links', { params: { path: { id: connection } } })),
    }),
  facts: (customer: number) =>
    queryOptions({
      queryKey: ['facts', customer],
      queryFn: () => unwrap(client.GET('/customers/{id}/facts', { params: { path: { id: customer } } })),
    }),
  activity: (customer: number) =>
    queryOptions({
      queryKey: ['activity', customer],
      queryFn: () => unwrap(client.GET('/customers/{id}/activity', { params: { path: { id: customer } } })),
    }),
}

export function savePortals(connection: number, links: { key: string; name: string; url: string }[]) {
  return unwrap(client.PUT('/connections/{id}/portal-links', { params: { path: { id: connection } }, body: { links } }))
}

export type CustomerFact = Schemas['CustomerFact']

/** The facts that can be typed in beside the domain and the country. */
export const addressFields = ['account', 'contact', 'phone', 'street', 'postal_code', 'city', 'language'] as const

export type TypedField = 'domain' | 'country' | (typeof addressFields)[number]

/** Types in what no source says about a customer; "" takes it back. */
export function typeFact(customer: number, field: TypedField, value: string) {
  return unwrap(client.PUT('/customers/{id}/typed', { params: { path: { id: customer } }, body: { field, value } }))
}
