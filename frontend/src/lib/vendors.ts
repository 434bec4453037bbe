/** The vendors there are, in the order they are offered. */
export const vendors = ['webex', 'microsoft', 'avepoint', 'blancco'] as const

export type VendorChoice = (typeof vendors)[number]
