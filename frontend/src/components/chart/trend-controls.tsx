import { SegmentedControl } from '@mantine/core'
import { IconChartLine, IconTable } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { trendDays } from './days'

type Days = (typeof trendDays)[number]

interface Props {
  days: Days
  table: boolean
  onDays: (days: Days | undefined) => void
  onTable: (table: boolean) => void
}

/** How far back a trend goes, and whether it is drawn or written down. */
export function TrendControls({ days, table, onDays, onTable }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('trend.period')}
        value={days}
        data={trendDays.map((each) => ({ value: each, label: t('trend.days', { days: each }) }))}
        onChange={(value) => onDays(trendDays.find((each) => each === value))}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('trend.view')}
        value={table ? 'table' : 'chart'}
        data={[
          { value: 'chart', label: <ViewLabel icon={IconChartLine} text={t('trend.as_chart')} /> },
          { value: 'table', label: <ViewLabel icon={IconTable} text={t('trend.as_table')} /> },
        ]}
        onChange={(value) => onTable(value === 'table')}
      />
    </>
  )
}

function ViewLabel({ icon: Icon, text }: { icon: typeof IconTable; text: string }) {
  return (
    <span style={{ display: 'grid', placeItems: 'center', height: 18 }} title={text}>
      <Icon size={15} aria-hidden />
      <span className="visually-hidden">{text}</span>
    </span>
  )
}
