import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { giveTag } from '../../api/tags'
import { useErrorText } from '../../lib/use-error-text'
import { useLocale } from '../../lib/locale'
import { notifyDone, notifyError } from '../ui/notify'
import { useUndo } from '../ui/undo'

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
  const offerUndo = useUndo()
  return useMutation({
    mutationFn: ({ name, customers, on }: Tagging) => giveTag(name, customers, on),
    onSuccess: ({ customers, undo }, { name, on }) => {
      void client.invalidateQueries({ predicate: (query) => touched.includes(String(query.queryKey[0])) })
      if (customers.length === 0) {
        notifyDone(t('tag.nothing_changed'))
        return
      }
      const params = { tag: name, count: customers.length, number: f.int(customers.length) }
      offerUndo({ message: on ? t('tag.given', params) : t('tag.taken', params), undo })
    },
    onError: (error) => notifyError(errorText(error)),
  })
}
