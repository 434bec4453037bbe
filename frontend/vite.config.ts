import { rmSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

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

const api = process.env.TENANTRY_API ?? 'http://127.0.0.1:8787'

export default defineConfig({
  plugins: [react(), emptyDist()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { outDir: 'dist', emptyOutDir: false, chunkSizeWarningLimit: 2000 },
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
