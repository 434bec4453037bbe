import { useTranslation } from 'react-i18next'
import { FilterMenu } from '../../components/ui/filter-menu'
import { times } from './operations-search'

type Time = (typeof times)[number]

/** A chip that narrows down to a time up to now. */
export function WithinMenu(props: { label: string; value?: Time; onChange: (value: Time | undefined) => void }) {
  const { t } = useTranslation()
  return <FilterMenu {...props} choices={times.map((value) => ({ value, label: t(`operations.time.${value}`) }))} />
}
