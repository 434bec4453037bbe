import { Group, Input, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { CustomerSelect } from '../../components/customer-select'
import { sessionQueries } from '../../api/session'
import { settingsQueries } from '../../api/settings'
import { tagQueries } from '../../api/tags'
import { families } from '../../lib/families'
import {
  customerKinds,
  type ExportDraft,
  exportKinds,
  formatsOf,
  licenceKinds,
  operationsKinds,
  takesFamily,
} from './export-draft'

interface Props {
  draft: ExportDraft
  /** The name of the customer that is stored. */
  customer?: string
  onChange: (change: Partial<ExportDraft>) => void
}

/** What a schedule writes, about whom, and where. */
export function ExportFields({ draft, customer, onChange }: Props) {
  const { t } = useTranslation()
  const kinds = (group: string, of: readonly ExportDraft['kind'][]) => ({
    group: t(group),
    items: of.map((kind) => ({ value: kind, label: t(`workbook.${kind}.title`) })),
  })
  const formats = formatsOf(draft.kind)
  return (
    <>
      <Group grow>
        <Select
          label={t('schedules.data')}
          allowDeselect={false}
          value={draft.kind}
          data={[
            kinds('nav.customers', customerKinds),
            kinds('nav.licences', licenceKinds),
            kinds('nav.operations', operationsKinds),
          ]}
          onChange={(value) => {
            const kind = exportKinds.find((kind) => kind === value) ?? 'customers'
            onChange(kind === 'report' ? { kind, whose: 'customer' } : { kind })
          }}
        />
        <Select
          label={t('schedules.format')}
          allowDeselect={false}
          value={formats.includes(draft.format) ? draft.format : 'xlsx'}
          data={formats.map((format) => ({
            value: format,
            label: t(format === 'ics' ? 'calendar.export' : `export.${format}`),
          }))}
          onChange={(value) => onChange({ format: formats.find((format) => format === value) ?? 'xlsx' })}
        />
      </Group>
      <WhoseFields draft={draft} customer={customer} onChange={onChange} />
      <Group grow>
        {takesFamily(draft.kind) && (
          <Select
            label={t('schedules.family')}
            allowDeselect={false}
            value={draft.family}
            data={families.map((family) => ({ value: family, label: t(`family.${family}`) }))}
            onChange={(value) => onChange({ family: families.find((family) => family === value) ?? 'all' })}
          />
        )}
        <Select
          label={t('settings.language')}
          allowDeselect={false}
          value={draft.language}
          data={(['en', 'de', 'it', 'nb'] as const).map((tag) => ({
            value: tag,
            label: t(`settings.own_name.${tag}`),
          }))}
          onChange={(value) => onChange({ language: (value ?? 'en') as ExportDraft['language'] })}
        />
      </Group>
      <WhereFields draft={draft} onChange={onChange} />
    </>
  )
}

/** Into a folder, or to whom by mail. */
function WhereFields({ draft, onChange }: Pick<Props, 'draft' | 'onChange'>) {
  const { t } = useTranslation()
  const { data: session } = useQuery(sessionQueries.session())
  const mail = useQuery({ ...settingsQueries.mail(), enabled: draft.into === 'mail' })
  return (
    <>
      <Input.Wrapper label={t('schedules.where')} labelElement="div">
        <div>
          <SegmentedControl
            aria-label={t('schedules.where')}
            value={draft.into}
            data={(['folder', 'mail'] as const).map((value) => ({ value, label: t(`schedules.into.${value}`) }))}
            onChange={(into) => onChange({ into })}
          />
        </div>
      </Input.Wrapper>
      {draft.into === 'folder' ? (
        <TextInput
          label={t('schedules.folder')}
          description={t(session?.mode === 'browser' ? 'schedules.folder_help_browser' : 'schedules.folder_help')}
          required
          maxLength={4096}
          spellCheck={false}
          value={draft.folder}
          onChange={(event) => onChange({ folder: event.currentTarget.value })}
        />
      ) : (
        <TextInput
          label={t('schedules.to')}
          description={t(mail.data?.host === '' ? 'schedules.mail_unset' : 'schedules.to_help')}
          required
          maxLength={2000}
          spellCheck={false}
          value={draft.to}
          onChange={(event) => onChange({ to: event.currentTarget.value })}
        />
      )}
    </>
  )
}

/** All customers, those with a tag, or one. */
function WhoseFields({ draft, customer, onChange }: Props) {
  const { t } = useTranslation()
  const tags = useQuery({ ...tagQueries.counts(), enabled: draft.whose === 'tag' })
  const names = new Set([...(tags.data?.items.map(({ name }) => name) ?? []), draft.tag].filter(Boolean))
  return (
    <Group grow>
      <Select
        label={t('schedules.for')}
        allowDeselect={false}
        value={draft.whose}
        data={[
          { value: 'all', label: t('scope.all') },
          { value: 'tag', label: t('schedules.for_tag') },
          { value: 'customer', label: t('scope.one') },
        ].filter(({ value }) => draft.kind !== 'report' || value === 'customer')}
        onChange={(value) => onChange({ whose: (value ?? 'all') as ExportDraft['whose'] })}
      />
      {draft.whose === 'tag' && (
        <Select
          label={t('schedules.tag')}
          required
          searchable
          allowDeselect={false}
          nothingFoundMessage={t('scope.nothing')}
          value={draft.tag || null}
          data={[...names]}
          onChange={(value) => onChange({ tag: value ?? '' })}
        />
      )}
      {draft.whose === 'customer' && (
        <CustomerSelect
          label={t('schedules.customer')}
          value={draft.customer}
          name={customer}
          onChange={(id) => onChange({ customer: id })}
        />
      )}
    </Group>
  )
}
