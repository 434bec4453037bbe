import { useTranslation } from 'react-i18next'
import { narrowed } from '../../lib/column-tests'
import { shownOf, testOf, titleField } from '../../lib/row-kinds'
import { wordsOf } from '../../lib/url-state'
import { type FilterField, ValueFilters, words } from '../filters/value-filters'
import { ClearFilters } from '../ui/clear-filters'
import { SearchBox } from '../ui/search-box'
import classes from './kind-table.module.css'
import { type KindState, outcomes } from './kind-search'

/** What Go is asked for a table that stands so. */
export function askedOf({ search, where, outcome, except }: KindState) {
  return {
    search,
    outcomes: wordsOf<(typeof outcomes)[number]>(outcome),
    ...narrowed({ where, except }, { outcome: 'outcomes' }),
  }
}

export function isNarrowed({ search, where, outcome }: KindState): boolean {
  return search !== undefined || where !== undefined || outcome !== undefined
}

interface Props {
  kind: string
  /** All rows are of one connection. */
  ofOne: boolean
  state: KindState
  onChange: (change: KindState) => void
}

/** Search and filters of a table of one kind. */
export function KindFilters({ kind, ofOne, state, onChange }: Props) {
  const { t } = useTranslation()
  const title = titleField(kind)
  const columns = [title, ...shownOf(kind), ...(ofOne ? [] : ['connection'])].map((id) => ({
    id,
    header: id === title ? t('column.name') : id === 'connection' ? t('column.connection') : t(`row.${id}`),
    test: testOf(id),
  }))
  const fields: FilterField<'outcome'>[] = shownOf(kind).includes('outcome')
    ? [{ id: 'outcome', label: t('row.outcome'), choices: words(outcomes, (value) => t(`outcome.${value}`)) }]
    : []
  return (
    <div className={classes.filters}>
      <SearchBox
        label={t('kind_table.search', { kind: t(`kind.${kind}`) })}
        value={state.search ?? ''}
        onSearch={(text) => onChange({ search: text || undefined })}
        oneOfMany
      />
      <ValueFilters fields={fields} always={[]} columns={columns} search={state} onChange={onChange} />
      {isNarrowed(state) && (
        <ClearFilters
          onClick={() => onChange({ search: undefined, where: undefined, outcome: undefined, except: undefined })}
        />
      )}
    </div>
  )
}
