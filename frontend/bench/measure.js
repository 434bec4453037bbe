// Measures the interface from inside its own page. The same text runs in the window, by WebKit's inspector, and in
// Chromium, by its debugging protocol; what it finds goes back as JSON. Times are in milliseconds.
window.bench ??= (() => {
  const calls = []
  const plain = window.fetch
  window.fetch = async (...args) => {
    const { pathname, search } = new URL(args[0], window.location.href)
    const call = { method: args[1]?.method ?? 'GET', path: pathname + search, from: performance.now(), ms: undefined }
    calls.push(call)
    try {
      return await plain(...args)
    } finally {
      call.ms = performance.now() - call.from
    }
  }

  const page = () => document.getElementById('page') ?? document.body
  const all = (selector, within = page()) => [...within.querySelectorAll(selector)]
  const title = () => page().querySelector('h1')?.textContent
  const frame = () => new Promise(requestAnimationFrame)
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

  /** Waits until the frame that is being made is on screen: a message is handled after it was painted. */
  const painted = async () => {
    await frame()
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = resolve
      port2.postMessage(0)
    })
    return performance.now()
  }

  /** Reports whether something holds the place of figures or rows that are on their way. */
  const lacks = () =>
    document.querySelector('[aria-busy=true], .mantine-Skeleton-root, [role=grid] [role=row][aria-hidden]') !== null

  /** The same, with charts that are still to be drawn. */
  const waits = () => lacks() || all('div[role=img]').some((chart) => chart.firstChild === null)

  const calm = 15 // frames without a change after which nothing more is expected
  const patience = 20_000

  /** Acts and waits until nothing changes any more: when the last place held for data was filled, and the last change. */
  const after = async (act, arrived, place = page()) => {
    const known = calls.length
    const began = performance.now()
    let changed = true
    const observer = new MutationObserver(() => (changed = true))
    observer.observe(place, { childList: true, characterData: true, subtree: true })
    act()
    let shown, still
    for (let quiet = 0; quiet < calm; quiet++) {
      const there = arrived() && !waits()
      if (there) shown ??= painted()
      else shown = undefined
      if (changed) still = painted()
      if (changed || !there || calls.some((call) => call.ms === undefined)) quiet = -1
      changed = false
      await frame()
      if (performance.now() - began > patience) throw new Error(`not shown: ${document.title}`)
    }
    observer.disconnect()
    const asked = calls.slice(known).map(({ method, path, ms }) => ({ method, path, ms }))
    return { shown: (await shown) - began, still: Math.max(await shown, await still) - began, asked }
  }

  const results = []
  const step = async (name, act, arrived, place) => {
    await pause(100)
    results.push({ name, ...(await after(act, arrived, place)) })
  }

  /** Goes through what is chosen on one page: links, tabs or switches. */
  const choices = async (name, selector, chosen) => {
    for (let n = 0; n < all(selector).length; n++) {
      const each = all(selector)[n]
      if (chosen(each)) continue
      const label = each.textContent || each.value
      await step(
        `${name}: ${label}`,
        () => each.click(),
        () => all(selector)[n] && chosen(all(selector)[n]),
      )
    }
  }
  const switches = (name, place) => choices(name, `${place} input[type=radio]`, (input) => input.checked)

  /** From a customer's row to all there is about the customer. */
  const customer = async () => {
    const link = () => document.querySelector('[role=dialog] a[href*="/customers/"]')
    const name = all('[role=gridcell][data-sticky]:not([data-check])')[2]
    await step('customer in the drawer', () => name.click(), link, document.body)
    const before = title()
    await step(
      'customer',
      () => link().click(),
      () => title() !== before,
    )
    await choices('customer', '[role=tab]', (tab) => tab.getAttribute('aria-selected') === 'true')
  }

  const parts = {
    '/customers': customer,
    '/licences': () => choices('licences', 'header + nav a', (link) => link.getAttribute('aria-current') === 'page'),
    '/calendar': () => switches('calendar', ''),
    '/operations': async () => {
      await switches('operations', '[role=toolbar]')
      await switches('operations', 'header')
    },
  }

  const links = () =>
    new Map(
      all('nav a[href]', document)
        .filter((link) => !page().contains(link))
        .map((link) => [new URL(link.href).pathname, link]),
    )

  return {
    /** Waits until the page is there with its data, and at rest. */
    arrived: async () =>
      JSON.stringify(
        await after(
          () => undefined,
          () => title() !== undefined,
        ),
      ),

    /** Waits for what a program shows after its start, and gives the time of the day when it was on screen. */
    started: async (what) => {
      let from
      const there = {
        table: () => all('[role=row]').length > 10,
        home: () => title() !== undefined && !lacks(),
        dashboard: () => {
          const link = links().get('/dashboard')
          if (from !== undefined || !link || !title()) return from !== undefined && title() !== from && !lacks()
          from = title()
          link.click()
          return false
        },
      }
      let late = true
      for (; !there[what](); late = false) await frame()
      await painted()
      return JSON.stringify({ at: Date.now(), late })
    },

    /** Opens every page by its link, and what can be chosen there. */
    tour: async () => {
      results.length = 0
      for (const path of links().keys()) {
        const before = title()
        await step(
          path,
          () => links().get(path).click(),
          () => title() !== before,
        )
        await parts[path]?.()
      }
      return JSON.stringify(results)
    },

    /** Opens one page and waits for its data. */
    open: async (path) => {
      const before = title()
      if (new URL(window.location.href).pathname === path) return ''
      return JSON.stringify(
        await after(
          () => links().get(path).click(),
          () => title() !== before,
        ),
      )
    },

    /** Types a text into the page's search, key by key, and waits for what is found. */
    type: async (text) => {
      const input = page().querySelector('input[type=search]')
      const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')
      const enter = (value) => {
        set.call(input, value)
        input.dispatchEvent(new Event('input', { bubbles: true }))
      }
      input.focus()
      const keys = []
      let answered
      for (let n = 1; n <= text.length; n++) {
        await pause(110)
        const began = performance.now()
        if (n < text.length) enter(text.slice(0, n))
        else
          answered = after(
            () => enter(text),
            () => performance.now() - began > 250,
          )
        keys.push((await painted()) - began)
      }
      const { still } = await answered
      await after(
        () => enter(''),
        () => true,
      )
      return JSON.stringify({ keys, answered: still })
    },

    /** Scrolls the table a fixed way per frame and counts the frames. */
    scroll: async (ms, step) => {
      const grid = page().querySelector('[role=grid]')
      grid.scrollTop = 0
      for (let n = 0; n < 30; n++) await frame()
      const began = performance.now()
      let frames = 0
      let last = began
      let longest = 0
      let holes = 0
      while (last - began < ms) {
        grid.scrollTop += step
        await frame()
        const now = performance.now()
        longest = Math.max(longest, now - last)
        holes += grid.querySelector('[role=row][aria-hidden]') ? 1 : 0
        last = now
        frames++
      }
      grid.scrollTop = 0
      return JSON.stringify({ perSecond: (frames * 1000) / (last - began), longest, holes: holes / frames })
    },

    /** How large the table is. */
    size: () => {
      const grid = page().querySelector('[role=grid]')
      const { ariaRowCount, ariaColCount } = grid
      return JSON.stringify({
        rows: Number(ariaRowCount) - 1,
        columns: Number(ariaColCount),
        height: grid.clientHeight,
      })
    },

    /** Asks for one thing alone, several times. */
    ask: async (path, times) => {
      const found = []
      for (let n = 0; n < times; n++) {
        const began = performance.now()
        const reply = await plain(path, { headers: { 'X-Tenantry': '1' } })
        await reply.text()
        if (!reply.ok) throw new Error(`${path}: ${reply.status}`)
        found.push(performance.now() - began)
      }
      return JSON.stringify(found)
    },
  }
})()
