import type { Vendor } from '../../api/connections'
import type { Setup } from '../../api/setup'
import { type ConnectionForm, formFor } from '../../components/connection/connection-form'

/** The form as it was left: without secrets, which are kept nowhere before the connection is saved. */
export function restoredForm(vendor: Vendor, setup: Setup): ConnectionForm {
  const form = formFor(vendor, setup.name, undefined)
  for (const [name, value] of Object.entries(setup.fields)) {
    if (name in form.values && value !== '') form.values[name] = value
  }
  return form
}
