import { Button, FileButton, Group, Select, Stack, Switch, Textarea } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createConnections, type Vendor } from '../../api/connections'
import { Dialog } from '../../components/ui/dialog'
import { useLocale } from '../../lib/locale'
import { useErrorText } from '../../lib/use-error-text'
import classes from './connections.module.css'
import { WrongRows } from './wrong-rows'

interface Props {
  vendors: Vendor[]
  startVendor?: Vendor['vendor']
  onClose: () => void
}

/** Takes a table of connections, pasted or from a file. Nothing is saved while a row is wrong, unless the user takes the others. */
export function ManyDialog({ vendors, startVendor, onClose }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const client = useQueryClient()
  const errorText = useErrorText()
  const [vendorName, setVendorName] = useState(startVendor ?? keyed(vendors)?.vendor)
  const [text, setText] = useState('')
  const [check, setCheck] = useState(true)
  const vendor = vendors.find((each) => each.vendor === vendorName)
  const save = useMutation({
    mutationFn: ({ of, goodOnly }: { of: Vendor; goodOnly: boolean }) =>
      createConnections({ vendor: of.vendor, table: text, check, good_only: goodOnly }),
    onSuccess: async (result) => {
      if (result.created.length === 0) return
      await client.invalidateQueries()
      if (result.wrong.length === 0) onClose()
    },
  })
  const change = (next: string) => {
    setText(next)
    save.reset()
  }
  if (!vendor) return null
  const wrong = save.data?.wrong ?? []
  const saved = save.data?.created.length ?? 0
  const good = save.data?.good ?? 0
  return (
    <Dialog onClose={onClose} size={720} title={t('connections.many')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ of: vendor, goodOnly: false })
        }}
      >
        <Stack gap="sm">
          <Select
            label={t('column.vendor')}
            value={vendorName}
            data={vendors.map((each) => ({ value: each.vendor, label: t(`vendor.${each.vendor}`) }))}
            onChange={(value) => {
              setVendorName(vendors.find((each) => each.vendor === value)?.vendor)
              save.reset()
            }}
          />
          <Textarea
            label={t('connections.many_table')}
            description={t('connections.many_help', { columns: columnsOf(vendor, t).join(', ') })}
            data-autofocus
            required
            rows={8}
            autoComplete="off"
            spellCheck={false}
            classNames={{ input: classes.cells }}
            value={text}
            onChange={(event) => change(event.currentTarget.value)}
          />
          <Group justify="space-between">
            <FileButton accept=".csv,.tsv,.txt,text/csv,text/plain" onChange={(file) => void file?.text().then(change)}>
              {(props) => (
                <Button {...props} leftSection={<IconFileSpreadsheet size={15} aria-hidden />}>
                  {t('connections.many_file')}
                </Button>
              )}
            </FileButton>
            <Switch
              label={t('connections.many_check')}
              checked={check}
              onChange={(event) => setCheck(event.currentTarget.checked)}
            />
          </Group>
          {saved > 0 && (
            <p className={classes.lead} role="status">
              {t('connections.many_saved', { count: saved, number: f.int(saved) })}
            </p>
          )}
          {wrong.length > 0 && <WrongRows vendor={vendor.vendor} wrong={wrong} saved={saved > 0} />}
          {save.error && (
            <p className={classes.error} role="alert">
              {errorText(save.error)}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            {wrong.length > 0 && saved === 0 && good > 0 && (
              <Button mr="auto" loading={save.isPending} onClick={() => save.mutate({ of: vendor, goodOnly: true })}>
                {t('connections.many_good', { count: good, number: f.int(good) })}
              </Button>
            )}
            <Button onClick={onClose}>{t(saved > 0 ? 'action.close' : 'action.cancel')}</Button>
            {saved === 0 && (
              <Button type="submit" variant="filled" disabled={!text.trim()} loading={save.isPending}>
                {t('action.save')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

/** The vendor that is connected once per customer: its only secret is a key, and the customer is typed in. */
function keyed(vendors: Vendor[]): Vendor | undefined {
  return vendors.find((each) => each.fields.some((field) => field.name === 'customer')) ?? vendors[0]
}

/** The columns that a table without headings has. */
function columnsOf(vendor: Vendor, t: (key: string) => string): string[] {
  const needed = vendor.fields.filter((field) => field.required && !field.default)
  return [t('column.name'), ...needed.map((field) => t(`field.${vendor.vendor}.${field.name}.label`))]
}
