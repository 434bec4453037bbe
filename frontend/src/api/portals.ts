import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'

export type PortalLink = Schemas['PortalLink']
export type OfferedPortal = Schemas['OfferedPortal']
export type Activity = Schemas['Activity']

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
  activity: (customer: number) =>
    queryOptions({
      queryKey: ['activity', customer],
      queryFn: () => unwrap(client.GET('/customers/{id}/activity', { params: { path: { id: customer } } })),
    }),
}

export function savePortals(connection: number, links: { key: string; name: string; url: string }[]) {
  return unwrap(client.PUT('/connections/{id}/portal-links', { params: { path: { id: connection } }, body: { links } }))
}
