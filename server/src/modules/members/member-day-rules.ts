import { type Day, localDay } from '#shared/business-day.ts'

type Stores = ReadonlyMap<string, { timeZone: string }>

/** The zone that birthdays are counted in: that of the merchant's first store; before there is one, China's. */
export function zoneOf(stores: Stores): string {
  return stores.values().next().value?.timeZone ?? 'Asia/Shanghai'
}

/** The calendar day that birthdays are counted from. */
export function todayOf(at: Date, stores: Stores): Day {
  return localDay(at, zoneOf(stores))
}
