import { notifications } from '@mantine/notifications'
import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

afterEach(() => {
  cleanup()
  // Files share what modules remember: what one was told must not stand in the next.
  notifications.clean()
  notifications.cleanQueue()
})
// Asking jsdom for the computed style of every element takes most of a test's time.
configure({ asyncUtilTimeout: 8000, defaultHidden: true })

// jsdom has no layout, so what Mantine asks the browser is answered here once.
Object.defineProperty(window, 'matchMedia', {
  writable: true,
  value: (query: string) => ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
    addListener: vi.fn(),
    removeListener: vi.fn(),
    dispatchEvent: vi.fn(),
  }),
})

class ResizeObserverStub {
  observe() {}
  unobserve() {}
  disconnect() {}
}
window.ResizeObserver = ResizeObserverStub
window.HTMLElement.prototype.scrollIntoView = () => {}

// Tables draw the rows in sight, and without layout nothing would be.
Object.defineProperties(window.HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 600 },
  clientWidth: { configurable: true, get: () => 1000 },
})
window.HTMLElement.prototype.scrollTo = () => {}
window.scrollTo = () => {}
