import type { ScheduledExport } from '../../api/schedules'

/** The form of a scheduled export; whom it is about is chosen before the tag or the customer. */
export interface ExportDraft {
  kind: ScheduledExport['kind']
  format: ScheduledExport['format']
  family: NonNullable<ScheduledExport['family']>
  whose: 'all' | 'tag' | 'customer'
  tag: string
  customer?: number
  language: NonNullable<ScheduledExport['language']>
  into: 'folder' | 'mail'
  folder: string
  to: string
}

export const customerKinds = ['customers', 'billing', 'calendar'] as const
export const licenceKinds = [
  'subscriptions',
  'pools',
  'licences-added',
  'licences-expiring',
  'licences-renewing',
  'licences-open',
  'licences-low',
  'licences-over',
  'waste',
  'trend',
] as const
export const operationsKinds = [
  'operations',
  'jobs',
  'service-requests',
  'service-states',
  'incidents',
  'storage',
  'job-trend',
  'storage-trend',
  'report',
] as const
export const exportKinds = [...customerKinds, ...licenceKinds, ...operationsKinds]

const languages = ['en', 'de', 'it', 'nb'] as const

export function draftOf(stored: ScheduledExport | undefined, language: string): ExportDraft {
  return {
    kind: stored?.kind ?? 'customers',
    format: stored?.format ?? 'xlsx',
    family: stored?.family || 'all',
    whose: stored?.tag ? 'tag' : stored?.customer_id ? 'customer' : 'all',
    tag: stored?.tag ?? '',
    customer: stored?.customer_id,
    language: stored?.language ?? languages.find((each) => each === language) ?? 'en',
    into: stored?.to ? 'mail' : 'folder',
    folder: stored?.folder ?? '',
    to: stored?.to ?? '',
  }
}

/** Exports of operations know no product group. */
export function takesFamily(kind: ExportDraft['kind']): boolean {
  return !operationsKinds.some((each) => each === kind)
}

export function formatsOf(kind: ExportDraft['kind']): ExportDraft['format'][] {
  return kind === 'calendar' ? ['xlsx', 'csv', 'ics'] : ['xlsx', 'csv']
}

/** What is stored; undefined while something is missing, so that no export of one customer becomes one of all. */
export function exportOf(draft: ExportDraft): ScheduledExport | undefined {
  const where = draft.into === 'mail' ? { to: draft.to.trim() } : { folder: draft.folder.trim() }
  if (
    !(where.to ?? where.folder) ||
    (draft.whose === 'tag' && !draft.tag) ||
    (draft.whose === 'customer' && !draft.customer) ||
    (draft.kind === 'report' && draft.whose !== 'customer')
  ) {
    return undefined
  }
  return {
    kind: draft.kind,
    format: formatsOf(draft.kind).includes(draft.format) ? draft.format : 'xlsx',
    family: takesFamily(draft.kind) && draft.family !== 'all' ? draft.family : undefined,
    tag: draft.whose === 'tag' ? draft.tag : undefined,
    customer_id: draft.whose === 'customer' ? draft.customer : undefined,
    language: draft.language,
    ...where,
  }
}
