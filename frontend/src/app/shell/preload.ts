export const loadCustomerDrawer = () => import('../../features/customers/customer-drawer')
export const loadPalette = () => import('./palette')
