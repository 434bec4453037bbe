import { Button } from '@mantine/core'
import { IconCheck, IconExternalLink } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Access, accessQueries, giveConsent } from '../../api/connections'
import { openLink, opensByGo } from '../../api/desktop'
import { useErrorText } from '../../lib/use-error-text'
import { Age } from '../ui/age'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Facts } from '../ui/facts'
import { notifyDone } from '../ui/notify'
import classes from './connection.module.css'

/** The same for a record of a customer; nothing where its consent is not missing. */
export function ConsentOfRecord({ record }: { record: number }) {
  const access = useQuery(accessQueries.list())
  const missing = access.data?.items.find((each) => each.record_id === record)
  return missing ? <ConsentActions access={missing} /> : null
}

/** What can be done about a missing consent: approve our app from here, or open the vendor's page for it. */
export function ConsentActions({ access }: { access: Access }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const waits = isUnheeded(access)
  return (
    <span className={classes.consent}>
      {access.consent_given_at && (
        <span className={classes.consentGiven}>
          {t('consent.given')}: <Age at={access.consent_given_at} />. {waits && t('consent.takes_a_while')}
        </span>
      )}
      {access.consent && access.record_id && !waits && (
        <Button
          size="compact-xs"
          aria-label={t('consent.approve_of', { customer: access.customer })}
          leftSection={<IconCheck size={14} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          {t('consent.approve')}
        </Button>
      )}
      {access.url && <OpenConsent url={access.url} customer={access.customer} />}
      {asking && <ApproveDialog access={access} onClose={() => setAsking(false)} />}
    </span>
  )
}

/** No sync has tried since the app was approved from here. */
function isUnheeded({ consent_given_at: given, seen_at: tried }: Access): boolean {
  return given !== undefined && (tried === null || Date.parse(tried) < Date.parse(given))
}

/** Says what exactly will be approved, and where. */
function ApproveDialog({ access, onClose }: { access: Access; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const approve = useMutation({
    mutationFn: () => giveConsent(access.record_id ?? 0),
    onSuccess: (given) => {
      onClose()
      notifyDone(t(given.already ? 'consent.already' : 'consent.done', { customer: access.customer }))
      void client.invalidateQueries({ queryKey: accessQueries.list().queryKey })
    },
  })
  return (
    <ConfirmDialog
      title={t('consent.title', { customer: access.customer })}
      confirm={t('consent.approve')}
      mild
      pending={approve.isPending}
      onConfirm={() => approve.mutate()}
      onClose={onClose}
    >
      <p className={classes.consentText}>{t('consent.text', { customer: access.customer })}</p>
      <Facts
        facts={[
          [t('column.customer'), access.customer],
          [t('column.connection'), access.connection],
          [t('consent.app'), access.consent?.app],
          [t('consent.scopes'), access.consent?.scopes.map((scope) => <div key={scope}>{scope}</div>)],
        ]}
      />
      <p className={classes.consentText}>{t('consent.undo')}</p>
      {approve.isError && (
        <p role="alert" className={classes.consentError}>
          {errorText(approve.error)}
        </p>
      )}
    </ConfirmDialog>
  )
}

/** Leads to the page where an admin of the customer approves our app, in the default browser. */
function OpenConsent({ url, customer }: { url: string; customer: string }) {
  const { t } = useTranslation()
  return (
    <Button
      component="a"
      size="compact-xs"
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={t('access.open_consent_of', { customer })}
      leftSection={<IconExternalLink size={14} aria-hidden />}
      onClick={(event) => {
        if (!opensByGo()) return
        event.preventDefault()
        void openLink(url)
      }}
    >
      {t('access.open_consent')}
    </Button>
  )
}
