import { Anchor, Button, Code, Group } from '@mantine/core'
import { IconCircleCheck, IconDeviceMobile, IconLogin2 } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type CheckInput, signInQueries, startSignIn, type Vendor } from '../../api/connections'
import { openLink } from '../../api/desktop'
import { errorSentence, useErrorText } from '../../lib/use-error-text'
import classes from './connection.module.css'

interface Props {
  vendor: Vendor
  /** What was typed in so far. */
  input: CheckInput
  /** The id of a sign-in that has ended well. */
  signIn: string
  onSignedIn: (id: string) => void
}

/** Signing in at the vendor: in this machine's browser, or on any device with a code. */
export function SignIn({ vendor, input, signIn, onSignedIn }: Props) {
  const { t } = useTranslation()
  const errorText = useErrorText()
  const begin = useMutation({
    mutationFn: (device: boolean) => startSignIn({ ...input, device }),
    onSuccess: (begun) => {
      if (!begun.user_code) void openLink(begun.url)
    },
  })
  const begun = begin.data
  const { data: state } = useQuery({ ...signInQueries.state(begun?.id ?? ''), enabled: begun !== undefined })
  const ended = state?.state ?? begun?.state
  useEffect(() => {
    if (ended === 'done' && begun && signIn !== begun.id) onSignedIn(begun.id)
  }, [ended, begun, signIn, onSignedIn])
  return (
    <div>
      <Group gap="xs">
        <Button
          leftSection={<IconLogin2 size={15} aria-hidden />}
          loading={begin.isPending}
          onClick={() => begin.mutate(false)}
        >
          {t('connections.sign_in_at', { vendor: t(`vendor.${vendor.vendor}`) })}
        </Button>
        {vendor.sign_in_device && (
          <Button
            variant="subtle"
            leftSection={<IconDeviceMobile size={15} aria-hidden />}
            onClick={() => begin.mutate(true)}
          >
            {t('connections.sign_in_device')}
          </Button>
        )}
      </Group>
      <div role="status" className={classes.signIn}>
        {begun && ended === 'waiting' && (
          <span>
            {t(begun.user_code ? 'connections.sign_in_code' : 'connections.sign_in_waiting')}{' '}
            <Anchor href={begun.url} target="_blank" rel="noreferrer" onClick={openInstead(begun.url)}>
              {t('connections.sign_in_page')}
            </Anchor>{' '}
            {begun.user_code && <Code className={classes.code}>{begun.user_code}</Code>}
          </span>
        )}
        {signIn && (
          <span className={classes.signedIn}>
            <IconCircleCheck size={15} aria-hidden /> {t('connections.signed_in')}
          </span>
        )}
      </div>
      {(begin.error || ended === 'failed') && (
        <p className={classes.error} role="alert">
          {begin.error
            ? errorText(begin.error)
            : errorSentence(t, state?.error_key ?? '', { vendor: vendor.vendor, ...state?.error_params })}
        </p>
      )}
    </div>
  )
}

/** In the window a link opens nothing by itself. */
function openInstead(url: string) {
  return (event: React.MouseEvent) => {
    event.preventDefault()
    void openLink(url)
  }
}
