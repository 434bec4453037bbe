import { queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client'

export const viewQueries = {
  list: (page: string) =>
    queryOptions({
      queryKey: ['views', page],
      queryFn: () => unwrap(client.GET('/views', { params: { query: { page } } })),
    }),
}

export function saveView(page: string, name: string, query: Record<string, unknown>) {
  return unwrap(client.PUT('/views', { body: { page, name, query } }))
}

export function deleteView(id: number) {
  return unwrap(client.DELETE('/views/{id}', { params: { path: { id } } }))
}
