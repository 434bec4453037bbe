import { rmSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { startChunk } from './bundle/start-chunk'
import { unusedStyles } from './bundle/unused-styles'

const dist = fileURLToPath(new URL('./dist', import.meta.url))

// Go embeds frontend/dist, so the folder and its .gitkeep outlive every build; Vite's own emptying would remove both.
function emptyDist(): Plugin {
  return {
    name: 'empty-dist',
    apply: 'build',
    buildStart() {
      for (const name of readdirSync(dist)) {
        if (name !== '.gitkeep') rmSync(`${dist}/${name}`, { recursive: true })
      }
    },
  }
}

const start = startChunk()

const api = process.env.TENANTRY_API ?? 'http://127.0.0.1:8787'

export default defineConfig({
  plugins: [react(), emptyDist(), start.plugin, unusedStyles()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        // Few files: each is asked of the program by itself.
        codeSplitting: {
          groups: [
            { name: 'start', test: start.has, priority: 2 },
            { name: 'pages', test: /\/(src|@mantine|@tanstack|@tabler|@floating-ui)\//, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    // The program refuses foreign hosts and origins, so the proxy speaks as the program's own page. The sign-in link is the
    // program's too; its cookie counts for every port of this machine.
    proxy: {
      '/api': { target: api, changeOrigin: true, headers: { origin: api } },
      '^/\\?token=': { target: api, changeOrigin: true },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
    // Vitest leaves a core to others, which is half of two.
    maxWorkers: '100%',
    isolate: false,
    // Role queries take long in jsdom while other programs are built beside it.
    testTimeout: 30_000,
    env: { TZ: 'Europe/Zurich' },
  },
})
