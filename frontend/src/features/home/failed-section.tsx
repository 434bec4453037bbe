import { Button } from '@mantine/core'
import { IconBriefcaseOff, IconCalendarX, IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Coverage } from '../../api/dashboard'
import type { Home, HomeFailure } from '../../api/home'
import { Age } from '../../components/ui/age'
import { useCompletenessText } from '../../components/ui/completeness-text'
import { Section } from '../../components/ui/page'
import { useStartSync } from '../../components/use-start-sync'
import { exportName } from '../../lib/export-name'
import { wasRead } from '../../lib/freshness'
import { useLocale } from '../../lib/locale'
import { keepScope } from '../../lib/url-state'
import { errorSentence } from '../../lib/use-error-text'
import classes from './home.module.css'
import { LinkLine, Quiet } from './line'
import { nothingFailed } from './quiet'

/** Connections that were not read as they should be, exports that were not written, and backup jobs that failed. */
export function FailedSection({ failed, coverage }: { failed: Home['failed']; coverage?: Coverage }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const completeness = useCompletenessText()
  const missing = failed.connections.length === 0 && coverage && !wasRead(coverage)
  return (
    <Section title={t('home.failed')}>
      {nothingFailed(failed) && coverage && !missing && <Quiet>{t('home.failed_nothing')}</Quiet>}
      <ul className={classes.lines}>
        {failed.connections.map((each) => (
          <ConnectionLine key={each.connection_id} failure={each} />
        ))}
        {missing && (
          <LinkLine tone="soon" icon={IconPlugConnectedX} to="/sync" search={keepScope}>
            {completeness(coverage)}
          </LinkLine>
        )}
        {failed.schedules.map((each) => (
          <LinkLine key={each.id} tone="bad" icon={IconCalendarX} to="/sync" search={keepScope}>
            {t('notification.schedule_failed', { what: exportName(each, t) })}{' '}
            {each.error_key && errorSentence(t, each.error_key, each.params)}
            {each.ended_at && (
              <small>
                <Age at={each.ended_at} />
              </small>
            )}
          </LinkLine>
        ))}
        {failed.jobs > 0 && (
          <LinkLine
            tone="bad"
            icon={IconBriefcaseOff}
            to="/operations"
            search={(prev) => ({
              ...keepScope(prev),
              view: 'jobs' as const,
              outcome: 'failed' as const,
              within: '7d' as const,
            })}
          >
            {t('home.jobs', { count: failed.jobs, number: f.int(failed.jobs), customers: f.int(failed.job_customers) })}
          </LinkLine>
        )}
      </ul>
    </Section>
  )
}

function ConnectionLine({ failure }: { failure: HomeFailure }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const sync = useStartSync()
  const { connection_id: id, connection, age, customers } = failure
  const whole = failure.error_key !== ''
  const sentences = [
    whole && errorSentence(t, failure.error_key),
    customers > 0 && t('home.unread', { count: customers, number: f.int(customers) }),
    !whole && age === 'never' && t('home.never_read'),
    age === 'stale' && failure.read_at && t('home.stale', { time: f.dateTime(failure.read_at) }),
  ].filter(Boolean)
  return (
    <LinkLine
      tone={whole ? 'bad' : 'soon'}
      icon={IconPlugConnectedX}
      to={failure.run_id ? '/sync' : '/connections'}
      search={(prev) => ({ ...keepScope(prev), run: failure.run_id || undefined })}
      aside={
        age !== 'fresh' &&
        failure.state !== 'sign_in' && (
          <Button
            size="compact-sm"
            loading={sync.isPending}
            aria-label={t('sync.run_one', { connection })}
            onClick={() => sync.mutate({ ids: [id], full: false })}
          >
            {t('sync.run_now')}
          </Button>
        )
      }
    >
      <strong>{connection}</strong>
      <br />
      {sentences.join(' ')}
      {failure.datasets.length > 0 && (
        <small>
          {failure.datasets.map((name) => t(`dataset.${name}`, { defaultValue: name })).join(', ')}
          {failure.ended_at && ' · '}
          {failure.ended_at && <Age at={failure.ended_at} />}
        </small>
      )}
    </LinkLine>
  )
}
