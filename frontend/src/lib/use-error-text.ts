import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/problem'

/** A refused form field is named by its label, as the form shows it. */
function withLabels(t: TFunction, params: Record<string, string>): Record<string, string> {
  const { vendor, field } = params
  if (!vendor || !field) return params
  return { ...params, field: t(`field.${vendor}.${field}.label`, { defaultValue: field }) }
}

/** Gives the catalogue's sentence for an error key, the generic one where the key is unknown. */
export function errorSentence(t: TFunction, key: string, params: Record<string, string> = {}, otherwise = ''): string {
  return t(`error.${key}`, { ...withLabels(t, params), defaultValue: '' }) || otherwise || t('error.internal')
}

/** Gives a function that says what went wrong in the user's language. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation()
  return (error) => {
    if (!(error instanceof ApiError)) return t('error.internal')
    const { key, params, detail } = error.problem
    return errorSentence(t, key, params, detail)
  }
}
