import type { Plugin } from 'vite'

/** Knows what the first script imports without waiting: it is one file, so that the first page has one script to wait for. */
export function startChunk() {
  const atStart = new Set<string>()
  const plugin: Plugin = {
    name: 'start-chunk',
    apply: 'build',
    buildEnd() {
      const waiting = [...this.getModuleIds()].filter((id) => this.getModuleInfo(id)?.isEntry)
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        if (atStart.has(id)) continue
        atStart.add(id)
        waiting.push(...(this.getModuleInfo(id)?.importedIds ?? []))
      }
    },
  }
  return { plugin, has: (id: string) => atStart.has(id) }
}
