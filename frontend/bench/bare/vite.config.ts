import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../../build/bare/dist', import.meta.url)),
    // Go embeds the folder, so that its .gitkeep stays; the same names replace the files of the last build.
    emptyOutDir: false,
    rolldownOptions: { output: { entryFileNames: 'bare.js', assetFileNames: 'bare[extname]' } },
  },
})
