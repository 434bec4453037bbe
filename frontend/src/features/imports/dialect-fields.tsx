import { Group, NumberInput, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImportFile, ImportOptions } from '../../api/imports'

const delimiters = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' } as const
const encodings = { 'utf-8': 'UTF-8', 'windows-1252': 'Windows-1252' } as const

interface Props {
  file: ImportFile
  onDescribe: (options: ImportOptions) => void
}

/** How the file is written, where that was not found out rightly: it is read anew with what is chosen. */
export function DialectFields({ file, onDescribe }: Props) {
  const { t } = useTranslation()
  const { delimiter = '', encoding = '', header_row } = file.mapping
  const named = (words: Record<string, string>, value: string) => words[value] ?? value
  const separators = Object.fromEntries(
    Object.entries(delimiters).map(([value, word]) => [value, t(`imports.delimiter_${word}`)]),
  )
  const choices = (words: Record<string, string>, chosen: string, found: string) => [
    { value: '', label: t('imports.found', { found: named(words, found) }) },
    ...Object.entries(words).map(([value, label]) => ({ value, label })),
    ...(chosen === '' || chosen in words ? [] : [{ value: chosen, label: chosen }]),
  ]
  return (
    <Group grow align="flex-start">
      {file.format === 'csv' && (
        <>
          <Select
            label={t('imports.delimiter')}
            allowDeselect={false}
            data={choices(separators, delimiter, file.dialect.delimiter)}
            value={delimiter}
            onChange={(value) => onDescribe({ delimiter: value ?? '' })}
          />
          <Select
            label={t('imports.encoding')}
            allowDeselect={false}
            data={choices(encodings, encoding, file.dialect.encoding)}
            value={encoding}
            onChange={(value) => onDescribe({ encoding: value ?? '' })}
          />
        </>
      )}
      <NumberInput
        key={`${file.sheet}/${header_row ?? ''}/${file.header_row}`}
        label={t('imports.header_row')}
        min={1}
        allowDecimal={false}
        defaultValue={header_row || undefined}
        placeholder={`${t('imports.found', { found: file.header_row })}`}
        onBlur={(event) => {
          const row = Number(event.currentTarget.value) || 0
          if (row !== (header_row ?? 0)) onDescribe({ header_row: row })
        }}
      />
    </Group>
  )
}
