/** The page that a link copied from the program leads to, whichever copy of it the link is from; undefined for other text. */
export function readPageLink(text: string): string | undefined {
  return /^(?:tenantry:|(?:https?|wails):\/\/[^/\s]+)(\/(?!\/)\S*)$/.exec(text.trim())?.[1]
}
