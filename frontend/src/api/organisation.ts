import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'

export type OwnPage = Schemas['OwnPage']
export type OwnOrganisation = Schemas['OwnOrganisation']
export type SetupCheck = Schemas['SetupCheck']

export const organisationQueries = {
  own: () => queryOptions({ queryKey: ['organisation'], queryFn: () => unwrap(client.GET('/organisation')) }),
}
