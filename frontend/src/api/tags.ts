import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'

export type Tag = Schemas['Tag']
export type CustomerTag = Schemas['CustomerTag']
export type CustomerRule = Schemas['CustomerRule']

export const tagQueries = {
  list: () => queryOptions({ queryKey: ['tags'], queryFn: () => unwrap(client.GET('/tags')) }),
  /** All tags, vendors' too, with how many customers have each: what a scope can be limited to. */
  counts: () => queryOptions({ queryKey: ['tags', 'counts'], queryFn: () => unwrap(client.GET('/tags/counts')) }),
}

/** Gives customers a tag by hand, or takes it away; answers for whom that changed anything. */
export function giveTag(name: string, customers: number[], on: boolean) {
  return unwrap(client.POST('/tags/customers', { body: { name, customers, on } }))
}

export function setTagRule(name: string, rule: CustomerRule) {
  return unwrap(client.PUT('/tags/rule', { body: { name, rule } }))
}

export function deleteTag(id: number) {
  return unwrap(client.DELETE('/tags/{id}', { params: { path: { id } } }))
}
