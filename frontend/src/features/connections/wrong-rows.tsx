import { useTranslation } from 'react-i18next'
import type { ManyError, Vendor } from '../../api/connections'
import table from '../../components/ui/plain-table.module.css'
import { useLocale } from '../../lib/locale'
import { errorSentence } from '../../lib/use-error-text'
import classes from './connections.module.css'

interface Props {
  vendor: Vendor['vendor']
  wrong: ManyError[]
  saved: boolean
}

/** What is wrong with which row and column of a table of connections. */
export function WrongRows({ vendor, wrong, saved }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const column = (name: string) =>
    name === 'name' ? t('column.name') : name === '' ? '' : t(`field.${vendor}.${name}.label`)
  return (
    <div role="alert">
      <p className={classes.error}>
        {t(saved ? 'connections.many_left' : 'connections.many_wrong', {
          count: wrong.length,
          number: f.int(wrong.length),
        })}
      </p>
      <div className={classes.wrong} tabIndex={0} role="group" aria-label={t('connections.many_rows')}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" data-numeric>
                {t('connections.many_row')}
              </th>
              <th scope="col">{t('column.name')}</th>
              <th scope="col">{t('connections.many_column')}</th>
              <th scope="col">{t('column.error')}</th>
            </tr>
          </thead>
          <tbody>
            {wrong.map((each) => (
              <tr key={each.row}>
                <td data-numeric>{f.int(each.row)}</td>
                <td>{each.name}</td>
                <td>{column(each.column)}</td>
                <td data-wrap>
                  {errorSentence(t, each.error_key, { ...each.error_params, vendor, field: each.column })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
