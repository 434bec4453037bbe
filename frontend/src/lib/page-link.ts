/**
 * The page that a link copied from the program leads to, whichever copy of it the link is from; undefined for other text and
 * for the page of one customer. Customers have other numbers in each copy, so that a link can name none.
 */
export function readPageLink(text: string): string | undefined {
  const path = /^(?:tenantry:|(?:https?|wails):\/\/[^/\s]+)(\/(?!\/)\S*)$/.exec(text.trim())?.[1]
  if (path === undefined || /^\/customers\/\d/.test(path)) return undefined
  const [page = '', search = ''] = path.split('?')
  const params = search.split('&').filter((each) => each !== '' && !/^(?:customer|open)=/.test(each))
  return params.length === 0 ? page : `${page}?${params.join('&')}`
}
