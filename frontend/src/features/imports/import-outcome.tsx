import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { saveImportProblems } from '../../api/desktop'
import { type ImportKind, importQueries, type ImportResult } from '../../api/imports'
import { notifyError } from '../../components/ui/notify'
import { Section } from '../../components/ui/page'
import classes from '../../components/ui/plain-table.module.css'
import { useLocale } from '../../lib/locale'
import { useErrorText } from '../../lib/use-error-text'

interface Props {
  file: string
  kind: ImportKind
  result: ImportResult
}

/** What an import would do: the counts, what is wrong, the first rows as they are read. */
export function ImportOutcome({ file, kind, result }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const { import: done } = result
  return (
    <>
      <p role="status">
        {t('imports.checked', {
          rows: f.int(done.rows),
          added: f.int(done.added),
          changed: f.int(done.changed),
          unchanged: f.int(done.unchanged),
          skipped: f.int(done.skipped),
        })}
      </p>
      {result.total > 0 && <Problems file={file} result={result} />}
      <Preview kind={kind} result={result} />
    </>
  )
}

function Problems({ file, result }: Omit<Props, 'kind'>) {
  const { t, i18n } = useTranslation()
  const { f } = useLocale()
  const errorText = useErrorText()
  const save = useMutation({
    mutationFn: () => saveImportProblems(file, i18n.language),
    onError: (error) => notifyError(errorText(error)),
  })
  const shown = result.problems.slice(0, 50)
  const more = result.total - shown.length
  return (
    <Section
      title={t('imports.problems')}
      aside={
        <Button size="compact-sm" loading={save.isPending} onClick={() => save.mutate()}>
          {t('imports.save_problems')}
        </Button>
      }
    >
      <div className={classes.scroll}>
        <table className={classes.table}>
          <tbody>
            {shown.map((problem, index) => (
              <tr key={index}>
                <td data-numeric>{f.int(problem.line)}</td>
                <td>{problem.column}</td>
                <td data-wrap>
                  {problem.note && `${t('imports.note')}: `}
                  {t(`import.problem.${problem.key}.what`, { ...problem.params, value: problem.value })}{' '}
                  {t(`import.problem.${problem.key}.do`, { ...problem.params, value: problem.value })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && <p>{t('imports.more', { number: f.int(more) })}</p>}
    </Section>
  )
}

function Preview({ kind, result }: Omit<Props, 'file'>) {
  const { t } = useTranslation()
  const kinds = useQuery(importQueries.kinds())
  const all = kinds.data?.items.find((row) => row.kind === kind)?.fields ?? []
  const fields = all.filter((field) => result.preview.some((row) => row.values[field.name]))
  return (
    <Section title={t('imports.preview')}>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('imports.line')}</th>
              {fields.map((field) => (
                <th scope="col" key={field.name}>
                  {t(`import.field.${field.name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {result.preview.map((row) => (
              <tr key={row.line}>
                <td>{row.line}</td>
                {fields.map((field) => (
                  <td key={field.name}>{row.values[field.name]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
