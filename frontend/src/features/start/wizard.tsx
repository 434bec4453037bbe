import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Vendor } from '../../api/connections'
import type { Session } from '../../api/session'
import { renewSetup, saveSetup, type Setup, setupQueries } from '../../api/setup'
import { type ConnectionForm, fieldsOf, isComplete } from '../../components/connection/connection-form'
import { useErrorText } from '../../lib/use-error-text'
import { CredentialsStep } from './credentials-step'
import { DoneStep } from './done-step'
import { restoredForm } from './restored-form'
import { SampleOffer } from './sample-offer'
import classes from './start.module.css'
import { StepList } from './step-list'
import { SyncStep } from './sync-step'
import { TestStep } from './test-step'
import { VendorStep } from './vendor-step'
import { WelcomeStep } from './welcome-step'

interface Props {
  session: Session
  setup: Setup
  vendors: Vendor[]
}

/** What a step may ask for: another step, with what is known by then. */
export type Move = (next: Partial<Setup>) => void

/** Shows the step that was reached. Where somebody is, is kept by Go; secrets stay in this page's memory. */
export function Wizard({ session, setup, vendors }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const errorText = useErrorText()
  const [typed, setTyped] = useState<{ vendor: string; form: ConnectionForm }>()
  const vendor = vendors.find((each) => each.vendor === setup.vendor)
  const form = vendor && (typed?.vendor === vendor.vendor ? typed.form : restoredForm(vendor, setup))
  const save = useMutation({
    mutationFn: saveSetup,
    scope: { id: 'setup' }, // one after the other: the last that was asked for stands
    onSuccess: async (saved) => {
      client.setQueryData(setupQueries.setup().queryKey, saved)
      await renewSetup(client)
    },
  })
  const known: Setup = vendor && form ? { ...setup, name: form.name, fields: fieldsOf(vendor, form) } : setup
  const move: Move = (next) => save.mutate({ ...known, state: 'open', ...next })
  const leave = () =>
    save.mutate({ ...known, state: 'closed' }, { onSuccess: () => void navigate({ to: '/', search: {} }) })
  const change = (next: Partial<ConnectionForm>) => {
    if (vendor && form) setTyped({ vendor: vendor.vendor, form: { ...form, ...next } })
  }
  const lost = setup.step === 'test' && !(vendor && form && isComplete(vendor, form, undefined))
  const step = lost ? 'credentials' : setup.step
  return (
    <div className={classes.inner}>
      <StepList step={step} />
      <section className={classes.step} aria-label={t(`start.step.${step}`)}>
        <h2>{t(`start.heading.${step}`)}</h2>
        {step === 'welcome' && <WelcomeStep session={session} onMove={move} />}
        {step === 'vendor' && <VendorStep vendors={vendors} setup={setup} onMove={move} />}
        {vendor && form && step === 'credentials' && (
          <CredentialsStep
            vendor={vendor}
            form={form}
            resumed={typed === undefined && setup.name !== ''}
            onChange={change}
            onMove={move}
          />
        )}
        {vendor && form && step === 'test' && <TestStep vendor={vendor} form={form} onMove={move} />}
        {step === 'sync' && <SyncStep connection={setup.connection_id} onMove={move} />}
        {step === 'done' && <DoneStep onMove={move} />}
        {save.error && (
          <p role="alert" className={classes.error}>
            {errorText(save.error)}
          </p>
        )}
      </section>
      {step !== 'done' && (
        <footer className={classes.foot}>
          {step !== 'sync' && session.first_start && <SampleOffer />}
          <span className={classes.grow} />
          <Button variant="subtle" onClick={leave}>
            {t('start.later')}
          </Button>
        </footer>
      )}
    </div>
  )
}
