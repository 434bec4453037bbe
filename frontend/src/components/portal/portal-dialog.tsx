import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type OfferedPortal, portalQueries, savePortals } from '../../api/portals'
import { useErrorText } from '../../lib/use-error-text'
import { Dialog } from '../ui/dialog'
import { ErrorState } from '../ui/error-state'
import { useUndo } from '../ui/undo'
import classes from '../tags/tags.module.css'

interface Props {
  /** The connection whose links are edited. */
  connection: { id: number; name: string }
  onClose: () => void
}

/** The links into a connection's portal, as templates. */
export function PortalDialog({ connection, onClose }: Props) {
  const { t } = useTranslation()
  const templates = useQuery(portalQueries.ofConnection(connection.id))
  return (
    <Dialog onClose={onClose} title={t('portal.edit_title', { connection: connection.name })} size={760}>
      {templates.error && <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />}
      {templates.data && <PortalForm connection={connection.id} offered={templates.data.items} onClose={onClose} />}
    </Dialog>
  )
}

interface FormProps {
  connection: number
  offered: OfferedPortal[]
  onClose: () => void
}

function PortalForm({ connection, offered, onClose }: FormProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const offerUndo = useUndo()
  const [links, setLinks] = useState(offered)
  const change = (at: number, to: Partial<OfferedPortal>) =>
    setLinks((old) => old.map((each, n) => (n === at ? { ...each, ...to } : each)))
  const save = useMutation({
    mutationFn: () =>
      savePortals(
        connection,
        links
          .filter((each) => each.default !== '' || each.url.trim() !== '')
          .map(({ key, name, url }) => ({ key, name, url })),
      ),
    onSuccess: ({ undo }) => {
      offerUndo({ message: t('portal.saved'), undo })
      void client.invalidateQueries({ queryKey: ['portal-links'] })
      void client.invalidateQueries({ queryKey: ['portal-templates'] })
      onClose()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack gap="xs">
        <p className={classes.lead}>{t('portal.edit_help')}</p>
        {links.map((each, n) => (
          <Group key={each.key} gap="xs" wrap="nowrap">
            <TextInput
              w={190}
              aria-label={t('portal.name', { number: n + 1 })}
              value={each.name}
              onChange={(event) => change(n, { name: event.currentTarget.value })}
            />
            <TextInput
              flex={1}
              aria-label={t('portal.address', { name: each.name })}
              value={each.url}
              placeholder={each.default}
              onChange={(event) => change(n, { url: event.currentTarget.value })}
            />
          </Group>
        ))}
        {save.error && (
          <p className={classes.error} role="alert">
            {errorText(save.error)}
          </p>
        )}
        <Group gap="xs">
          <Button
            onClick={() => setLinks((old) => [...old, { key: `own-${Date.now()}`, name: '', url: '', default: '' }])}
          >
            {t('portal.add')}
          </Button>
          <Button
            onClick={() =>
              setLinks((old) =>
                old.filter((each) => each.default !== '').map((each) => ({ ...each, url: each.default })),
              )
            }
          >
            {t('portal.reset')}
          </Button>
          <span style={{ flex: 1 }} />
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t('action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
