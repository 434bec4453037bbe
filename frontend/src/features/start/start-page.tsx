import { Button } from '@mantine/core'
import { IconFlask, IconPlugConnected } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../components/ui/link-button'
import { connectionQueries } from '../../api/connections'
import { openSample } from '../../api/session'
import { Mark } from '../../components/ui/mark'
import { useErrorText } from '../../lib/use-error-text'
import classes from './start.module.css'

/** The first page somebody sees: connect a vendor, or look around first. */
export function StartPage() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const errorText = useErrorText()
  const vendors = useQuery(connectionQueries.vendors())
  const sample = useMutation({
    mutationFn: openSample,
    onSuccess: async () => {
      await client.resetQueries()
      await navigate({ to: '/', search: {} })
    },
  })
  return (
    <div className={classes.page}>
      <div className={classes.inner}>
        <Mark size={52} />
        <h1>{t('start.title')}</h1>
        <p className={classes.lead}>{t('start.lead')}</p>
        <div className={classes.ways}>
          <section aria-labelledby="start-connect">
            <IconPlugConnected size={22} stroke={1.6} aria-hidden />
            <h2 id="start-connect">{t('start.connect_title')}</h2>
            <p>{t('start.connect_text')}</p>
            <div className={classes.buttons}>
              {vendors.data?.items.map((vendor) => (
                <LinkButton
                  key={vendor.vendor}
                  to="/connections"
                  search={{ edit: 'new' as const, vendor: vendor.vendor }}
                  variant="filled"
                  size="sm"
                >
                  {t(`vendor.${vendor.vendor}`)}
                </LinkButton>
              ))}
            </div>
          </section>
          <section aria-labelledby="start-sample">
            <IconFlask size={22} stroke={1.6} aria-hidden />
            <h2 id="start-sample">{t('start.sample_title')}</h2>
            <p>{t('start.sample_text')}</p>
            <div className={classes.buttons}>
              <Button size="sm" loading={sample.isPending} onClick={() => sample.mutate()}>
                {t('start.sample_button')}
              </Button>
            </div>
            {sample.error && (
              <p role="alert" className={classes.error}>
                {errorText(sample.error)}
              </p>
            )}
          </section>
        </div>
        <p className={classes.foot}>{t('start.privacy')}</p>
      </div>
    </div>
  )
}
