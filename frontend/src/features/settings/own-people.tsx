import { useTranslation } from 'react-i18next'
import type { OwnPage } from '../../api/organisation'
import { Age } from '../../components/ui/age'
import table from '../../components/ui/plain-table.module.css'
import { useLocale } from '../../lib/locale'
import classes from './organisation.module.css'

/** Our own people, as far as vendors list them at customers; what is not read is said, not guessed. */
export function OwnPeople({ page }: { page: OwnPage }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const read = page.organisations.filter((own) => own.people_at)
  const unread = page.organisations.filter((own) => !own.people_at)
  const names = (list: { connection: string }[]) => list.map((each) => each.connection).join(', ')
  return (
    <div className={classes.people}>
      <p>{t('organisation.people_help')}</p>
      {unread.length > 0 && <p>{t('organisation.people_unread', { connections: names(unread) })}</p>}
      {read.map((own) => (
        <p key={own.connection_id}>
          {own.connection}: {t('organisation.people_read')} <Age at={own.people_at ?? ''} />
        </p>
      ))}
      {page.people.length > 0 && (
        <table className={table.table} aria-label={t('organisation.people')}>
          <thead>
            <tr>
              <th scope="col">{t('column.name')}</th>
              <th scope="col">{t('row.email')}</th>
              <th scope="col">{t('row.role')}</th>
              <th scope="col">{t('column.connection')}</th>
              <th scope="col" className="num">
                {t('nav.customers')}
              </th>
            </tr>
          </thead>
          <tbody>
            {page.people.map((person) => (
              <tr key={`${person.connection_id} ${person.key}`}>
                <td>{person.name}</td>
                <td>{person.email}</td>
                <td>{person.roles.join(', ')}</td>
                <td>{person.connection}</td>
                <td className="num">{f.int(person.customers)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {page.people.length === 0 && read.length > 0 && <p>{t('organisation.people_none')}</p>}
    </div>
  )
}
