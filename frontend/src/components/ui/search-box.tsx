import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { startTransition, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  label: string
  value: string
  onSearch: (text: string) => void
  /** The page has several: the key that leads to a search leads to none of them. */
  oneOfMany?: boolean
}

/** A search whose typing never waits for the list: the list follows when the fingers rest. */
export function SearchBox({ label, value, onSearch, oneOfMany }: Props) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    if (value !== text.trim()) setText(value)
  }
  const tell = useDebouncedCallback((next: string) => startTransition(() => onSearch(next.trim())), 180)
  const change = (next: string) => {
    setText(next)
    tell(next)
  }
  useHotkeys(oneOfMany ? [] : [['/', () => input.current?.focus()]])
  return (
    <TextInput
      ref={input}
      type="search"
      flex="1 0 200px"
      maw={260}
      size="xs"
      aria-label={label}
      placeholder={label}
      value={text}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        text !== '' && <CloseButton size={24} iconSize={14} aria-label={t('search.clear')} onClick={() => change('')} />
      }
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        if (text !== '') change('')
        else event.currentTarget.blur()
      }}
    />
  )
}
