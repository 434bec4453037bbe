import { useTranslation } from 'react-i18next'
import type { CustomerRow } from '../../api/customers'

/** Short names of vendors. */
export function VendorTags({ vendors }: { vendors: CustomerRow['vendors'] }) {
  const { t } = useTranslation()
  const names = vendors.map((vendor) => t(`vendor_short.${vendor}`))
  return <span title={vendors.map((vendor) => t(`vendor.${vendor}`)).join(', ')}>{names.join(', ')}</span>
}
