import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import sharedEn from '../../../backend/language/locales/en.json'
import { flatten, languages, nearestLanguage, startTexts, type TextTree } from '../lib/i18n'
import uiEn from '../locales/en.json'

const source = join(process.cwd(), 'src')
const english = flatten(uiEn)
const everything = new Set([...Object.keys(english), ...Object.keys(flatten(sharedEn))])

const folders = { ui: join(source, 'locales'), shared: join(process.cwd(), '../backend/language/locales') }

function catalogue(where: keyof typeof folders, language: string): Record<string, string> {
  return flatten(JSON.parse(readFileSync(join(folders[where], `${language}.json`), 'utf8')) as TextTree)
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'test' ? [] : files(path)
    return /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name) ? [path] : []
  })
}

interface Uses {
  literal: Map<string, string>
  /** Patterns of keys that are put together, e.g. "column.*". */
  patterns: Map<string, string>
  /** Words in the page that no catalogue holds. */
  bare: string[]
}

function collect(): Uses {
  const uses: Uses = { literal: new Map(), patterns: new Map(), bare: [] }
  for (const file of files(source)) {
    const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true)
    visit(tree, file, uses)
  }
  return uses
}

function visit(node: ts.Node, file: string, uses: Uses) {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
    if (node.arguments[0]) keysOf(node.arguments[0], file, uses)
  }
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'key') keysOf(node.initializer, file, uses)
  if (ts.isJsxText(node) && /\p{L}{2,}/u.test(node.text)) uses.bare.push(`${file}: ${node.text.trim()}`)
  if (ts.isJsxAttribute(node) && node.initializer && ts.isStringLiteral(node.initializer)) {
    const spoken = ['label', 'title', 'aria-label', 'placeholder', 'description', 'alt'].includes(node.name.getText())
    if (spoken) uses.bare.push(`${file}: ${node.initializer.text}`)
  }
  ts.forEachChild(node, (child) => visit(child, file, uses))
}

function keysOf(node: ts.Expression, file: string, uses: Uses) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) uses.literal.set(node.text, file)
  else if (ts.isConditionalExpression(node)) {
    keysOf(node.whenTrue, file, uses)
    keysOf(node.whenFalse, file, uses)
  } else if (ts.isTemplateExpression(node)) {
    const pattern = node.head.text + node.templateSpans.map((span) => `*${span.literal.text}`).join('')
    uses.patterns.set(pattern, file)
  }
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\.(\w+)\}\}/g)].map((match) => match[1] ?? '').sort()
}

function has(key: string): boolean {
  return everything.has(key) || everything.has(`${key}_one`)
}

function matches(pattern: string, key: string): boolean {
  const plain = key.replace(/_(one|other)$/, '')
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.]/g, '\\.'))
      .join('[a-zA-Z0-9_-]+')}$`,
  ).test(plain)
}

describe('texts', () => {
  const uses = collect()

  it('are catalogues of all languages', () => {
    for (const folder of Object.values(folders)) {
      const found = readdirSync(folder).map((name) => name.replace('.json', ''))
      expect(found.sort(), folder).toEqual([...languages].sort())
    }
  })

  it.each(languages)('exist in %s with the same placeholders as in English', (language) => {
    const other = catalogue('ui', language)
    expect(Object.keys(other).sort()).toEqual(Object.keys(english).sort())
    for (const [key, text] of Object.entries(english)) {
      const one = key.endsWith('_one') && `${key.slice(0, -3)}other` in english
      const wanted = placeholders(text)
      const found = placeholders(other[key] ?? '')
      // "one" may spell the number out, so only unknown placeholders are wrong there.
      if (one)
        expect(placeholders(english[key.replace(/_one$/, '_other')] ?? '')).toEqual(expect.arrayContaining(found))
      else expect(found, key).toEqual(wanted)
    }
  })

  it.each(languages)('are never empty in %s and never the same key in both catalogues', (language) => {
    for (const [key, text] of Object.entries(catalogue('ui', language))) expect(text.trim(), key).not.toBe('')
    const shared = catalogue('shared', language)
    expect(Object.keys(english).filter((key) => key in shared)).toEqual([])
  })

  it.each(languages)('name every language in its own words in %s', (language) => {
    const texts = catalogue('ui', language)
    for (const tag of languages) expect(texts[`settings.own_name.${tag}`]).toBe(english[`settings.own_name.${tag}`])
  })

  it.each(languages)('are shown in %s, whole millions too', async (language) => {
    const { t, ready } = startTexts(language)
    await ready
    expect(t('nav.settings')).toBe(catalogue('ui', language)['nav.settings'])
    for (const n of [1, 2, 1_000_000]) {
      const form = n === 1 ? 'one' : 'other'
      const text = catalogue('ui', language)[`table.rows_${form}`] ?? ''
      expect(t('table.rows', { count: n, number: String(n) })).toBe(text.replace('{{.number}}', String(n)))
    }
  })

  it('are in the language nearest to what the browser asks for', () => {
    const asked = ['de-AT', 'it-CH', 'nb-NO', 'no', 'nn-NO', 'en-GB', 'fr', 'C', '']
    expect(asked.map(nearestLanguage)).toEqual(['de', 'it', 'nb', 'nb', 'nb', 'en', 'en', 'en', 'en'])
  })

  it('are all there', () => {
    const missing = [...uses.literal].filter(([key]) => key.includes('.') && !key.startsWith('tenantry.') && !has(key))
    expect(missing).toEqual([])
    const dead = [...uses.patterns].filter(
      ([pattern]) => pattern.includes('.') && ![...everything].some((key) => matches(pattern, key)),
    )
    expect(dead.filter(([pattern]) => !pattern.startsWith('*'))).toEqual([])
    expect(uses.literal.size).toBeGreaterThan(200)
  })

  it('are all used', () => {
    const patterns = [...uses.patterns.keys()]
    const unused = Object.keys(english).filter((key) => {
      const plain = key.replace(/_(one|other)$/, '')
      if (uses.literal.has(plain)) return false
      return !patterns.some((pattern) => matches(pattern, key))
    })
    expect(unused).toEqual([])
  })

  it('stand in no component', () => {
    expect(uses.bare).toEqual([])
  })
})
