/** How long what is typed waits for the palette, in milliseconds: keys must not vanish for good where it does not come. */
const patience = 3000

let typed = ''
let stop = () => {}

function gather(event: KeyboardEvent) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.key === 'Backspace') typed = typed.slice(0, -1)
  else if ([...event.key].length === 1) typed += event.key
  else return
  event.preventDefault()
  event.stopPropagation()
}

/** Keeps what is typed between the key that opens the palette and its being there. */
export function gatherTyped() {
  takeTyped()
  const timer = setTimeout(() => takeTyped(), patience)
  document.addEventListener('keydown', gather, true)
  stop = () => {
    clearTimeout(timer)
    document.removeEventListener('keydown', gather, true)
  }
}

/** Gives what was typed meanwhile; from now on keys go where the focus is. */
export function takeTyped(): string {
  stop()
  stop = () => {}
  const text = typed
  typed = ''
  return text
}
