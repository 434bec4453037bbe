import { Button, FileButton, SegmentedControl } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { importChooser, uploadImport } from '../../api/desktop'
import { closeImport, type ImportFile, importQueries } from '../../api/imports'
import { ExportButton } from '../../components/export-button'
import { EmptyState } from '../../components/ui/empty-state'
import { ErrorState } from '../../components/ui/error-state'
import { notifyError } from '../../components/ui/notify'
import { PageBody, PageHeader } from '../../components/ui/page'
import { drop, keepScope } from '../../lib/url-state'
import { useLocale } from '../../lib/locale'
import { useErrorText } from '../../lib/use-error-text'
import { ImportDialog } from './import-dialog'
import { ImportsTable } from './imports-table'
import { PricesView } from './prices-view'

const route = getRouteApi('/imports')

/** What came from files, with undo, the prices among it, and the way to import one. */
export function ImportsPage() {
  const { t } = useTranslation()
  const { f } = useLocale()
  const { view, search, vendor, sort, desc } = route.useSearch()
  const imports = useQuery(importQueries.list())
  const [file, setFile] = useState<ImportFile>()
  const close = () => {
    if (file) void closeImport(file.id).catch(() => undefined) // it is forgotten anyhow when the program ends
    setFile(undefined)
  }
  const actions = (
    <>
      <ViewSwitch />
      {view === 'prices' && <ExportButton kind="prices" list={{ sort, desc }} filter={{ search, vendor }} />}
      <OpenButton onOpen={setFile} />
    </>
  )
  return (
    <>
      <PageHeader title={t('nav.imports')} count={imports.data && f.int(imports.data.total)} actions={actions} />
      {view === 'prices' && <PricesView />}
      {!view && imports.error && <ErrorState error={imports.error} onRetry={() => void imports.refetch()} />}
      {!view && imports.data?.total === 0 && (
        <EmptyState icon={IconFileImport} title={t('imports.empty_title')} text={t('imports.empty_text')} />
      )}
      {!view && imports.data && imports.data.total > 0 && (
        <PageBody>
          <ImportsTable imports={imports.data.items} />
        </PageBody>
      )}
      {file && <ImportDialog key={file.id} file={file} onClose={close} />}
    </>
  )
}

/** The files, or the prices that came from them. */
function ViewSwitch() {
  const { t } = useTranslation()
  const { view = 'files' } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('imports.view')}
      value={view}
      data={(['files', 'prices'] as const).map((value) => ({ value, label: t(`imports.${value}`) }))}
      onChange={(value) =>
        void navigate({
          search: (prev) => drop({ ...keepScope(prev), view: value === 'prices' ? ('prices' as const) : undefined }),
        })
      }
    />
  )
}

/** Opens a file: by the native dialog in the window, by the page in a browser. */
function OpenButton({ onOpen }: { onOpen: (file: ImportFile) => void }) {
  const { t, i18n } = useTranslation()
  const errorText = useErrorText()
  const open = useMutation({
    mutationFn: (read: () => Promise<ImportFile | null>) => read(),
    onSuccess: (file) => file && onOpen(file),
    onError: (error) => notifyError(errorText(error)),
  })
  const look = { variant: 'filled', loading: open.isPending, leftSection: <IconFileImport size={15} aria-hidden /> }
  const choose = importChooser()
  if (choose) {
    return (
      <Button {...look} onClick={() => open.mutate(() => choose(i18n.language))}>
        {t('imports.open')}
      </Button>
    )
  }
  return (
    <FileButton accept=".csv,.tsv,.txt,.xlsx" onChange={(file) => file && open.mutate(() => uploadImport(file))}>
      {(props) => (
        <Button {...props} {...look}>
          {t('imports.open')}
        </Button>
      )}
    </FileButton>
  )
}
