import { ActionIcon } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerFact as Fact, TypedField } from '../../api/portals'
import { Sourced } from '../../components/ui/source-mark'
import { useLocale } from '../../lib/locale'
import { factText } from './fact-text'
import classes from './customer-fact.module.css'
import { FactForm } from './fact-form'

interface Props {
  customer: number
  field: TypedField
  /** Undefined until it is read. */
  fact?: Fact
  /** What counts, where the customer's row says it; left out: what was typed in, else what a source says. */
  value?: string
  typed?: boolean
}

/** A fact about a customer. Where no source gives it, or it was typed in, it is changed where it stands. */
export function CustomerFact({ customer, field, fact, value, typed }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const [editing, setEditing] = useState(false)
  const cameBack = useRef(false)
  const close = () => {
    cameBack.current = true
    setEditing(false)
  }
  if (editing && fact) return <FactForm customer={customer} fact={fact} field={field} onClose={close} />
  const text = factText(field, value ?? (fact?.typed || fact?.given) ?? '', f.locale)
  const given = fact?.typed && fact.given ? factText(field, fact.given, f.locale) : undefined
  return (
    <span className={classes.fact}>
      {text === '' ? (
        '–'
      ) : (typed ?? fact?.typed) ? (
        <Sourced source="typed" given={given} typedAt={fact?.typed_at ?? undefined}>
          {text}
        </Sourced>
      ) : (
        text
      )}
      {fact && (fact.given === '' || fact.typed !== '') && (
        <ActionIcon
          variant="subtle"
          size="sm"
          color="gray"
          aria-label={t('facts.edit', { field: t(`row.${field}`) })}
          title={t('facts.edit', { field: t(`row.${field}`) })}
          ref={(button) => {
            if (button && cameBack.current) button.focus()
            cameBack.current = false
          }}
          onClick={() => setEditing(true)}
        >
          <IconPencil size={14} aria-hidden />
        </ActionIcon>
      )}
    </span>
  )
}
