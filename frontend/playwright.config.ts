import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

// The shell is Chromium without a browser's own windows, which nobody sees here and which cost a quarter of the time.
const systemBrowser = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
  .map((name) => `/usr/bin/${name}`)
  .find(existsSync)

export default defineConfig({
  // Pictures for the documentation are made with the same means, by "make screenshots".
  projects: ['e2e', 'screenshots'].map((name) => ({ name, testDir: name })),
  globalSetup: './e2e/program-exists.ts',
  // Each file starts programs of its own on ports of their own, so files run side by side.
  workers: 2,
  timeout: 150_000, // slow machines; a test that hangs still ends
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'Europe/Zurich',
    // Nothing has to be waited for, nor painted, that only moves.
    contextOptions: { reducedMotion: 'reduce' },
    // Recording slows every test down; ask for it with --trace on.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? systemBrowser,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Pages live for seconds: making their code faster costs more than it gives, a seventh of all the time.
        '--js-flags=--no-turbofan --no-maglev',
      ],
    },
  },
})
