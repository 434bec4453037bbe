import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TypedKind } from './row-fields'
import { TypeRowDialog } from './type-row-dialog'

/** Opens the form for one row of a kind, of a customer where it is known. */
export function TypeRowButton({ kind, customer }: { kind: TypedKind; customer?: number }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="xs" leftSection={<IconPencil size={14} aria-hidden />} onClick={() => setOpen(true)}>
        {t(`type_row.${kind}`)}
      </Button>
      {open && <TypeRowDialog kind={kind} customer={customer} onClose={() => setOpen(false)} />}
    </>
  )
}
