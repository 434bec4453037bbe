import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'

export type Vendor = Schemas['Vendor']
export type VendorField = Schemas['Field']
export type ConnectionRow = Schemas['ConnectionRow']
export type ConnectionInput = Schemas['ConnectionInput']
export type NewConnection = Schemas['CreateConnectionInputBody']
export type ManyConnections = Schemas['ManyConnectionsInputBody']
export type ManyError = Schemas['ManyError']
export type CheckInput = Schemas['CheckInput']
export type CheckResult = Schemas['CheckResult']
export type SignInRequest = Schemas['SignInRequest']
export type Access = Schemas['Access']

export const connectionQueries = {
  vendors: () => queryOptions({ queryKey: ['vendors'], queryFn: () => unwrap(client.GET('/vendors')) }),
  list: () => queryOptions({ queryKey: ['connections'], queryFn: () => unwrap(client.GET('/connections')) }),
}

export const signInQueries = {
  /** How far a sign-in is, looked at until it has ended. */
  state: (id: string) =>
    queryOptions({
      queryKey: ['sign-in', id],
      queryFn: () => unwrap(client.GET('/sign-ins/{id}', { params: { path: { id } } })),
      refetchInterval: (query) => (query.state.data && query.state.data.state !== 'waiting' ? false : 1000),
    }),
}

export const accessQueries = {
  list: () => queryOptions({ queryKey: ['access'], queryFn: () => unwrap(client.GET('/access')) }),
}

/** Approves our app at the customer of a record whose consent is missing, through the vendor's interface. */
export function giveConsent(record: number) {
  return unwrap(client.POST('/records/{id}/consent', { params: { path: { id: record } } }))
}

/** Starts signing in at a vendor with what was typed in so far; the answer names the page to open. */
export function startSignIn(input: SignInRequest) {
  return unwrap(client.POST('/sign-ins', { body: input }))
}

export function createConnection(input: NewConnection) {
  return unwrap(client.POST('/connections', { body: input }))
}

/** Saves a table of connections: all of them, none, or with good_only those that are right. */
export function createConnections(input: ManyConnections) {
  return unwrap(client.POST('/connections/many', { body: input }))
}

export function updateConnection(id: number, input: ConnectionInput) {
  return unwrap(client.PUT('/connections/{id}', { params: { path: { id } }, body: input }))
}

export function deleteConnection(id: number) {
  return unwrap(client.DELETE('/connections/{id}', { params: { path: { id } } }))
}

/** Tries the credentials without saving them. Secrets left out of a known connection are the stored ones. */
export function checkConnection(input: CheckInput) {
  return unwrap(client.POST('/connections/check', { body: input }))
}

/** Leaves a connection out of syncs that name none, or takes it in again. */
export function pauseConnection(id: number, paused: boolean) {
  return unwrap(client.PUT('/connections/{id}/paused', { params: { path: { id } }, body: { paused } }))
}

/** Believes the vendor's short list: the next complete read marks as gone what it no longer lists. */
export function acceptGone(id: number) {
  return unwrap(client.POST('/connections/{id}/accept-gone', { params: { path: { id } } }))
}

/** Keeps everything; the question comes back if the next complete read is as short. */
export function dismissGone(id: number) {
  return unwrap(client.POST('/connections/{id}/dismiss-gone', { params: { path: { id } } }))
}
