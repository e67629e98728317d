import type { RefusalSentences } from '#platform/refusals.ts'

export const stockRefusals = {
  stock_short: { zh: '库存不足', en: 'Not enough in stock' },
} as const satisfies RefusalSentences
