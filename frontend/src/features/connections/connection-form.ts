import type { ConnectionRow, Vendor } from '../../api/connections'

/** What is typed into the form; secrets start empty and are never read back. */
export interface ConnectionForm {
  name: string
  values: Record<string, string>
}

export function formFor(
  vendor: Vendor | undefined,
  name: string,
  connection: ConnectionRow | undefined,
): ConnectionForm {
  const values: Record<string, string> = {}
  for (const field of vendor?.fields ?? []) {
    values[field.name] = field.secret ? '' : (connection?.fields[field.name] ?? field.default ?? '')
  }
  return { name: connection?.name ?? name, values }
}

export function fieldsOf(vendor: Vendor, form: ConnectionForm): Record<string, string> {
  return Object.fromEntries(
    vendor.fields.filter((field) => !field.secret).map((field) => [field.name, (form.values[field.name] ?? '').trim()]),
  )
}

/** The secrets that were typed in; one left empty keeps its stored value. */
export function secretsOf(vendor: Vendor, form: ConnectionForm): Record<string, string> {
  return Object.fromEntries(
    vendor.fields
      .filter((field) => field.secret && (form.values[field.name] ?? '') !== '')
      .map((field) => [field.name, form.values[field.name] ?? '']),
  )
}

/** Tells whether every required field has a value or a stored secret. */
export function isComplete(vendor: Vendor, form: ConnectionForm, connection: ConnectionRow | undefined): boolean {
  return vendor.fields.every(
    (field) =>
      !field.required ||
      (form.values[field.name] ?? '').trim() !== '' ||
      (field.secret && (connection?.secrets.includes(field.name) ?? false)),
  )
}
