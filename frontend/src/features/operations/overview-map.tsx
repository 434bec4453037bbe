import { Select, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type CountriesFilter, type CountryOperations, operationsQueries } from '../../api/operations'
import { WorldMap } from '../../components/chart/world-map'
import { CountLink } from '../../components/ui/count-link'
import plain from '../../components/ui/plain-table.module.css'
import { ErrorState } from '../../components/ui/error-state'
import { countryName } from '../../lib/countries'
import { useLocale } from '../../lib/locale'
import { drop } from '../../lib/url-state'
import { measures, type Measure } from './operations-search'
import classes from './operations.module.css'
import { drillDowns } from './overview-columns'

const route = getRouteApi('/operations')

/** The customers by country, as a map and as a table of the same numbers. A country leads to its customers. */
export function OverviewMap({ filter, empty }: { filter: CountriesFilter; empty: ReactNode }) {
  const { t } = useTranslation()
  const { measure = 'failed_jobs' } = route.useSearch()
  const navigate = route.useNavigate()
  const byCountry = useQuery(operationsQueries.countries(filter))
  const values = useMemo(
    () =>
      (byCountry.data?.items ?? [])
        .filter((each) => each.country !== '')
        .map((each) => ({ country: each.country, value: each[measure] })),
    [byCountry.data, measure],
  )
  if (byCountry.error) return <ErrorState error={byCountry.error} onRetry={() => void byCountry.refetch()} />
  if (byCountry.data?.items.length === 0) return empty
  const name = t(`operations.measure.${measure}`)
  return (
    <div className={classes.countries}>
      <section aria-label={t('operations.map')}>
        {byCountry.data ? (
          <WorldMap
            label={t('operations.map_label', { measure: name })}
            measure={name}
            values={values}
            onPick={(country) => void navigate({ search: (prev) => drop({ ...prev, country, as: undefined }) })}
          />
        ) : (
          <Skeleton height="100%" />
        )}
      </section>
      <CountryTable countries={byCountry.data?.items ?? []} measure={measure} />
    </div>
  )
}

/** What the map is shaded by. */
export function MeasureMenu() {
  const { t } = useTranslation()
  const { measure = 'failed_jobs' } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Select
      size="xs"
      w={200}
      aria-label={t('operations.shade')}
      allowDeselect={false}
      value={measure}
      data={measures.map((each) => ({ value: each, label: t(`operations.measure.${each}`) }))}
      onChange={(value) =>
        void navigate({
          search: (prev) => drop({ ...prev, measure: measures.find((m) => m === value) }),
          replace: true,
        })
      }
    />
  )
}

function CountryTable({ countries, measure }: { countries: CountryOperations[]; measure: Measure }) {
  const { t } = useTranslation()
  const sorted = [...countries].sort((a, b) => b[measure] - a[measure] || b.customers - a.customers)
  return (
    <div className={classes.countryTable} tabIndex={0} role="group" aria-label={t('operations.countries')}>
      <table className={plain.table}>
        <thead>
          <tr>
            <th scope="col">{t('column.country')}</th>
            {measures.map((each) => (
              <th key={each} scope="col" data-numeric aria-sort={each === measure ? 'descending' : undefined}>
                {t(`operations.measure.${each}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={row.country}>
              <th scope="row">
                <CountryLink country={row.country} />
              </th>
              {measures.map((each) => (
                <td key={each} data-numeric>
                  <CountryCount row={row} measure={each} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A number of a country, leading to what it counted: only where the customers are not narrowed down in ways that rows are not. */
function CountryCount({ row, measure }: { row: CountryOperations; measure: Measure }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const { search, figure, where, jobs_within, requests_within, customer, tag } = route.useSearch()
  const count = f.int(row[measure])
  const narrowed = [search, figure, where].some((each) => each !== undefined)
  if (row.country === '' || row[measure] === 0 || measure === 'customers' || narrowed) return count
  const to = { ...drillDowns({ jobs_within, requests_within })[measure], customer, tag, country: row.country }
  return (
    <CountLink
      to="/operations"
      search={drop(to)}
      aria-label={`${countryName(row.country, f.locale)}: ${t(`operations.measure.${measure}`)} ${count}`}
    >
      {count}
    </CountLink>
  )
}

function CountryLink({ country }: { country: string }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  if (country === '') return <span className={classes.unknown}>{t('operations.no_country')}</span>
  return (
    <Link from={route.id} to="/operations" search={(prev) => drop({ ...prev, country, as: undefined })}>
      {countryName(country, f.locale)}
    </Link>
  )
}
