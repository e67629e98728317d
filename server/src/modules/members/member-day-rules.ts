import { type Day, localDay } from '#shared/business-day.ts'

/** The calendar day that birthdays are counted from: that of the merchant's first store; before there is one, China's. */
export function todayOf(at: Date, stores: ReadonlyMap<string, { timeZone: string }>): Day {
  const first = stores.values().next().value
  return localDay(at, first?.timeZone ?? 'Asia/Shanghai')
}
