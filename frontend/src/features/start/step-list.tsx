import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { setupSteps, type SetupStep } from '../../api/setup'
import classes from './start.module.css'

/** The names of all steps, and which one it is. */
export function StepList({ step }: { step: SetupStep }) {
  const { t } = useTranslation()
  const at = setupSteps.indexOf(step)
  return (
    <ol className={classes.steps} aria-label={t('start.steps')}>
      {setupSteps.map((each, index) => (
        <li key={each} aria-current={index === at ? 'step' : undefined} data-past={index < at || undefined}>
          <span className={classes.number} aria-hidden>
            {index < at ? <IconCheck size={13} stroke={3} /> : index + 1}
          </span>
          {t(`start.step.${each}`)}
          {index < at && <span className={classes.hidden}>{t('start.passed')}</span>}
        </li>
      ))}
    </ol>
  )
}
