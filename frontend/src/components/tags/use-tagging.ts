import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { giveTag } from '../../api/tags'
import { useErrorText } from '../../lib/use-error-text'
import { useLocale } from '../../lib/locale'
import { notifyDone, notifyError } from '../ui/notify'
import { notifyUndo } from '../ui/notify-undo'

export interface Tagging {
  name: string
  customers: number[]
  /** False takes the tag away. */
  on: boolean
}

const touched = ['customers', 'customer', 'customer-choices', 'tags']

/** Gives or takes tags by hand; each time it offers to be undone. */
export function useTagging() {
  const { t } = useTranslation()
  const { f } = useLocale()
  const client = useQueryClient()
  const errorText = useErrorText()
  const refresh = () => client.invalidateQueries({ predicate: (query) => touched.includes(String(query.queryKey[0])) })
  const undo = useMutation({
    mutationFn: ({ name, customers, on }: Tagging) => giveTag(name, customers, on),
    onSuccess: refresh,
    onError: (error) => notifyError(errorText(error)),
  })
  return useMutation({
    mutationFn: ({ name, customers, on }: Tagging) => giveTag(name, customers, on),
    onSuccess: ({ customers }, { name, on }) => {
      void refresh()
      if (customers.length === 0) {
        notifyDone(t('tag.nothing_changed'))
        return
      }
      const params = { tag: name, count: customers.length, number: f.int(customers.length) }
      notifyUndo({
        message: on ? t('tag.given', params) : t('tag.taken', params),
        label: t('tag.undo'),
        onUndo: () => undo.mutate({ name, customers, on: !on }),
      })
    },
    onError: (error) => notifyError(errorText(error)),
  })
}
