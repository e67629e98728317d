import type { RefusalSentences } from '#platform/refusals.ts'

export const stockRefusals = {
  stock_short: { zh: '库存不足', en: 'Not enough in stock' },
  invalid_adjustment: { zh: '每个商品只能调整一次', en: 'Each item is adjusted once at a time' },
  stock_not_counted: { zh: '这个商品不计库存', en: 'This item’s stock is not counted' },
} as const satisfies RefusalSentences
