import type { CustomerRow } from '../../api/customers'
import { useLocale } from '../../lib/locale'

/** Short names of vendors. */
export function VendorTags({ vendors }: { vendors: CustomerRow['vendors'] }) {
  const { t } = useLocale()
  const names = vendors.map((vendor) => t(`vendor_short.${vendor}`))
  return <span title={vendors.map((vendor) => t(`vendor.${vendor}`)).join(', ')}>{names.join(', ')}</span>
}
