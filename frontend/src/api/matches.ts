import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'

export type MatchPair = Schemas['MatchPair']
export type MatchCustomer = Schemas['MatchCustomer']
export type MatchRecord = Schemas['MatchRecord']
export type MatchReason = MatchPair['for'][number]
export type MatchDecision = Schemas['MatchDecision']

export const matchQueries = {
  pairs: (limit: number) =>
    queryOptions({
      queryKey: ['matches', 'pairs', limit],
      queryFn: ({ signal }) => unwrap(client.GET('/matches', { params: { query: { limit } }, signal })),
    }),
  decisions: (limit: number) =>
    queryOptions({
      queryKey: ['matches', 'decisions', limit],
      queryFn: ({ signal }) => unwrap(client.GET('/match-decisions', { params: { query: { limit } }, signal })),
    }),
}

export function joinCustomers(a: number, b: number) {
  return unwrap(client.POST('/customers/join', { body: { a, b } }))
}

export function keepApart(a: number, b: number) {
  return unwrap(client.POST('/customers/apart', { body: { a, b } }))
}

/** Joins the customers of several pairs; the result says of each what became of it. */
export function acceptMatches(ids: number[]) {
  return unwrap(client.POST('/matches/accept', { body: { pair_ids: ids } }))
}

export function putOffMatch(id: number, later: boolean) {
  return unwrap(client.PUT('/matches/{id}/later', { params: { path: { id } }, body: { later } }))
}

export function splitRecord(id: number) {
  return unwrap(client.POST('/records/{id}/split', { params: { path: { id } } }))
}

export function undoMatch(id: number) {
  return unwrap(client.POST('/match-decisions/{id}/undo', { params: { path: { id } } }))
}
