import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { subscriptionQueries, type SubscriptionRow } from '../../api/subscriptions'
import { TypeInDialog } from '../type-in/type-in-dialog'

/** Types in values of one subscription. */
export function TypeInButton({ subscription }: { subscription: number }) {
  const { t } = useTranslation()
  const [typing, setTyping] = useState<SubscriptionRow>()
  const asked = useQuery(subscriptionQueries.one(subscription))
  const row = asked.data?.items.find(({ id }) => id === subscription)
  return (
    <>
      <Button
        leftSection={<IconPencil size={15} aria-hidden />}
        disabled={row === undefined}
        onClick={() => setTyping(row)}
      >
        {t('type_in.button')}
      </Button>
      {typing && <TypeInDialog rows={[typing]} onClose={() => setTyping(undefined)} />}
    </>
  )
}
