import type { Plugin } from 'vite'

const hashed = /\.(m_[0-9a-f]{8})(?![\w-])/g

/** Splits a style sheet into its rules; what a rule holds within its braces goes with it. */
function* rules(css: string): Generator<string> {
  let depth = 0
  let from = 0
  for (let at = 0; at < css.length; at++) {
    if (css[at] === '{') depth++
    if (css[at] === '}') depth--
    if (depth === 0 && (css[at] === '}' || css[at] === ';')) {
      yield css.slice(from, at + 1)
      from = at + 1
    }
  }
  yield css.slice(from)
}

function needed(selector: string, used: (name: string) => boolean): boolean {
  return [...selector.matchAll(hashed)].every(([, name = '']) => used(name))
}

/** Leaves out rules for components that no script has. */
function withoutUnused(css: string, used: (name: string) => boolean): string {
  let kept = ''
  for (const rule of rules(css)) {
    const open = rule.indexOf('{')
    const head = rule.slice(0, Math.max(open, 0)).trimStart()
    if (/^@(media|supports|layer|container)/.test(head)) {
      const inner = withoutUnused(rule.slice(open + 1, -1), used)
      if (inner.trim() !== '') kept += `${head}{${inner}}`
    } else if (needed(head, used)) kept += rule
  }
  return kept
}

/**
 * Mantine's style sheet has all its components, most of which the interface does not use; the browser would look through
 * all of them whenever it computes styles. Mantine's class names are hashes that its scripts name, too.
 */
export function unusedStyles(): Plugin {
  return {
    name: 'unused-styles',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const files = Object.values(bundle)
      const scripts = files.map((file) => (file.type === 'chunk' ? file.code : '')).join('\n')
      const named = new Set(scripts.match(/m_[0-9a-f]{8}/g))
      for (const file of files) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue
        const css = typeof file.source === 'string' ? file.source : new TextDecoder().decode(file.source)
        file.source = withoutUnused(css, (name) => named.has(name))
      }
    },
  }
}
