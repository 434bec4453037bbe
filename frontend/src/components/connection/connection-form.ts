import type { ConnectionRow, Vendor } from '../../api/connections'

/** What is typed into the form; secrets start empty and are never read back. */
export interface ConnectionForm {
  name: string
  values: Record<string, string>
  /** A sign-in that has ended well: its token is not here, but the program has it. */
  signIn: string
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
  return { name: connection?.name ?? name, values, signIn: '' }
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

/** Tells whether all is there that signing in needs: every required field but the one it fills. */
export function canSignIn(vendor: Vendor, form: ConnectionForm, connection: ConnectionRow | undefined): boolean {
  return vendor.sign_in !== '' && isComplete(vendor, { ...form, signIn: 'to come' }, connection)
}

/** Tells whether every required field has a value, a stored secret or a sign-in. */
export function isComplete(vendor: Vendor, form: ConnectionForm, connection: ConnectionRow | undefined): boolean {
  return vendor.fields.every(
    (field) =>
      !field.required ||
      (form.values[field.name] ?? '').trim() !== '' ||
      (field.name === vendor.sign_in && form.signIn !== '') ||
      (field.secret && (connection?.secrets.includes(field.name) ?? false)),
  )
}
