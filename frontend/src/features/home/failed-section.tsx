import { IconBriefcaseOff, IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Home, HomeFailure } from '../../api/home'
import { Age } from '../../components/ui/age'
import { Section } from '../../components/ui/page'
import { useLocale } from '../../lib/locale'
import { keepScope } from '../../lib/url-state'
import { errorSentence } from '../../lib/use-error-text'
import classes from './home.module.css'
import { LinkLine, Quiet } from './line'
import { nothingFailed } from './quiet'

/** Connections that were not read as they should be, and backup jobs that failed. */
export function FailedSection({ failed }: { failed: Home['failed'] }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <Section title={t('home.failed')}>
      {nothingFailed(failed) && <Quiet>{t('home.failed_nothing')}</Quiet>}
      <ul className={classes.lines}>
        {failed.connections.map((each) => (
          <ConnectionLine key={each.connection_id} failure={each} />
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
  const whole = failure.error_key !== ''
  const customers = failure.customers > 0
  return (
    <LinkLine
      tone={whole ? 'bad' : 'soon'}
      icon={IconPlugConnectedX}
      to={failure.run_id ? '/sync' : '/connections'}
      search={(prev) => ({ ...keepScope(prev), run: failure.run_id || undefined })}
    >
      <strong>{failure.connection}</strong>
      <br />
      {whole ? errorSentence(t, failure.error_key) : ''}
      {whole && customers ? ' ' : ''}
      {customers && t('home.unread', { count: failure.customers, number: f.int(failure.customers) })}
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
