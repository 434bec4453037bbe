import { Button, Group, NumberInput, PasswordInput, Select, Skeleton, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type MailSettings, saveMail, settingsQueries, testMail } from '../../api/settings'
import { notifyDone, notifyError } from '../../components/ui/notify'
import { Section } from '../../components/ui/page'
import { useErrorText } from '../../lib/use-error-text'
import classes from './settings.module.css'

/** The server that schedules send exports by. */
export function MailSection() {
  const { t } = useTranslation()
  const { data } = useQuery(settingsQueries.mail())
  return (
    <Section title={t('mail_server.title')}>
      <Stack className={classes.form} gap="md">
        <p className={classes.quiet}>{t('mail_server.help')}</p>
        {data ? (
          <>
            <ServerForm stored={data} />
            {data.host !== '' && <TestForm />}
          </>
        ) : (
          <Skeleton height={220} />
        )}
      </Stack>
    </Section>
  )
}

const securities = ['starttls', 'tls', 'none'] as const
const ports = { starttls: 587, tls: 465, none: 25 }

function ServerForm({ stored }: { stored: MailSettings }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const { password_set: kept, ...server } = stored
  const [form, setForm] = useState(server)
  const [password, setPassword] = useState('')
  const set = (change: Partial<typeof server>) => setForm((old) => ({ ...old, ...change }))
  const save = useMutation({
    mutationFn: () => saveMail({ ...next, password: password || undefined }),
    onSuccess: ({ password_set, ...saved }) => {
      client.setQueryData(settingsQueries.mail().queryKey, { ...saved, password_set })
      setForm(saved)
      setPassword('')
      notifyDone(t('mail_server.saved'))
    },
    onError: (error) => notifyError(errorText(error)),
  })
  const next = { ...form, host: form.host.trim(), user: form.security === 'none' ? '' : form.user }
  const changed = password !== '' || JSON.stringify(next) !== JSON.stringify(server)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <fieldset className={classes.fields} disabled={save.isPending}>
        <TextInput
          label={t('mail_server.host')}
          maxLength={253}
          spellCheck={false}
          value={form.host}
          onChange={(event) => set({ host: event.currentTarget.value })}
        />
        <Group grow align="flex-start">
          <Select
            label={t('mail_server.security')}
            allowDeselect={false}
            value={form.security}
            data={securities.map((value) => ({ value, label: t(`mail_server.security_of.${value}`) }))}
            onChange={(value) => {
              const security = securities.find((each) => each === value) ?? 'starttls'
              set({ security, port: ports[security] })
            }}
          />
          <NumberInput
            label={t('mail_server.port')}
            min={1}
            max={65535}
            allowDecimal={false}
            thousandSeparator=""
            value={form.port}
            onChange={(value) => set({ port: Number(value) || 0 })}
          />
        </Group>
        {form.security !== 'none' && (
          <>
            <TextInput
              label={t('mail_server.user')}
              description={t('mail_server.user_help')}
              maxLength={320}
              spellCheck={false}
              autoComplete="off"
              value={form.user}
              onChange={(event) => set({ user: event.currentTarget.value })}
            />
            <PasswordInput
              label={t('mail_server.password')}
              disabled={form.user === ''}
              maxLength={1000}
              autoComplete="new-password"
              placeholder={kept ? t('connections.stored') : undefined}
              visibilityToggleButtonProps={{ 'aria-label': t('connections.show_secret') }}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          </>
        )}
        <TextInput
          label={t('mail_server.from')}
          description={t('mail_server.from_help')}
          required={form.host !== ''}
          maxLength={320}
          spellCheck={false}
          value={form.from}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <Group>
          <Button type="submit" variant="filled" loading={save.isPending} disabled={!changed}>
            {t('mail_server.save')}
          </Button>
        </Group>
      </fieldset>
    </form>
  )
}

/** Sends a mail through the stored server, to see that it arrives. */
function TestForm() {
  const { t } = useTranslation()
  const errorText = useErrorText()
  const [to, setTo] = useState('')
  const test = useMutation({
    mutationFn: () => testMail(to),
    onSuccess: () => notifyDone(t('mail_server.sent', { to })),
    onError: (error) => notifyError(errorText(error)),
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        test.mutate()
      }}
    >
      <Group align="flex-end" wrap="nowrap">
        <TextInput
          flex={1}
          label={t('mail_server.test_to')}
          required
          withAsterisk={false}
          maxLength={2000}
          spellCheck={false}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button type="submit" loading={test.isPending}>
          {t('mail_server.test')}
        </Button>
      </Group>
    </form>
  )
}
