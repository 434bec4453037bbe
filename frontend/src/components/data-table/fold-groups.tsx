import { Button } from '@mantine/core'
import { IconFold, IconFoldDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Grouping } from './use-groups'

/** Hides the rows of all groups of a table, and shows them all again. */
export function FoldGroups({ grouping }: { grouping?: Pick<Grouping<never>, 'groups' | 'closed' | 'setClosed'> }) {
  const { t } = useTranslation()
  const { groups, closed, setClosed } = grouping ?? {}
  if (!groups || !closed || !setClosed || groups.length === 0) return null
  const shut = groups.filter(({ id }) => closed.has(id)).length
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconFold size={15} aria-hidden />}
        disabled={shut === groups.length}
        onClick={() => setClosed(new Set(groups.map(({ id }) => id)))}
      >
        {t('table.fold_all')}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconFoldDown size={15} aria-hidden />}
        disabled={shut === 0}
        onClick={() => setClosed(new Set())}
      >
        {t('table.unfold_all')}
      </Button>
    </>
  )
}
