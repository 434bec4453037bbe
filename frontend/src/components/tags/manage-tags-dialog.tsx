import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { deleteTag, type Tag, tagQueries } from '../../api/tags'
import { useLocale } from '../../lib/locale'
import { drop } from '../../lib/url-state'
import { useErrorText } from '../../lib/use-error-text'
import { Dialog } from '../ui/dialog'
import { ErrorState } from '../ui/error-state'
import { notifyError } from '../ui/notify'
import { useUndo } from '../ui/undo'
import classes from './tags.module.css'

/** All tags that users give, with how many customers have each. */
export function ManageTagsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const client = useQueryClient()
  const errorText = useErrorText()
  const tags = useQuery(tagQueries.list())
  const offerUndo = useUndo()
  const navigate = useNavigate()
  const scope = useSearch({ from: '__root__' })
  const remove = useMutation({
    mutationFn: ({ id }: Tag) => deleteTag(id),
    onSuccess: async ({ undo }, { name }) => {
      offerUndo({ message: t('tag.deleted', { tag: name }), undo })
      // Nothing is left to see of a scope whose tag is gone.
      if (name === scope.tag) await navigate({ to: '.', search: (prev) => drop({ ...prev, tag: undefined }) })
      await client.invalidateQueries()
    },
    onError: (error) => notifyError(errorText(error)),
  })
  return (
    <Dialog onClose={onClose} title={t('tag.manage')} size={560}>
      {tags.error && <ErrorState error={tags.error} onRetry={() => void tags.refetch()} />}
      {tags.data?.items.length === 0 && <p className={classes.lead}>{t('tag.none')}</p>}
      {tags.data && tags.data.items.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('tag.name')}</th>
              <th scope="col">{t('tag.origin')}</th>
              <th scope="col" className={classes.number}>
                {t('nav.customers')}
              </th>
              <th />
            </tr>
          </thead>
          <tbody>
            {tags.data.items.map((tag) => (
              <tr key={tag.id}>
                <th scope="row">{tag.name}</th>
                <td>{t(tag.rule ? 'tag_origin.rule' : 'tag_origin.hand')}</td>
                <td className={classes.number}>{f.int(tag.customers)}</td>
                <td className={classes.number}>
                  <Button
                    size="compact-xs"
                    loading={remove.isPending && remove.variables.id === tag.id}
                    aria-label={t('tag.delete', { tag: tag.name })}
                    onClick={() => remove.mutate(tag)}
                  >
                    {t('action.delete')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  )
}
