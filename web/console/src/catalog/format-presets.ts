import type { api, ResponseOf } from '@staff/api'

export type BarcodeFormat = ResponseOf<typeof api.barcodeFormatList>['formats'][number]

/** What most scales print: a beginning of its own per kind of label, five digits of item, five of weight or amount. */
export const formatPresets = [
  { label: 'catalog.scales.preset.weight', pattern: '21IIIIIWWWWWC', weightDecimals: 3, amountDecimals: 2 },
  { label: 'catalog.scales.preset.amount', pattern: '22IIIIIAAAAAC', weightDecimals: 3, amountDecimals: 2 },
  { label: 'catalog.scales.preset.both', pattern: '23IIIIIAAAAAWWWWWC', weightDecimals: 3, amountDecimals: 2 },
] as const
