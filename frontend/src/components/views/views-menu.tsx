import { Button, Menu } from '@mantine/core'
import { IconBookmark, IconChevronDown, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText, opensByGo, pageLink, saveViewFile, viewChooser, type ViewFile } from '../../api/desktop'
import { deleteView, viewQueries } from '../../api/views'
import { keepScope, ownSearch, type Search, type ShellSearch } from '../../lib/url-state'
import { useErrorText } from '../../lib/use-error-text'
import { notifyDone, notifyError } from '../ui/notify'
import { useUndo } from '../ui/undo'
import { SaveViewDialog } from './save-view-dialog'
import { readView, writeView } from './view-file'

interface Props {
  /** The page the views are of. */
  page: string
  /** What stands in the page's address now. */
  search: ShellSearch
  validate: (search: Search) => object
}

const same = (a: object, b: object) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
const sorted = (values: object) => Object.entries(values).sort(([a], [b]) => a.localeCompare(b))

/** The views of a page: filters and sorts under a name, to be found again, linked to and passed on as a file. */
export function ViewsMenu({ page, search, validate }: Props) {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const query = ownSearch(search)
  const onLoad = (view: Search) => void navigate({ to: '.', search: (prev) => ({ ...view, ...keepScope(prev) }) })
  const client = useQueryClient()
  const errorText = useErrorText()
  const offerUndo = useUndo()
  const [saving, setSaving] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const views = useQuery(viewQueries.list(page))
  const remove = useMutation({
    mutationFn: ({ id }: { id: number; name: string }) => deleteView(id),
    onSuccess: ({ undo }, { name }) => {
      offerUndo({ message: t('views.deleted', { name }), undo })
      return client.invalidateQueries({ queryKey: ['views', page] })
    },
    onError: (error) => notifyError(errorText(error)),
  })
  const load = ({ name: file, text }: ViewFile) => {
    const read = readView(text, page, validate)
    if ('view' in read) onLoad(read.view.query)
    else if (read.problem === 'dropped') {
      notifyError(t('views.dropped', { file, names: read.names.join(', ') }))
    } else notifyError(t(`views.${read.problem}`, { file }))
  }
  const fromFile = useMutation({
    mutationFn: async () => {
      const choose = viewChooser()
      if (!choose) input.current?.click()
      return choose?.(i18n.language)
    },
    onSuccess: (file) => file && load(file),
    onError: (error) => notifyError(errorText(error)),
  })
  const toFile = useMutation({
    mutationFn: () => {
      const shown = views.data?.items.find((view) => same(validate(view.query), query))
      const name = shown?.name ?? t('views.button')
      return saveViewFile(`tenantry-${page}.view.json`, writeView(page, name, query), i18n.language)
    },
    onSuccess: (path) => path && notifyDone(t('export.saved', { path })),
    onError: (error) => notifyError(errorText(error)),
  })
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button
            leftSection={<IconBookmark size={15} aria-hidden />}
            rightSection={<IconChevronDown size={13} aria-hidden />}
          >
            {t('views.button')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.data?.items.length === 0 && <Menu.Label>{t('views.none')}</Menu.Label>}
          {views.data?.items.map((view) => (
            <Menu.Item key={view.id} onClick={() => onLoad(validate(view.query) as Search)}>
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setSaving(true)}>{t('views.save')}</Menu.Item>
          <Menu.Item
            onClick={() =>
              void copyText(pageLink()).then(() =>
                notifyDone(t(opensByGo() ? 'views.link_window' : 'views.link_copied')),
              )
            }
          >
            {t('views.link')}
          </Menu.Item>
          <Menu.Item onClick={() => toFile.mutate()}>{t('views.to_file')}</Menu.Item>
          <Menu.Item onClick={() => fromFile.mutate()}>{t('views.from_file')}</Menu.Item>
          {(views.data?.items.length ?? 0) > 0 && <Menu.Divider />}
          {views.data?.items.map((view) => (
            <Menu.Item
              key={view.id}
              leftSection={<IconTrash size={14} aria-hidden />}
              closeMenuOnClick={false}
              onClick={() => remove.mutate(view)}
            >
              {t('views.delete', { name: view.name })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={t('views.from_file')}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (file) void file.text().then((text) => load({ name: file.name, text }))
        }}
      />
      {saving && <SaveViewDialog page={page} query={query} onClose={() => setSaving(false)} />}
    </>
  )
}
